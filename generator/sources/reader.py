"""The files under ``codes/`` as entries: which file holds what, and what it is called."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from stat import S_IFDIR

from generator.model.entries import Entry, EntryKey
from generator.model.types import Loc, id_problem
from generator.problem import (
    FILE_START,
    MAX_PROBLEMS_PER_FILE,
    CatalogError,
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
"""What stands at the end of a name that is meant to end in ``.yml``."""


@dataclass(frozen=True)
class Loaded:
    """An entry and the file that it comes from."""

    entry: Entry
    source: Source


@dataclass(frozen=True)
class Sources:
    """The entries of all files, and the problems of the files that can't be read."""

    entries: tuple[Loaded, ...]
    broken: frozenset[EntryKey]
    """Entries that are described in files that can't be read; an empty id stands for all of a kind."""
    problems: tuple[Problem, ...]

    def is_broken(self, key: EntryKey) -> bool:
        """Return whether a file that can't be read may describe an entry."""
        return key in self.broken or (key[0], "") in self.broken

    def locate(self, entry: Entry, loc: Loc, words: str = "", before: int = 0) -> Position:
        """Return the position of a value of an entry, or of words in it; the top of the file if it wasn't read."""
        source = self._by_path.get(entry.file)
        return source.place((*entry.loc, *loc), words, before) if source else FILE_START

    @cached_property
    def _by_path(self) -> Mapping[str, Source]:
        return {loaded.source.path: loaded.source for loaded in self.entries}


ReadCache = dict[str, tuple[Loaded, ...]]
"""The entries of each file without problems, by the file's path; the live preview keeps one."""


def read_sources(root: Path, cache: ReadCache | None = None) -> Sources:
    """Return the entries of every file below ``root``, and the problems of all of them.

    Args:
        root: the folder of the sources.
        cache: what an earlier run has read; replaced by what this one reads. A file with the same text gives the
            same entries again.

    """
    folder = list_folder(root)
    reading = _Reading(root, cache or {})
    reading.add_folder(folder)
    other = (f"{SCHEMAS}/", *(f"{name}/" for name in _folders_in_place_of_files(folder)))
    for name in folder.files:
        if not name.startswith(other):
            reading.add_file(name)
    if cache is not None:
        cache.clear()
        cache.update(reading.read)
    return Sources(tuple(reading.entries), frozenset(reading.broken), tuple(reading.problems))


class _Reading:
    """What was read so far."""

    def __init__(self, root: Path, cache: ReadCache) -> None:
        self.root = root
        self.cache = cache
        self.label = label_of(root)
        self.entries: list[Loaded] = []
        self.broken: set[EntryKey] = set()
        self.problems: list[Problem] = []
        self.read: ReadCache = {}

    def add_folder(self, folder: Folder) -> None:
        """Add what is no file, and what may stand in it or in its place."""
        self.problems += folder.problems
        self.problems += [not_a_file(f"{self.label}/{name}", S_IFDIR) for name in _folders_in_place_of_files(folder)]
        for problem in self.problems:
            described = _described(problem.path.partition("/")[2])
            self.broken |= {described} if described else {(kind.model, "") for kind in FILE_TYPES}

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
            if described := _described(name):
                self.broken.add(described)

    def _add_entries(self, kind: FileType, id: str, text: Clean, path: str) -> None:
        """Add what a file describes: what it gave in an earlier run where its text is the same."""
        cached = self.cache.get(path)
        if cached and cached[0].source.text == text.text and not text.problems:
            self.read[path] = cached
            self.entries += cached
            return
        entries, problems = len(self.entries), len(self.problems)
        document = parse_yaml(text, path)
        source = Source(path, document.text)
        if kind.key:
            self._add_list(kind, kind.key, document, source)
        else:
            self.entries.append(Loaded(validate(kind.model, document, id), source))
        if len(self.problems) == problems:
            self.read[path] = tuple(self.entries[entries:])

    def _add_list(self, kind: FileType, form: re.Pattern[str], document: Document, source: Source) -> None:
        """Add the entries of a list file, one per key."""
        self.problems += document.problems
        alone = replace(document, problems=())
        faults = 0
        spelled = Counter(key.lower() for key in document.root.keys)
        for key, position in document.root.keys.items():
            fault = id_problem(key) if form.fullmatch(key) else "not in the form of an id"
            if spelled[key.lower()] > 1:
                fault = "it stands here in other letters too"
            try:
                if not fault:
                    self.entries.append(Loaded(validate(kind.model, alone, key, (key,)), source))
                    continue
                problems: Sequence[Problem] = [_bad_id(document.path, key, fault, position)]
                self.broken.add((kind.model, ""))  # it may be meant for any other
            except CatalogError as error:
                problems = error.problems
                self.broken.add((kind.model, key))
            self.problems += document.further(problems)
            faults += len(problems)
            if faults > MAX_PROBLEMS_PER_FILE:
                self.broken.add((kind.model, ""))
                break


def kind_of(name: str, path: str) -> tuple[FileType, str]:
    """Return the kind of a file, and the id that its name holds.

    Raises:
        CatalogError: no kind has such a name, or no page can have it.

    """
    for kind in FILE_TYPES:
        if found := kind.name.fullmatch(name):
            if fault := id_problem(found[1]):
                hint = "Give it another name: it is the address of the page and the name of its folder."
                raise CatalogError([Problem(path=path, rule="reserved-id", message=fault, hint=hint)])
            return kind, found[1]
    message, hint = "no kind of entry has this name", _expected(name)
    raise CatalogError([Problem(path=path, rule="stray-file", message=message, hint=hint)])


def _wrong_schema(name: str, path: str, text: str) -> Iterator[Problem]:
    """Yield the problem of a first line that leads editors to another schema; a file may do without the line."""
    top = text.partition("\n")[0].rstrip()
    if top.startswith(SCHEMA_MARK) and top != schema_line(name):
        message, hint = "the first line names the schema of another kind of file", f"Write: {schema_line(name)}"
        yield Problem(path=path, rule="schema-line", message=message, hint=hint)


def _folders_in_place_of_files(folder: Folder) -> Iterator[str]:
    return (name for name in folder.folders if any(kind.name.fullmatch(name) for kind in FILE_TYPES))


def _described(name: str) -> EntryKey | None:
    """Return what a file describes, or is meant to describe where its name is nearly right."""
    meant = _meant(name)
    return next(((kind.model, found[1]) for kind in FILE_TYPES if (found := kind.name.fullmatch(meant))), None)


def _bad_id(path: str, key: str, fault: str, position: Position) -> Problem:
    hint = (
        f"{describe_foreign_letter(key)}Use an article's number as it is, such as ME020073; "
        "elsewhere small letters, digits and hyphens."
    )
    return Problem(path=path, position=position, rule="wrong-form", message=f"the id {key!r}: {fault}", hint=hint)


def _meant(name: str) -> str:
    """Return a name in the form that names have, as near to the given one as can be."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    way, _, last = plain.lower().rpartition("/")
    words = re.findall("[^\\W_]+", _ENDINGS.sub("", last))
    return f"{way}/{'-'.join(words)}.yml".removeprefix("/")


def _expected(name: str) -> str:
    meant = _meant(name)
    if any(kind.name.fullmatch(meant) for kind in FILE_TYPES):
        hidden = " Windows may hide the ending." if name.endswith(".txt") else ""
        return (
            f"{describe_foreign_letter(name)}Rename it to {meant.rpartition('/')[2]!r}, "
            f"in small letters, digits and single hyphens, or remove it if it is a copy.{hidden}"
        )
    if name != name.lower() or " " in name or "_" in name or not name.isascii():
        return f"{describe_foreign_letter(name)}Use small letters, digits and single hyphens in the name."
    return (
        "Expected: <code>/code.yml, <code>/<slug>.yml, settings/<group>/<slug>.yml, procedures/<slug>.yml, "
        "articles.yml, manual.yml or product.yml."
    )
