"""What is asked of a built site before readers get it: of the whole, and of each page."""

from collections.abc import Callable, Iterator, Sequence

from generator.publishing.built_site import (
    BuiltPage,
    BuiltSite,
    check_end,
    check_files,
    check_links,
    check_policy,
    check_redirects,
    check_stylesheets,
)

PageCheck = Callable[[BuiltPage, BuiltSite], Iterator[str]]

SITE_CHECKS: tuple[Callable[[BuiltSite], Iterator[str]], ...] = (check_files, check_stylesheets, check_redirects)
"""What is judged of the site as a whole; each fault begins with its file."""
PAGE_CHECKS: tuple[PageCheck, ...] = (check_end, check_links, check_policy)
"""What is judged of each page."""


def verify(site: BuiltSite, page_checks: Sequence[PageCheck] = PAGE_CHECKS) -> list[str]:
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
