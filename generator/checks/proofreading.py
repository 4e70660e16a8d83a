"""The prose of the catalogue and of the hand-written pages, checked against ``style.yml``."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from generator.checks.finding import Finding
from generator.checks.handwritten import FRONT_MATTER, MARKDOWN
from generator.checks.registry import RULES
from generator.checks.rules.prose import Dictionary, ProseFinding, ProseText, TextKind
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.components import Action
from generator.model.entries import Code, Debug, Entry, Notice, Procedure, Reply, Style
from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Loc, Position, Problem
from generator.sources.folder import label_of, list_folder
from generator.sources.text import read_text

_LINES: dict[type[Entry], tuple[str, ...]] = {
    Reply: ("title",),
    Code: ("name",),
    Debug: ("title",),
    Notice: ("title",),
    Procedure: ("title",),
}
"""The texts of one line that are prose; others are labels of the product."""
_PICTURE = re.compile(r"!(?=\[)")
"""The first character of a picture in Markdown, which isn't an exclamation mark."""


def handwritten_pages(project: Path) -> Iterator[tuple[Path, str]]:
    """Yield the Markdown files in ``docs`` and beside ``mkdocs.yml``, each with its name in problems."""
    docs = project / "docs"
    for name in list_folder(docs).files if docs.is_dir() else ():
        if name.endswith(MARKDOWN):
            yield docs / name, f"{label_of(docs)}/{name}"
    if (project / "mkdocs.yml").is_file():
        yield from ((file, file.name) for file in sorted(project.glob("*.md")))


def proofread(catalog: Catalog, pages: Iterable[tuple[Path, str]] = ()) -> Iterator[Finding | Problem]:
    """Yield what breaks the rules about prose, also on hand-written pages; nothing if there is no ``style.yml``."""
    style = catalog.style
    if not style:
        return
    dictionary = Dictionary(style.words)
    count: Counter[str] = Counter()
    for entry in catalog.entries:
        for kind, loc, text in () if isinstance(entry, Style) else _texts(entry):
            if count[entry.file] <= MAX_PROBLEMS_PER_FILE:  # the search for corrections is slow
                for rule, finding in prose_findings(ProseText(kind, text, style, dictionary)):
                    count[entry.file] += 1
                    words = text[finding.start : finding.end]
                    before = text.count(words, 0, finding.start) if words else 0
                    yield Finding(entry, loc, rule, finding.message, finding.hint, words, before)
    for file, path in pages:
        yield from _proofread_page(file, path, style, dictionary)


def prose_findings(text: ProseText) -> Iterator[tuple[str, ProseFinding]]:
    """Yield what breaks the rules in a text, each with the rule, and of each rule as many as a file may have."""
    for rule in RULES:
        if rule.in_text and text.kind in rule.kinds:
            for finding in islice(rule.in_text(text), MAX_PROBLEMS_PER_FILE):
                yield rule.name, finding


def _texts(entry: Entry) -> Iterator[tuple[TextKind, Loc, str]]:
    """Yield the texts of an entry and at last all of them as one, each with its kind and its place."""
    texts: list[tuple[TextKind, Loc, str]] = [
        (TextKind.STATEMENT, (key,), text) for key in _LINES.get(type(entry), ()) if (text := getattr(entry, key))
    ]
    steps: set[Loc] = set()
    for loc, part in entry.parts():
        if tell := getattr(part, "tell", None):
            texts.append((TextKind.TELL, (*loc, "tell"), tell))
        if isinstance(part, Action):
            steps.add((*loc, "do"))
        elif isinstance(part, Prose):
            texts.append((TextKind.STEP if loc in steps else TextKind.STATEMENT, loc, part))
    yield from texts
    yield TextKind.ENTRY, (), "\n\n".join(text for _, _, text in texts)


def _proofread_page(file: Path, path: str, style: Style, dictionary: Dictionary) -> Iterator[Problem]:
    try:
        text = read_text(file, path).text
    except CatalogError:
        return  # the check of the page itself reports it
    prose = _PICTURE.sub(" ", FRONT_MATTER.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text))
    for rule, finding in prose_findings(ProseText(TextKind.PAGE, prose, style, dictionary)):
        position = Position.of(text, finding.start)
        yield Problem(path=path, position=position, rule=rule, message=finding.message, hint=finding.hint)
