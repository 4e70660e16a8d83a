"""What was counted in a log: how often, from when to when, and from which addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_COUNTED_ADDRESSES = 10_000
"""How many addresses one row of the tally remembers; the rarer half is forgotten beyond that."""
MAX_COUNTED_TEXTS = 2_000
"""How many different unknown texts the tally remembers; the rarer half is forgotten beyond that."""


class TallyKey(NamedTuple):
    """What rows are counted as one."""

    reply: str | None
    """The id of the reply; None for a text that the catalogue does not have."""
    side: str | None
    """``in``, ``out``, or None where the line does not tell."""
    code: int | None
    text: str = ""
    """The shape of an unknown text."""


@dataclass(slots=True)
class TallyRow:
    """The rows of one kind."""

    count: int = 0
    first: str = ""
    """The earliest time, such as ``2026-11-24T10:02:33``; empty where no row told it."""
    last: str = ""
    addresses: dict[bytes, int] = field(default_factory=dict)
    example: str = ""

    def add(self, time: str, address: bytes) -> None:
        """Count one row."""
        self.count += 1
        if time:
            self.last = max(self.last, time)
            if not self.first or time < self.first:
                self.first = time
        if address:
            self.addresses[address] = self.addresses.get(address, 0) + 1

    def merge(self, other: "TallyRow") -> None:
        """Count the rows of another part of the log."""
        self.count += other.count
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)
        self.example = self.example or other.example
        for address, count in other.addresses.items():
            self.addresses[address] = self.addresses.get(address, 0) + count
        self.trim()

    def trim(self) -> None:
        """Forget the rarer half of too many addresses."""
        if len(self.addresses) > MAX_COUNTED_ADDRESSES:
            self.addresses = dict(_most(self.addresses, MAX_COUNTED_ADDRESSES // 2))


def _most(counts: Mapping[bytes, int], count: int) -> list[tuple[bytes, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:count]


class Tally:
    """Everything counted so far. Its size is bounded, however long the log is."""

    def __init__(self) -> None:
        self.lines = 0
        """Lines with text."""
        self.silent = 0
        """Lines without a reply: empty replies, marks of the log itself."""
        self.kinds: dict[TallyKey, TallyRow] = {}

    def seen(self, kind: TallyKey) -> TallyRow:
        """Return the rows of a kind, to count one more."""
        return self.kinds.setdefault(kind, TallyRow())

    def merge(self, other: "Tally") -> None:
        """Count what another part of the log held."""
        self.lines += other.lines
        self.silent += other.silent
        for kind, seen in other.kinds.items():
            self.seen(kind).merge(seen)
        self.trim()

    def trim(self) -> bool:
        """Forget the rarer half of too many unknown texts, though not their number; tell whether it was needed."""
        unknown = [(kind, seen) for kind, seen in self.kinds.items() if kind.text]
        if len(unknown) <= MAX_COUNTED_TEXTS:
            return False
        unknown.sort(key=lambda item: (-item[1].count, item[0].text))
        for kind, seen in unknown[MAX_COUNTED_TEXTS // 2 :]:
            del self.kinds[kind]
            self.seen(kind._replace(text="")).merge(seen)
        return True
