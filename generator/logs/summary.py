"""The summary of a scan, as data for JSON and as text for a person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.logs.redaction import redact
from generator.logs.tally import Tally, TallyKey, TallyRow
from generator.matching.log_formats import decode_line
from generator.model.prose import Reference, ReferenceKind, address
from generator.model.reply_index import ReplyIndex

SCAN_VERSION = 1
"""Version of the data of a scan; it increases when a program that reads the data has to change."""
MAX_SHOWN_ADDRESSES = 5
"""Maximum number of addresses listed for a reply."""
MAX_SHOWN_TEXTS = 20
"""Maximum number of texts listed that aren't in the catalogue."""

JsonObject = Mapping[str, object]


class Summary:
    """The summary of a scan, the most frequent replies first."""

    def __init__(self, index: ReplyIndex, tally: Tally, *, redacted: bool = True) -> None:
        self.index = index
        self.tally = tally
        self.redacted = redacted
        order = sorted(tally.rows.items(), key=lambda item: _order(*item))
        self.known = [(key, row) for key, row in order if key.reply]
        self.remote = [(key, row) for key, row in order if not key.reply and key.side == "out"]
        self.unexplained = [(key, row) for key, row in order if not key.reply and key.side != "out"]

    @property
    def is_explained(self) -> bool:
        """Whether every reply is in the catalogue or on a row that marks it as another server's."""
        return not self.unexplained

    def as_data(self) -> JsonObject:
        """Return the summary as `scan --format json` prints it."""
        rows = self.tally.rows.values()
        return {
            "version": SCAN_VERSION,
            "lines": self.tally.lines,
            "without_reply": self.tally.without_reply,
            "first": min((row.first for row in rows if row.first), default=None),
            "last": max((row.last for row in rows if row.last), default=None),
            "known_count": _count(self.known),
            "remote_count": _count(self.remote),
            "unexplained_count": _count(self.unexplained),
            "replies": [self._reply(key, row) for key, row in self.known],
            "remote": [self._text(key, row) for key, row in self.remote[:MAX_SHOWN_TEXTS]],
            "unexplained": [self._text(key, row) for key, row in self.unexplained[:MAX_SHOWN_TEXTS]],
        }

    def _reply(self, key: TallyKey, row: TallyRow) -> JsonObject:
        reply = self.index.replies[str(key.reply)]
        return {
            "id": reply.id,
            "code": reply.code,
            "title": reply.title,
            "url": address(Reference(ReferenceKind.REPLY, reply.id)),
            "side": key.side,
            **_when(row),
            "addresses": [{"address": name, "count": count} for name, count in self._addresses(row)],
        }

    def _text(self, key: TallyKey, row: TallyRow) -> JsonObject:
        text = key.text if self.redacted else row.example
        return {"side": key.side, "code": key.code, "text": text or "(many other texts)", **_when(row)}

    def _addresses(self, row: TallyRow) -> Sequence[tuple[str, int]]:
        """Return the most frequent addresses; those that look alike once redacted count as one."""
        shown: Counter[str] = Counter()
        for raw, count in row.addresses.items():
            name = decode_line(raw)
            shown[redact(name) if self.redacted else name] += count
        return sorted(shown.items(), key=lambda item: (-item[1], item[0]))[:MAX_SHOWN_ADDRESSES]

    def as_text(self) -> str:
        """Return the summary for a person."""
        parts = [_totals(self.as_data())]
        if self.known:
            marks = {"in": self.index.inbound, "out": self.index.outbound, None: ""}
            rows = [
                (f"{row.count:,}", marks[key.side], str(key.reply), row.first, row.last, self._top_addresses(row))
                for key, row in self.known
            ]
            parts.append(_table(("count", "side", "reply", "first", "last", "top addresses"), rows))
        for title, texts in (
            (f"Replies from other servers ({self.index.outbound} rows)", self.remote),
            ("Not in the catalogue", self.unexplained),
        ):
            if texts:
                lines = [(f"{row.count:,}", str(self._text(key, row)["text"])) for key, row in texts[:MAX_SHOWN_TEXTS]]
                parts.append(f"{title}\n{_table(('count', 'text'), lines)}")
        if self.redacted and self.tally.rows:
            parts.append("Addresses are shortened. Words that vary are shown as *. Use --addresses to show them.")
        return "\n\n".join(parts) + "\n"

    def _top_addresses(self, row: TallyRow) -> str:
        return ", ".join(f"{name} ({count:,})" for name, count in self._addresses(row)[:2])


def _order(key: TallyKey, row: TallyRow) -> tuple[int, str, str, int, str]:
    return (-row.count, key.reply or "", key.side or "", key.code or 0, key.text)


def _count(rows: Iterable[tuple[TallyKey, TallyRow]]) -> int:
    return sum(row.count for _, row in rows)


def _when(row: TallyRow) -> JsonObject:
    return {"count": row.count, "first": row.first or None, "last": row.last or None}


def _totals(data: JsonObject) -> str:
    period = f" from {data['first']} to {data['last']}" if data["first"] else ""
    return (
        f"{data['lines']:,} lines{period}: {data['known_count']:,} known replies, "
        f"{data['remote_count']:,} from other servers, {data['unexplained_count']:,} not in the catalogue, "
        f"{data['without_reply']:,} rows without a reply."
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    aligned = [(row[0].rjust(widths[0]), *map(str.ljust, row[1:], widths[1:])) for row in (head, *rows)]
    return "\n".join("  ".join(cells).rstrip() for cells in aligned)
