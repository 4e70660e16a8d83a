"""The replies that come nearest to a text which the catalogue does not have: they share its rare words."""

from collections.abc import Sequence

from generator.patterns import Pattern, PatternTable
from generator.tokens import Tokens

SHARED = 0.5
"""How much of a wording's weight a text must hold; a word weighs less the more wordings have it."""
COMMON = 50
"""Words in more wordings than this tell nothing."""
MOST = 3
"""How many replies are named."""


def nearest(table: PatternTable, tokens: Tokens) -> Sequence[str]:
    """Return the ids of the replies nearest to a text, the nearest first; empty where nothing is near."""
    sums: dict[int, float] = {}
    for word in dict.fromkeys(tokens.words):
        patterns = _telling(table, word)
        for pattern in patterns:
            sums[pattern.index] = sums.get(pattern.index, 0) + 1 / len(patterns)
    shares = ((total / _weight(table, table.patterns[index]), index) for index, total in sums.items())
    near = sorted((-share, index) for share, index in shares if share >= SHARED)
    return list(dict.fromkeys(table.patterns[index].reply for _, index in near))[:MOST]


def _telling(table: PatternTable, word: str) -> Sequence[Pattern]:
    patterns = table.holding(word)
    return patterns if len(patterns) <= COMMON else ()


def _weight(table: PatternTable, pattern: Pattern) -> float:
    total = 0.0
    for word in pattern.vocabulary:
        if patterns := _telling(table, word):
            total += 1 / len(patterns)
    return total
