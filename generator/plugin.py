"""The bridge to MkDocs: the catalogue's pages as pages of the site."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from generator.history import last_changed
from generator.hosting import host_files
from generator.layers import Layers
from generator.loading import load
from generator.navigation import expand
from generator.pages import Page, pages, redirects
from generator.policy import inline_scripts, page_policy
from generator.problem import CatalogError
from generator.published import pattern_script
from generator.render import TEMPLATES, Renderer
from generator.sanitizing import dropped, sanitise, sanitise_meta, sanitise_text
from generator.searching import search_script

log = logging.getLogger("mkdocs.plugins.catalog")

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
        super().__init__(renderer.layers.text(page.title), file, config)
        self.source = page
        self.renderer = renderer

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  # the host's signature
        """Take the page's metadata from the catalogue."""
        self.markdown = ""
        self.meta = {
            "description": self.renderer.layers.text(self.source.description),
            "heading": self.renderer.layers.text(self.source.heading),
            "hide": list(self.source.hide),
            "scripts": list(self.source.scripts),
            "search": {"exclude": True},  # search-data.js knows it better
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002  # the host's signature
        """Render the body; its sections become the table of contents."""
        self.content = self.renderer.body(self.source)
        sections = [self._token(2, id, label) for id, label in self.source.headings]
        self.toc = get_toc([self._token(1, "top", self.source.title, sections)])
        self.present_anchor_ids = {"top", *(id for id, _ in self.source.headings)}

    def _token(self, level: int, id: str, label: str, children: list[Any] | None = None) -> Any:  # noqa: ANN401  # MkDocs' own
        return {"level": level, "id": id, "name": self.renderer.layers.text(label), "children": children or []}


class CatalogPlugin(BasePlugin[CatalogConfig]):  # type: ignore[no-untyped-call]
    """Adds the catalogue's pages to the site."""

    layers = Layers()
    """What keeps texts inert; all of it, but in the tests that prove each layer alone."""
    command = "build"
    """What MkDocs was asked for."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this is a live preview."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the catalogue before the old site is cleared; rebuild on a change of its files."""
        config.watch += [str(self.config.codes), str(TEMPLATES)]
        try:
            self.catalog = load(Path(self.config.codes))
        except CatalogError as error:
            raise PluginError(f"The catalogue has {len(error.problems)} problem(s):\n{error}") from error

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages, put them into the navigation, and say where each is edited."""
        catalog = self.catalog
        renderer = Renderer(catalog, self.layers)
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
            config.nav = expand(config.nav, catalog, self.layers)

    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401
        """Give every page its place and its edit link, whether the navigation lists it or not."""
        if self.layers.sanitiser:
            _sanitise_titles(nav)
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

    @event_priority(-100)
    def on_page_content(self, html: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Keep what a page may hold, and say what it may not: after the other plugins had their turn."""
        if not self.layers.sanitiser:
            return html
        cleaned = sanitise(html)
        for part in dropped(html, cleaned):
            log.warning("%s: a page may not hold %s; write it in Markdown, or leave it out.", page.file.src_uri, part)
        page.meta = sanitise_meta(page.meta)
        page.title = sanitise_text(page.title or "")
        _sanitise_titles(page.toc)
        return cleaned

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401
        """Learn the theme's own scripts, which differ with a page's depth, and tell the usual hosts of them."""
        self.policies: dict[str, str] = {}
        if not self.layers.policy or self.command == "serve":  # a live preview adds a script of its own
            return
        main, known = env.get_template("main.html"), set()
        for base_url in sorted(
            {get_relative_url(".", file.url) for file in files.documentation_pages()} | {_root(config)}
        ):
            empty = main.render(get_context(Navigation([], []), Files([]), config, base_url=base_url))
            self.policies[base_url] = page_policy(inline_scripts(empty))
            known |= set(inline_scripts(empty))
        for path, content in host_files(sorted(known), [file.dest_uri for file in files]).items():
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))

    def on_page_context(self, context: Any, page: HostPage, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ANN401, ARG002
        """Give a page its policy."""
        context["policy"] = self.policies.get(context["base_url"])

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> None:  # noqa: ANN401, ARG002
        """Give a page that comes from the theme alone its policy."""
        context["policy"] = self.policies.get(context["base_url"])


def _sanitise_titles(items: Iterable[Any]) -> None:
    """Make the titles of a tree fit for the theme, which prints them as they are; a page's own comes with the page."""
    for item in items:
        if not isinstance(item, HostPage):
            item.title = sanitise_text(item.title)
            _sanitise_titles(item.children or ())


def _root(config: MkDocsConfig) -> str:
    """Return how the page for a missing address, which can have any depth, names the site's root."""
    return urlsplit(config.site_url or "/").path


def source_uri(address: str) -> str:
    """Return the Markdown file that a hand-written page at ``address`` would have."""
    if address.count("/") == 2 and address.startswith("codes/"):  # noqa: PLR2004
        return f"{address}index.md"
    if address.count("/") <= 1:
        return f"{address}index.md"
    return f"{address.removesuffix('/')}.md"
