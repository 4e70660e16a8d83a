"""A site whose files are made when a browser asks for them.

The only module that uses functions of MkDocs that its documentation doesn't describe. They are the steps of a
build, and MkDocs offers only a build of everything.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import mkdocs
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from generator.preview.web_server import reload_script
from generator.site.renderer import CompiledTemplates

KNOWN_VERSION = "1.6."
"""The versions of MkDocs whose steps of a build are known."""


class LazySite:
    """A site read from its sources, and the files that are still to be made."""

    def __init__(self, config: MkDocsConfig, compiled: CompiledTemplates) -> None:
        """Read all sources.

        Args:
            config: the configuration of MkDocs.
            compiled: the theme's templates as earlier sites have compiled them.

        Raises:
            Exception: whatever a plugin, a template or MkDocs raises.

        """
        if not mkdocs.__version__.startswith(KNOWN_VERSION):
            raise ConfigurationError(
                f"The live preview doesn't know MkDocs {mkdocs.__version__}. Use 'mkdocs serve' instead, or compare"
                f" generator/preview/lazy_site.py with mkdocs.commands.build and change KNOWN_VERSION."
            )
        self.folder = Path(config.site_dir)
        self._waiting: dict[str, Callable[[], object]] = {}  # makes the file of that name
        try:
            self._read(config, compiled)
        except Exception as error:
            config.plugins.on_build_error(error=error)
            raise

    def _read(self, config: MkDocsConfig, compiled: CompiledTemplates) -> None:
        """Do what ``mkdocs.commands.build.build`` does, but only prepare what writes a file."""
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        env.bytecode_cache = compiled
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        documents = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        pages = {file: file.page or Page(None, file, config) for file in documents}
        for page in pages.values():
            build._populate_page(page, config, files)  # noqa: SLF001
        env = config.plugins.on_env(env, config=config, files=files)
        for file in files:
            if not file.is_documentation_page() and file.inclusion.is_in_serve():  # type: ignore[no-untyped-call]
                self._waiting[file.dest_uri] = file.copy_file
        for name in config.theme.static_templates:
            self._waiting[name] = partial(build._build_theme_template, name, env, files, config, nav)  # noqa: SLF001
        for name in map(str, config.extra_templates):
            self._waiting[name] = partial(build._build_extra_template, name, files, config, nav)  # noqa: SLF001
        for file, page in pages.items():
            excluded = file.inclusion.is_excluded()  # type: ignore[no-untyped-call]
            self._waiting[file.dest_uri] = partial(
                build._build_page,  # noqa: SLF001
                page,
                config,
                documents,
                nav,
                env,
                excluded=excluded,
            )
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        config.plugins.on_post_build(config=config)

    def make(self, path: str) -> None:
        """Make the file that a server shows for a path, if it isn't made yet.

        Raises:
            Exception: whatever its template raises; the next call tries again.

        """
        path = unquote(path)
        for name in (path, f"{path}index.html", f"{path}/index.html"):
            if name in self._waiting:
                self._waiting[name]()
                del self._waiting[name]
                if name.endswith(".html"):
                    with (self.folder / name).open("a", encoding="utf-8") as file:
                        file.write(reload_script(self.folder))
