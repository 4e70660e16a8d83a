"""The navigation's generated parts, and those that a site does without.

``codes/`` in ``nav`` becomes the tree of codes and replies.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.model.catalog import Catalog
from generator.model.entries import Entry
from generator.security.defences import Defences

MAX_SECTION_PAGES = 40
"""A section with more pages than this lists none of them: its index page does, and search finds them."""
MAX_CODES = 24
"""The same for the codes: they stand beside every reply, and each takes 200 bytes of every such page."""


def expand(nav: list[Any], catalog: Catalog, layers: Defences = Defences()) -> list[Any]:  # noqa: B008  # frozen
    """Return ``nav`` with each folder of the catalogue replaced by its pages.

    Args:
        nav: the navigation as it stands in ``mkdocs.yml``; ``Settings: settings/`` names a folder.
        catalog: what the folders hold.
        layers: how a text becomes HTML, for the theme prints the titles as they are.

    """
    trees: dict[str, list[Any]] = {
        "codes/": ["codes/index.md", *(_codes(catalog, layers) if len(catalog.codes) <= MAX_CODES else ())],
        "settings/": ["settings/index.md", *_leaves("settings", catalog.settings.values())],
        "articles/": ["articles/index.md", *_leaves("articles", catalog.articles.values())],
        "procedures/": ["procedures/index.md", *_leaves("procedures", catalog.procedures.values())],
    }
    return [_expand(entry, trees) for entry in nav]


def is_below(file: str, pages: Iterable[str]) -> bool:
    """Tell whether a file is one of ``pages``, such as ``contributing.md``, or belongs below one."""
    return any(file == page or file.startswith(f"{page.removesuffix('.md')}/") for page in pages)


def without(nav: Any, pages: Sequence[str]) -> Any:  # noqa: ANN401  # MkDocs' own shape
    """Return ``nav`` without ``pages`` and all below them; a section that is left empty goes too."""
    if isinstance(nav, list):
        return [kept for entry in nav if (kept := without(entry, pages))]
    if isinstance(nav, dict):
        return {title: kept for title, value in nav.items() if (kept := without(value, pages))}
    return nav if nav and not is_below(nav, pages) else None


def _expand(entry: Any, trees: Mapping[str, list[Any]]) -> Any:  # noqa: ANN401  # MkDocs' own shape
    if isinstance(entry, dict):
        return {title: _expand(value, trees) for title, value in entry.items()}
    if isinstance(entry, list):
        return [_expand(item, trees) for item in entry]
    return trees.get(entry, entry)


def _codes(catalog: Catalog, layers: Defences) -> Iterable[dict[str, list[str]]]:
    for code in catalog.codes.values():
        replies = catalog.replies_of_code.get(code.id, ())
        yield {layers.text(f"{code.id} {code.name}"): [f"codes/{code.id}/index.md", *_leaves("codes", replies)]}


def _leaves(folder: str, entries: Iterable[Entry]) -> list[str]:
    leaves = [f"{folder}/{entry.id}.md" for entry in entries]
    return leaves if len(leaves) <= MAX_SECTION_PAGES else []
