"""The MkDocs plugin that adds the catalogue to the site."""

from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.plugin.build import Build, CatalogConfig
from generator.plugin.documents import finish
from generator.security import Defences
from generator.sources.reader import ReadCache


class CatalogPlugin(BasePlugin[CatalogConfig]):  # type: ignore[no-untyped-call]
    """Hooks of MkDocs, each one step of a ``Build``."""

    layers = Defences()
    """The defences that are on: all of them, except in the tests that prove each one alone."""
    cache: ReadCache | None = None
    """The sources as a live preview has read them last; None for any other build."""
    build: Build

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Keep what is read between the builds of a live preview."""
        self.cache = {} if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the sources before anything is written."""
        self.build = Build(config, self.config, self.layers, self.cache)

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:  # noqa: ARG002
        """Add the catalogue's pages before other plugins see the files."""
        self.build.add_pages(files)

    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Give each page its place and its date."""
        self.build.place_pages(nav)

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Complete the metadata of a page that was just read."""
        self.build.add_meta(page)

    @event_priority(-100)
    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:  # noqa: ARG002
        """Sanitise a page after all other plugins have changed it."""
        page.content = html
        self.build.clean(page)
        return page.content

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Add the files other than pages, once the hand-written pages are read."""
        self.build.add_assets(env)

    def on_page_context(self, context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ANN401, ARG002
        """Give a page its body, its policy and its head."""
        context.update(self.build.page_context(page, context["base_url"]))

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> None:  # noqa: ANN401, ARG002
        """Give a document other than a page, such as ``404.html``, its policy."""
        context["policy"] = self.build.policy(context["base_url"])

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Finish a page's document."""
        return self.build.finish(output, page)

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Finish a document other than a page."""
        return finish(output_content) if template_name.endswith(".html") else output_content
