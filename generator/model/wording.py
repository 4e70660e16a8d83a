"""The text of a reply: literal pieces and typed placeholders, in order.

``from IP [{ip}] because`` consists of the literal ``from IP [``, the placeholder ``ip`` and the literal
``] because``. A placeholder marks a part that changes from row to row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.model.words import words
from generator.problem import did_you_mean


class PlaceholderType(StrEnum):
    """The kind of value that replaces a placeholder."""

    IP = "ip"
    """An IPv4 or IPv6 address."""
    HOST = "host"
    """A host name whose first label has a letter, or an IPv4 address."""
    TIME = "time"
    """A date with a time, as the service writes it; contains spaces."""
    VERSION = "version"
    """A product version, such as 10.48."""
    NUMBER = "number"
    """A whole number."""
    WORD = "word"
    """Letters, digits and hyphens without spaces."""
    BASE64 = "base64"
    """A base64 text without spaces."""
    LIST = "list"
    """Words separated by commas, without spaces."""


EXPRESSIONS = {
    PlaceholderType.IP: r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,8}",
    PlaceholderType.HOST: r"[0-9]*[a-z_-][a-z0-9._-]*|[0-9]{1,3}(\.[0-9]{1,3}){3}",
    PlaceholderType.TIME: r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}[ ,]{1,2}[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [ap]m)?",
    PlaceholderType.VERSION: r"[0-9][0-9a-z.-]*",
    PlaceholderType.NUMBER: r"[0-9]+",
    PlaceholderType.WORD: r"[a-z0-9-]+",
    PlaceholderType.BASE64: r"[a-z0-9+/]+={0,2}",
    PlaceholderType.LIST: r"[a-z0-9-]+(,[a-z0-9-]+)*",
}
"""A regular expression for each type, with the same meaning in Python, JavaScript and RE2; case is ignored."""

MAX_VALUE_WORDS = {
    PlaceholderType.IP: 8,
    PlaceholderType.HOST: 12,
    PlaceholderType.TIME: 7,
    PlaceholderType.VERSION: 6,
    PlaceholderType.NUMBER: 1,
    PlaceholderType.WORD: 4,
    PlaceholderType.BASE64: 24,
    PlaceholderType.LIST: 40,
}
"""The most words that a value of each type has; any character except ASCII letters and digits separates words."""

EDGES = {PlaceholderType.IP: ("::",), PlaceholderType.BASE64: ("==", "=")}
"""What a value of a type may begin or end with besides a letter or a digit."""


@dataclass(frozen=True)
class Placeholder:
    """A part of a text that changes."""

    type: PlaceholderType


Piece = str | Placeholder

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def parse_wording(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a wording.

    A ``ValueError`` is raised for an unclosed brace, for an unknown type, and for a text without a word, by which no
    line can be recognized.
    """
    pieces: list[Piece] = []
    for index, part in enumerate(_PLACEHOLDER.split(text)):
        if index % 2:
            if part not in set(PlaceholderType):
                near = did_you_mean(part.strip(), PlaceholderType)
                raise ValueError(f"unknown placeholder {{{part}}}; {near}Expected one of: {', '.join(PlaceholderType)}")
            pieces.append(Placeholder(PlaceholderType(part)))
        elif part:
            if "{" in part or "}" in part:
                raise ValueError("unmatched brace; write a placeholder as {ip}")
            pieces.append(part)
    if not any(words(piece) for piece in pieces if isinstance(piece, str)):
        raise ValueError("the text consists of placeholders only; write at least one word of letters or digits")
    return tuple(pieces)


def wording_text(pieces: Iterable[Piece]) -> str:
    """Return the text of a wording, each placeholder in braces."""
    return "".join(piece if isinstance(piece, str) else f"{{{piece.type}}}" for piece in pieces)
