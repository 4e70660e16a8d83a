"""What a text is made from: each value of the catalogue that is read while it is made.

While all of them are as they were, the text comes out as it did, and can be taken over. Nobody has to say
what a page depends on, and nobody can forget to.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from types import FunctionType, MethodType
from typing import Any, NamedTuple, cast

from generator.catalog import Catalog
from generator.model import Article, Code, Entry, Procedure, Product, Reply, Section, Setting

_WHERE: Mapping[type[Entry], str] = {
    Article: "articles",
    Code: "codes",
    Procedure: "procedures",
    Product: "product",
    Reply: "replies",
    Section: "sections",
    Setting: "settings",
}
"""What of the catalogue holds each kind of entry."""
LOOKED_UP = ""
"""Stands among the names of what was read for the entries themselves: which ones there are."""


class Place(NamedTuple):
    """An entry of the catalogue, or what one of its mappings holds under a key."""

    where: str
    """The name of the mapping, or of the catalogue's product."""
    key: object = None
    """None for the product, and for a mapping as a whole."""

    def found(self, catalog: Catalog) -> object:
        """Return what stands there, None where nothing does."""
        held = getattr(catalog, self.where)
        if not isinstance(held, Mapping):
            return held
        return tuple(held.items()) if self.key is None else held.get(self.key)


Seen = dict[Place, int]
"""What was read, by its place: a bit for each name, as ``Names`` numbers them."""


class _Bits(dict[str, int]):
    """The bit of each name."""

    def __missing__(self, name: str) -> int:
        return self.setdefault(name, 1 << len(self))


class Names:
    """The names of what is read in each kind of place, numbered in the order in which they were met."""

    def __init__(self, numbered: Mapping[str, list[str]]) -> None:
        self._bits = {
            where: _Bits((name, 1 << at) for at, name in enumerate(names)) for where, names in numbered.items()
        }

    @property
    def numbered(self) -> dict[str, list[str]]:
        """The names in order."""
        return {where: [*bits] for where, bits in self._bits.items()}

    def bits(self, where: str) -> "_Bits":
        """Return the bit of each name in a kind of place; a new name gets the next one."""
        return self._bits.setdefault(where, _Bits())

    def changed(self, place: Place, before: Catalog, after: Catalog) -> int:
        """Return the bits of what gives another value at a place after a change than before it."""
        one, other = place.found(before), place.found(after)
        if one is other:
            return 0
        return sum(bit for name, bit in self._bits[place.where].items() if _value(one, name) != _value(other, name))


def _value(found: object, name: str) -> object:
    """Return what is read of what stands in a place; other entries count as their kind and id."""
    if name != LOOKED_UP:
        return getattr(found, name, None)
    if isinstance(found, tuple):
        return tuple(_value(item, name) for item in found)
    return (type(found), found.id) if isinstance(found, Entry) else found


class Reads:
    """A catalogue that notes what is read of it."""

    def __init__(self, catalog: Catalog, names: Names) -> None:
        """Take a catalogue; ``self.catalog`` is to be read in its place."""
        self.names = names
        self.seen: Seen = {}
        """What was read since ``noted`` began."""
        self.catalog = cast("Catalog", _Catalog(catalog, self))
        self._entries: dict[int, _Entry] = {}

    @contextmanager
    def noted(self) -> Iterator[Seen]:
        """Give what is read meanwhile."""
        former, self.seen = self.seen, {}
        try:
            yield self.seen
        finally:
            self.seen = former

    def of(self, value: Any) -> Any:  # noqa: ANN401  # what comes in comes out
        """Return a value in which each entry notes what is read of it; entries may stand in lists and dataclasses."""
        if isinstance(value, Entry):
            return self._entries.setdefault(id(value), _Entry(value, self))
        kind = type(value)
        if kind in (tuple, list):
            return kind(map(self.of, value))
        if kind is dict:
            return {key: self.of(held) for key, held in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            told = {field.name: getattr(value, field.name) for field in fields(value)}
            wrapped = {name: self.of(held) for name, held in told.items()}
            return replace(value, **wrapped) if any(wrapped[name] is not told[name] for name in told) else value
        return value


class _Entry:
    """An entry that notes what is read of it."""

    def __init__(self, entry: Entry, reads: Reads) -> None:
        self._entry = entry
        self._reads = reads
        self._place = Place(_WHERE[type(entry)], None if isinstance(entry, Product) else entry.id)
        self._bits = reads.names.bits(self._place.where)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # noqa: ANN401  # what it is to the rest of the code
        return type(self._entry)

    def __getattr__(self, name: str) -> object:
        seen = self._reads.seen
        seen[self._place] = seen.get(self._place, 0) | self._bits[name]
        return getattr(self._entry, name)


class _Catalog:
    """A catalogue that notes what is read of it; its own methods read it too."""

    def __init__(self, catalog: Catalog, reads: Reads) -> None:
        self._catalog = catalog
        self._reads = reads

    def __getattr__(self, name: str) -> object:
        method = getattr(Catalog, name, None)
        if isinstance(method, FunctionType):
            return MethodType(method, self)
        held = getattr(self._catalog, name)
        if not isinstance(held, (Mapping, Product)):
            return super().__getattribute__(name)  # nobody would note it: there is no such thing
        noting = self._reads.of(held) if isinstance(held, Product) else _Mapping(held, name, self._reads)
        return self.__dict__.setdefault(name, noting)


class _Mapping(Mapping[Any, Any]):
    """A mapping of the catalogue that notes what is looked up in it."""

    def __init__(self, held: Mapping[Any, object], name: str, reads: Reads) -> None:
        self._held = held
        self._name = name
        self._reads = reads
        self._bit = reads.names.bits(name)[LOOKED_UP]

    def _note(self, key: object = None) -> None:
        place, seen = Place(self._name, key), self._reads.seen
        seen[place] = seen.get(place, 0) | self._bit

    def __getitem__(self, key: object) -> Any:  # noqa: ANN401  # an entry of any kind, or several
        self._note(key)
        return self._reads.of(self._held[key])

    def __iter__(self) -> Iterator[Any]:
        self._note()
        return iter(self._held)

    def __len__(self) -> int:
        self._note()
        return len(self._held)

    def values(self) -> Any:  # noqa: ANN401  # the host's own view has no public class for this
        """Return what it holds, in order."""
        self._note()
        return [self._reads.of(value) for value in self._held.values()]

    def items(self) -> Any:  # noqa: ANN401
        """Return what it holds, in order, each with its key."""
        return list(zip(self._held, self.values(), strict=True))
