"""The bridge to MkDocs: the catalogue's pages as pages of the site."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from generator.assets import TWINS, assets
from generator.compact import compact
from generator.guides import guide_entries
from generator.history import last_changed, newest
from generator.links import INDEX
from generator.loading import load
from generator.metadata import About, Site, linked_data, properties
from generator.navigation import expand
from generator.pages import Page, pages, trail
from generator.problem import CatalogError
from generator.render import TEMPLATES, Renderer
from generator.theme import repair

UNDATED = "1980-01-01"
"""Stands for a missing date where MkDocs needs one: in the header of ``sitemap.xml.gz``, never on a page."""


class CatalogConfig(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say under ``plugins: catalog``."""

    codes = config_options.Dir(default="codes", exists=True)
    """The folder of the sources."""
    offline = config_options.Type(bool, default=False)
    """Whether the pages are opened from a disk: a link then ends in the name of a file, never in a slash."""


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
            self.catalog = load(Path(self.config.codes))
        except CatalogError as error:
            raise PluginError(f"The catalogue has {len(error.problems)} problem(s):\n{error}") from error
        self.site = Site(name=config.site_name, url=config.site_url or "", description=config.site_description or "")
        self.dates = last_changed(Path(config.config_file_path).parent)

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages, put them into the navigation, and say where each is edited."""
        catalog = self.catalog
        self.renderer = renderer = Renderer(catalog, INDEX if self.config.offline else "")
        self.pages = {page.address: page for page in pages(catalog)}
        for page in self.pages.values():
            file = File.generated(config, source_uri(page.address), content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.edit_uri = page.file
            CatalogPage(page, renderer, file, config)
            files.append(file)
        if self.config.offline:
            for file in files.documentation_pages():
                file.url = quote(file.dest_uri)
        if config.nav:
            config.nav = expand(config.nav, catalog)

    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Give every page its place and its edit link, whether the navigation lists it or not."""
        docs = Path(config.docs_dir).relative_to(Path(config.config_file_path).parent).as_posix()
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
        shown = page.source.shows if isinstance(page, CatalogPage) else ()
        date = newest(self.dates, shown or [page.file.edit_uri or ""])
        page.update_date = date or UNDATED
        if date:
            page.meta["git_revision_date_localized"] = date
        page.meta["search"] = {"exclude": True}  # search-data.js knows every page

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Add the files that are no pages, now that the search can know the hand-written pages."""
        written = [f.page for f in files.documentation_pages() if f.page and not isinstance(f.page, CatalogPage)]
        guides = [
            entry
            for page in written
            for entry in guide_entries(str(page.title), page.file.dest_uri.removesuffix(INDEX), page.content or "")
        ]
        for asset in assets(self.renderer, list(self.pages.values()), guides, self.site, self.dates):
            file = File.generated(config, f"{asset.address}.txt", content=asset.text)
            file.dest_uri = asset.address  # the host takes a file that is called .md for a page
            files.append(file)

    def on_page_context(self, context: Any, page: HostPage, config: MkDocsConfig, nav: Any) -> None:  # noqa: ANN401, ARG002
        """Give the theme what a page says of itself to programs; nothing where the site is on no web."""
        if self.site.url:
            about = self._about(page)
            context["properties"] = properties(self.site, about)
            context["linked_data"] = linked_data(self.site, about)
            context["has_feed"] = bool(self.dates)
            if isinstance(page, CatalogPage) and page.source.template in TWINS:
                context["twin"] = "index.md"
        if report := config.extra.get("report_url"):
            context["report_url"] = report.replace("{page}", quote("/" + page.file.url.removeprefix("./")))

    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Put the theme's markup right, and leave out what no reader sees."""
        return compact(repair(output))

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Put it right on the pages that are no documents, such as 404.html."""
        return repair(output_content)

    def _about(self, page: HostPage) -> About:
        address = page.file.url.removeprefix("./")
        source = self.pages.get(address)
        return About(
            address=address,
            title=source.heading if source else str(page.title),
            description=source.description if source else page.meta.get("description") or self.site.description,
            changed=page.meta.get("git_revision_date_localized"),
            trail=[(self.site.name, ""), *(trail(self.pages, source) if source else ())],
        )


def source_uri(address: str) -> str:
    """Return the Markdown file that a hand-written page at ``address`` would have."""
    if address.count("/") == 2 and address.startswith("codes/"):  # noqa: PLR2004
        return f"{address}index.md"
    if address.count("/") <= 1:
        return f"{address}index.md"
    return f"{address.removesuffix('/')}.md"
