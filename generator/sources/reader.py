"""The files below ``codes/`` as entries, each with the file that it comes from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from stat import S_IFDIR

from generator.model.entries import Entry, EntryKey
from generator.model.types import id_problem
from generator.problem import (
    FILE_START,
    MAX_PROBLEMS_PER_FILE,
    CatalogError,
    Loc,
    Position,
    Problem,
    describe_foreign_letter,
)
from generator.sources.file_types import FILE_TYPES, SCHEMA_MARK, SCHEMAS, FileType, schema_line
from generator.sources.folder import Folder, label_of, list_folder, not_a_file
from generator.sources.text import SourceText, read_text
from generator.sources.validation import validate
from generator.sources.yaml import Document, parse_yaml

_ENDINGS = re.compile(r"(?:\.(?:yml|yaml|txt|md|bak|orig|tmp)|~)*$")
"""Endings of a file name that should end in ``.yml``."""


ReadCache = dict[str, tuple[SourceText, tuple[Entry, ...]]]
"""Each file without problems, by its path, and its entries; the live preview keeps one."""


class Sources:
    """The entries of all readable files below a folder, and the problems of the other files."""

    def __init__(self, root: Path, cache: ReadCache) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.broken: set[EntryKey] = set()
        """The entries whose files can't be read; an empty id means all entries of a kind."""
        self.without_problems: ReadCache = {}
        self._root = root
        self._label = label_of(root)
        self._cache = cache
        self._texts: dict[str, SourceText] = {}
        self._documents: dict[str, Document] = {}

    def is_broken(self, key: EntryKey) -> bool:
        """Return whether an entry may be in a file that can't be read."""
        return key in self.broken or (key[0], "") in self.broken

    def locate(self, entry: Entry, loc: Loc, words: str = "", before: int = 0) -> Position:
        """Return the position of a value of an entry, or of words in it; the start of a file that wasn't read.

        The file is parsed again: the nodes of a whole catalogue take too much memory to keep, and a catalogue
        without problems needs none of them.
        """
        if entry.file not in self._texts:
            return FILE_START
        if entry.file not in self._documents:
            self._documents[entry.file] = parse_yaml(self._texts[entry.file])
        return self._documents[entry.file].place((*entry.loc, *loc), words, before)

    def add_folder(self, folder: Folder) -> None:
        """Add the files of a folder, its problems, and the entries that they may hide."""
        misnamed = [name for name in folder.folders if _key_of(name)]
        self.problems += folder.problems
        self.problems += [not_a_file(f"{self._label}/{name}", S_IFDIR) for name in misnamed]
        for problem in self.problems:
            key = _key_of(_corrected(problem.path.partition("/")[2]))
            self.broken |= {key} if key else {(kind.model, "") for kind in FILE_TYPES}
        others = (f"{SCHEMAS}/", *(f"{name}/" for name in misnamed))
        for name in folder.files:
            if not name.startswith(others):
                self._add_file(name)

    def _add_file(self, name: str) -> None:
        path = f"{self._label}/{name}"
        try:
            kind, id = kind_of(name, path)
            source = read_text(self._root / name, path)
            self.problems += _wrong_schema(name, source)
            self._add_entries(kind, id, source)
        except CatalogError as error:
            self.problems += error.problems
            if key := _key_of(_corrected(name)):
                self.broken.add(key)

    def _add_entries(self, kind: FileType, id: str, source: SourceText) -> None:
        """Add the entries of a file, those of an earlier run if its text is the same."""
        self._texts[source.path] = source
        cached, entries = self._cache.get(source.path, (None, ()))
        entry_count, problem_count = len(self.entries), len(self.problems)
        if cached == source:
            self.entries += entries
        elif kind.key:
            self._add_list(kind, kind.key, parse_yaml(source))
        else:
            self.entries.append(validate(kind.model, parse_yaml(source), id))
        if len(self.problems) == problem_count:
            self.without_problems[source.path] = source, tuple(self.entries[entry_count:])

    def _add_list(self, kind: FileType, form: re.Pattern[str], document: Document) -> None:
        self.problems += document.problems
        without_problems = replace(document, problems=())
        problem_count = 0
        spelled = Counter(key.lower() for key in document.root.keys)
        for key, position in document.root.keys.items():
            reason = id_problem(key) if form.fullmatch(key) else "it doesn't have the form of an id"
            if spelled[key.lower()] > 1:
                reason = "another id differs only in case"
            try:
                if not reason:
                    self.entries.append(validate(kind.model, without_problems, key, (key,)))
                    continue
                problems: Sequence[Problem] = [_bad_id(document, key, reason, position)]
                self.broken.add((kind.model, ""))  # it may be a misspelled id of any other entry
            except CatalogError as error:
                problems = error.problems
                self.broken.add((kind.model, key))
            self.problems += document.further(problems)
            problem_count += len(problems)
            if problem_count > MAX_PROBLEMS_PER_FILE:
                self.broken.add((kind.model, ""))
                break


def read_sources(root: Path, cache: ReadCache | None = None) -> Sources:
    """Return the entries and the problems of every file below ``root``.

    The cache has the entries of an earlier run, which are used again for files with the same text. It is updated.
    """
    sources = Sources(root, cache or {})
    sources.add_folder(list_folder(root))
    if cache is not None:
        cache.clear()
        cache.update(sources.without_problems)
    return sources


def kind_of(name: str, path: str) -> tuple[FileType, str]:
    """Return the kind of a file and the id in its name, or raise a ``CatalogError`` if the name can't be used."""
    for kind in FILE_TYPES:
        if match := kind.name.fullmatch(name):
            if reason := id_problem(match[1]):
                hint = "Rename it: the name becomes part of the page's address."
                raise CatalogError([Problem(path=path, rule="reserved-id", message=reason, hint=hint)])
            return kind, match[1]
    message, hint = "unexpected file name", _expected_name(name)
    raise CatalogError([Problem(path=path, rule="stray-file", message=message, hint=hint)])


def _wrong_schema(name: str, source: SourceText) -> Iterator[Problem]:
    """Yield the problem of a first line with another kind's schema; the line is optional."""
    top = source.text.partition("\n")[0].rstrip()
    if top.startswith(SCHEMA_MARK) and top != schema_line(name):
        message, hint = "the first line has the schema of another kind of file", f"Write: {schema_line(name)}"
        yield source.problem("schema-line", message, hint)


def _key_of(name: str) -> EntryKey | None:
    """Return the entry of a file name, or None if it is the name of no kind of file."""
    return next(((kind.model, match[1]) for kind in FILE_TYPES if (match := kind.name.fullmatch(name))), None)


def _bad_id(document: Document, key: str, reason: str, position: Position) -> Problem:
    hint = (
        f"{describe_foreign_letter(key)}Write the id of an article as the vendor does, such as ME020073. "
        "Other ids consist of lowercase letters, digits and hyphens."
    )
    return document.problem("wrong-form", f"invalid id {key!r}: {reason}", hint, position)


def _corrected(name: str) -> str:
    """Return the most similar name in the right form, or "" if no kind of file has one."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    folder, _, last = plain.lower().rpartition("/")
    words = re.findall("[^\\W_]+", _ENDINGS.sub("", last))
    slug = "-".join(words)
    names = (f"{folder}/{id}.yml".removeprefix("/") for id in (slug, slug.upper()))  # a debug code is in capitals
    return next(filter(_key_of, names), "")


def _expected_name(name: str) -> str:
    if corrected := _corrected(name):
        hidden = " Windows may hide the file name extension." if name.endswith(".txt") else ""
        return (
            f"{describe_foreign_letter(name)}Rename it to {corrected.rpartition('/')[2]!r}, "
            f"or remove it if it is a copy.{hidden}"
        )
    if name != name.lower() or " " in name or "_" in name or not name.isascii():
        return f"{describe_foreign_letter(name)}Use lowercase letters, digits and single hyphens in the name."
    return (
        "Expected: <code>/code.yml, <code>/<slug>.yml, settings/<group>/<slug>.yml, procedures/<slug>.yml, "
        "debug/<debug code>.yml, notices/<slug>.yml, articles.yml, manual.yml, sources.yml, product.yml or style.yml."
    )
