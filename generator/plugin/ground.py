"""What every page is made from besides the catalogue: the programs, the theme, the templates, the configuration."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

import generator
from generator.digest import digest
from generator.plugin.shells import is_known
from generator.record import Stamp

EXTENSIONS = frozenset(
    {"admonition", "attr_list", "def_list", "fenced_code", "generator.outside", "meta", "tables", "toc"}
)
"""The extensions of Markdown of which none reads more than the page itself."""
_NOT_IN_PAGES = frozenset({"config_file_path", "dev_addr", "docs_dir", "hooks", "site_dir", "watch"})
"""What of the configuration no page shows."""


def stamp(config: MkDocsConfig, *about: object) -> Stamp | None:
    """Return what a record of this site is right for; None where pages may depend on what nobody knows of.

    Args:
        config: the configuration as it was read, before a plugin has changed it.
        about: what else every page depends on.

    """
    if not is_known(config) or config.hooks or not EXTENSIONS.issuperset(config.markdown_extensions):
        return None
    package = Path(generator.__file__).parent
    code = digest(sys.version, *_packages(), *_files(package, ".py"))
    custom = config.theme.custom_dir
    told = {key: value for key, value in config.items() if key not in _NOT_IN_PAGES}
    told |= {"theme": dict(config.theme), "plugins": {name: dict(one.config) for name, one in config.plugins.items()}}
    root = json.dumps(str(Path(config.config_file_path).parent))[1:-1]  # the project may be moved
    site = json.dumps(told, sort_keys=True, default=repr).replace(root, "")
    files = [*_files(package, ".jinja"), *(_files(Path(custom)) if custom else ())]
    return Stamp(code=code, ground=digest(code, site, repr(about), files))


def files_digest(folder: Path) -> bytes:
    """Return what stands for all that a folder holds."""
    return digest(*_files(folder))


def _packages() -> Iterator[str]:
    """Yield the names and versions of all packages that are installed."""
    for folder in map(Path, sys.path):
        if folder.is_dir():
            yield from sorted(path.name for path in folder.glob("*.dist-info"))


def _files(folder: Path, ending: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the name and the digest of each file below a folder."""
    for file in sorted(folder.rglob(f"*{ending}")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), digest(file.read_bytes())
