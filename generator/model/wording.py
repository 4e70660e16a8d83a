"""One spelling of a reply's text: literal pieces and typed placeholders, in order.

``from IP [{ip}] because`` is the literal ``from IP [``, the placeholder ``ip`` and the literal
``] because``. A placeholder stands for the part that changes from row to row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.problem import did_you_mean


class PlaceholderType(StrEnum):
    """What stands in a placeholder's place."""

    IP = "ip"
    """An IPv4 or IPv6 address."""
    HOST = "host"
    """A host name, its first label with a letter, or an IPv4 address."""
    TIME = "time"
    """A date with a time, as the service writes it; holds blanks."""
    VERSION = "version"
    """A product version, such as 10.48."""
    NUMBER = "number"
    """A whole number."""
    WORD = "word"
    """Letters, digits and hyphens without a blank."""
    BASE64 = "base64"
    """A base64 text without a blank."""
    LIST = "list"
    """Words parted by commas, without blanks."""


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
"""Each type as a regular expression that Python, JavaScript and RE2 read alike, in any letter case."""

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
"""How many words, parted by anything but letters and digits, each type takes at the most."""

EDGES = {PlaceholderType.IP: ("::",), PlaceholderType.BASE64: ("==", "=")}
"""What may begin or end a value of a type besides a letter or a digit."""


@dataclass(frozen=True)
class Placeholder:
    """The part of a text that changes."""

    type: PlaceholderType


Piece = str | Placeholder

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def parse_wording(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a wording, literals as text.

    Raises:
        ValueError: a brace is not closed, or the word within is no type.

    """
    pieces: list[Piece] = []
    for index, part in enumerate(_PLACEHOLDER.split(text)):
        if index % 2:
            if part not in set(PlaceholderType):
                near = did_you_mean(part.strip(), PlaceholderType)
                raise ValueError(
                    f"the placeholder {{{part}}} is not known; {near}Known are {', '.join(PlaceholderType)}"
                )
            pieces.append(Placeholder(PlaceholderType(part)))
        elif part:
            if "{" in part or "}" in part:
                raise ValueError("a brace is opened and not closed; write a placeholder as {ip}")
            pieces.append(part)
    return tuple(pieces)


def wording_text(pieces: Iterable[Piece]) -> str:
    """Return the text of a wording, each placeholder in braces."""
    return "".join(piece if isinstance(piece, str) else f"{{{piece.type}}}" for piece in pieces)
