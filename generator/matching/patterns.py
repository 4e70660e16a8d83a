"""The wordings as one table of patterns, found by a telling word near their beginning."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.matching.typos import Spelling
from generator.model.entries import Reply
from generator.model.wording import Piece, PlaceholderType
from generator.model.words import words

ANCHOR_WITHIN = 4
"""The anchor is the rarest of so many first words, so that a text that is cut off still holds it."""

Atom = str | PlaceholderType
"""A literal word in small letters, or a placeholder."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One wording as words and placeholders."""

    index: int
    """Its place in the table."""
    reply: str
    """The id of the reply."""
    code: int
    wording: int
    """The wording's index in the reply, 0 for the canonical one."""
    atoms: tuple[Atom, ...]
    anchor: int
    """The index of the literal that the search begins with."""

    @property
    def literals(self) -> int:
        """How many words are literal; the more, the more specific."""
        return sum(not isinstance(atom, PlaceholderType) for atom in self.atoms)

    @property
    def vocabulary(self) -> Sequence[str]:
        """The literal words, each once, in order."""
        return tuple(dict.fromkeys(atom for atom in self.atoms if not isinstance(atom, PlaceholderType)))


def atoms(pieces: Sequence[Piece]) -> tuple[Atom, ...]:
    """Return the words and placeholders of a wording, in order."""
    found: list[Atom] = []
    for piece in pieces:
        found += words(piece) if isinstance(piece, str) else [piece.type]
    return tuple(found)


class PatternTable:
    """Every wording of the catalogue."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        wordings = [
            (reply, index, atoms(wording.pieces)) for reply in replies for index, wording in enumerate(reply.wordings)
        ]
        frequency = Counter(atom for *_, parts in wordings for atom in set(parts))
        self.patterns = tuple(
            Pattern(
                index=at,
                reply=reply.id,
                code=reply.code,
                wording=index,
                atoms=parts,
                anchor=_anchor(parts, frequency),
            )
            for at, (reply, index, parts) in enumerate(wordings)
        )

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[Pattern]]:
        return _grouped((str(pattern.atoms[pattern.anchor]), pattern) for pattern in self.patterns)

    @cached_property
    def _holding(self) -> Mapping[str, Sequence[Pattern]]:
        return _grouped((word, pattern) for pattern in self.patterns for word in pattern.vocabulary)

    @cached_property
    def spelling(self) -> Spelling:
        """Knows the literal words."""
        return Spelling(self._holding)

    def holding(self, word: str) -> Sequence[Pattern]:
        """Return the patterns with ``word`` among their literals."""
        return self._holding.get(word, ())

    def anchored(self, word: str) -> Sequence[Pattern]:
        """Return the patterns whose anchor is ``word``."""
        return self._by_word.get(word, ())


def _grouped(pairs: Iterable[tuple[str, Pattern]]) -> dict[str, list[Pattern]]:
    groups: dict[str, list[Pattern]] = {}
    for word, pattern in pairs:
        groups.setdefault(word, []).append(pattern)
    return groups


def _anchor(parts: Sequence[Atom], frequency: Mapping[Atom, int]) -> int:
    """Return the index of the rarest of the first literals; the longest of equally rare ones."""
    literals = [index for index, atom in enumerate(parts) if not isinstance(atom, PlaceholderType)]
    return min(literals[:ANCHOR_WITHIN], key=lambda index: (frequency[parts[index]], -len(parts[index]), index))
