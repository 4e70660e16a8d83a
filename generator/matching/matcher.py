"""The search for wordings in a text: word by word, whatever separates the words.

Case, line breaks, repeated spaces, quotes, brackets, ``+`` for a space and a final full stop make no difference. The
work is linear in the length of the text: each occurrence of a pattern's anchor is tried once, a placeholder takes a
bounded number of words, and there is no backtracking.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.matching.patterns import Atom, Pattern, PatternTable
from generator.model.wording import PlaceholderType
from generator.model.words import Tokens

_TYPES = {type: re.compile(rf"(?:{type.expression})\Z", re.IGNORECASE | re.ASCII) for type in PlaceholderType}
_CODE = re.compile(r"[2-5][0-5][0-9]")

MIN_TELLING_LITERALS = 4
"""How many literal words a text needs to be recognized if it is cut off or has no code."""
MIN_CONTINUED_LITERALS = 7
"""How many it needs if the sentence continues: other servers begin theirs with the same few words."""
_AFTER = re.compile(r"[.!]?(?:[ \t\r]*\Z|[ \t\r]*[\n\"'()\[\]<>;|]|[ \t\r]{2})")
"""Characters that may follow a whole text: a line break, a quote or a bracket, or none."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A pattern found in a text."""

    pattern: Pattern
    position: int
    """The index of its first character in the text."""
    literals: int
    """How many literal words were found."""
    is_whole: bool
    """Whether the text contains the pattern to its end."""
    is_alone: bool
    """Whether the sentence ends with it."""
    is_corrected: bool
    """Whether a word of it is misspelled."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The value of each placeholder, by its type."""

    @property
    def is_telling(self) -> bool:
        """Whether the match is too long to be chance."""
        is_continued = self.is_whole and not self.is_alone
        return self.literals >= (MIN_CONTINUED_LITERALS if is_continued else MIN_TELLING_LITERALS)

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """The order of matches, best last: whole after cut off, long after short, early after late."""
        return (self.is_whole, self.literals, self.is_alone, -self.position)


def find_matches(table: PatternTable, tokens: Tokens) -> list[Match]:
    """Return the best match of each pattern that the text contains, best first."""
    best: dict[int, Match] = {}
    for index, word in enumerate(tokens.words):
        for pattern in table.with_anchor(word):
            if not _has_neighbours(pattern, tokens.words, index):
                continue
            match = _align(pattern, tokens, index)
            if match and (match.is_whole or match.is_telling):
                previous = best.get(pattern.index)
                if previous is None or match.rank > previous.rank:
                    best[pattern.index] = match
    return sorted(best.values(), key=lambda match: match.rank, reverse=True)


def _has_neighbours(pattern: Pattern, words: Sequence[str], anchor: int) -> bool:
    """Return whether the words beside an anchor fit the pattern; most patterns are ruled out by them."""
    before, after = pattern.before, pattern.after
    if before and (not anchor or words[anchor - 1] != before):
        return False
    last = len(words) - 1
    return (
        not after
        or anchor == last
        or words[anchor + 1] == after
        or (anchor + 1 == last and after.startswith(words[last]))
    )


def _align(pattern: Pattern, tokens: Tokens, anchor: int) -> Match | None:
    values: list[tuple[PlaceholderType, str]] = []
    left = _walk(pattern.atoms[: pattern.anchor][::-1], tokens, anchor - 1, -1, values)
    if left is None or left.rest:
        return None
    values.reverse()
    right = _walk(pattern.atoms[pattern.anchor + 1 :], tokens, anchor + 1, 1, values)
    if right is None:
        return None
    return Match(
        pattern=pattern,
        position=tokens.spans[left.stop + 1][0],
        literals=left.literals + 1 + right.literals,
        is_whole=not right.rest,
        is_alone=bool(_AFTER.match(tokens.text, tokens.spans[right.stop - 1][1])),
        is_corrected=tokens.is_corrected(left.stop + 1, right.stop),
        values={type.value: value for type, value in values},
    )


@dataclass(frozen=True)
class _Walk:
    stop: int
    """The index of the word after the last one taken, in the direction of the walk."""
    literals: int
    rest: int
    """How many atoms remain because the text ended."""


def _walk(
    atoms: Sequence[Atom],
    tokens: Tokens,
    start: int,
    step: int,
    values: list[tuple[PlaceholderType, str]],
) -> _Walk | None:
    """Follow atoms through the words from an index on, to the right or to the left; None if they differ."""
    index, literals, words = start, 0, tokens.words
    for done, atom in enumerate(atoms):
        if not 0 <= index < len(words):
            return _Walk(index, literals, len(atoms) - done)
        if isinstance(atom, PlaceholderType):
            following = atoms[done + 1] if done + 1 < len(atoms) else None
            literal = None if isinstance(following, PlaceholderType) else following
            count = _value_length(atom, tokens, index, step, literal)
            if not count:
                return None
            values.append((atom, _value(atom, tokens, index, count * step)))
            index += count * step
        elif words[index] == atom:
            literals += 1
            index += step
        elif step > 0 and index == len(words) - 1 and atom.startswith(words[index]):
            return _Walk(index + 1, literals, len(atoms) - done)  # cut off within a word
        else:
            return None
    return _Walk(index, literals, 0)


def _value_length(type: PlaceholderType, tokens: Tokens, start: int, step: int, following: str | None) -> int:
    """Return how many words a placeholder takes: up to the next literal, or as many as fit its type."""
    longest = 0
    room = len(tokens.words) - start if step > 0 else start + 1
    for count in range(1, min(type.max_words, room) + 1):
        if step < 0 and longest and _CODE.fullmatch(tokens.words[start - count + 1]):
            break  # a text that begins with a placeholder doesn't extend back over its code
        fits = bool(_TYPES[type].match(_value(type, tokens, start, count * step)))
        if following is not None:
            if fits and _continues(tokens, start + count * step, step, following):
                return count
        elif fits:
            longest = count
        elif longest:
            break
    return longest


def _value(type: PlaceholderType, tokens: Tokens, start: int, length: int) -> str:
    """Return the text of so many words from an index on, to the left if the length is negative."""
    first, end = (start, start + length) if length > 0 else (start + length + 1, start + 1)
    return tokens.slice(first, end, type.edges)


def _continues(tokens: Tokens, index: int, step: int, following: str) -> bool:
    """Return whether a literal is at an index, whole or cut off, or the text ends before it."""
    if not 0 <= index < len(tokens.words) or tokens.words[index] == following:
        return True
    return step > 0 and index == len(tokens.words) - 1 and following.startswith(tokens.words[index])
