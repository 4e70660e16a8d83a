"""Where the record of the last build is kept: a database beside the site, which may be deleted at any time."""

import gc
import io
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.digest import digest
from generator.model import Entry
from generator.reads import Place

_TABLES = """
create table if not exists told (name text primary key, value blob) without rowid;
create table if not exists sources (part text primary key, sources blob);
create table if not exists places (first integer primary key, places blob);
create table if not exists files (name text primary key, key blob, seen blob, size integer, time integer);
"""
_OURS = ("generator.", "pydantic.", "pydantic_core.")
"""The packages that what is stored is made of; nothing else is ever brought back to life."""
SEAL = "seal"
"""The name of what stands for all else that one build tells the next."""
Sources = dict[str, tuple[bytes, tuple[Entry, ...]]]
"""The digest of each source, by its path, and the entries that it gave."""


def seal(told: Mapping[str, bytes]) -> bytes:
    """Return what shows that nothing of what was told is damaged."""
    return digest(*sorted(told.items()))


def part_of(path: str) -> str:
    """Return which part of the sources a source is stored with: one of 256, so that few are written at a time."""
    return digest(path)[:1].hex()


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A file that a build has published."""

    key: bytes
    """Stands for all that it was made from besides the catalogue."""
    size: int
    time: int
    """When it was written, in nanoseconds."""


@dataclass(kw_only=True)
class Stored:
    """What a database holds."""

    told: dict[str, bytes] = field(default_factory=dict)
    sources: Sources = field(default_factory=dict)
    """The digest of each source, by its path, and the entries that it gave."""
    places: list[Place] = field(default_factory=list)
    """The places by their numbers."""
    files: dict[str, Published] = field(default_factory=dict)


def load(file: Path, code: bytes) -> Stored:
    """Return what a database holds; one that is missing, broken or written by other programs holds nothing.

    Args:
        file: the database.
        code: stands for the programs that can read it.

    """
    stored = Stored()
    if not file.is_file():
        return stored
    try:
        with closing(sqlite3.connect(file)) as database, _without_pauses():
            stored.told = dict(database.execute("select name, value from told"))
            if stored.told.get("code") != code or stored.told.pop(SEAL) != seal(stored.told):
                return Stored()
            for (sources,) in database.execute("select sources from sources"):
                stored.sources |= unpacked(sources)
            for _, places in database.execute("select first, places from places order by first"):
                stored.places += unpacked(places)
            for name, key, size, time in database.execute("select name, key, size, time from files"):
                stored.files[name] = Published(key=key, size=size, time=time)
    except (
        sqlite3.Error,
        pickle.UnpicklingError,
        AttributeError,
        EOFError,
        ImportError,
        LookupError,
        TypeError,
        ValueError,
    ):
        return Stored()
    return stored


def seen(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what was read of the catalogue for each file that a database knows, as ``Change`` describes it.

    Raises:
        sqlite3.Error: it is broken.

    """
    with closing(sqlite3.connect(file)) as database:
        yield from database.execute("select name, seen from files")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a database is to hold besides what stays."""

    told: Mapping[str, bytes]
    sources: Mapping[str, Sources]
    """The parts of the sources that are new or changed, each whole."""
    places: Sequence[Place]
    """Further places."""
    first: int
    """The number of the first of them."""
    files: Iterable[tuple[str, Published, bytes]]
    """Files that were made, each with what was read of the catalogue: the number of each place, and the bits of the
    names, eight bytes each."""
    gone: Iterable[str]
    """Files that are gone."""


def save(file: Path, change: Change) -> None:
    """Bring a database up to date in one step: a build that is killed leaves it as it was.

    Raises:
        OSError: the system does not let it.
        sqlite3.Error: it is broken, or another program holds it.

    """
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(_TABLES)
        database.executemany("delete from files where name = ?", ((name,) for name in change.gone))
        database.executemany("insert or replace into told values (?, ?)", change.told.items())
        sources = ((part, packed(held)) for part, held in change.sources.items())
        database.executemany("insert or replace into sources values (?, ?)", sources)
        if change.places:
            database.execute("insert into places values (?, ?)", (change.first, packed([*change.places])))
        files = ((name, row.key, seen, row.size, row.time) for name, row, seen in change.files)
        database.executemany("insert or replace into files values (?, ?, ?, ?, ?)", files)


def packed(value: object) -> bytes:
    """Return a value as it is stored."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(stored: bytes) -> Any:  # noqa: ANN401  # what was packed
    """Return the value that was stored.

    Raises:
        pickle.UnpicklingError: it is none that a record holds.

    """
    return _Unpickler(io.BytesIO(stored)).load()


class _Unpickler(pickle.Unpickler):  # it knows the project's own values alone
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # the host's signature
        if not f"{module}.".startswith(_OURS):
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a record holds")
        return super().find_class(module, name)


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Let nobody look for garbage while many values come at once, of which none is any: it takes four times as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
