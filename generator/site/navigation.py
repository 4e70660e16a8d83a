"""Generated parts of the navigation, such as the tree of codes and replies, and parts that a site leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.model.catalog import Catalog
from generator.model.entries import Entry
from generator.security import Defences

MAX_SECTION_PAGES = 40
"""Size above which a section lists no pages; its index page does, and the search finds them."""
MAX_CODES = 24
"""The same for the codes, which are in the navigation of every reply and take 200 bytes each."""


def expand(nav: list[Any], catalog: Catalog, layers: Defences = Defences()) -> list[Any]:  # noqa: B008  # frozen
    """Return ``nav`` with each folder, such as ``Settings: settings/``, replaced by its pages.

    ``layers`` make the titles safe, as the theme doesn't escape them.
    """
    trees: dict[str, list[Any]] = {
        "codes/": ["codes/index.md", *(_codes(catalog, layers) if len(catalog.codes) <= MAX_CODES else ())],
        "settings/": ["settings/index.md", *_leaves("settings", catalog.settings.values())],
        "articles/": ["articles/index.md", *_leaves("articles", catalog.articles.values())],
        "procedures/": ["procedures/index.md", *_leaves("procedures", catalog.procedures.values())],
        "debug/": ["debug/index.md", *_leaves("debug", catalog.debug.values())],
        "notices/": ["notices/index.md", *_leaves("notices", catalog.notices.values())],
    }
    return [_expand(entry, trees) for entry in nav]


def is_below(file: str, pages: Iterable[str]) -> bool:
    """Return whether a file is one of ``pages``, such as ``contributing.md``, or is below one."""
    return any(file == page or file.startswith(f"{page.removesuffix('.md')}/") for page in pages)


def without(nav: Any, pages: Sequence[str]) -> Any:  # noqa: ANN401  # the type that MkDocs gives
    """Return ``nav`` without ``pages``, the pages below them and empty sections."""
    if isinstance(nav, list):
        return [kept for entry in nav if (kept := without(entry, pages))]
    if isinstance(nav, dict):
        return {title: kept for title, value in nav.items() if (kept := without(value, pages))}
    return nav if nav and not is_below(nav, pages) else None


def _expand(entry: Any, trees: Mapping[str, list[Any]]) -> Any:  # noqa: ANN401  # the type that MkDocs gives
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
