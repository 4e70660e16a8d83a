"""Where a wording stands in a text: word by word, whatever stands between the words.

Letter case, line breaks, runs of blanks, quotes, brackets, ``+`` for a blank and a final full stop
make no difference. The work is linear in the text: every occurrence of a pattern's anchor word is
tried once, a placeholder takes a bounded number of words, and nothing is tried again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.matching.patterns import Pattern, PatternTable
from generator.model.wording import EDGES, EXPRESSIONS, MAX_VALUE_WORDS, PlaceholderType
from generator.model.words import Tokens

_TYPES = {type: re.compile(rf"(?:{text})\Z", re.IGNORECASE | re.ASCII) for type, text in EXPRESSIONS.items()}
_CODE = re.compile(r"[2-5][0-5][0-9]")

TELLING = 4
"""How many literal words a text needs to be known when it is cut off, or has no code."""
GOES_ON = 7
"""How many it needs when the same sentence goes on: other servers begin theirs with the same few words."""
_AFTER = re.compile(r"[.!]?(?:[ \t\r]*\Z|[ \t\r]*[\n\"'()\[\]<>;|]|[ \t\r]{2})")
"""What may follow a whole text: the end, a line break, a quote or a bracket."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A pattern found in a text."""

    pattern: Pattern
    position: int
    """Where in the text the first word begins."""
    literals: int
    """How many literal words were found."""
    is_whole: bool
    """Whether the text holds the pattern to its end, and is not cut off."""
    is_alone: bool
    """Whether nothing of the same sentence follows."""
    is_corrected: bool
    """Whether a word in it is misspelt."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in the place of each placeholder, by its type."""

    @property
    def is_telling(self) -> bool:
        """Whether the match is long enough to be more than chance."""
        return self.literals >= (GOES_ON if self.is_whole and not self.is_alone else TELLING)

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """The higher, the better: long before short, whole before cut, early before late."""
        return (self.is_whole, self.literals, self.is_alone, -self.position)


def find(table: PatternTable, tokens: Tokens) -> list[Match]:
    """Return every pattern that stands in the text, the best match of each, best first."""
    best: dict[tuple[str, int], Match] = {}
    for at, word in enumerate(tokens.words):
        for pattern in table.anchored(word):
            match = _align(pattern, tokens, at)
            if match and (match.is_whole or match.is_telling):
                key = (pattern.reply, pattern.wording)
                if key not in best or match.rank > best[key].rank:
                    best[key] = match
    return sorted(best.values(), key=lambda match: match.rank, reverse=True)


def _align(pattern: Pattern, tokens: Tokens, at: int) -> Match | None:
    """Return the match of a pattern whose anchor is the word ``at``, or None."""
    values: list[tuple[PlaceholderType, str]] = []
    before = pattern.atoms[: pattern.anchor]
    left = _walk(before[::-1], tokens, at - 1, -1, values)
    if left is None or left.rest:
        return None
    values.reverse()
    right = _walk(pattern.atoms[pattern.anchor + 1 :], tokens, at + 1, 1, values)
    if right is None:
        return None
    end = tokens.spans[right.stop - 1][1]
    return Match(
        pattern=pattern,
        position=tokens.spans[left.stop + 1][0],
        literals=left.literals + 1 + right.literals,
        is_whole=not right.rest,
        is_alone=bool(_AFTER.match(tokens.text, end)),
        is_corrected=tokens.is_corrected(left.stop + 1, right.stop),
        values={type.value: value for type, value in values},
    )


@dataclass(frozen=True)
class _Walk:
    stop: int
    """The index of the word after the last one taken, in the direction of the walk."""
    literals: int
    rest: int
    """How many atoms are left over because the text ended."""


def _walk(
    atoms: Sequence[str | PlaceholderType],
    tokens: Tokens,
    at: int,
    step: int,
    values: list[tuple[PlaceholderType, str]],
) -> _Walk | None:
    """Follow atoms through the words from ``at`` on, to the right or to the left; None where they differ."""
    literals, words = 0, tokens.words
    for index, atom in enumerate(atoms):
        if not 0 <= at < len(words):
            return _Walk(at, literals, len(atoms) - index)
        if isinstance(atom, PlaceholderType):
            following = atoms[index + 1] if index + 1 < len(atoms) else None
            count = _taken(atom, tokens, at, step, None if isinstance(following, PlaceholderType) else following)
            if not count:
                return None
            low, high = (at, at + count) if step > 0 else (at - count + 1, at + 1)
            values.append((atom, tokens.slice(low, high, EDGES.get(atom, ()))))
            at += count * step
        elif words[at] == atom:
            literals += 1
            at += step
        elif step > 0 and at == len(words) - 1 and atom.startswith(words[at]):
            return _Walk(at + 1, literals, len(atoms) - index)  # cut off within a word
        else:
            return None
    return _Walk(at, literals, 0)


def _taken(type: PlaceholderType, tokens: Tokens, at: int, step: int, following: str | None) -> int:
    """Return how many words a placeholder takes: up to the next literal, or as many as fit its type."""
    taken = 0
    for count in _counts(type, tokens, at, step):
        low, high = (at, at + count) if step > 0 else (at - count + 1, at + 1)
        if step < 0 and taken and _CODE.fullmatch(tokens.words[low]):
            break  # a text that begins with a placeholder does not reach back over its code
        fits = bool(_TYPES[type].match(tokens.slice(low, high, EDGES.get(type, ()))))
        if following is not None:
            beyond = at + count * step
            if fits and _goes_on(tokens, beyond, step, following):
                return count
        elif fits:
            taken = count
        elif taken:
            break
    return taken


def _goes_on(tokens: Tokens, at: int, step: int, following: str) -> bool:
    """Tell whether a literal stands at ``at``, whole or cut off, or the text ends before it."""
    if not 0 <= at < len(tokens.words) or tokens.words[at] == following:
        return True
    return step > 0 and at == len(tokens.words) - 1 and following.startswith(tokens.words[at])


def _counts(type: PlaceholderType, tokens: Tokens, at: int, step: int) -> Iterator[int]:
    room = len(tokens.words) - at if step > 0 else at + 1
    return iter(range(1, min(MAX_VALUE_WORDS[type], room) + 1))
