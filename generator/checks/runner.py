"""Reading and checking a catalogue in one run."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.checks.finding import Finding
from generator.checks.handwritten import check_pages
from generator.checks.registry import RULES
from generator.model.catalog import Catalog
from generator.model.entries import Product
from generator.problem import CatalogError, Problem, limit_problems
from generator.sources.folder import label_of
from generator.sources.reader import ReadCache, Sources, read_sources

Judge = Callable[[Catalog, Sources], Iterable[Finding | Problem]]
"""A check that only ``check`` runs, because it needs more than the sources or takes long."""


def load_catalog(
    root: Path,
    docs: Path | None = None,
    judges: Iterable[Judge] = (),
    *,
    addresses_of: Callable[[Catalog], Iterable[str]] = lambda _: (),
    cache: ReadCache | None = None,
) -> Catalog:
    """Return the catalogue in a folder.

    Args:
        root: the folder of the sources.
        docs: the folder of the hand-written pages, to check them too.
        judges: further checks; a build needs none.
        addresses_of: the addresses of generated pages, which hand-written pages can't have.
        cache: the entries of the previous run, replaced by those of this run.

    Raises:
        CatalogError: all problems of all files.

    """
    sources = read_sources(root, cache)
    problems = [*sources.problems]
    product = next((entry for entry in sources.entries if isinstance(entry, Product)), None)
    if not product:
        if not sources.is_broken((Product, "product")):
            path, hint = f"{label_of(root)}/product.yml", "Add the file that describes the product; see CONTRIBUTING."
            problems.append(Problem(path=path, rule="missing-file", message="the file is missing", hint=hint))
        product = _placeholder_product()
        sources.broken.add((Product, "product"))
    catalog = Catalog.of(product, sources.entries)
    problems += _check_entries(catalog, sources)
    problems += [_located(finding, sources) for judge in judges for finding in judge(catalog, sources)]
    if docs:
        problems += check_pages(docs, () if problems else addresses_of(catalog))
    if problems:
        raise CatalogError(limit_problems(problems))
    return catalog


def _check_entries(catalog: Catalog, sources: Sources) -> Iterator[Problem]:
    """Yield the problems between entries; an entry whose file can't be read is assumed to exist."""
    rules = {rule.in_entries: rule for rule in RULES if rule.in_entries}  # one function may find several rules
    for find, rule in rules.items():
        for finding in () if sources.broken and rule.needs_all_files else find(catalog):
            key = (type(finding.entry), finding.entry.id)
            if not sources.is_broken(key) and not (finding.misses and sources.is_broken(finding.misses)):
                yield _located(finding, sources)


def _located(finding: Finding | Problem, sources: Sources) -> Problem:
    if isinstance(finding, Problem):
        return finding
    position = sources.locate(finding.entry, finding.loc, finding.words, finding.before)
    return Problem(
        path=finding.entry.file, position=position, rule=finding.rule, message=finding.message, hint=finding.hint
    )


def _placeholder_product() -> Product:
    texts = dict.fromkeys(("file", "name", "service", "vendor", "console", "manual", "origin"), "?")
    sides = {"in": "?", "out": "?"}
    return Product.model_validate(
        {**texts, "id": "product", "article_url": "https://kb.example/{id}", "sides": sides, "editions": ("?",)}
    )
