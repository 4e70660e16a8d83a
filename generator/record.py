"""What the last build published and what it made that from, so that the next one makes only what has changed."""

import json
import sqlite3
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.catalog import Catalog
from generator.entries import Known, samples_of
from generator.model import Entry, Product
from generator.reads import Names, Seen
from generator.store import SEAL, Change, Published, Sources, Stored, load, part_of, save, seal
from generator.store import seen as read_seen

_NOTHING: tuple[bytes, tuple[Entry, ...]] = (b"", ())
"""Stands for a source that is not there."""
NUMBERS = "Q"
"""How numbers are stored: eight bytes each."""


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a record is right for; with another one it is worth nothing, or only its sources are."""

    code: bytes
    """Stands for the programs that read the sources."""
    ground: bytes
    """Stands for all that every page is made from besides the catalogue."""


class Record:
    """What is known of the last build, and what the next one is to know of this one."""

    def __init__(self, file: Path, folder: Path, stamp: Stamp) -> None:
        """Take what a file says of the site in a folder, as far as it is right still."""
        self.file = file
        self.folder = folder
        self.stamp = stamp
        self.carried: set[str] = set()
        """The files of the last build that this one publishes as they are."""
        stored = load(file, stamp.code)
        self._is_fresh = stored.told.get("ground") != stamp.ground
        self._stored = Stored() if self._is_fresh else stored
        self.known = Known(files=dict(stored.sources))
        """The entries of the sources as they were."""
        self.names = Names(json.loads(self._stored.told.get("names", b"{}")))
        self._before = _catalog(self.known)
        if self._before:
            self.known.samples = samples_of(self._before.replies.values())
        self._places = {place: number for number, place in enumerate(self._stored.places)}
        self._stale: set[str] = set()
        self._made: dict[str, tuple[bytes, bytes]] = {}
        self._told: dict[str, bytes] = {}

    def compare(self, catalog: Catalog) -> None:
        """Find out which files a catalogue would make otherwise than the last one."""
        if not self._before:
            return
        changed = {
            number: bits
            for place, number in self._places.items()
            if (bits := self.names.changed(place, self._before, catalog))
        }
        if changed:
            try:
                self._stale = {name for name, seen in read_seen(self.file) if _touches(array(NUMBERS, seen), changed)}
            except (sqlite3.Error, ValueError):  # a damaged record: everything is made anew
                self._stale = {*self._stored.files}

    def is_current(self, name: str, key: bytes) -> bool:
        """Tell whether a file of the last build is right for this one as it is.

        Args:
            name: the file below the site's folder.
            key: stands for all that it is made from besides the catalogue and what the stamp stands for.

        """
        published = self._stored.files.get(name)
        if not published or published.key != key:
            return False
        return name not in self._stale and self._is_there(name, published)

    def carry(self, name: str) -> None:
        """Publish a file of the last build again."""
        self.carried.add(name)

    def _is_there(self, name: str, published: Published) -> bool:
        """Tell whether a file is as it was published."""
        try:
            found = (self.folder / name).lstat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (published.size, published.time)

    def note(self, name: str, key: bytes, seen: Seen) -> None:
        """Note what a file is made from; ``is_current`` says what the key is."""
        numbers = array(NUMBERS)
        for place, bits in seen.items():
            numbers.append(self._places.setdefault(place, len(self._places)))
            numbers.append(bits)
        self._made[name] = key, numbers.tobytes()

    def heard(self, name: str) -> bytes | None:
        """Return what the last build has told this one, if it did."""
        return self._stored.told.get(name)

    def tell(self, name: str, value: bytes) -> None:
        """Tell the next build something that is right as long as the stamp is the same."""
        self._told[name] = value

    def save(self) -> None:
        """Keep all this for the next build, once the site is published."""
        if self._is_fresh:
            self.file.unlink(missing_ok=True)
        names = json.dumps(self.names.numbered).encode()
        told = {"code": self.stamp.code, "ground": self.stamp.ground, "names": names} | self._told
        told[SEAL] = seal(self._stored.told | told)
        save(
            self.file,
            Change(
                told={name: value for name, value in told.items() if self._stored.told.get(name) != value},
                sources=self._changed_parts(),
                first=len(self._stored.places),
                places=[*self._places][len(self._stored.places) :],
                files=((name, self._published(name, key), seen) for name, (key, seen) in self._made.items()),
                gone=self._stored.files.keys() - self.carried - self._made.keys(),
            ),
        )

    def _changed_parts(self) -> Mapping[str, Sources]:
        """Return the parts of the sources in which something has changed."""
        before, after = self._stored.sources, self.known.files
        changed = {
            part_of(path)
            for path in before.keys() | after.keys()
            if before.get(path, _NOTHING)[0] != after.get(path, _NOTHING)[0]
        }
        parts: dict[str, Sources] = {part: {} for part in changed}
        for path, read in after.items():
            if (part := part_of(path)) in changed:
                parts[part][path] = read
        return parts

    def _published(self, name: str, key: bytes) -> Published:
        found = (self.folder / name).stat()
        return Published(key=key, size=found.st_size, time=found.st_mtime_ns)


def _touches(seen: "array[int]", changed: Mapping[int, int]) -> bool:
    """Tell whether anything has changed that was read: places and bits in turn."""
    if changed.keys().isdisjoint(seen[::2]):
        return False
    return any(bits & changed.get(number, 0) for number, bits in zip(seen[::2], seen[1::2], strict=True))


def _catalog(known: Known) -> Catalog | None:
    """Return the catalogue that was known; None where there was none."""
    entries = [entry for _, read in known.files.values() for entry in read]
    product = next((entry for entry in entries if isinstance(entry, Product)), None)
    return Catalog.of(product, entries) if product else None
