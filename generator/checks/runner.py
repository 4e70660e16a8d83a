"""The sources, read and judged in one run."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from generator.checks.entries import check_entries
from generator.checks.handwritten import check_pages
from generator.model.catalog import Catalog
from generator.model.entries import Product
from generator.problem import CatalogError, Problem, limit_problems
from generator.sources.folder import label_of
from generator.sources.reader import ReadCache, Sources, read_sources

_UNREAD = Product.model_validate(
    dict.fromkeys(("file", "name", "service", "vendor", "console", "manual", "origin"), "?")
    | {"id": "product", "article_url": "https://kb.example/{id}", "sides": {"in": "?", "out": "?"}, "editions": ("?",)}
)
"""Stands in for a product that could not be read, so that the rest is judged all the same."""


Judge = Callable[[Catalog, Sources], Iterable[Problem]]
"""What finds further faults in a catalogue."""


def load_catalog(
    root: Path,
    docs: Path | None = None,
    judges: Iterable[Judge] = (),
    *,
    addresses_of: Callable[[Catalog], Iterable[str]] = lambda _: (),
    cache: ReadCache | None = None,
) -> Catalog:
    """Return the catalogue below ``root``.

    Args:
        root: the folder of the sources.
        docs: the folder of the hand-written pages, if they are to be judged too.
        judges: what is asked besides; a build needs none of them.
        addresses_of: the addresses that the site generates, which no hand-written page can have.
        cache: what an earlier run has read, and what the next one may take over.

    Raises:
        CatalogError: every problem of every file.

    """
    sources = read_sources(root, cache)
    problems = list(sources.problems)
    entries = [loaded.entry for loaded in sources.entries]
    product = next((entry for entry in entries if isinstance(entry, Product)), None)
    if product is None:
        if not any(model is Product for model, _ in sources.broken):
            path, hint = f"{label_of(root)}/product.yml", "Add the file that names the product; see CONTRIBUTING."
            problems.append(Problem(path=path, rule="missing-file", message="the file is missing", hint=hint))
        product = _UNREAD
        sources = replace(sources, broken=sources.broken | {(Product, "product")})
    catalog = Catalog.of(product, entries)
    problems += check_entries(catalog, sources)
    problems += [problem for judge in judges for problem in judge(catalog, sources)]
    if docs:
        problems += check_pages(docs, () if problems else addresses_of(catalog))
    if problems:
        raise CatalogError(limit_problems(problems))
    return catalog
