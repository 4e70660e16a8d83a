"""Pages and files of ours as MkDocs takes them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from generator.security.sanitizer import sanitise_text
from generator.site.assets import Asset
from generator.site.pages import Page
from generator.site.renderer import Renderer


class CatalogPage(HostPage):
    """A page whose body comes from the catalogue and not from Markdown."""

    def __init__(self, page: Page, renderer: Renderer, file: File, config: MkDocsConfig) -> None:
        super().__init__(renderer.layers.text(page.title), file, config)
        self.source = page
        self.renderer = renderer

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  # the host's signature
        """Begin with an empty page: it is filled when the theme asks for it, for a site has many."""
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  # the host's signature
        """Leave the body for later."""
        self.content = ""

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]  # nobody sets it
        """What an anchor on the page can be."""
        return {"top", *self.source.headings}

    def fill(self) -> None:
        """Take body, metadata and table of contents from the catalogue."""
        text = self.renderer.layers.text
        self.meta.update(
            {
                "description": text(self.source.description),
                "heading": text(self.source.heading),
                "hide": list(self.source.hide),
                "scripts": list(self.source.scripts),
            }
        )
        sections = [self._token(2, id, label) for id, label in self.source.headings.items()]
        self.toc = get_toc([self._token(1, "top", self.source.title, sections)])
        self.content = self.renderer.body(self.source)

    def empty(self) -> None:
        """Forget what stands on the page, once it is written."""
        self.meta, self.toc, self.content = {}, get_toc([]), ""

    def _token(self, level: int, id: str, label: str, children: list[Any] | None = None) -> Any:  # noqa: ANN401  # MkDocs' own
        return {"level": level, "id": id, "name": self.renderer.layers.text(label), "children": children or []}


def page_file(page: Page, renderer: Renderer, config: MkDocsConfig) -> File:
    """Return a page of the catalogue as a file of the site."""
    file = File.generated(config, source_uri(page.address), content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.edit_uri = page.file
    CatalogPage(page, renderer, file, config)
    return file


class AssetFile(File):
    """A file that a live preview makes when it is asked for."""

    asset: Asset

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # the host's signature
        """Write the file."""
        self.asset.write(Path(self.dest_dir))


def asset_file(asset: Asset, config: MkDocsConfig) -> File:
    """Return a file that is no page; MkDocs takes one that is called ``.md`` for a page."""
    file = AssetFile.generated(config, f"{asset.address}.txt", content="", inclusion=InclusionLevel.INCLUDED)
    file.dest_uri = asset.address
    file.asset = asset  # type: ignore[attr-defined]  # the host does not say which class it returns
    return file


def source_uri(address: str) -> str:
    """Return the Markdown file that a hand-written page at ``address`` would have."""
    if address.count("/") == 2 and address.startswith("codes/"):  # noqa: PLR2004
        return f"{address}index.md"
    if address.count("/") <= 1:
        return f"{address}index.md"
    return f"{address.removesuffix('/')}.md"


def sanitise_titles(items: Iterable[Any]) -> None:
    """Make the titles of a tree fit for the theme, which prints them as they are; a page's own comes with the page."""
    for item in items:
        if not isinstance(item, HostPage):
            item.title = sanitise_text(item.title)
            sanitise_titles(item.children or ())
