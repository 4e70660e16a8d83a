"""Which pages and files of the last build are published again as they are, and are not made at all."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage

from generator.assets import Asset
from generator.digest import digest
from generator.guides import guide_entries
from generator.links import INDEX
from generator.page import Page, trail
from generator.plugin.ground import files_digest
from generator.plugin.page import CatalogPage
from generator.reads import Reads, Seen
from generator.record import Record
from generator.searching import Entry

_HEARD = "guides"
"""The name under which one build tells the next what the search knows of the hand-written pages."""


class Reuse:
    """The pages of a site, and which of them come from the last build."""

    guides: Sequence[Entry] | None = None
    """What the search knows of the hand-written pages, where all of them come from the last build."""

    def __init__(
        self, record: Record | None, config: MkDocsConfig, nav: Navigation, files: Files, pages: Mapping[str, Page]
    ) -> None:
        """Find out what has changed.

        Args:
            record: what is known of the last build.
            config: the site's configuration.
            nav: the navigation.
            files: the site's files, each page with its date.
            pages: the catalogue's pages, by their addresses.

        """
        self.record = record
        self.every = files.documentation_pages()
        """All pages, whether they are made or not."""
        self.keys: dict[str, bytes] = {}
        """What each page is made from besides the catalogue's entries, by the name of its file."""
        self._left: list[File] = []
        if not record:
            return
        written = digest(files_digest(Path(config.docs_dir)), [file.url for file in self.every])
        around = _Around(nav, written)
        for file in self.every:
            page = file.page
            assert page  # noqa: S101  # every page of the catalogue has one, and the navigation has made the others
            about = (page.source.digest, trail(pages, page.source)) if isinstance(page, CatalogPage) else (written,)
            self.keys[file.dest_uri] = digest(*about, page.update_date, page.edit_url, around.of(page))
        self._left = [file for file in self.every if record.is_current(file.dest_uri, self.keys[file.dest_uri])]
        self._keep_newest()
        heard = record.heard(_HEARD)
        if heard and all(isinstance(file.page, CatalogPage) for file in self.made):
            self.guides = json.loads(heard)
        else:
            self._left = [file for file in self._left if isinstance(file.page, CatalogPage)]

    @property
    def made(self) -> list[File]:
        """The pages that are made."""
        left = {file.dest_uri for file in self._left}
        return [file for file in self.every if file.dest_uri not in left]

    def _keep_newest(self) -> None:
        """Make one of the newest pages in any case: MkDocs dates the packed sitemap by the pages that it makes."""
        newest = max(file.page.update_date for file in self.every if file.page)
        if all(file.page and file.page.update_date != newest for file in self.made):
            self._left.remove(
                next(file for file in reversed(self._left) if file.page and file.page.update_date == newest)
            )

    def leave_out(self, files: Files) -> None:
        """Take the pages that come from the last build from the files that are to be made."""
        for file in self._left:
            files.remove(file)
            if self.record:
                self.record.carry(file.dest_uri)
        self._left = []

    def assets(self, every: Iterable[Asset], files: Files, reads: Reads) -> Iterator[Asset]:
        """Yield the files that are no pages and have to be made, each so that it notes what it is made from.

        A file that a person has put into the folder of pages stands in the place of one that would be made.
        """
        taken = {file.dest_uri for file in files}
        for asset in every:
            if asset.address in taken:
                continue
            if self.record and self.record.is_current(asset.address, asset.key):
                self.record.carry(asset.address)
            else:
                yield replace(asset, make=partial(self._made, asset, reads))

    def _made(self, asset: Asset, reads: Reads) -> str:
        with reads.noted() as seen:
            text = asset.text
        if self.record:
            self.record.note(asset.address, asset.key, seen)
        return text

    def note(self, page: HostPage, seen: Seen) -> None:
        """Note what a page was made from."""
        if self.record:
            self.record.note(page.file.dest_uri, self.keys[page.file.dest_uri], seen)

    def learn_guides(self, files: Files) -> Sequence[Entry]:
        """Return what the search knows of the hand-written pages; they are rendered, or come from the last build."""
        if self.guides is None:
            self.guides = [*_guides(files)]
            if self.record:
                self.record.tell(_HEARD, json.dumps(self.guides).encode())
        return self.guides


def _guides(files: Files) -> Iterator[Entry]:
    for file in files.documentation_pages():
        if (page := file.page) and not isinstance(page, CatalogPage):
            yield from guide_entries(str(page.title), file.dest_uri.removesuffix(INDEX), page.content or "")


class _Around:
    """What the theme shows of the site around a page."""

    def __init__(self, nav: Navigation, unknown: bytes) -> None:
        """Take the navigation, and what stands for a title that only the page's own text knows."""
        self._unknown = unknown
        self._rows: dict[int, bytes] = {}
        self._top = self._of(nav.items)

    def of(self, page: HostPage) -> tuple[object, ...]:
        """Return what stands for the lists above and beside a page, and for where its arrows lead."""
        arrows = [item and item.url for item in (page.previous_page, page.next_page)]
        above = [self._of(item.children) for item in page.ancestors if isinstance(item, Section)]
        return (self._top, *above, *arrows)

    def _of(self, items: Sequence[StructureItem]) -> bytes:
        """Return what stands for the rows of a list."""
        if id(items) not in self._rows:
            rows = [(type(item).__name__, item.title or self._unknown, _url(item)) for item in items]
            self._rows[id(items)] = digest(rows)
        return self._rows[id(items)]


def _url(item: StructureItem) -> str:
    """Return where a row leads; a section leads to its first page."""
    if isinstance(item, Section):
        return next(filter(None, map(_url, item.children)), "")
    return str(getattr(item, "url", ""))
