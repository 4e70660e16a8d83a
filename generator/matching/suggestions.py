"""The replies that come nearest to a text which the catalogue does not have: they share its rare words."""

from collections.abc import Sequence

from generator.matching.patterns import Pattern, PatternTable
from generator.model.words import Tokens

SHARED = 0.5
"""How much of its weight a wording or a text must share; a word weighs less the more wordings have it."""
FEW = 3
"""A text that shares fewer words with a wording than this is near only where that is half of the wording."""
COMMON = 50
"""Words in more wordings than this tell nothing."""
MAX_SUGGESTIONS = 3
"""How many replies are named."""


def suggest_replies(table: PatternTable, tokens: Tokens) -> Sequence[str]:
    """Return the ids of the replies nearest to a text, the nearest first; empty where nothing is near.

    Half of a wording may stand in the text, or half of the text in a wording: a text that was cut off or
    retold holds little of a long wording.
    """
    told = dict.fromkeys(tokens.words)
    sums: dict[int, float] = {}
    shared: dict[int, int] = {}
    for word in told:
        patterns = _telling(table, word)
        for pattern in patterns:
            sums[pattern.index] = sums.get(pattern.index, 0) + 1 / len(patterns)
            shared[pattern.index] = shared.get(pattern.index, 0) + 1
    whole = sum(_weight(table, word) for word in told if not word.isdigit())
    near = []
    for index, total in sums.items():
        least = sum(_weight(table, word) for word in table.patterns[index].vocabulary)
        share = total / (min(least, whole) if shared[index] >= FEW else least)
        if share >= SHARED:
            near.append((-share, index))
    return list(dict.fromkeys(table.patterns[index].reply for _, index in sorted(near)))[:MAX_SUGGESTIONS]


def _telling(table: PatternTable, word: str) -> Sequence[Pattern]:
    patterns = table.holding(word)
    return patterns if len(patterns) <= COMMON else ()


def _weight(table: PatternTable, word: str) -> float:
    """Return how much a word tells: nothing where it is common, all where no wording has it."""
    count = len(table.holding(word))
    return 0 if count > COMMON else 1 / max(count, 1)
