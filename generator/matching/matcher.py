"""The search for wordings in a text: word by word, whatever separates the words.

Case, line breaks, repeated spaces, quotes, brackets, ``+`` for a space and a final full stop make no difference. The
work is linear in the length of the text: each occurrence of a pattern's anchor is tried once, a placeholder takes a
bounded number of words, and there is no backtracking.

People replace addresses, hosts and times before they show a text to others, or leave them out. Between two literal
words, a few other words or none can stand for a value. At the end of a wording, only words that say so can.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.matching.patterns import Atom, Pattern, PatternTable
from generator.model.wording import PlaceholderType
from generator.model.words import Tokens

_TYPES = {type: re.compile(rf"(?:{type.expression})\Z", re.IGNORECASE | re.ASCII) for type in PlaceholderType}
_CODE = re.compile(r"[2-5][0-5][0-9]")
STAND_IN = (
    r"[0-9]*[xn]+|[0-9]{1,3}|removed|redacted|hidden|masked|deleted|date|time|version|ip|address|host|hostname|server"
    r"|my|our|your"
)
"""A word that people put at the end of a text instead of a value, such as ``x``, ``redacted`` or ``our``."""
MAX_LEADING_WORDS = 16
"""How many words may stand for the values before the first literal, which the code precedes."""
MAX_STAND_IN_WORDS = 6
"""How many words may stand for a value between two literals, such as ``my server ip`` or ``x.x.x.x``."""
_STAND_IN = re.compile(STAND_IN)
_CLASSES = ("2", "4", "5")
"""The words with which an enhanced status code begins."""

MIN_TELLING_LITERALS = 4
"""How many literal words a text needs to be recognized if it is cut off or has no code."""
MIN_CONTINUED_LITERALS = 7
"""How many it needs if the sentence continues: other servers begin theirs with the same few words."""
_AFTER = re.compile(r"[.!]?(?:[^A-Za-z0-9]*\Z|[ \t\r]*[\n\"'()\[\]<>;|\\]|[ \t\r]{2})")
"""The characters after a whole text: a line break, a quote, a bracket or a backslash, or no more words."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A pattern found in a text."""

    pattern: Pattern
    position: int
    """The index of its first character in the text."""
    literals: int
    """How many literal words were found."""
    found: range
    """The indexes of the atoms that were found."""
    is_whole: bool
    """Whether the text contains the pattern to its end."""
    is_alone: bool
    """Whether the sentence ends with it."""
    is_corrected: bool
    """Whether a word of it is misspelled."""
    is_redacted: bool
    """Whether a value is replaced by other words, or left out."""
    is_entire: bool
    """Whether the text consists of it alone, without a code."""
    values: Mapping[str, str]
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
        found=range(len(pattern.atoms) - right.rest),
        is_whole=not right.rest,
        is_alone=bool(_AFTER.match(tokens.text, tokens.spans[right.stop - 1][1])),
        is_corrected=tokens.is_corrected(left.stop + 1, right.stop),
        is_redacted=left.is_redacted or right.is_redacted,
        values={type.value: value for type, value in values},
        is_entire=not right.rest and left.stop == -1 and right.stop == len(tokens.words),
    )


@dataclass(frozen=True)
class _Walk:
    stop: int
    """The index of the word after the last one taken, in the direction of the walk."""
    literals: int
    rest: int
    """How many atoms remain because the text ended."""
    is_redacted: bool


def _walk(
    atoms: Sequence[Atom],
    tokens: Tokens,
    start: int,
    step: int,
    values: list[tuple[PlaceholderType, str]],
) -> _Walk | None:
    """Follow atoms through the words from an index on, to the right or to the left; None if they differ."""
    index, literals, words = start, 0, tokens.words
    is_redacted = is_replaced = False
    for done, atom in enumerate(atoms):
        is_left = 0 <= index < len(words)
        following = atoms[done + 1] if done + 1 < len(atoms) else None
        if not is_left and step > 0:
            is_left_out = all(isinstance(rest, PlaceholderType) for rest in atoms[done:])
            return _Walk(index, literals, 0 if is_left_out else len(atoms) - done, is_redacted or is_left_out)
        if isinstance(atom, PlaceholderType):
            literal = None if isinstance(following, PlaceholderType) else following
            count = _value_length(atom, tokens, index, step, literal) if is_left and not is_replaced else 0
            if count and not (following is None and _is_part(tokens, index + count * step, step)):
                values.append((atom, _value(atom, tokens, index, count * step)))
            else:
                is_redacted = is_replaced = True
                skipped = 0 if isinstance(following, PlaceholderType) else _stand_in(tokens, index, step, following)
                if skipped is None:
                    return None
                count = skipped
            index += count * step
            continue
        is_replaced = False
        if not is_left:
            return _Walk(index, literals, len(atoms) - done, is_redacted)
        if words[index] == atom:
            literals += 1
            index += step
        elif step > 0 and index == len(words) - 1 and atom.startswith(words[index]):
            return _Walk(index + 1, literals, len(atoms) - done, is_redacted)  # cut off within a word
        elif isinstance(following, PlaceholderType) and _is_left_out(atoms[done + 1 :], words[index]):
            is_redacted = is_replaced = True  # the preposition goes with its value, and the walk goes on behind it
        else:
            return None
    return _Walk(index, literals, 0, is_redacted)


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


def _stand_in(tokens: Tokens, start: int, step: int, following: str | None) -> int | None:
    """Return how many words stand for a value, or 0 if it is left out; None if the text goes on differently.

    Between two literals any few words can. At the end of a wording only words that say so can, and before its
    beginning everything up to the code.
    """
    words = tokens.words
    if following is not None:
        for count in range(MAX_STAND_IN_WORDS + 1):
            if not 0 <= start + count * step < len(words):
                return count if _are_stand_ins(words[start:]) else None
            if words[start + count * step] == following:
                return count
        return None
    if step < 0:
        before = words[max(0, start - MAX_LEADING_WORDS) : start + 1][::-1]
        count = next((count for count, word in enumerate(before) if _CODE.fullmatch(word)), 0)
        return count if count and before[count - 1] not in _CLASSES else 0
    others = (count for count, word in enumerate(words[start:]) if not _STAND_IN.fullmatch(word))
    return next(others, len(words) - start)


def _is_part(tokens: Tokens, beyond: int, step: int) -> bool:
    """Return whether a value is part of a longer expression, such as ``mail.[removed].com``, by the word beyond it."""
    if not 0 <= beyond < len(tokens.words) or _CODE.fullmatch(tokens.words[beyond]):
        return False
    is_attached = not re.search(r"\s", tokens.gap(min(beyond, beyond - step)))
    is_stand_in = bool(_STAND_IN.fullmatch(tokens.words[beyond]))
    return is_attached or is_stand_in if step < 0 else is_attached and is_stand_in


def _are_stand_ins(words: Sequence[str]) -> bool:
    return all(map(_STAND_IN.fullmatch, words))


def _is_left_out(atoms: Sequence[Atom], word: str) -> bool:
    """Return whether a word is the first literal after the placeholders at the beginning of atoms."""
    return next((atom for atom in atoms if not isinstance(atom, PlaceholderType)), None) == word


def _continues(tokens: Tokens, index: int, step: int, following: str) -> bool:
    """Return whether a literal is at an index, whole or cut off, or the text ends before it."""
    if not 0 <= index < len(tokens.words) or tokens.words[index] == following:
        return True
    return step > 0 and index == len(tokens.words) - 1 and following.startswith(tokens.words[index])
