"""One build: the catalogue, its pages, and what MkDocs gets of them."""

import logging
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as HostPage

from generator.checks.report import problem_text
from generator.checks.runner import load_catalog
from generator.plugin.documents import finish, minify_files
from generator.plugin.page import AssetFile, CatalogPage, page_file, sanitise_titles, source_uri
from generator.plugin.policies import Policies
from generator.problem import CatalogError
from generator.security import Defences
from generator.security.sanitizer import dropped, sanitise, sanitise_meta, sanitise_text
from generator.site.assets import TWINS, assets
from generator.site.links import INDEX
from generator.site.metadata import PageMetadata, SiteInfo, linked_data, properties
from generator.site.navigation import expand, is_below, without
from generator.site.pages import pages, trail
from generator.site.redirects import taken_addresses
from generator.site.renderer import TEMPLATES, Renderer
from generator.site.rule_pages import rule_pages
from generator.site.search_index import SearchEntry, guide_entries
from generator.sources.folder import list_folder
from generator.sources.git_history import last_changed, newest
from generator.sources.reader import ReadCache

log = logging.getLogger("mkdocs.plugins.catalog")

_PACKAGE = Path(__file__).parents[1]
OVERRIDES = next(folder for folder in (_PACKAGE / "overrides", _PACKAGE.parent / "overrides") if folder.is_dir())
"""The theme's files without a ``custom_dir`` in the configuration: those in the wheel, or those of the checkout."""
UNDATED = "1980-01-01"
"""The date of a page without one. MkDocs needs a date for the header of ``sitemap.xml.gz``; no page shows it."""


class CatalogConfig(Config):  # type: ignore[no-untyped-call]
    """The options under ``plugins: catalog`` in ``mkdocs.yml``."""

    codes = config_options.Dir(default="codes", exists=True)
    """The folder of the sources."""
    offline = config_options.Type(bool, default=False)
    """Whether pages are opened from a disk, so that links must end in a file name and not in a slash."""
    leave_out = config_options.ListOfItems(config_options.Type(str), default=[])
    """Pages to leave out, each as its file in ``docs_dir``, together with all pages below it."""


class Build:
    """The state of one build. Each method is one step, in the order in which MkDocs calls them."""

    def __init__(
        self, config: MkDocsConfig, options: CatalogConfig, layers: Defences, cache: ReadCache | None = None
    ) -> None:
        """Read and check all sources.

        A live preview passes a cache with what its earlier builds have read. If the sources have problems, the
        cause of the ``PluginError`` is the ``CatalogError`` that contains them.
        """
        self.overrides = config.theme.custom_dir or str(OVERRIDES)
        if not config.theme.custom_dir:
            config.theme.dirs.insert(0, self.overrides)
        config.watch += [str(options.codes), str(TEMPLATES)]
        self.config = config
        self.options = options
        self.layers = layers
        self.has_policies = layers.policy and cache is None
        self.root = Path(os.path.abspath(config.config_file_path)).parent  # noqa: PTH100  # without "..", as docs_dir
        self.dates = last_changed(self.root)
        self.site = SiteInfo(
            name=config.site_name, url=config.site_url or "", description=config.site_description or ""
        )
        problems = list(list_folder(Path(self.overrides)).problems)
        try:
            catalog = load_catalog(
                Path(options.codes), Path(config.docs_dir), addresses_of=taken_addresses, cache=cache
            )
        except CatalogError as error:
            problems += error.problems
        if problems:
            cause = CatalogError(problems)
            details = "\n".join(map(problem_text, cause.problems))
            raise PluginError(f"The catalogue has {len(problems)} problem(s):\n{details}") from cause
        self.renderer = Renderer(catalog, INDEX if options.offline else "", layers)
        self.pages = {
            page.address: page
            for page in chain(pages(catalog), rule_pages(catalog))
            if not is_below(source_uri(page.address), options.leave_out)
        }
        self.files = Files([])
        self.policies: Policies | None = None
        """The policies of the pages; None in a live preview, which adds a script to each page."""

    def add_pages(self, files: Files) -> None:
        """Add the catalogue's pages to the files and to the navigation."""
        config, left_out = self.config, self.options.leave_out
        self.files = files
        for file in [file for file in files if is_below(file.src_uri, left_out)]:
            files.remove(file)
        docs = Path(os.path.relpath(config.docs_dir, self.root)).as_posix()
        for file in files.documentation_pages():
            file.edit_uri = f"{docs}/{file.src_uri}"
        for page in self.pages.values():
            files.append(page_file(page, self.renderer, config))
        minify_files(file for file in files if file.src_dir == self.overrides)
        if self.options.offline:
            for file in files.documentation_pages():
                file.url = quote(file.dest_uri)
        if config.nav:
            config.nav = without(expand(config.nav, self.renderer.catalog, self.layers), left_out)

    def place_pages(self, nav: Any) -> None:  # noqa: ANN401  # MkDocs' own
        """Give each page a date, and each page outside the navigation the place of the page above it."""
        if self.layers.sanitiser:
            sanitise_titles(nav)
        for file in self.files.documentation_pages():
            page, sources = file.page, [file.edit_uri or ""]
            if isinstance(page, CatalogPage):
                sources = list(page.source.shows) or sources
                above = page.source.parent and self.files.get_file_from_path(source_uri(page.source.parent))
                if page.parent is None and above and above.page:
                    page.parent = above.page.parent
            if page:
                page.update_date = newest(self.dates, sources) or UNDATED

    def add_meta(self, page: HostPage) -> None:
        """Show a page's date where the theme looks for it, and keep the page out of the theme's search index."""
        if page.update_date != UNDATED:
            page.meta["git_revision_date_localized"] = page.update_date
        page.meta["search"] = {"exclude": True}  # search-data.js contains every page

    def clean(self, page: HostPage) -> None:
        """Remove what a page isn't allowed to contain, and warn about each removed part."""
        if not self.layers.sanitiser:
            return
        page.title = sanitise_text(page.title or "")
        page.meta = sanitise_meta(page.meta)
        sanitise_titles(page.toc)
        html = page.content or ""
        page.content = sanitise(html)
        for part in dropped(html, page.content):
            log.warning("%s: %s isn't allowed on a page. Write it in Markdown, or remove it.", page.file.src_uri, part)

    def add_assets(self, env: Any) -> None:  # noqa: ANN401  # Jinja's own
        """Add the files other than pages, which need the hand-written pages for the search."""
        catalog = self.renderer.catalog
        taken = {file.dest_uri for file in self.files}
        every = list(assets(self.renderer, list(self.pages.values()), [*self._guides()], self.site, self.dates))
        if self.has_policies:
            self.policies = Policies(self.config, env, self.files.documentation_pages())
            every += self.policies.host_files(self.files, catalog)
        for asset in every:
            if asset.address not in taken:
                self.files.append(AssetFile(asset, self.config))

    def _guides(self) -> Iterator[SearchEntry]:
        for file in self.files.documentation_pages():
            if (page := file.page) and not isinstance(page, CatalogPage):
                yield from guide_entries(str(page.title), file.dest_uri.removesuffix(INDEX), page.content or "")

    def page_context(self, page: HostPage, base_url: str) -> dict[str, object]:
        """Return what ``main.html`` gets for a page; fill a page of the catalogue first."""
        if isinstance(page, CatalogPage):
            page.fill()
            self.clean(page)
        address = page.file.url.removeprefix("./")
        context: dict[str, object] = {"policy": self.policy(base_url)}
        if self.site.url:  # a site that is on no web has no address to give
            metadata = self._metadata(page, address)
            context["properties"] = properties(self.site, metadata)
            context["linked_data"] = linked_data(self.site, metadata)
            context["has_feed"] = bool(self.dates)
            if isinstance(page, CatalogPage) and page.source.template in TWINS:
                context["twin"] = "index.md"
        if report_url := self.config.extra.get("report_url"):
            context["report_url"] = report_url.replace("{page}", quote(f"/{address}"))
        return context

    def _metadata(self, page: HostPage, address: str) -> PageMetadata:
        source = page.source if isinstance(page, CatalogPage) else None
        return PageMetadata(
            address=address,
            title=source.heading if source else str(page.title),
            description=source.description if source else page.meta.get("description") or self.site.description,
            changed=page.meta.get("git_revision_date_localized"),
            trail=[(self.site.name, ""), *(trail(self.pages, source) if source else ())],
        )

    def policy(self, base_url: str) -> str:
        """Return the content security policy of a page; empty in a live preview."""
        return self.policies.of(base_url) if self.policies else ""

    def finish(self, document: str, page: HostPage) -> str:
        """Return a page's document as it is published, and free the memory of its body."""
        if isinstance(page, CatalogPage):
            page.empty()
        return finish(document)
