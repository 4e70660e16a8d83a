"""Reply codes in a text: the first one, and the one right before a position.

``explain.js`` contains the same expressions; Python and JavaScript read them alike.
"""

import re
from dataclasses import dataclass

_CODE = re.compile(r"(?<![A-Za-z0-9_.])([2-5][0-5][0-9])([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?:[ -]|\Z)")
_CODE_AT_END = re.compile(
    r"(?<![A-Za-z0-9_.])([2-5][0-5][0-9])(?:[ -]+\1)?([ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?[^A-Za-z0-9]+\Z"
)
_OPENING = re.compile(r"[^A-Za-z0-9]*\Z")
MAX_CODE_DISTANCE = 40
"""How many characters before a text its code is looked for."""


@dataclass(frozen=True, kw_only=True)
class ReplyCode:
    """A reply code found in a text."""

    code: int
    is_enhanced: bool
    """Whether an enhanced status code follows it (RFC 3463)."""
    leads: bool
    """Whether the text begins with it, quotes and brackets apart."""


def first_code(text: str) -> ReplyCode | None:
    """Return the first reply code of a text."""
    match = _CODE.search(text)
    return _reply_code(match, text[: match.start()]) if match else None


def code_before(text: str, position: int) -> ReplyCode | None:
    """Return the reply code that ends right before a position of a text."""
    start = max(0, position - MAX_CODE_DISTANCE)
    match = _CODE_AT_END.search(text[start:position])
    return _reply_code(match, text[: start + match.start()]) if match else None


def last_code(text: str, position: int) -> ReplyCode | None:
    """Return the last reply code before a position of a text, however far away."""
    matches = [*_CODE.finditer(text, 0, position)]
    return _reply_code(matches[-1], text[: matches[-1].start()]) if matches else None


def _reply_code(match: re.Match[str], before: str) -> ReplyCode:
    return ReplyCode(code=int(match[1]), is_enhanced=bool(match[2]), leads=bool(_OPENING.match(before)))
