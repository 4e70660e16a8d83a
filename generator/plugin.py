"""The bridge to MkDocs: the catalogue's pages as pages of the site, and the site in its place when all of it holds."""

import logging
import sys
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler

from generator.history import last_changed
from generator.loading import load
from generator.navigation import expand
from generator.ordinary import special_files
from generator.pages import Page, pages, redirects
from generator.problem import CatalogError
from generator.published import pattern_script
from generator.render import TEMPLATES, Renderer
from generator.searching import search_script
from generator.target import Target, TargetError
from generator.verifying import Site, verify

log = get_plugin_logger(__name__)

PATTERNS = "assets/javascripts/patterns.js"
"""Where the pages' script finds the pattern table."""

SEARCH = "assets/javascripts/search-data.js"
"""Where it finds what the search knows."""

INTERRUPTED = 130
"""The exit status of a build that a person has ended."""


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
    """Adds the catalogue's pages to the site, and publishes the site when all of it holds."""

    command = "build"
    """What runs: ``build``, ``gh-deploy``, or ``serve``, which shows a folder of its own and publishes nothing."""
    is_dirty = False
    target: Target | None = None
    """What is replaced at the end; None where nothing is published."""
    promised: list[str]
    """The files that the site must hold."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note what runs."""
        self.command = command
        self.is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> None:
        """Begin beside the published site, and read the catalogue; rebuild on a change of its files."""
        config.watch += [str(self.config.codes), str(TEMPLATES)]
        if self.command != "serve":
            self._begin(config)
        custom = config.theme.custom_dir
        problems = list(special_files(Path(custom), _root(config))) if custom else []
        try:
            self.catalog = load(Path(self.config.codes))
        except CatalogError as error:
            problems += error.problems
        if problems:
            raise PluginError(f"The catalogue has {len(problems)} problem(s):\n{CatalogError(problems)}")

    def _begin(self, config: MkDocsConfig) -> None:
        if self.is_dirty:
            raise PluginError(
                "--dirty leaves out pages, and is not published. Build without it, or use 'serve --dirty'."
            )
        folders = (config.docs_dir, self.config.codes, config.theme.custom_dir)
        sources = [Path(folder) for folder in folders if folder]
        self.target = Target(Path(config.site_dir), root=_root(config), sources=sources)
        try:
            self.target.begin(log.info)
        except TargetError as error:
            raise PluginError(str(error)) from error
        config.site_dir = str(self.target.staging)

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages, put them into the navigation, and say where each is edited."""
        catalog = self.catalog
        renderer = Renderer(catalog)
        self.promised = []
        for page in pages(catalog):
            file = File.generated(config, source_uri(page.address), content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.edit_uri = page.file
            self.promised.append(file.dest_uri)
            CatalogPage(page, renderer, file, config)
            files.append(file)
        for redirect in redirects(catalog):
            content = renderer.redirect(redirect)
            files.append(File.generated(config, f"{redirect.address}index.html", content=content))
            self.promised.append(f"{redirect.address}index.html")
        files.append(File.generated(config, PATTERNS, content=pattern_script(catalog)))
        files.append(File.generated(config, SEARCH, content=search_script(catalog)))
        if config.nav:
            config.nav = expand(config.nav, catalog)

    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Give every page its place and its edit link, whether the navigation lists it or not."""
        root = _root(config)
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

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Note what the site must hold besides the catalogue's pages: all that is to be written."""
        self.promised += [*config.theme.static_templates, *config.extra_templates]
        self.promised += [file.dest_uri for file in files if file.inclusion.is_included()]  # type: ignore[no-untyped-call]

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Judge the staged site when all is written, and publish it."""
        if not self.target:
            return
        counters = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
        if warnings := sum(number for counter in counters for _, number in counter.get_counts()):
            raise Abort(f"Aborted with {warnings} warnings in strict mode! The published site is as it was.")
        site = Site(Path(config.site_dir), promised=self.promised, url=config.site_url or "")
        if faults := verify(site):
            text = "\n".join(faults)
            raise PluginError(f"The new site has {len(faults)} fault(s), and the published one is as it was:\n{text}")
        self.target.publish()
        config.site_dir = str(self.target.asked)
        self._end()
        log.info("Published in %s", config.site_dir)

    @event_priority(-100)
    def on_build_error(self, error: Exception) -> None:
        """Leave the published site as it was; tell what the system refused in one line."""
        self._end()
        if isinstance(error, OSError) and error.errno:
            raise Abort(f"The system refused: {error}. The published site is as it was.") from error

    def on_shutdown(self) -> None:
        """Leave the published site as it was when a person ends the build."""
        self._end()
        if self.command != "serve" and isinstance(sys.exception(), KeyboardInterrupt):
            log.info("Interrupted.")
            raise SystemExit(INTERRUPTED) from None

    def _end(self) -> None:
        if self.target:
            self.target.end()
            self.target = None


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def source_uri(address: str) -> str:
    """Return the Markdown file that a hand-written page at ``address`` would have."""
    if address.count("/") == 2 and address.startswith("codes/"):  # noqa: PLR2004
        return f"{address}index.md"
    if address.count("/") <= 1:
        return f"{address}index.md"
    return f"{address.removesuffix('/')}.md"
