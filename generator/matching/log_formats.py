"""Lines of logs and bounces: the part that may be a reply, and the facts beside it.

``explain.js`` contains the same expressions; Python and JavaScript read them alike.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ACTIVITY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\t([A-Z]+-[A-Z]+)\t")
_DEBUG = re.compile(
    r"\[?([0-9]{2})/([0-9]{2})/([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})\]?[ \t]+(ME-[EI][0-9]{4})(?![0-9])"
)
_DEBUG_ALONE = re.compile(r"[ \t]*(ME-[EI][0-9]{4})(?![0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}\Z")
_MARK = re.compile(r"[A-Z]+-[A-Z]+\Z")
_CONTINUED = re.compile(r"[^A-Za-z0-9]{0,40}([2-5][0-5][0-9])-")
_RECIPIENT = re.compile(
    r"TO:[ \t]*<([^<> \t\r\n]{1,320})>|Final-Recipient:[ \t]*rfc822;[ \t]*<?([^<> \t\r\n]{1,320})"
    r"|(?:^|[ \t\r\n])<([^<>@ \t\r\n]{1,64}@[^<>@ \t\r\n]{1,255})>",
    re.IGNORECASE | re.ASCII,
)
_BRACKETED = re.compile(r"[(\[]([0-9]{1,3}(?:\.[0-9]{1,3}){3})[)\]]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\ufeff]")
"""Soft hyphens, joiners and other characters of no width, which web pages put into words."""
_TAG = re.compile(r"</?(?:b|br|code|div|em|font|i|li|p|pre|span|strong|t[drh])(?:[ /][^<>]*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(lt|gt|quot|apos|#39|nbsp|amp);")
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "#39": "'", "nbsp": " ", "amp": "&"}
_FIELDS = "#Fields:"
_REMARK = re.compile(r"#|\[[0-9/: ]{17}\][* ]*LOG FILE ")

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
"""The columns of a W3C log without a ``#Fields`` line."""


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line: the text that may contain a reply, and the facts beside it."""

    text: str
    is_row: bool = False
    """Whether it is a row of the activity log or the W3C log, in which a reply begins with its code."""
    mark: str | None = None
    """The mark of the side, such as ``SMTP-IN``; None outside a log."""
    time: str | None = None
    """The server's local time, such as ``2026-11-24T10:02:33``."""
    address: str | None = None
    """The remote IP address."""
    recipient: str | None = None
    has_command: bool = False
    """Whether it is a row with the command that the reply answers."""
    debug: str | None = None
    """The code of a row of the debug log, such as ``ME-E0125``."""

    @property
    def beside(self) -> Mapping[str, str]:
        """The facts beside the reply, by name: ``time``, ``address``, ``recipient``."""
        facts = {"time": self.time, "address": self.address, "recipient": self.recipient}
        return {name: value for name, value in facts.items() if value}


def fields_of(line: str) -> tuple[str, ...] | None:
    """Return the columns listed in a ``#Fields`` line of a W3C log; None for any other line."""
    return tuple(line[len(_FIELDS) :].split()) if line.startswith(_FIELDS) else None


def is_remark(line: str) -> bool:
    """Return whether a line is about the log itself: a directive of a W3C log, or the mark of its beginning or end."""
    return bool(_REMARK.match(line))


def read_line(line: str, fields: Sequence[str] = W3C_FIELDS) -> LogLine:
    """Return the part of a line that may be a reply, and the facts beside it.

    In the activity log (separated by tabs) that part is column 8. In a W3C log (separated by spaces, with ``+`` for a
    space) it is ``cs-uriquery``. Of any other line it is the whole line.

    Args:
        line: without its line end; a bounce may have several lines.
        fields: the columns of the W3C log that the line may come from.

    """
    if row := _ACTIVITY.match(line):
        return _activity_row(row, line.split("\t"))
    if w3c := _w3c_row(line, fields):
        return w3c
    if row := _DEBUG.match(line):
        address = _BRACKETED.search(line)
        return LogLine(text=line, time=_iso_time(row), address=address[1] if address else None, debug=row[5])
    alone = _DEBUG_ALONE.match(line)
    return LogLine(text=_unfold(line), recipient=_recipient(without_markup(line)), debug=alone[1] if alone else None)


def _activity_row(row: re.Match[str], columns: Sequence[str]) -> LogLine:
    columns = [*columns, *[""] * 8]  # a row may be cut off
    return LogLine(
        text=columns[7],
        is_row=True,
        mark=row[5],
        time=_iso_time(row),
        address=columns[4] or None,
        recipient=_recipient(columns[6]),
        has_command=bool(columns[5]),
    )


def _w3c_row(line: str, fields: Sequence[str]) -> LogLine | None:
    """Return a row of a W3C log, None for any other line; a row that is cut off lacks its last columns."""
    values = dict(zip(fields, line.split(" "), strict=False))
    mark = values.get("agent", "")
    if not (_MARK.match(mark) and _DATE.match(values.get("date", "")) and _TIME.match(values.get("time", ""))):
        return None
    return LogLine(
        text=values.get("cs-uriquery", "").replace("+", " "),
        is_row=True,
        mark=mark,
        time=f"{values['date']}T{values['time']}",
        address=values.get("c-ip") or None,
        recipient=_recipient(values.get("cs-uristem", "").replace("+", " ")),
        has_command=values.get("cs-method", "-") != "-",
    )


def _iso_time(row: re.Match[str]) -> str:
    month, day, year, time = row.group(1, 2, 3, 4)
    return f"20{year}-{month}-{day}T{time}"


def _recipient(text: str) -> str | None:
    match = _RECIPIENT.search(text)
    return match[1] or match[2] or match[3] if match else None


def without_markup(text: str) -> str:
    """Return a text that was copied from HTML as a page shows it."""
    text = _TAG.sub(" ", _INVISIBLE.sub("", text))
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[1]], text)


def _unfold(text: str) -> str:
    """Return a multi-line reply with spaces for the code at the start of each further line (RFC 5321, 4.2.1)."""
    if first := _CONTINUED.match(text):
        repeated = re.compile(rf"(?<=[ \t\r\n]){first[1]}[ -]")
        return text[: first.end()] + repeated.sub(lambda code: " " * len(code[0]), text[first.end() :])
    return text


def decode_line(raw: bytes) -> str:
    """Return the text of a line encoded in UTF-8 or in a Windows code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
