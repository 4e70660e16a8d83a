"""The prose of the catalogue and of the hand-written pages, each remark on it at its place."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.checks.dictionary import Dictionary
from generator.checks.handwritten import MARKDOWN
from generator.checks.prose_rules import ProseFinding, find_prose_problems
from generator.model.catalog import Catalog
from generator.model.entries import Entry, Procedure, Reply
from generator.model.prose import Prose
from generator.model.style import Style
from generator.model.types import Loc
from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Position, Problem
from generator.sources.folder import label_of, list_folder
from generator.sources.reader import Sources
from generator.sources.text import read_text

_LINES: dict[type[Entry], tuple[str, ...]] = {Reply: ("title", "tell"), Procedure: ("title",)}
"""The texts of one line that writers word, and that are no label of the product's."""
_PICTURE = re.compile(r"!(?=\[)")
"""What Markdown begins a picture with."""
_FRONT = re.compile(r"\A-{3}[ \t]*\n.*?\n(?:-{3}|\.{3})[ \t]*(?=\n)", re.DOTALL)


def style_problems(catalog: Catalog, sources: Sources, docs: Path | None) -> Iterator[Problem]:
    """Yield what breaks the rules about prose; nothing in a catalogue that has no ``style.yml``.

    Args:
        catalog: what was read.
        sources: the files that it was read from.
        docs: the folder of the hand-written pages, if they are to be judged too.

    """
    if not catalog.style:
        return
    dictionary = Dictionary(catalog.style.words)
    found: dict[str, list[tuple[Entry, Loc, str, ProseFinding]]] = {}
    for entry in catalog.entries:
        told = found.setdefault(entry.file, [])
        for loc, text in () if isinstance(entry, Style) else _texts(entry):
            if len(told) <= MAX_PROBLEMS_PER_FILE:  # to look for what was meant takes long
                told += ((entry, loc, text, remark) for remark in find_prose_problems(text, catalog.style, dictionary))
    for told in found.values():
        for entry, loc, text, remark in told[: MAX_PROBLEMS_PER_FILE + 1]:
            words = text[remark.start : remark.end]
            position = sources.locate(entry, loc, words, text.count(words, 0, remark.start))
            yield _problem(entry.file, remark, position)
    for name in list_folder(docs).files if docs else ():
        if docs and name.endswith(MARKDOWN):
            yield from _page(docs / name, f"{label_of(docs)}/{name}", catalog.style, dictionary)


def _texts(entry: Entry) -> Iterator[tuple[Loc, str]]:
    for key in _LINES.get(type(entry), ()):
        if text := getattr(entry, key):
            yield (key,), text
    for loc, part in entry.parts():
        if isinstance(part, Prose):
            yield loc, part.root


def _position(text: str, at: int) -> Position:
    return Position(line=1 + text.count("\n", 0, at), column=at - text.rfind("\n", 0, at))


def _page(file: Path, path: str, style: Style, dictionary: Dictionary) -> Iterator[Problem]:
    try:
        text = read_text(file, path).text
    except CatalogError:
        return  # told by those who judge the page itself
    prose = _PICTURE.sub(" ", _FRONT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text))
    for remark in find_prose_problems(prose, style, dictionary):
        yield _problem(path, remark, _position(text, remark.start))


def _problem(path: str, remark: ProseFinding, position: Position) -> Problem:
    return Problem(path=path, position=position, rule=remark.rule, message=remark.message, hint=remark.hint)
