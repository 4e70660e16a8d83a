"""One page of the site, before its template is filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page, ready to be rendered."""

    address: str
    """Below the site's root, with a slash at the end; empty for the home page."""
    parent: str | None = None
    """The address of the page above it; None for those at the top."""
    template: str
    title: str
    """What navigation and search call it."""
    heading: str
    """The document's title in a browser tab and in a result list."""
    description: str
    """One or two sentences for search engines and link previews."""
    headings: tuple[tuple[str, str], ...] = ()
    """The id and the label of each section."""
    file: str | None = None
    """The source file that a reader edits."""
    shows: tuple[str, ...] = ()
    """The source files of the entries that a list shows; its own date is the newest of theirs."""
    hide: tuple[str, ...] = ()
    """The theme's parts that the page does without."""
    scripts: tuple[str, ...] = ()
    """The scripts that this page alone needs, below the site's root."""
    context: Mapping[str, object] = field(default_factory=dict)
    """What the template gets besides ``page``, ``catalog`` and ``links``."""


def trail(every: Mapping[str, Page], page: Page) -> Sequence[tuple[str, str]]:
    """Return the pages above a page, the topmost first: the title and the address of each.

    Args:
        every: the pages by their addresses.
        page: where the way ends.

    """
    above = every[page.parent] if page.parent else None
    return (*trail(every, above), (above.title, above.address)) if above else ()
