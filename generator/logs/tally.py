"""The tally of a log: how often each reply occurs, from when to when, and from which addresses."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_COUNTED_ADDRESSES = 10_000
"""How many addresses a row of the tally keeps; beyond that it drops the rarer half."""
MAX_COUNTED_TEXTS = 2_000
"""How many different unknown texts the tally keeps; beyond that it drops the rarer half."""


class TallyKey(NamedTuple):
    """The facts that lines counted as one have in common."""

    reply: str | None
    """The id of the reply; None for a text that isn't in the catalogue."""
    side: str | None
    """``in``, ``out``, or None if the line doesn't show it."""
    code: int | None
    text: str = ""
    """The shape of an unknown text."""


@dataclass(slots=True)
class TallyRow:
    """The lines counted under one key."""

    count: int = 0
    first: str = ""
    """The earliest time, such as ``2026-11-24T10:02:33``; empty if no line shows one."""
    last: str = ""
    addresses: dict[bytes, int] = field(default_factory=dict)
    example: str = ""

    def add(self, time: str, address: bytes) -> None:
        """Count one line."""
        self.count += 1
        if time:
            self.last = max(self.last, time)
            self.first = min(self.first or time, time)
        if address:
            self.addresses[address] = self.addresses.get(address, 0) + 1

    def merge(self, other: "TallyRow") -> None:
        """Add the lines of another part of the log."""
        self.count += other.count
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)
        self.example = self.example or other.example
        for address, count in other.addresses.items():
            self.addresses[address] = self.addresses.get(address, 0) + count
        self.trim()

    def trim(self) -> None:
        """Drop the rarer half of too many addresses."""
        if len(self.addresses) > MAX_COUNTED_ADDRESSES:
            by_count = sorted(self.addresses.items(), key=lambda item: (-item[1], item[0]))
            self.addresses = dict(by_count[: MAX_COUNTED_ADDRESSES // 2])


class Tally:
    """Everything counted so far. Its size is bounded, however long the log is."""

    def __init__(self) -> None:
        self.lines = 0
        """The number of lines with text."""
        self.without_reply = 0
        """The number of lines without a reply: empty replies and lines about the log itself."""
        self.rows: defaultdict[TallyKey, TallyRow] = defaultdict(TallyRow)

    def merge(self, other: "Tally") -> None:
        """Add the tally of another part of the log."""
        self.lines += other.lines
        self.without_reply += other.without_reply
        for key, row in other.rows.items():
            self.rows[key].merge(row)
        self.trim()

    def trim(self) -> bool:
        """Drop the rarer half of too many unknown texts, but keep their number; return whether it was needed."""
        unknown = [(key, row) for key, row in self.rows.items() if key.text]
        if len(unknown) <= MAX_COUNTED_TEXTS:
            return False
        unknown.sort(key=lambda item: (-item[1].count, item[0].text))
        for key, row in unknown[MAX_COUNTED_TEXTS // 2 :]:
            del self.rows[key]
            self.rows[key._replace(text="")].merge(row)
        return True
