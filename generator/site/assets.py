"""The files of the site that are no pages: scripts' data, redirects, JSON, feed, and what programs look for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.site.api import documents
from generator.site.metadata import SiteInfo
from generator.site.pages import Page
from generator.site.pattern_data import pattern_script
from generator.site.redirects import redirects
from generator.site.renderer import Renderer
from generator.site.search_index import SearchEntry, search_script

MAX_FEED_ENTRIES = 50
"""How many entries the feed holds."""
ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {}\n"
TWINS = frozenset({"code", "reply", "setting", "article", "procedure"})
"""The templates of pages that have a twin in Markdown."""


@dataclass(frozen=True)
class Asset:
    """A file to be published."""

    address: str
    """Below the site's root."""
    make: Callable[[], str]
    """Gives its text: not before it is written, for a large catalogue has many of them."""

    @property
    def text(self) -> str:
        """What it holds."""
        return self.make()

    def write(self, folder: Path) -> None:
        """Write it below the site's folder."""
        path = folder / self.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, "utf-8", newline="")


def assets(
    renderer: Renderer, every: Sequence[Page], guides: Sequence[SearchEntry], site: SiteInfo, dates: Mapping[str, str]
) -> Iterator[Asset]:
    """Yield every file that is no page.

    Args:
        renderer: the templates of the catalogue.
        every: the catalogue's pages.
        guides: what the search knows of the hand-written pages.
        site: what the files say of the site; without a web address those that need one are left out.
        dates: when each source file last changed; the feed is left out where no date is known.

    """
    catalog = renderer.catalog
    yield Asset("assets/javascripts/patterns.js", partial(pattern_script, catalog))
    yield Asset("assets/javascripts/search-data.js", partial(search_script, catalog, guides))
    for redirect in redirects(catalog):
        yield Asset(f"{redirect.address}index.html", partial(renderer.redirect, redirect))
    for address, make in documents(catalog):
        yield Asset(address, make)
    for page in every:
        if page.template in TWINS:
            yield Asset(f"{page.address}index.md", partial(renderer.twin, page))
    yield Asset("llms.txt", partial(renderer.llms_txt, site))
    if site.url:
        yield Asset("robots.txt", partial(ROBOTS.format, site.absolute("sitemap.xml")))
        yield Asset("opensearch.xml", partial(renderer.file, "opensearch.xml.jinja", site=site))
        if changes := _changes(every, dates):
            yield Asset("feed.xml", partial(renderer.file, "feed.xml.jinja", site=site, changes=changes))


def _changes(every: Sequence[Page], dates: Mapping[str, str]) -> list[tuple[Page, str]]:
    """Return the pages that changed last, the newest first, each with its date."""
    dated = [(page, date) for page in every if (date := dates.get(page.file or ""))]
    return sorted(dated, key=lambda change: change[1], reverse=True)[:MAX_FEED_ENTRIES]
