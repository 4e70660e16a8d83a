"""Lines as they stand in logs and bounces: the part that is a reply, and what stands beside it.

The expressions here stand again in ``explain.js`` and are read alike by both languages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_ACTIVITY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\t([A-Z]+-[A-Z]+)\t")
_DEBUG = re.compile(
    r"\[?([0-9]{2})/([0-9]{2})/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\]?[ \t]+(ME-[EI][0-9]{4})(?![0-9])"
)
_DEBUG_ALONE = re.compile(r"[ \t]*(ME-[EI][0-9]{4})(?![0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_HOUR = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}\Z")
_MARK = re.compile(r"[A-Z]+-[A-Z]+\Z")
_CODE = re.compile(r"(?<![A-Za-z0-9_.])([2-5][0-5][0-9])([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?:[ -]|\Z)")
_CODE_AT_END = re.compile(
    r"(?<![A-Za-z0-9_.])([2-5][0-5][0-9])(?:[ -]+\1)?([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?[^A-Za-z0-9]+\Z"
)
_OPENING = re.compile(r"[^A-Za-z0-9]*\Z")
_CONTINUED = re.compile(r"[^A-Za-z0-9]{0,40}([2-5][0-5][0-9])-")
_RECIPIENT = re.compile(
    r"TO:[ \t]*<([^<> \t\r\n]{1,320})>|Final-Recipient:[ \t]*rfc822;[ \t]*<?([^<> \t\r\n]{1,320})"
    r"|(?:^|[ \t\r\n])<([^<>@ \t\r\n]{1,64}@[^<>@ \t\r\n]{1,255})>",
    re.IGNORECASE | re.ASCII,
)
_BRACKETED = re.compile(r"[(\[]([0-9]{1,3}(?:\.[0-9]{1,3}){3})[)\]]")

W3C_FIELDS = (
    "date",
    "time",
    "c-ip",
    "agent",
    "account",
    "s-ip",
    "s-port",
    "cs-method",
    "cs-uristem",
    "cs-uriquery",
    "s-computername",
    "sc-bytes",
    "cs-bytes",
    "cs-username",
)
"""The columns of a W3C log whose ``#Fields`` line was not seen."""
_DIRECTIVE = "#Fields:"
_REMARK = re.compile(r"#|\[[0-9/: ]{17}\][* ]*LOG FILE ")
_LOOK_BACK = 40
"""How many characters before a text may hold its code."""


@dataclass(frozen=True, kw_only=True)
class ReplyCode:
    """A reply code as it stands before a text."""

    code: int
    is_enhanced: bool
    """Whether an enhanced status code follows it (RFC 3463)."""
    leads: bool
    """Whether nothing but quotes and brackets stands before it."""


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line: the text that may hold a reply, and what the line tells besides."""

    text: str
    is_row: bool = False
    """Whether it is a row of the activity log or the W3C log, in which a reply begins with its code."""
    mark: str | None = None
    """The side's mark in the log; None outside a log."""
    time: str | None = None
    """When, such as ``2026-11-24T10:02:33``, in the server's own time."""
    address: str | None = None
    """The remote IP address."""
    recipient: str | None = None
    debug: str | None = None
    """The code of a row of the debug log, such as ``ME-E0125``."""

    @property
    def beside(self) -> Mapping[str, str]:
        """What stands beside the reply, by name; only what the line tells."""
        found = {"time": self.time, "address": self.address, "recipient": self.recipient}
        return {name: value for name, value in found.items() if value}

    @cached_property
    def first_code(self) -> ReplyCode | None:
        """The first reply code of the text."""
        found = _CODE.search(self.text)
        return _reply_code(found, self.text[: found.start()]) if found else None

    def code_before(self, position: int) -> ReplyCode | None:
        """Return the reply code that stands right before a position of the text, or None."""
        start = max(0, position - _LOOK_BACK)
        found = _CODE_AT_END.search(self.text[start:position])
        return _reply_code(found, self.text[: start + found.start()]) if found else None


def _reply_code(found: re.Match[str], before: str) -> ReplyCode:
    return ReplyCode(code=int(found[1]), is_enhanced=bool(found[2]), leads=bool(_OPENING.match(before)))


def fields_of(line: str) -> tuple[str, ...] | None:
    """Return the columns that a ``#Fields`` line of a W3C log names; None for any other line."""
    return tuple(line[len(_DIRECTIVE) :].split()) if line.startswith(_DIRECTIVE) else None


def is_remark(line: str) -> bool:
    """Tell whether a line is the log's own: a directive of a W3C log, or the mark of its beginning or end."""
    return bool(_REMARK.match(line))


def read_line(line: str, fields: Sequence[str] = W3C_FIELDS) -> LogLine:
    """Return the part of a line that may hold a reply, and what stands beside it.

    Of a row of the activity log (parted by tabs) that is column 8; of a row of the W3C log (parted by
    blanks, ``+`` for a blank) it is ``cs-uriquery``; of any other line it is the whole.

    Args:
        line: without its line end; a bounce may hold several lines.
        fields: the columns of the W3C log that it may come from.

    """
    if row := _ACTIVITY.match(line):
        return _activity(row, line.split("\t"))
    if w3c := _w3c(line, fields):
        return w3c
    if row := _DEBUG.match(line):
        address = _BRACKETED.search(line)
        time = _iso(row[1], row[2], row[3], row[4])
        return LogLine(text=line, time=time, address=address[1] if address else None, debug=row[5])
    alone = _DEBUG_ALONE.match(line)
    return LogLine(text=_unfolded(line), recipient=_recipient(line), debug=alone[1] if alone else None)


def _activity(row: re.Match[str], columns: Sequence[str]) -> LogLine:
    columns = [*columns, *[""] * 8]
    return LogLine(
        text=columns[7],
        is_row=True,
        mark=row[5],
        time=_iso(row[1], row[2], row[3], row[4]),
        address=columns[4] or None,
        recipient=_recipient(columns[6]),
    )


def _w3c(line: str, fields: Sequence[str]) -> LogLine | None:
    """Return a row of a W3C log; a row that is cut off lacks its last columns."""
    values = dict(zip(fields, line.split(" "), strict=False))
    mark = values.get("agent", "")
    if not (_MARK.match(mark) and _DAY.match(values.get("date", "")) and _HOUR.match(values.get("time", ""))):
        return None
    return LogLine(
        text=values.get("cs-uriquery", "").replace("+", " "),
        is_row=True,
        mark=mark,
        time=f"{values['date']}T{values['time']}",
        address=values.get("c-ip") or None,
        recipient=_recipient(values.get("cs-uristem", "").replace("+", " ")),
    )


def _iso(month: str, day: str, year: str, time: str) -> str:
    return f"20{year}-{month}-{day}T{time}"


def _recipient(text: str) -> str | None:
    found = _RECIPIENT.search(text)
    return found[1] or found[2] or found[3] if found else None


def _unfolded(text: str) -> str:
    """Return a multi-line reply with blanks for the code that begins each further line (RFC 5321, 4.2.1)."""
    if found := _CONTINUED.match(text):
        again = re.compile(rf"(?<=[ \t\r\n]){found[1]}[ -]")
        return text[: found.end()] + again.sub(lambda code: " " * len(code[0]), text[found.end() :])
    return text


def decode_line(raw: bytes) -> str:
    """Return the text of a line written in UTF-8 or in a Windows code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
