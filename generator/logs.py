"""Lines as they stand in logs and bounces, and the reply within them."""

import re
from dataclasses import dataclass

_ACTIVITY = re.compile(r"^\d\d/\d\d/\d\d \d\d:\d\d:\d\d\t(?P<side>[A-Z]+-[A-Z]+)\t")
_W3C = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ (?P<side>[A-Z]+-[A-Z]+) ")
_REPLY = re.compile(
    r"(?<![\w.])(?P<code>[2-5][0-5]\d)(?P<enhanced>[ -][245]\.\d{1,3}\.\d{1,3})?(?:[ -]+|$)(?P<text>.*)",
    re.DOTALL,
)

_ACTIVITY_REPLY = 7
_W3C_REPLY = 9


@dataclass(frozen=True, kw_only=True)
class LogReply:
    """A reply as it stands in a line."""

    code: int | None
    """The reply code; None where the line quotes the text alone."""
    text: str
    """The text, with whatever follows it in the line."""
    side: str | None
    """The side's mark in the log; None outside a log."""
    is_enhanced: bool = False
    """Whether an enhanced status code follows the reply code (RFC 3463)."""


def find_reply(line: str) -> LogReply:
    """Return the reply that a line holds.

    Reads the rows of the activity log (tab separated, the reply in column 8) and of the W3C log
    (blank separated, ``+`` for a blank, the reply in ``cs-uriquery``), and any other line from its
    first reply code on.
    """
    side = None
    text = line
    if row := _ACTIVITY.match(line):
        side, columns = row["side"], line.split("\t")
        text = columns[_ACTIVITY_REPLY] if len(columns) > _ACTIVITY_REPLY else ""
    elif row := _W3C.match(line):
        side, columns = row["side"], line.split(" ")
        text = columns[_W3C_REPLY].replace("+", " ") if len(columns) > _W3C_REPLY else ""
    if found := _REPLY.search(text):
        enhanced = bool(found["enhanced"])
        return LogReply(code=int(found["code"]), text=found["text"], side=side, is_enhanced=enhanced)
    return LogReply(code=None, text=text, side=side)


def decode_line(raw: bytes) -> str:
    """Return the text of a line written in UTF-8 or in a Windows code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
