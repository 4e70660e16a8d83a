"""What the theme's own markup lacks for readers and by the standards, put right in each finished document.

The theme is not copied for this: each repair names the piece of markup that it changes, and a test fails
once the theme no longer has it.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Repair:
    """A piece of the theme's markup and what stands in its place."""

    found: str
    """A regular expression."""
    put: str
    """What stands in its place, as ``re.sub`` takes it."""
    why: str
    unless: str = ""
    """The document is left alone that holds this."""

    def apply(self, document: str) -> str:
        """Return a document with the piece changed wherever it stands."""
        if self.unless and self.unless in document:
            return document
        return re.sub(self.found, self.put, document)


REPAIRS = (
    Repair(
        found='data-md-component="search" role="dialog">',
        put='data-md-component="search" role="dialog" aria-label="Search">',
        why="a dialog has a name (WAI-ARIA 1.2, dialog)",
    ),
    Repair(
        found='<nav class="md-path" aria-label="Navigation"',
        put='<nav class="md-path" aria-label="Breadcrumbs"',
        why="two landmarks of one kind have different names (WAI-ARIA practices)",
    ),
    Repair(
        found=r'<nav class="md-nav" (data-md-level="\d+") aria-labelledby="[^"]*" aria-expanded="\w+">',
        put=r'<nav class="md-nav" \1 role="presentation">',
        why="a part of the navigation is no landmark of its own, and a label of icons names nothing",
    ),
    Repair(
        found='id="__drawer" autocomplete="off"',
        put='id="__drawer"',
        why="a checkbox has no autocomplete (HTML, the input element)",
    ),
    Repair(
        found='id="__search" autocomplete="off"',
        put='id="__search"',
        why="a checkbox has no autocomplete (HTML, the input element)",
    ),
    Repair(
        found='<label class="md-header__button md-icon" for="__drawer">',
        put='<label class="md-header__button md-icon" for="__drawer" tabindex="0" title="Menu">',
        why="the button of the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    Repair(
        found=r'(<label class="md-nav__title" for="__nav_\w+")>',
        put=r'\1 tabindex="0">',
        why="the way back from a panel of the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    Repair(
        found=r'(?s)(id="__toc">(?:(?!md-nav__title).)*<label class="md-nav__title" for="__toc")>',
        put=r'\1 tabindex="0">',
        why="the way back from the contents in the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    Repair(
        found=r'(<label class="md-nav__link md-nav__link--active" for="__toc")>',
        put=r'\1 tabindex="0">',
        why="the way to the contents in the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    Repair(
        found=' tabindex=""',
        put="",
        why="tabindex is a number (HTML)",
    ),
    Repair(
        found='<label class="md-nav__title" for="__toc"',
        put='<label class="md-nav__title"',
        unless='id="__toc"',
        why="a label names a control that is there (HTML)",
    ),
)


def repair(document: str) -> str:
    """Return a finished document with every repair made."""
    for one in REPAIRS:
        document = one.apply(document)
    return document
