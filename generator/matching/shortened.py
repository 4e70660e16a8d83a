"""Texts that lack words of a wording, recognized by its telling words.

A word of a wording is telling if the words around it appear in no other reply's wordings and in no standard's text. A
text is a shortened wording if it contains a run of its words, one of them telling. Such a run is left if someone cuts a
text, leaves words out or mistypes some.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.matching.patterns import Atom, Pattern
from generator.matching.standard_texts import STANDARD_TEXTS
from generator.model.wording import PlaceholderType
from generator.model.words import Tokens, words

STANDARD = ""
"""The owner of the standards' texts."""
SHARED_WORDS = 3
"""So many words in a row that another text has too are shared."""
MIN_RUN_WORDS = 4
MIN_RUN_SHARE = 0.25
"""The least part of a wording's literal words that a run must have: long wordings end in common advice."""
MIN_RUN_WORDS_WITHOUT_CODE, MIN_RUN_SHARE_WITHOUT_CODE = 5, 0.3
_FUNCTION_WORDS = frozenset(
    words(
        "a an and are as at be been by can could did do does for from had has have if in into is it its may must no not"
        " of on or our please so than that the their then there this to was we were when which will with would you your"
    )
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words of a text that are words of a wording, in a row."""

    pattern: Pattern
    position: int
    """The index of its first character in the text."""
    length: int
    """The number of its words."""

    @property
    def is_long(self) -> bool:
        """Whether the run is long enough without a code."""
        least = MIN_RUN_SHARE_WITHOUT_CODE * self.pattern.literals
        return self.length >= max(MIN_RUN_WORDS_WITHOUT_CODE, least)


class RunTable:
    """The telling words of patterns, and the patterns by each four words in a row."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        standard = _owners((STANDARD, words(text)) for text in STANDARD_TEXTS)
        others = _owners((pattern.reply, pattern.atoms) for pattern in patterns)
        self.own: Mapping[int, frozenset[int]] = {pattern.index: _unshared(pattern, standard) for pattern in patterns}
        """The indexes of the literal atoms of each pattern that no standard's text contains, by the pattern's index."""
        self.telling: Mapping[int, frozenset[int]] = {
            pattern.index: frozenset(
                at
                for at in self.own[pattern.index] & _unshared(pattern, others)
                if pattern.atoms[at] not in _FUNCTION_WORDS
            )
            for pattern in patterns
        }
        """The indexes of the telling atoms of each pattern."""
        self._by_words: dict[tuple[Atom, ...], list[tuple[Pattern, int]]] = {}
        for pattern in patterns:
            for index, row in _rows(pattern.atoms, MIN_RUN_WORDS):
                self._by_words.setdefault(row, []).append((pattern, index))

    def runs(self, tokens: Tokens) -> Sequence[Run]:
        """Return the longest run of each reply that the text shortens, the longest first."""
        best: dict[str, Run] = {}
        text = tokens.words
        for start in range(len(text) - MIN_RUN_WORDS + 1):
            for pattern, index in self._by_words.get(text[start : start + MIN_RUN_WORDS], ()):
                if start and index and _is_word(pattern.atoms[index - 1], text[start - 1]):
                    continue  # a part of the run that began a word earlier
                length = _length(pattern.atoms[index:], text, start)
                is_telling = not self.telling[pattern.index].isdisjoint(range(index, index + length))
                if is_telling and length >= MIN_RUN_SHARE * pattern.literals:
                    run = Run(pattern=pattern, position=tokens.spans[start][0], length=length)
                    if pattern.reply not in best or length > best[pattern.reply].length:
                        best[pattern.reply] = run
        return sorted(best.values(), key=lambda run: -run.length)


def _owners(texts: Iterable[tuple[str, Sequence[Atom]]]) -> Mapping[tuple[Atom, ...], set[str]]:
    """Return the owners of each row of ``SHARED_WORDS`` words."""
    owners: dict[tuple[Atom, ...], set[str]] = {}
    for owner, atoms in texts:
        for _, row in _rows(atoms, SHARED_WORDS):
            owners.setdefault(row, set()).add(owner)
    return owners


def _unshared(pattern: Pattern, owners: Mapping[tuple[Atom, ...], set[str]]) -> frozenset[int]:
    """Return the indexes of the literal atoms that aren't part of a row of words that someone else has too."""
    shared = {
        at
        for index, row in _rows(pattern.atoms, SHARED_WORDS)
        if owners.get(row, set()) - {pattern.reply}
        for at in range(index, index + SHARED_WORDS)
    }
    literals = (at for at, atom in enumerate(pattern.atoms) if not isinstance(atom, PlaceholderType))
    return frozenset(literals) - shared


def _rows(atoms: Sequence[Atom], count: int) -> Iterator[tuple[int, tuple[Atom, ...]]]:
    """Yield each row of so many literal words, with its index."""
    for index in range(len(atoms) - count + 1):
        row = tuple(atoms[index : index + count])
        if not any(isinstance(atom, PlaceholderType) for atom in row):
            yield index, row


def _length(atoms: Sequence[Atom], text: Sequence[str], start: int) -> int:
    pairs = zip(atoms, text[start:], strict=False)
    different = (count for count, (atom, word) in enumerate(pairs) if not _is_word(atom, word))
    return next(different, min(len(atoms), len(text) - start))


def _is_word(atom: Atom, word: str) -> bool:
    return atom == word and not isinstance(atom, PlaceholderType)  # the type "ip" is equal to the word "ip"
