"""The catalogue's pages and files as a part of the site."""

import logging
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage
from mkdocs.utils import get_relative_url

from generator.assets import TWINS, Asset, assets
from generator.compact import lean
from generator.entries import Known
from generator.folder import list_folder
from generator.guides import guide_entries
from generator.history import last_changed, newest
from generator.hosting import answers, host_files
from generator.layers import Layers
from generator.links import INDEX
from generator.loading import load
from generator.metadata import About, Site, linked_data, properties
from generator.navigation import expand, is_below, without
from generator.page import trail
from generator.pages import pages
from generator.plugin.page import CatalogPage, asset_file, page_file, sanitise_titles, source_uri
from generator.plugin.progress import Progress
from generator.plugin.shells import ThemePages, is_known
from generator.policy import inline_scripts, page_policy
from generator.problem import CatalogError
from generator.redirects import redirects, rules
from generator.render import TEMPLATES, Compiled, Renderer
from generator.rulebook import rule_pages
from generator.sanitizing import dropped, sanitise, sanitise_meta, sanitise_text
from generator.theme import repair

log = logging.getLogger("mkdocs.plugins.catalog")

UNDATED = "1980-01-01"
"""Stands for a missing date where MkDocs needs one: in the header of ``sitemap.xml.gz``, never on a page."""


class CatalogConfig(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say under ``plugins: catalog``."""

    codes = config_options.Dir(default="codes", exists=True)
    """The folder of the sources."""
    offline = config_options.Type(bool, default=False)
    """Whether the pages are opened from a disk: a link then ends in the name of a file, never in a slash."""
    leave_out = config_options.ListOfItems(config_options.Type(str), default=[])
    """Pages that this site does without, each as its file in the folder of pages, with all that is below it."""
    shells = config_options.Type(bool, default=True)
    """Whether pages of one kind share what the theme renders; without, the same pages come slower."""


class CatalogPlugin(BasePlugin[CatalogConfig]):  # type: ignore[no-untyped-call]
    """Adds the catalogue's pages to the site."""

    layers = Layers()
    """What keeps texts inert; all of it, but in the tests that prove each layer alone."""
    command = "build"
    """What MkDocs was asked for."""
    known: Known | None = None
    """The sources of a live preview as it has read them last."""
    compiled: Compiled | None = None
    """The templates, for a live preview's next build."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this is a live preview."""
        self.command = command
        if command == "serve":
            self.known, self.compiled = Known(), Compiled()

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the catalogue before anything is written; rebuild on a change of its files."""
        self.progress = Progress()
        config.watch += [str(self.config.codes), str(TEMPLATES)]
        root = Path(config.config_file_path).parent
        custom = config.theme.custom_dir
        problems = list(list_folder(Path(custom)).problems) if custom else []
        try:
            self.catalog = load(Path(self.config.codes), Path(config.docs_dir), known=self.known)
        except CatalogError as error:
            problems += error.problems
        if problems:
            raise PluginError(f"The catalogue has {len(problems)} problem(s):\n{CatalogError(problems)}")
        self.site = Site(name=config.site_name, url=config.site_url or "", description=config.site_description or "")
        self.dates = last_changed(root)

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the pages, and put them into the navigation."""
        self.renderer = Renderer(self.catalog, INDEX if self.config.offline else "", self.layers, self.compiled)
        left_out = self.config.leave_out
        every = (*pages(self.catalog), *rule_pages(self.catalog))
        self.pages = {page.address: page for page in every if not is_below(source_uri(page.address), left_out)}
        for file in [file for file in files if is_below(file.src_uri, left_out)]:
            files.remove(file)
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

    def on_page_markdown(self, markdown: str, page: HostPage, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Put the date of the last change where theme and sitemap look for it."""
        shown = page.source.shows if isinstance(page, CatalogPage) else ()
        date = newest(self.dates, shown or [page.file.edit_uri or ""])
        page.update_date = date or UNDATED
        if date:
            page.meta["git_revision_date_localized"] = date
        page.meta["search"] = {"exclude": True}  # search-data.js knows every page

    @event_priority(-100)
    def on_page_content(self, html: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Keep what a page may hold, and say what it may not: after the other plugins had their turn."""
        if not self.layers.sanitiser:
            return html
        page.meta = sanitise_meta(page.meta)
        page.title = sanitise_text(page.title or "")
        sanitise_titles(page.toc)
        return self._cleaned(html, page)

    def _cleaned(self, html: str, page: HostPage) -> str:
        if not html or not self.layers.sanitiser:
            return html
        cleaned = sanitise(html)
        for part in dropped(html, cleaned):
            log.warning("%s: a page may not hold %s; write it in Markdown, or leave it out.", page.file.src_uri, part)
        return cleaned

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:  # noqa: ANN401
        """Add the files that are no pages: the search knows the hand-written pages only now."""
        env.bytecode_cache = self.compiled
        self.documents = len(files.documentation_pages())
        written = [f.page for f in files.documentation_pages() if f.page and not isinstance(f.page, CatalogPage)]
        guides = [
            entry
            for page in written
            for entry in guide_entries(str(page.title), page.file.dest_uri.removesuffix(INDEX), page.content or "")
        ]
        every = [*assets(self.renderer, list(self.pages.values()), guides, self.site, self.dates)]
        every += self._policies(env, config, files)
        for asset in every:
            files.append(asset_file(asset, config))
        return ThemePages(env, shared=self.config.shells and is_known(config))

    def _policies(self, env: Any, config: MkDocsConfig, files: Files) -> list[Asset]:  # noqa: ANN401
        """Learn the theme's own scripts, which differ with a page's depth; return the files that tell hosts of them."""
        self.policies: dict[str, str] = {}
        if not self.layers.policy or self.command == "serve":  # a live preview adds a script of its own
            return []
        main, known = env.get_template("main.html"), set[str]()
        depths = {get_relative_url(".", file.url) for file in files.documentation_pages()} | {_root(config)}
        for base_url in sorted(depths):
            empty = main.render(get_context(Navigation([], []), Files([]), config, base_url=base_url))
            self.policies[base_url] = page_policy(inline_scripts(empty))
            known |= set(inline_scripts(empty))
        told = answers(
            sorted(known),
            [file.dest_uri for file in files],
            base=_root(config),
            redirects=list(redirects(self.catalog)),
            rules=list(rules(self.catalog)),
        )
        return [Asset(address, partial(str, text)) for address, text in host_files(told).items()]

    def on_page_context(self, context: Any, page: HostPage, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ANN401, ARG002
        """Give a page its policy, and what it says of itself to programs where the site is on the web."""
        if isinstance(page, CatalogPage):
            page.content = self._cleaned(page.body(), page)
        context["policy"] = self.policies.get(context["base_url"])
        if self.site.url:
            about = self._about(page)
            context["properties"] = properties(self.site, about)
            context["linked_data"] = linked_data(self.site, about)
            context["has_feed"] = bool(self.dates)
            if isinstance(page, CatalogPage) and page.source.template in TWINS:
                context["twin"] = "index.md"
        if report := config.extra.get("report_url"):
            context["report_url"] = report.replace("{page}", quote("/" + page.file.url.removeprefix("./")))

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> None:  # noqa: ANN401, ARG002
        """Give a page that comes from the theme alone its policy."""
        context["policy"] = self.policies.get(context["base_url"])

    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Keep no body longer than its page needs it."""
        if isinstance(page, CatalogPage):
            page.content = ""
        if self.command == "build":
            self.progress.step(self.documents)
        return output

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


def _root(config: MkDocsConfig) -> str:
    """Return how the page for a missing address, which can have any depth, names the site's root."""
    return urlsplit(config.site_url or "/").path
