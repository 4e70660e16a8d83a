"""The wordings as a table of patterns, and the replies that a line fits."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.logs import find_reply
from generator.model import Reply
from generator.wording import EXPRESSIONS, Piece

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = {"[": r"[\[(]", "(": r"[\[(]", "]": r"[\])]", ")": r"[\])]"}


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One wording, ready to be looked for."""

    reply: str
    """The id of the reply."""
    code: int
    wording: int
    """The wording's index in the reply, 0 for the canonical one."""
    pieces: tuple[Piece, ...]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The wording as an expression: any letter case, any run of blanks, either kind of bracket."""
        parts = [
            "".join(map(_tolerant, re.split(r"(\s+)", piece)))
            if isinstance(piece, str)
            else f"({EXPRESSIONS[piece.type]})"
            for piece in self.pieces
        ]
        return re.compile("".join(parts), re.IGNORECASE)

    @property
    def words(self) -> set[str]:
        """The words of the literal pieces, in small letters."""
        return {word for piece in self.pieces if isinstance(piece, str) for word in words(piece)}

    @property
    def literal_length(self) -> int:
        """How many characters are literal; the more, the more specific."""
        return sum(len(piece) for piece in self.pieces if isinstance(piece, str))


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, in order."""
    return _WORD.findall(text.lower())


def _tolerant(literal: str) -> str:
    if literal.isspace():
        return r"\s+"
    return "".join(_BRACKETS.get(char, re.escape(char)) for char in literal)


class PatternTable:
    """Every wording of the catalogue, found by its rarest word."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        self.patterns = tuple(
            Pattern(reply=reply.id, code=reply.code, wording=index, pieces=wording.pieces)
            for reply in replies
            for index, wording in enumerate(reply.wordings)
        )
        frequency = Counter(word for pattern in self.patterns for word in pattern.words)
        self._by_word: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            rarest = min(pattern.words, key=lambda word: (frequency[word], word), default="")
            self._by_word.setdefault(rarest, []).append(pattern)

    def matches(self, line: str) -> tuple[Pattern, ...]:
        """Return the patterns that a line fits, the best first.

        A pattern whose code the line does not hold fits only a line without a code. The pattern
        with the most literal text wins, then the one that stands nearer to the reply code.
        """
        reply = find_reply(line)
        found = [
            (pattern.literal_length, -hit.start(), pattern)
            for pattern in self._candidates(reply.text)
            if reply.code in (None, pattern.code) and (hit := pattern.expression.search(reply.text))
        ]
        found.sort(key=lambda entry: entry[:2], reverse=True)
        return tuple(pattern for *_, pattern in found)

    def _candidates(self, text: str) -> Iterator[Pattern]:
        yield from self._by_word.get("", ())
        for word in dict.fromkeys(words(text)):
            yield from self._by_word.get(word, ())
