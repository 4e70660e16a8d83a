"""The files below ``codes/`` as entries, each with the file that it comes from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
from generator.sources.text import Clean, read_text
from generator.sources.validation import validate
from generator.sources.yaml import Document, Source, parse_yaml

_ENDINGS = re.compile(r"(?:\.(?:yml|yaml|txt|md|bak|orig|tmp)|~)*$")
"""Endings of a file name that should end in ``.yml``."""


@dataclass(frozen=True)
class Loaded:
    """An entry and the file that it comes from."""

    entry: Entry
    source: Source


@dataclass(frozen=True)
class Sources:
    """The entries of all readable files, and the problems of the other files."""

    entries: tuple[Loaded, ...]
    broken: frozenset[EntryKey]
    """The entries whose files can't be read; an empty id means all entries of a kind."""
    problems: tuple[Problem, ...]

    def is_broken(self, key: EntryKey) -> bool:
        """Return whether an entry may be in a file that can't be read."""
        return key in self.broken or (key[0], "") in self.broken

    def locate(self, entry: Entry, loc: Loc, words: str = "", before: int = 0) -> Position:
        """Return the position of a value of an entry, or of words in it; the start of a file that wasn't read."""
        source = self._by_path.get(entry.file)
        return source.place((*entry.loc, *loc), words, before) if source else FILE_START

    @cached_property
    def _by_path(self) -> Mapping[str, Source]:
        return {loaded.source.path: loaded.source for loaded in self.entries}


ReadCache = dict[str, tuple[Loaded, ...]]
"""The entries of each file without problems, by the file's path; the live preview keeps one."""


def read_sources(root: Path, cache: ReadCache | None = None) -> Sources:
    """Return the entries and the problems of every file below ``root``.

    Args:
        root: the folder of the sources.
        cache: the entries of an earlier run, which are used again for files with the same text; updated.

    """
    folder = list_folder(root)
    reading = _Reading(root, cache or {})
    reading.add_folder(folder)
    other = (f"{SCHEMAS}/", *(f"{name}/" for name in _folders_with_file_names(folder)))
    for name in folder.files:
        if not name.startswith(other):
            reading.add_file(name)
    if cache is not None:
        cache.clear()
        cache.update(reading.read)
    return Sources(tuple(reading.entries), frozenset(reading.broken), tuple(reading.problems))


class _Reading:
    """The entries and problems that were read so far."""

    def __init__(self, root: Path, cache: ReadCache) -> None:
        self.root = root
        self.cache = cache
        self.label = label_of(root)
        self.entries: list[Loaded] = []
        self.broken: set[EntryKey] = set()
        self.problems: list[Problem] = []
        self.read: ReadCache = {}

    def add_folder(self, folder: Folder) -> None:
        """Add the problems of a folder, and the entries that they may hide."""
        self.problems += folder.problems
        self.problems += [not_a_file(f"{self.label}/{name}", S_IFDIR) for name in _folders_with_file_names(folder)]
        for problem in self.problems:
            key = _key_of(problem.path.partition("/")[2])
            self.broken |= {key} if key else {(kind.model, "") for kind in FILE_TYPES}

    def add_file(self, name: str) -> None:
        """Add the entries of a file."""
        path = f"{self.label}/{name}"
        try:
            kind, id = kind_of(name, path)
            text = read_text(self.root / name, path)
            self.problems += _wrong_schema(name, path, text.text)
            self._add_entries(kind, id, text, path)
        except CatalogError as error:
            self.problems += error.problems
            if key := _key_of(name):
                self.broken.add(key)

    def _add_entries(self, kind: FileType, id: str, text: Clean, path: str) -> None:
        """Add the entries of a file, those of an earlier run if its text is the same."""
        cached = self.cache.get(path)
        if cached and cached[0].source.text == text.text and not text.problems:
            self.read[path] = cached
            self.entries += cached
            return
        entry_count, problem_count = len(self.entries), len(self.problems)
        document = parse_yaml(text, path)
        source = Source(path, document.text)
        if kind.key:
            self._add_list(kind, kind.key, document, source)
        else:
            self.entries.append(Loaded(validate(kind.model, document, id), source))
        if len(self.problems) == problem_count:
            self.read[path] = tuple(self.entries[entry_count:])

    def _add_list(self, kind: FileType, form: re.Pattern[str], document: Document, source: Source) -> None:
        """Add the entries of a list file, one per key."""
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
                    self.entries.append(Loaded(validate(kind.model, without_problems, key, (key,)), source))
                    continue
                problems: Sequence[Problem] = [_bad_id(document.path, key, reason, position)]
                self.broken.add((kind.model, ""))  # it may be a misspelt id of any other entry
            except CatalogError as error:
                problems = error.problems
                self.broken.add((kind.model, key))
            self.problems += document.further(problems)
            problem_count += len(problems)
            if problem_count > MAX_PROBLEMS_PER_FILE:
                self.broken.add((kind.model, ""))
                break


def kind_of(name: str, path: str) -> tuple[FileType, str]:
    """Return the kind of a file and the id in its name.

    Raises:
        CatalogError: the name is of no kind, or can't be used for a page.

    """
    for kind in FILE_TYPES:
        if match := kind.name.fullmatch(name):
            if reason := id_problem(match[1]):
                hint = "Rename it: the name becomes part of the page's address."
                raise CatalogError([Problem(path=path, rule="reserved-id", message=reason, hint=hint)])
            return kind, match[1]
    message, hint = "unexpected file name", _expected_name(name)
    raise CatalogError([Problem(path=path, rule="stray-file", message=message, hint=hint)])


def _wrong_schema(name: str, path: str, text: str) -> Iterator[Problem]:
    """Yield the problem of a first line with another kind's schema; the line is optional."""
    top = text.partition("\n")[0].rstrip()
    if top.startswith(SCHEMA_MARK) and top != schema_line(name):
        message, hint = "the first line has the schema of another kind of file", f"Write: {schema_line(name)}"
        yield Problem(path=path, rule="schema-line", message=message, hint=hint)


def _folders_with_file_names(folder: Folder) -> Iterator[str]:
    return (name for name in folder.folders if any(kind.name.fullmatch(name) for kind in FILE_TYPES))


def _key_of(name: str) -> EntryKey | None:
    """Return the entry of a file, also if the name is only nearly right."""
    name = _corrected(name)
    return next(((kind.model, match[1]) for kind in FILE_TYPES if (match := kind.name.fullmatch(name))), None)


def _bad_id(path: str, key: str, reason: str, position: Position) -> Problem:
    hint = (
        f"{describe_foreign_letter(key)}Write the id of an article as the vendor does, such as ME020073. "
        "Other ids consist of lower-case letters, digits and hyphens."
    )
    message = f"invalid id {key!r}: {reason}"
    return Problem(path=path, position=position, rule="wrong-form", message=message, hint=hint)


def _corrected(name: str) -> str:
    """Return the most similar name in the right form."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    folder, _, last = plain.lower().rpartition("/")
    words = re.findall("[^\\W_]+", _ENDINGS.sub("", last))
    return f"{folder}/{'-'.join(words)}.yml".removeprefix("/")


def _expected_name(name: str) -> str:
    corrected = _corrected(name)
    if any(kind.name.fullmatch(corrected) for kind in FILE_TYPES):
        hidden = " Windows may hide the file name extension." if name.endswith(".txt") else ""
        return (
            f"{describe_foreign_letter(name)}Rename it to {corrected.rpartition('/')[2]!r}, "
            f"or remove it if it is a copy.{hidden}"
        )
    if name != name.lower() or " " in name or "_" in name or not name.isascii():
        return f"{describe_foreign_letter(name)}Use lower-case letters, digits and single hyphens in the name."
    return (
        "Expected: <code>/code.yml, <code>/<slug>.yml, settings/<group>/<slug>.yml, procedures/<slug>.yml, "
        "articles.yml, manual.yml or product.yml."
    )
