"""Pages and files of the catalogue as MkDocs expects them."""

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
    """A page whose body comes from the catalogue instead of Markdown.

    It stays empty until MkDocs writes it, and is empty again afterwards, so that a large site fits in memory.
    """

    def __init__(self, page: Page, renderer: Renderer, file: File, config: MkDocsConfig) -> None:
        super().__init__(renderer.layers.text(page.title), file, config)
        self.source = page
        self.renderer = renderer

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  # MkDocs' signature
        """Start without a body."""
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  # MkDocs' signature
        """Leave the body for later."""
        self.content = ""

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]  # nothing sets it
        """The ids that a link to this page can lead to."""
        return {"top", *self.source.headings}

    def fill(self) -> None:
        """Add the body, the metadata and the table of contents."""
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
        """Remove what ``fill`` added."""
        self.meta, self.toc, self.content = {}, get_toc([]), ""

    def _token(self, level: int, id: str, label: str, children: list[Any] | None = None) -> Any:  # noqa: ANN401  # MkDocs' own
        return {"level": level, "id": id, "name": self.renderer.layers.text(label), "children": children or []}


def page_file(page: Page, renderer: Renderer, config: MkDocsConfig) -> File:
    """Return a page of the catalogue as a file of the site."""
    file = File.generated(config, source_uri(page.address), content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.edit_uri = page.file
    CatalogPage(page, renderer, file, config)  # sets file.page
    return file


class AssetFile(File):
    """A file other than a page, whose text is made when MkDocs writes it."""

    def __init__(self, asset: Asset, config: MkDocsConfig) -> None:
        super().__init__(
            f"{asset.address}.txt",  # MkDocs would take a name that ends in .md for a page
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            dest_uri=asset.address,
            inclusion=InclusionLevel.INCLUDED,
        )
        self.asset = asset

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # MkDocs' signature
        """Write the file."""
        self.asset.write(Path(self.dest_dir))


def source_uri(address: str) -> str:
    """Return the name that the Markdown file of a page at ``address`` would have."""
    is_code = address.startswith("codes/") and address.count("/") == 2  # noqa: PLR2004  # codes/451/, above its replies
    if is_code or address.count("/") <= 1:
        return f"{address}index.md"
    return f"{address.removesuffix('/')}.md"


def sanitise_titles(items: Iterable[Any]) -> None:
    """Sanitise the titles of a tree, which the theme prints unescaped; those of pages are sanitised with the page."""
    for item in items:
        if not isinstance(item, HostPage):
            item.title = sanitise_text(item.title)
            sanitise_titles(item.children or ())
