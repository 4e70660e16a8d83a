"""The catalogue's pages and files as a part of the site."""

import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage

from generator.checks.report import problem_text
from generator.checks.runner import load_catalog
from generator.plugin.head import Heads
from generator.plugin.minify import compact, lean
from generator.plugin.page import CatalogPage, asset_file, page_file, sanitise_titles, source_uri
from generator.plugin.policies import Policies
from generator.plugin.publish import PublishPlugin
from generator.plugin.theme_fixes import repair
from generator.problem import CatalogError
from generator.security.defences import Defences
from generator.security.sanitizer import dropped, sanitise, sanitise_meta, sanitise_text
from generator.site.assets import assets
from generator.site.links import INDEX
from generator.site.metadata import SiteInfo
from generator.site.navigation import expand, is_below, without
from generator.site.pages import pages, taken_addresses
from generator.site.renderer import TEMPLATES, Renderer
from generator.site.rule_pages import rule_pages
from generator.site.search_index import SearchEntry, guide_entries
from generator.sources.folder import list_folder
from generator.sources.git_history import last_changed, newest
from generator.sources.reader import ReadCache

log = logging.getLogger("mkdocs.plugins.catalog")

UNDATED = "1980-01-01"
"""Stands for a missing date where MkDocs needs one: in the header of ``sitemap.xml.gz``, never on a page."""

_EXCLUDED = {"exclude": True}
"""What the theme's search reads: it need not know a page, for search-data.js knows every one."""


class CatalogConfig(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say under ``plugins: catalog``."""

    codes = config_options.Dir(default="codes", exists=True)
    """The folder of the sources."""
    offline = config_options.Type(bool, default=False)
    """Whether the pages are opened from a disk: a link then ends in the name of a file, never in a slash."""
    leave_out = config_options.ListOfItems(config_options.Type(str), default=[])
    """Pages that this site does without, each as its file in the folder of pages, with all that is below it."""


class CatalogPlugin(BasePlugin[CatalogConfig]):  # type: ignore[no-untyped-call]
    """Adds the catalogue's pages to the site."""

    layers = Defences()
    """What keeps texts inert; all of it, but in the tests that prove each layer alone."""
    command = "build"
    """What MkDocs was asked for."""
    cache: ReadCache | None = None
    """The sources of a live preview as it has read them last."""
    policies: Policies | None = None
    """The policies of the pages; None for a live preview, which adds a script of its own."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this is a live preview."""
        self.command = command
        if command == "serve":
            self.cache = {}

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the catalogue before anything is written; rebuild on a change of its files."""
        publisher = config.plugins.get("publish")
        self.publisher = publisher if isinstance(publisher, PublishPlugin) else None
        config.watch += [str(self.config.codes), str(TEMPLATES)]
        root = Path(config.config_file_path).parent
        custom = config.theme.custom_dir
        problems = list(list_folder(Path(custom)).problems) if custom else []
        self.dates = last_changed(root)
        try:
            self.catalog = load_catalog(
                Path(self.config.codes), Path(config.docs_dir), addresses_of=taken_addresses, cache=self.cache
            )
        except CatalogError as error:
            problems += error.problems
        if problems:
            details = "\n".join(map(problem_text, sorted(set(problems))))
            raise PluginError(f"The catalogue has {len(problems)} problem(s):\n{details}")
        self.site = SiteInfo(
            name=config.site_name, url=config.site_url or "", description=config.site_description or ""
        )

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages, and put them into the navigation."""
        self.policies = None
        index = INDEX if self.config.offline else ""
        self.renderer = Renderer(self.catalog, index, self.layers)
        left_out = self.config.leave_out
        every = (*pages(self.catalog), *rule_pages(self.catalog))
        self.pages = {page.address: page for page in every if not is_below(source_uri(page.address), left_out)}
        for file in [file for file in files if is_below(file.src_uri, left_out)]:
            files.remove(file)
        report, has_feed = config.extra.get("report_url", ""), bool(self.dates)
        self.heads = Heads(self.site, self.pages, report_url=report, has_feed=has_feed)
        for page in self.pages.values():
            files.append(page_file(page, self.renderer, config))
        for file in files:
            is_ours = file.src_dir == config.theme.custom_dir and "/vendor/" not in file.src_uri
            if is_ours and file.src_uri.endswith((".css", ".js")):  # what others wrote keeps its licence
                file.content_string = lean(file.content_string, is_script=file.src_uri.endswith(".js"))
        if self.config.offline:
            for file in files.documentation_pages():
                file.url = quote(file.dest_uri)
        if config.nav:
            config.nav = without(expand(config.nav, self.catalog, self.layers), left_out)

    def on_nav(self, nav: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401
        """Give every page its place and its edit link, whether the navigation lists it or not."""
        if self.layers.sanitiser:
            sanitise_titles(nav)
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
            if page:
                shown = page.source.shows if isinstance(page, CatalogPage) else ()
                page.update_date = newest(self.dates, shown or [file.edit_uri or ""]) or UNDATED
                _show_date(page)
        self.every = files.documentation_pages()

    def on_page_markdown(self, markdown: str, page: HostPage, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Put the date of the last change where the theme looks for it."""
        _show_date(page)
        page.meta["search"] = _EXCLUDED

    @event_priority(-100)
    def on_page_content(self, html: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Keep what a page may hold, and say what it may not: after the other plugins had their turn."""
        if not self.layers.sanitiser:
            return html
        page.title = sanitise_text(page.title or "")
        return self._cleaned(html, page)

    def _cleaned(self, html: str, page: HostPage) -> str:
        """Return what a body may hold; make what stands around it inert too."""
        page.meta = sanitise_meta(page.meta)
        sanitise_titles(page.toc)
        cleaned = sanitise(html)
        for part in dropped(html, cleaned):
            log.warning("%s: a page may not hold %s; write it in Markdown, or leave it out.", page.file.src_uri, part)
        return cleaned

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:  # noqa: ANN401
        """Add the files that are no pages: the search knows the hand-written pages only now."""
        every = assets(self.renderer, list(self.pages.values()), [*_guides(files)], self.site, self.dates)
        taken = {file.dest_uri for file in files}
        made = [asset for asset in every if asset.address not in taken]
        if self.command == "serve":
            for asset in made:
                files.append(asset_file(asset, config))
        else:
            self.policies = Policies(config, env, self.every) if self.layers.policy else None
            for asset in chain(made, self.policies.host_files(files, self.catalog) if self.policies else ()):
                asset.write(Path(config.site_dir))
                if self.publisher:
                    self.publisher.promised.append(asset.address)
        return env

    def on_page_context(self, context: Any, page: HostPage, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ANN401, ARG002
        """Give a page its body, its policy and its head."""
        if isinstance(page, CatalogPage):
            page.fill()
            if self.layers.sanitiser:
                page.content = self._cleaned(page.content or "", page)
        context["policy"] = self.policies and self.policies.of(context["base_url"])
        context.update(self.heads.of(page))

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> None:  # noqa: ANN401, ARG002
        """Give a page that comes from the theme alone its policy, and the sitemap every page."""
        context["policy"] = self.policies and self.policies.of(context["base_url"])
        context["pages"] = self.every

    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Keep no body longer than its page needs it."""
        if isinstance(page, CatalogPage):
            page.empty()
        return compact(repair(output))

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Put it right on the pages that are no documents, such as 404.html."""
        return repair(output_content)


def _guides(files: Files) -> Iterator[SearchEntry]:
    """Yield what the search knows of the hand-written pages."""
    for file in files.documentation_pages():
        if (page := file.page) and not isinstance(page, CatalogPage):
            yield from guide_entries(str(page.title), file.dest_uri.removesuffix(INDEX), page.content or "")


def _show_date(page: HostPage) -> None:
    """Put the date of a page's last change where theme and sitemap look for it, also for a page that is not made."""
    if page.update_date != UNDATED:
        page.meta["git_revision_date_localized"] = page.update_date
