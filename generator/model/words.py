"""A text as words, which stay the same however a line is wrapped, quoted, cased or encoded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

_WORD = re.compile(r"[A-Za-z0-9]+")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a word consists of ASCII letters and digits."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [word.lower() for word in _WORD.findall(text)]  # other letters may have an ASCII letter as their lower case


@dataclass(frozen=True)
class Tokens:
    """A text and its words."""

    text: str
    corrections: Mapping[str, str] = field(default_factory=dict)
    """The right spelling of each misspelled word."""

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The start and end of each word in the text."""
        return tuple(word.span() for word in _WORD.finditer(self.text))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in lower case, corrected."""
        if not self.corrections:
            return tuple(words(self.text))
        return tuple(self.corrections.get(word, word) for word in words(self.text))

    def is_corrected(self, start: int, end: int) -> bool:
        """Return whether any of the words from ``start`` up to ``end`` is misspelled."""
        return bool(self.corrections) and any(
            self.text[low:high].lower() in self.corrections for low, high in self.spans[start:end]
        )

    def gap(self, index: int) -> str:
        """Return the characters between a word and the next one."""
        return self.text[self.spans[index][1] : self.spans[index + 1][0]]

    def slice(self, start: int, end: int, edges: Sequence[str] = ()) -> str:
        """Return the text from the word ``start`` up to the word ``end``.

        The first of ``edges`` that is directly before or after it is included, as ``::`` is in ``::1``.
        """
        low, high = self.spans[start][0], self.spans[end - 1][1]
        low -= next((len(edge) for edge in edges if self.text.endswith(edge, 0, low)), 0)
        high += next((len(edge) for edge in edges if self.text.startswith(edge, high)), 0)
        return self.text[low:high]
