"""Finished documents: the theme's markup fixed, and everything without the whitespace that no reader sees."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import rcssmin
import rjsmin
from mkdocs.structure.files import File

_KEPT = re.compile(r"(<(?:pre\b.*?</pre>|textarea\b.*?</textarea>|script\b.*?</script>|[^>\n]*\n[^>]*>))", re.DOTALL)
"""Parts that stay as they are: text whose whitespace shows, scripts, and tags with a line break in them."""
_BEFORE_BREAK, _AFTER_BREAK = re.compile(r"[ \t]+\n"), re.compile(r"\n\s+")


def minify_html(document: str) -> str:
    """Return an HTML document with one line feed instead of each line break and the whitespace around it.

    A quarter of a page is the indentation of the theme's templates, which readers download with every page.
    """
    parts = _KEPT.split(document)
    parts[::2] = map(_without_indentation, parts[::2])
    return "".join(parts)


def _without_indentation(text: str) -> str:
    if " \n" in text or "\t\n" in text:  # few texts have it, and looking first is much cheaper
        text = _BEFORE_BREAK.sub("\n", text)
    return _AFTER_BREAK.sub("\n", text)


def minify_files(files: Iterable[File]) -> None:
    """Remove comments and whitespace from scripts and style sheets, except from those that others wrote."""
    for file in files:
        if "/vendor/" in file.src_uri:  # the comments contain the licence
            continue
        if file.src_uri.endswith(".js"):
            file.content_string = minify_js(file.content_string)
        elif file.src_uri.endswith(".css"):
            file.content_string = minify_css(file.content_string)


def minify_js(source: str) -> str:
    """Return a script without comments and whitespace."""
    return f"{rjsmin.jsmin(source)}\n"


def minify_css(source: str) -> str:
    """Return a style sheet without comments and whitespace."""
    return f"{rcssmin.cssmin(source)}\n"


@dataclass(frozen=True, kw_only=True)
class MarkupFix:
    """A piece of the theme's markup and its replacement."""

    pattern: str
    """A regular expression."""
    replacement: str
    """As ``re.sub`` takes it."""
    why: str
    unless: str = ""
    """A text; documents that contain it need no fix."""

    def apply(self, document: str) -> str:
        """Return a document with every such piece replaced."""
        if self.unless and self.unless in document:
            return document
        return re.sub(self.pattern, self.replacement, document)


MARKUP_FIXES = (
    MarkupFix(
        pattern='data-md-component="search" role="dialog">',
        replacement='data-md-component="search" role="dialog" aria-label="Search">',
        why="a dialog has a name (WAI-ARIA 1.2, dialog)",
    ),
    MarkupFix(
        pattern='<nav class="md-path" aria-label="Navigation"',
        replacement='<nav class="md-path" aria-label="Breadcrumbs"',
        why="two landmarks of one kind have different names (WAI-ARIA practices)",
    ),
    MarkupFix(
        pattern=r'<nav class="md-nav" (data-md-level="\d+") aria-labelledby="[^"]*" aria-expanded="\w+">',
        replacement=r'<nav class="md-nav" \1 role="presentation">',
        why="a part of the navigation is no landmark of its own, and a label of icons names nothing",
    ),
    MarkupFix(
        pattern='id="__drawer" autocomplete="off"',
        replacement='id="__drawer"',
        why="a checkbox has no autocomplete (HTML, the input element)",
    ),
    MarkupFix(
        pattern='id="__search" autocomplete="off"',
        replacement='id="__search"',
        why="a checkbox has no autocomplete (HTML, the input element)",
    ),
    MarkupFix(
        pattern='<label class="md-header__button md-icon" for="__drawer">',
        replacement='<label class="md-header__button md-icon" for="__drawer" tabindex="0" title="Menu">',
        why="the button of the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    MarkupFix(
        pattern=r'(<label class="md-nav__title" for="__nav_\w+")>',
        replacement=r'\1 tabindex="0">',
        why="the way back from a panel of the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    MarkupFix(
        pattern=r'(?s)(id="__toc">(?:(?!md-nav__title).)*<label class="md-nav__title" for="__toc")>',
        replacement=r'\1 tabindex="0">',
        why="the way back from the contents in the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    MarkupFix(
        pattern=r'(<label class="md-nav__link md-nav__link--active" for="__toc")>',
        replacement=r'\1 tabindex="0">',
        why="the way to the contents in the menu is a label, and takes the focus when told so (WCAG 2.1.1)",
    ),
    MarkupFix(
        pattern=' tabindex=""',
        replacement="",
        why="tabindex is a number (HTML)",
    ),
    MarkupFix(
        pattern='<label class="md-nav__title" for="__toc"',
        replacement='<label class="md-nav__title"',
        unless='id="__toc"',
        why="a label names a control that is there (HTML)",
    ),
)


def fix_markup(document: str) -> str:
    """Return a finished document with every fix applied."""
    for fix in MARKUP_FIXES:
        document = fix.apply(document)
    return document
