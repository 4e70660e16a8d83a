"""Files of the site other than pages: data of the scripts, redirects, JSON, twins, feed, robots.txt and others."""

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
"""Maximum number of entries in the feed."""
ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {}\n"
TWINS = frozenset({"code", "reply", "setting", "article", "procedure", "message"})
"""Templates of the pages that have a Markdown twin."""


@dataclass(frozen=True)
class Asset:
    """A file to publish."""

    address: str
    """Below the site's root."""
    text: Callable[[], str]
    """Returns the text; called when the file is written, as a large catalogue has many files."""

    def write(self, folder: Path) -> None:
        """Write the file below the site's folder."""
        path = folder / self.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(), "utf-8", newline="")


def assets(
    renderer: Renderer, every: Sequence[Page], guides: Sequence[SearchEntry], site: SiteInfo, dates: Mapping[str, str]
) -> Iterator[Asset]:
    """Yield every file other than a page.

    Args:
        renderer: the templates of the catalogue.
        every: the pages of the catalogue.
        guides: the search entries of the hand-written pages.
        site: without its web address, files that need one are left out.
        dates: the date of the last change of each source file; without dates, there is no feed.

    """
    catalog = renderer.catalog
    yield Asset("assets/javascripts/patterns.js", partial(pattern_script, catalog))
    yield Asset("assets/javascripts/search-data.js", partial(search_script, catalog, guides))
    for redirect in redirects(catalog):
        yield Asset(f"{redirect.address}index.html", partial(renderer.redirect, redirect))
    yield from (Asset(address, text) for address, text in documents(catalog))
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
    dated = [(page, date) for page in every if (date := dates.get(page.file or ""))]
    return sorted(dated, key=lambda change: change[1], reverse=True)[:MAX_FEED_ENTRIES]
