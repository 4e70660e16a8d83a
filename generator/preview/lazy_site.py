"""A site whose files are made when somebody asks for them: MkDocs' own build, its last steps put off."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs.commands.build import _build_extra_template, _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page


class LazySite:
    """One state of the sources, read and judged, and what is still to be rendered of it."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Read all sources.

        Raises:
            Exception: what a plugin, a template or MkDocs itself has against them.

        """
        self._lock = threading.Lock()
        self._waiting: dict[str, Callable[[], None]] = {}
        self.folder = Path(config.site_dir)
        try:
            self._read(config)
        except Exception as error:
            config.plugins.on_build_error(error=error)
            raise

    def _read(self, config: MkDocsConfig) -> None:
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        documents = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        pages = {file: file.page or Page(None, file, config) for file in documents}
        for page in pages.values():
            _populate_page(page, config, files)
        env = config.plugins.on_env(env, config=config, files=files)
        for file in files:
            if not file.is_documentation_page() and file.inclusion.is_in_serve():  # type: ignore[no-untyped-call]
                self._waiting[file.dest_uri] = partial(_copy, file)
        for name in config.theme.static_templates:
            self._waiting[name] = partial(_build_theme_template, name, env, files, config, nav)
        for name in config.extra_templates:
            self._waiting[str(name)] = partial(_build_extra_template, str(name), files, config, nav)
        for file, page in pages.items():
            self._waiting[file.dest_uri] = partial(
                _build_page,
                page,
                config,
                documents,
                nav,
                env,
                excluded=file.inclusion.is_excluded(),  # type: ignore[no-untyped-call]
            )
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        config.plugins.on_post_build(config=config)

    @property
    def waiting(self) -> Mapping[str, Callable[[], None]]:
        """What nobody has asked for yet, by the names of the files."""
        return self._waiting

    def make(self, path: str) -> None:
        """Make the file at an address below the site's root, if there is one that is not made yet.

        Raises:
            Exception: what is wrong with its template; it is tried again when it is asked for again.

        """
        path = unquote(path).lstrip("/")
        with self._lock:
            for name in (path, f"{path}index.html", f"{path}/index.html"):
                if name in self._waiting:
                    self._waiting[name]()
                    del self._waiting[name]


def _copy(file: File) -> None:
    file.copy_file()
