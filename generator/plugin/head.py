"""The head of a page: link previews, search engines, and where to report a problem."""

from collections.abc import Mapping
from urllib.parse import quote

from mkdocs.structure.pages import Page as HostPage

from generator.plugin.page import CatalogPage
from generator.site.assets import TWINS
from generator.site.metadata import PageMetadata, SiteInfo, linked_data, properties
from generator.site.pages import Page, trail


def head_context(
    page: HostPage, site: SiteInfo, pages: Mapping[str, Page], *, report_url: str, has_feed: bool
) -> dict[str, object]:
    """Return what ``main.html`` needs for the head of a page.

    Args:
        page: a page of MkDocs.
        site: what all pages share.
        pages: the catalogue's pages by address.
        report_url: where readers report a problem, with ``{page}`` for the page's address; may be empty.
        has_feed: whether the site has a feed.

    """
    address = page.file.url.removeprefix("./")
    context: dict[str, object] = {}
    if site.url:  # a site that is on no web has no address to give
        about = _about(page, address, site, pages)
        context = {
            "properties": properties(site, about),
            "linked_data": linked_data(site, about),
            "has_feed": has_feed,
        }
        if isinstance(page, CatalogPage) and page.source.template in TWINS:
            context["twin"] = "index.md"
    if report_url:
        context["report_url"] = report_url.replace("{page}", quote(f"/{address}"))
    return context


def _about(page: HostPage, address: str, site: SiteInfo, pages: Mapping[str, Page]) -> PageMetadata:
    source = pages.get(address)
    return PageMetadata(
        address=address,
        title=source.heading if source else str(page.title),
        description=source.description if source else page.meta.get("description") or site.description,
        changed=page.meta.get("git_revision_date_localized"),
        trail=[(site.name, ""), *(trail(pages, source) if source else ())],
    )
