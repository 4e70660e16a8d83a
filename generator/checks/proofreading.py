"""The prose of the catalogue and of the hand-written pages, checked against ``style.yml``."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from generator.checks.finding import Finding
from generator.checks.handwritten import FRONT_MATTER, MARKDOWN
from generator.checks.registry import RULES
from generator.checks.rules.prose import Dictionary, ProseFinding, ProseText
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.entries import Entry, Procedure, Reply, Style
from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Loc, Position, Problem
from generator.sources.folder import label_of, list_folder
from generator.sources.text import read_text

_TITLES: dict[type[Entry], tuple[str, ...]] = {Reply: ("title",), Procedure: ("title",)}
"""The texts of one line that are prose; others are labels of the product."""
_PICTURE = re.compile(r"!(?=\[)")
"""The first character of a picture in Markdown, which isn't an exclamation mark."""


def proofread(catalog: Catalog, docs: Path | None) -> Iterator[Finding | Problem]:
    """Yield what breaks the rules about prose, also on the pages in ``docs``; nothing if there is no ``style.yml``."""
    if not catalog.style:
        return
    dictionary = Dictionary(catalog.style.words)
    count: Counter[str] = Counter()
    for entry in catalog.entries:
        for loc, text in () if isinstance(entry, Style) else _texts(entry):
            if count[entry.file] <= MAX_PROBLEMS_PER_FILE:  # the search for corrections is slow
                for rule, finding in prose_findings(ProseText(text, catalog.style, dictionary)):
                    count[entry.file] += 1
                    words = text[finding.start : finding.end]
                    before = text.count(words, 0, finding.start)
                    yield Finding(entry, loc, rule, finding.message, finding.hint, words, before)
    for name in list_folder(docs).files if docs else ():
        if docs and name.endswith(MARKDOWN):
            yield from _proofread_page(docs / name, f"{label_of(docs)}/{name}", catalog.style, dictionary)


def prose_findings(text: ProseText) -> Iterator[tuple[str, ProseFinding]]:
    """Yield what breaks the rules in a text, each with the rule, and of each rule as many as a file may have."""
    for rule in RULES:
        for finding in islice(rule.in_text(text) if rule.in_text else (), MAX_PROBLEMS_PER_FILE):
            yield rule.name, finding


def _texts(entry: Entry) -> Iterator[tuple[Loc, str]]:
    for key in _TITLES.get(type(entry), ()):
        if text := getattr(entry, key):
            yield (key,), text
    for loc, part in entry.parts():
        if isinstance(part, Prose):
            yield loc, part


def _proofread_page(file: Path, path: str, style: Style, dictionary: Dictionary) -> Iterator[Problem]:
    try:
        text = read_text(file, path).text
    except CatalogError:
        return  # the check of the page itself reports it
    prose = _PICTURE.sub(" ", FRONT_MATTER.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text))
    for rule, finding in prose_findings(ProseText(prose, style, dictionary)):
        position = Position.of(text, finding.start)
        yield Problem(path=path, position=position, rule=rule, message=finding.message, hint=finding.hint)
