"""What a scan found, as data and as text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.logs.redaction import redact
from generator.logs.tally import Tally, TallyKey, TallyRow
from generator.matching.log_line import decode_line
from generator.model.addresses import address
from generator.model.catalog import Catalog
from generator.model.prose import Reference, ReferenceKind

SCAN_VERSION = 1
"""Grows when a program that reads the data would have to change."""
MAX_SHOWN_ADDRESSES = 5
"""How many addresses of each row are named."""
MAX_SHOWN_TEXTS = 20
"""How many texts that the catalogue does not have are named."""

Row = Mapping[str, object]


class Summary:
    """A tally in reading order: the most frequent first."""

    def __init__(self, catalog: Catalog, tally: Tally, *, redacted: bool = True) -> None:
        self.catalog = catalog
        self.tally = tally
        self.redacted = redacted
        order = sorted(tally.kinds.items(), key=lambda item: _order(*item))
        self.known = [(kind, seen) for kind, seen in order if kind.reply]
        self.remote = [(kind, seen) for kind, seen in order if not kind.reply and kind.side == "out"]
        self.unexplained = [(kind, seen) for kind, seen in order if not kind.reply and kind.side != "out"]

    @property
    def is_explained(self) -> bool:
        """Whether every reply is known, or is another server's own on a row that says so."""
        return not self.unexplained

    def as_data(self) -> Row:
        """Return the summary as it is written in JSON."""
        kinds = self.tally.kinds.values()
        return {
            "version": SCAN_VERSION,
            "lines": self.tally.lines,
            "without_reply": self.tally.silent,
            "first": min((seen.first for seen in kinds if seen.first), default=None),
            "last": max((seen.last for seen in kinds if seen.last), default=None),
            "known_count": _count(self.known),
            "remote_count": _count(self.remote),
            "unexplained_count": _count(self.unexplained),
            "replies": [self._reply(kind, seen) for kind, seen in self.known],
            "remote": [self._text(kind, seen) for kind, seen in self.remote[:MAX_SHOWN_TEXTS]],
            "unexplained": [self._text(kind, seen) for kind, seen in self.unexplained[:MAX_SHOWN_TEXTS]],
        }

    def _reply(self, kind: TallyKey, seen: TallyRow) -> Row:
        reply = self.catalog.replies[str(kind.reply)]
        return {
            "id": reply.id,
            "code": reply.code,
            "title": reply.title,
            "url": address(Reference(ReferenceKind.REPLY, reply.id)),
            "side": kind.side,
            **_when(seen),
            "addresses": [{"address": name, "count": count} for name, count in self._addresses(seen)],
        }

    def _text(self, kind: TallyKey, seen: TallyRow) -> Row:
        text = kind.text if self.redacted else seen.example
        return {"side": kind.side, "code": kind.code, "text": text or "(many other texts)", **_when(seen)}

    def _addresses(self, seen: TallyRow) -> Sequence[tuple[str, int]]:
        """Return the most frequent addresses; redacted, those that differ in what is hidden count as one."""
        shown: Counter[str] = Counter()
        for raw, count in seen.addresses.items():
            name = decode_line(raw)
            shown[redact(name) if self.redacted else name] += count
        return sorted(shown.items(), key=lambda item: (-item[1], item[0]))[:MAX_SHOWN_ADDRESSES]

    def as_text(self) -> str:
        """Return the summary for a person."""
        data = self.as_data()
        marks = self.catalog.product.sides
        names = {"in": marks.inbound, "out": marks.outbound, None: ""}
        parts = [_counts(data)]
        if self.known:
            rows = [
                (f"{seen.count:,}", names[kind.side], str(kind.reply), seen.first, seen.last, self._named(seen))
                for kind, seen in self.known
            ]
            parts.append(_table(("count", "side", "reply", "first", "last", "most from"), rows))
        for title, found in (
            (f"Other servers' own words, on {marks.outbound} rows", self.remote),
            ("Not in the catalogue", self.unexplained),
        ):
            if found:
                texts = [
                    (f"{seen.count:,}", str(self._text(kind, seen)["text"])) for kind, seen in found[:MAX_SHOWN_TEXTS]
                ]
                parts.append(f"{title}\n{_table(('count', 'text'), texts)}")
        if self.redacted and (self.known or self.remote or self.unexplained):
            parts.append("Addresses are shortened and words that change stand as *; --addresses shows them whole.")
        return "\n\n".join(parts) + "\n"

    def _named(self, seen: TallyRow) -> str:
        return ", ".join(f"{name} ({count:,})" for name, count in self._addresses(seen)[:2])


def _order(kind: TallyKey, seen: TallyRow) -> tuple[int, str, str, int, str]:
    return (-seen.count, kind.reply or "", kind.side or "", kind.code or 0, kind.text)


def _count(found: Iterable[tuple[TallyKey, TallyRow]]) -> int:
    return sum(seen.count for _, seen in found)


def _when(seen: TallyRow) -> Row:
    return {"count": seen.count, "first": seen.first or None, "last": seen.last or None}


def _counts(data: Row) -> str:
    period = f" from {data['first']} to {data['last']}" if data["first"] else ""
    return (
        f"{data['lines']:,} lines{period}: {data['known_count']:,} known replies, "
        f"{data['remote_count']:,} of other servers, {data['unexplained_count']:,} not in the catalogue, "
        f"{data['without_reply']:,} without a reply."
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns of text, the first one to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in (head, *rows):
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join((first.strip().rjust(widths[0]), *others)).rstrip())
    return "\n".join(lines)
