"""Every wording as a pattern of words and placeholders, looked up by a rare word near its beginning."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from generator.matching.typos import Spelling
from generator.model.wording import Piece, PlaceholderType
from generator.model.words import words

MAX_ANCHOR_WORDS = 4
"""The anchor is the rarest of this many first words, so that a text that is cut off still contains it."""

Atom = str | PlaceholderType
"""A literal word in lower case, or a placeholder."""


class Recognizable(Protocol):
    """An entry with texts: a reply of the index, or a message."""

    @property
    def id(self) -> str: ...  # noqa: D102  # the protocol of a field

    @property
    def code(self) -> int: ...  # noqa: D102

    @property
    def wordings(self) -> tuple[tuple[Piece, ...], ...]: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One wording as words and placeholders."""

    index: int
    """Its position in the table."""
    reply: str
    """The id of the reply."""
    code: int
    wording: int
    """The index of the wording in the reply, 0 for the canonical one."""
    atoms: tuple[Atom, ...]
    anchor: int
    """The index of the literal word by which the pattern is looked up."""

    @cached_property
    def before(self) -> str | None:
        """The literal word before the anchor."""
        return self._literal(self.anchor - 1)

    @cached_property
    def after(self) -> str | None:
        """The literal word after the anchor."""
        return self._literal(self.anchor + 1)

    def _literal(self, index: int) -> str | None:
        atom = self.atoms[index] if 0 <= index < len(self.atoms) else None
        return None if isinstance(atom, PlaceholderType) else atom

    @property
    def literals(self) -> int:
        """The number of literal words; the more, the more specific."""
        return sum(not isinstance(atom, PlaceholderType) for atom in self.atoms)

    @property
    def vocabulary(self) -> Sequence[str]:
        """The literal words, each once, in order."""
        return tuple(dict.fromkeys(atom for atom in self.atoms if not isinstance(atom, PlaceholderType)))


class PatternTable:
    """The patterns of every wording of the replies."""

    def __init__(self, replies: Iterable[Recognizable]) -> None:
        wordings = [(reply, index, _atoms(pieces)) for reply in replies for index, pieces in enumerate(reply.wordings)]
        frequency = Counter(atom for *_, atoms in wordings for atom in set(atoms))
        self.patterns = tuple(
            Pattern(
                index=position,
                reply=reply.id,
                code=reply.code,
                wording=index,
                atoms=atoms,
                anchor=_anchor(atoms, frequency),
            )
            for position, (reply, index, atoms) in enumerate(wordings)
        )

    @cached_property
    def _by_anchor(self) -> Mapping[str, Sequence[Pattern]]:
        return _grouped((str(pattern.atoms[pattern.anchor]), pattern) for pattern in self.patterns)

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[Pattern]]:
        return _grouped((word, pattern) for pattern in self.patterns for word in pattern.vocabulary)

    @cached_property
    def spelling(self) -> Spelling:
        """The correction of words that are nearly a literal word."""
        return Spelling(self._by_word)

    def with_word(self, word: str) -> Sequence[Pattern]:
        """Return the patterns that contain a literal word."""
        return self._by_word.get(word, ())

    def with_anchor(self, word: str) -> Sequence[Pattern]:
        """Return the patterns that are looked up by a word."""
        return self._by_anchor.get(word, ())


def _atoms(pieces: Iterable[Piece]) -> tuple[Atom, ...]:
    return tuple(
        atom for piece in pieces for atom in ((piece,) if isinstance(piece, PlaceholderType) else words(piece))
    )


def _grouped(pairs: Iterable[tuple[str, Pattern]]) -> dict[str, list[Pattern]]:
    groups: dict[str, list[Pattern]] = {}
    for word, pattern in pairs:
        groups.setdefault(word, []).append(pattern)
    return groups


def _anchor(atoms: Sequence[Atom], frequency: Mapping[Atom, int]) -> int:
    """Return the index of the rarest of the first literals; the longest of equally rare ones."""
    literals = [index for index, atom in enumerate(atoms) if not isinstance(atom, PlaceholderType)]
    return min(literals[:MAX_ANCHOR_WORDS], key=lambda index: (frequency[atoms[index]], -len(atoms[index]), index))
