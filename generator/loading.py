"""The sources, read and judged in one run."""

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.catalog import Catalog
from generator.checks import check
from generator.entries import Known, read_sources
from generator.folder import label_of
from generator.handwritten import problems_of
from generator.links import addresses
from generator.model import Product
from generator.problem import CatalogError, Problem, bounded
from generator.redirects import redirects
from generator.rulebook import rule_addresses

_UNREAD = Product.model_validate(
    dict.fromkeys(("file", "name", "service", "vendor", "console", "manual", "origin"), "?")
    | {"id": "product", "article_url": "https://kb.example/{id}", "sides": {"in": "?", "out": "?"}, "editions": ("?",)}
)
"""Stands in for a product that could not be read, so that the rest is judged all the same."""


Judge = Callable[[Catalog], Iterable[Problem]]
"""What finds further faults in a catalogue."""


def load(root: Path, docs: Path | None = None, judges: Iterable[Judge] = (), known: Known | None = None) -> Catalog:
    """Return the catalogue below ``root``.

    Args:
        root: the folder of the sources.
        docs: the folder of the hand-written pages, if they are to be judged too.
        judges: what is asked besides; a build needs none of them.
        known: what an earlier run has read, and what the next one may take over.

    Raises:
        CatalogError: every problem of every file.

    """
    sources = read_sources(root, known)
    problems = list(sources.problems)
    product = next((entry for entry in sources.entries if isinstance(entry, Product)), None)
    broken = sources.broken
    if product is None:
        if not any(model is Product for model, _ in broken):
            path, hint = f"{label_of(root)}/product.yml", "Add the file that names the product; see CONTRIBUTING."
            problems.append(Problem(path=path, rule="missing-file", message="the file is missing", hint=hint))
        product = _UNREAD
        broken |= {(Product, "product")}
    catalog = Catalog.of(product, sources.entries, broken)
    problems += check(catalog, root, known)
    problems += [problem for judge in judges for problem in judge(catalog)]
    if docs:
        generated = (
            [] if problems else [*addresses(catalog), *rule_addresses(), *(old.address for old in redirects(catalog))]
        )
        problems += problems_of(docs, generated)
    if problems:
        raise CatalogError(bounded(problems))
    return catalog
