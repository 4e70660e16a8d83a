"""A site whose files are made when a browser asks for them.

The only module that uses functions of MkDocs that its documentation doesn't describe. They are the steps of a
build, and MkDocs offers only a build of everything.
"""

from collections.abc import Callable, Iterable
from functools import partial
from glob import glob
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import mkdocs
from mkdocs.commands.build import _build_extra_template, _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from generator.preview.web_server import reload_script
from generator.site.renderer import CompiledTemplates

KNOWN_VERSION = "1.6."
"""The versions of MkDocs whose steps of a build are known."""


def _visible_files(folders: Iterable[str]) -> list[str]:
    """Return the names of the theme's files except the 14,500 icons in ``.icons``, which pages only include."""
    every = (glob("**", root_dir=folder, recursive=True) for folder in folders)  # noqa: PTH207  # not hidden files
    return list(chain.from_iterable(every))


class LazySite:
    """A site read from its sources, and the files that are still to be made.

    Its theme's templates are compiled only if ``compiled`` doesn't have them from an earlier site. Reading and making
    raise whatever MkDocs, a plugin or a template raises.
    """

    def __init__(self, config: MkDocsConfig, compiled: CompiledTemplates) -> None:
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
        loader: Any = env.loader
        loader.list_templates = partial(_visible_files, config.theme.dirs)
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
                self._waiting[file.dest_uri] = file.copy_file
        for name in config.theme.static_templates:
            self._waiting[name] = partial(_build_theme_template, name, env, files, config, nav)
        for name in map(str, config.extra_templates):
            self._waiting[name] = partial(_build_extra_template, name, files, config, nav)
        for file, page in pages.items():
            excluded = file.inclusion.is_excluded()  # type: ignore[no-untyped-call]
            self._waiting[file.dest_uri] = partial(_build_page, page, config, documents, nav, env, excluded=excluded)
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        config.plugins.on_post_build(config=config)

    def make(self, path: str) -> None:
        """Make the file that a server shows for a path, if it isn't made yet; after an error, try again next time."""
        path = unquote(path)
        for name in (path, f"{path}index.html", f"{path}/index.html"):
            if name in self._waiting:
                self._waiting[name]()
                del self._waiting[name]
                if name.endswith(".html"):
                    with (self.folder / name).open("a", encoding="utf-8") as file:
                        file.write(reload_script(self.folder))
