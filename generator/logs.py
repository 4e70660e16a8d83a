"""Lines as they stand in logs and bounces, and the part of them that is a reply.

The expressions here stand again in ``explain.js`` and are read alike by both languages.
"""

import re
from dataclasses import dataclass

_ACTIVITY = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\t([A-Z]+-[A-Z]+)\t")
_W3C = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [^ ]+ ([A-Z]+-[A-Z]+) ")
_CODE = re.compile(r"(?<![A-Za-z0-9_.])([2-5][0-5][0-9])([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?:[ -]|\Z)")
_CODE_AT_END = re.compile(
    r"(?<![A-Za-z0-9_.])([2-5][0-5][0-9])(?:[ -]+\1)?([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?[^A-Za-z0-9]+\Z"
)
_OPENING = re.compile(r"[^A-Za-z0-9]*\Z")

_ACTIVITY_REPLY = 7
_W3C_REPLY = 9
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
    """A line: the side it tells, and the text that may hold a reply."""

    text: str
    mark: str | None
    """The side's mark in the log; None outside a log."""

    @property
    def first_code(self) -> ReplyCode | None:
        """The first reply code of the text."""
        found = _CODE.search(self.text)
        return _reply_code(found, self.text[: found.start()]) if found else None

    def code_before(self, position: int) -> ReplyCode | None:
        """Return the reply code that stands right before a position of the text, or None."""
        before = self.text[max(0, position - _LOOK_BACK) : position]
        found = _CODE_AT_END.search(before)
        return (
            _reply_code(found, self.text[: max(0, position - _LOOK_BACK)] + before[: found.start()]) if found else None
        )


def _reply_code(found: re.Match[str], before: str) -> ReplyCode:
    return ReplyCode(code=int(found[1]), is_enhanced=bool(found[2]), leads=bool(_OPENING.match(before)))


def read_line(line: str) -> LogLine:
    """Return the part of a line that may hold a reply.

    Of a row of the activity log (parted by tabs) that is column 8; of a row of the W3C log (parted by
    blanks, ``+`` for a blank) it is ``cs-uriquery``, column 10; of any other line it is the whole.
    """
    if row := _ACTIVITY.match(line):
        columns = line.split("\t")
        return LogLine(text=columns[_ACTIVITY_REPLY] if len(columns) > _ACTIVITY_REPLY else "", mark=row[1])
    if row := _W3C.match(line):
        columns = line.split(" ")
        return LogLine(text=columns[_W3C_REPLY].replace("+", " ") if len(columns) > _W3C_REPLY else "", mark=row[1])
    return LogLine(text=line, mark=None)


def decode_line(raw: bytes) -> str:
    """Return the text of a line written in UTF-8 or in a Windows code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
