"""What is asked of a built site before readers get it: of the whole, and of each page."""

from collections.abc import Callable, Iterator, Sequence

from generator.publishing.built_site import Document, Site, inert, links, missing, redirects, stylesheets, unfinished

PageCheck = Callable[[Document, Site], Iterator[str]]

SITE_CHECKS: tuple[Callable[[Site], Iterator[str]], ...] = (missing, stylesheets, redirects)
"""What is judged of the site as a whole; each fault begins with its file."""
PAGE_CHECKS: tuple[PageCheck, ...] = (unfinished, links, inert)
"""What is judged of each page."""


def verify(site: Site, page_checks: Sequence[PageCheck] = PAGE_CHECKS) -> list[str]:
    """Return the faults of a site, one line each, that begins with the file.

    Args:
        site: what is judged.
        page_checks: what is asked of each page.

    """
    faults = [fault for check in SITE_CHECKS for fault in check(site)]
    return faults + [
        f"{document.name}: {fault}"
        for document in site.documents(site.pages)
        for check in page_checks
        for fault in check(document, site)
    ]
