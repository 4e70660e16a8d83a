"""The sources, read and judged in one run."""

from pathlib import Path

from generator.catalog import Catalog
from generator.checks import check
from generator.entries import read_sources
from generator.model import Product
from generator.problem import CatalogError, Problem


def load(root: Path) -> Catalog:
    """Return the catalogue below ``root``.

    Raises:
        CatalogError: every problem of every file.

    """
    sources = read_sources(root)
    problems = list(sources.problems)
    products = [entry for entry in sources.entries if isinstance(entry, Product)]
    if not products and not any(problem.path.endswith("/product.yml") for problem in problems):
        hint = "Add the file that names the product; see CONTRIBUTING."
        problems.append(
            Problem(path=f"{root.name}/product.yml", rule="missing-file", message="the file is missing", hint=hint)
        )
    if products:
        catalog = Catalog.of(products[0], sources.entries)
        broken = {problem.path for problem in problems}
        problems += [problem for problem in check(catalog, root) if not _follows(problem, broken)]
        if not problems:
            return catalog
    raise CatalogError(problems)


def _follows(problem: Problem, broken: set[str]) -> bool:
    """Return whether a problem may only be the echo of a file that could not be read."""
    return bool(broken) and problem.rule in (
        "dangling-reference",
        "missing-code",
        "unused-entry",
        "sample-unmatched",
    )
