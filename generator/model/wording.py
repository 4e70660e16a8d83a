"""The text of a reply: literal pieces and typed placeholders, in order.

``from IP [{ip}] because`` consists of the literal ``from IP [``, the placeholder ``ip`` and the literal
``] because``.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from generator.model.words import words
from generator.problem import did_you_mean


class PlaceholderType(StrEnum):
    """A part of a text that changes from row to row, and the form of its values."""

    expression: str
    """A regular expression with the same meaning in Python, JavaScript and RE2; case is ignored."""
    max_words: int
    """The most words of a value; any character except ASCII letters and digits separates words."""
    edges: tuple[str, ...]
    """Characters other than letters and digits with which a value may begin or end."""

    def __new__(cls, value: str, expression: str = "", max_words: int = 0, *edges: str) -> Self:
        """Return a type with the form of its values."""
        type = str.__new__(cls, value)
        type._value_, type.expression, type.max_words, type.edges = value, expression, max_words, edges
        return type

    IP = "ip", r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,8}", 8, "::"
    """An IPv4 or IPv6 address."""
    HOST = "host", r"[0-9]*[a-z_-][a-z0-9._-]*|[0-9]{1,3}(\.[0-9]{1,3}){3}", 12
    """A host name whose first label has a letter, or an IPv4 address."""
    TIME = "time", r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}[ ,]{1,2}[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [ap]m)?", 7
    """A date with a time, as the service writes it; contains spaces."""
    VERSION = "version", r"[0-9]([0-9a-z.-]*[0-9a-z])?", 6
    """A product version, such as 10.48."""
    NUMBER = "number", r"[0-9]+", 1
    """A whole number."""
    WORD = "word", r"[a-z0-9-]+", 4
    """Letters, digits and hyphens without spaces."""
    BASE64 = "base64", r"[a-z0-9+/]+={0,2}", 24, "==", "="
    """A base64 text without spaces."""
    LIST = "list", r"[a-z0-9-]+(,[a-z0-9-]+)*", 40
    """Words separated by commas, without spaces."""


Piece = str | PlaceholderType

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
            pieces.append(PlaceholderType(part))
        elif part:
            if "{" in part or "}" in part:
                raise ValueError("unmatched brace; write a placeholder as {ip}")
            pieces.append(part)
    if not any(words(piece) for piece in pieces if not isinstance(piece, PlaceholderType)):
        raise ValueError("the text consists of placeholders only; write at least one word of letters or digits")
    return tuple(pieces)


def wording_text(pieces: Iterable[Piece]) -> str:
    """Return the text of a wording, each placeholder in braces."""
    return "".join(f"{{{piece}}}" if isinstance(piece, PlaceholderType) else piece for piece in pieces)
