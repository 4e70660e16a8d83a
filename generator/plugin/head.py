"""What a page's head says of it to programs, where the site is on the web."""

from collections.abc import Mapping
from urllib.parse import quote

from mkdocs.structure.pages import Page as HostPage

from generator.plugin.page import CatalogPage
from generator.site.assets import TWINS
from generator.site.metadata import About, SiteInfo, linked_data, properties
from generator.site.pages import Page, trail


class Heads:
    """The heads of a site's pages."""

    def __init__(self, site: SiteInfo, pages: Mapping[str, Page], *, report_url: str, has_feed: bool) -> None:
        """Take what the heads are made from.

        Args:
            site: what all pages share.
            pages: the catalogue's pages, by their addresses.
            report_url: where a reader tells of a wrong page, ``{page}`` in the place of its address.
            has_feed: whether the site has a feed.

        """
        self._site = site
        self._pages = pages
        self._report_url = report_url
        self._has_feed = has_feed

    def of(self, page: HostPage) -> dict[str, object]:
        """Return what the theme's templates get for the head of a page."""
        address = page.file.url.removeprefix("./")
        told: dict[str, object] = {}
        if self._site.url:
            about = self._about(page, address)
            told = {
                "properties": properties(self._site, about),
                "linked_data": linked_data(self._site, about),
                "has_feed": self._has_feed,
            }
            if isinstance(page, CatalogPage) and page.source.template in TWINS:
                told["twin"] = "index.md"
        if self._report_url:
            told["report_url"] = self._report_url.replace("{page}", quote(f"/{address}"))
        return told

    def _about(self, page: HostPage, address: str) -> About:
        source = self._pages.get(address)
        return About(
            address=address,
            title=source.heading if source else str(page.title),
            description=source.description if source else page.meta.get("description") or self._site.description,
            changed=page.meta.get("git_revision_date_localized"),
            trail=[(self._site.name, ""), *(trail(self._pages, source) if source else ())],
        )
