"""The bridge to MkDocs: the catalogue's pages as pages of the site."""

from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from generator.history import last_changed
from generator.loading import load
from generator.navigation import expand
from generator.pages import Page, pages, redirects
from generator.problem import CatalogError
from generator.published import pattern_script
from generator.render import TEMPLATES, Renderer
from generator.searching import search_script

PATTERNS = "assets/javascripts/patterns.js"
"""Where the pages' script finds the pattern table."""

SEARCH = "assets/javascripts/search-data.js"
"""Where it finds what the search knows."""


class CatalogConfig(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say under ``plugins: catalog``."""

    codes = config_options.Dir(default="codes", exists=True)
    """The folder of the sources."""


class CatalogPage(HostPage):
    """A page whose body comes from the catalogue and not from Markdown."""

    def __init__(self, page: Page, renderer: Renderer, file: File, config: MkDocsConfig) -> None:
        super().__init__(str(escape(page.title)), file, config)
        self.source = page
        self.renderer = renderer

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  # the host's signature
        """Take the page's metadata from the catalogue."""
        self.markdown = ""
        self.meta = {
            "description": str(escape(self.source.description)),
            "heading": self.source.heading,
            "hide": list(self.source.hide),
            "scripts": list(self.source.scripts),
            "search": {"exclude": True},  # search-data.js knows it better
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  # the host's signature
        """Render the body; its sections become the table of contents."""
        self.content = self.renderer.body(self.source)
        sections = [_token(2, id, label) for id, label in self.source.headings]
        self.toc = get_toc([_token(1, "top", self.source.title, sections)])
        self.present_anchor_ids = {"top", *(id for id, _ in self.source.headings)}


def _token(level: int, id: str, label: str, children: list[Any] | None = None) -> Any:  # noqa: ANN401  # MkDocs' own
    return {"level": level, "id": id, "name": str(escape(label)), "children": children or []}


class CatalogPlugin(BasePlugin[CatalogConfig]):  # type: ignore[no-untyped-call]
    """Adds the catalogue's pages to the site."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the catalogue before the old site is cleared; rebuild on a change of its files."""
        config.watch += [str(self.config.codes), str(TEMPLATES)]
        try:
            self.catalog = load(Path(self.config.codes), Path(config.docs_dir))
        except CatalogError as error:
            raise PluginError(f"The catalogue has {len(error.problems)} problem(s):\n{error}") from error

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages, put them into the navigation, and say where each is edited."""
        catalog = self.catalog
        renderer = Renderer(catalog)
        for page in pages(catalog):
            file = File.generated(config, source_uri(page.address), content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.edit_uri = page.file
            CatalogPage(page, renderer, file, config)
            files.append(file)
        for redirect in redirects(catalog):
            content = renderer.redirect(redirect)
            files.append(File.generated(config, f"{redirect.address}index.html", content=content))
        files.append(File.generated(config, PATTERNS, content=pattern_script(catalog)))
        files.append(File.generated(config, SEARCH, content=search_script(catalog)))
        if config.nav:
            config.nav = expand(config.nav, catalog)

    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Give every page its place and its edit link, whether the navigation lists it or not."""
        root = Path(config.config_file_path).parent
        docs = Path(config.docs_dir).relative_to(root).as_posix()
        self.dates = last_changed(root)
        for file in files.documentation_pages():
            page = file.page
            if isinstance(page, CatalogPage):
                above = files.get_file_from_path(source_uri(page.source.parent)) if page.source.parent else None
                if page.parent is None and above and above.page:
                    page.parent = above.page.parent
            elif page:
                file.edit_uri = f"{docs}/{file.src_uri}"
                page._set_edit_url(config.repo_url, config.edit_uri, config.edit_uri_template)  # noqa: SLF001

    def on_page_markdown(self, markdown: str, page: HostPage, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Put the date of the last change where theme and sitemap look for it."""
        if date := self.dates.get(page.file.edit_uri or ""):
            page.meta["git_revision_date_localized"] = date
            page.update_date = date


def source_uri(address: str) -> str:
    """Return the Markdown file that a hand-written page at ``address`` would have."""
    if address.count("/") == 2 and address.startswith("codes/"):  # noqa: PLR2004
        return f"{address}index.md"
    if address.count("/") <= 1:
        return f"{address}index.md"
    return f"{address.removesuffix('/')}.md"
