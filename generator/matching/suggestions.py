"""Replies that resemble an unknown text because they share its rare words."""

from collections.abc import Sequence

from generator.matching.patterns import Pattern, PatternTable
from generator.model.words import Tokens

MIN_SHARED_WEIGHT = 0.5
"""How much of its weight a wording or a text must share; the more wordings have a word, the less it weighs."""
MIN_SHARED_WORDS = 3
"""A text that shares fewer words is suggested only if they are half of the wording."""
MAX_WORDINGS_OF_WORD = 50
"""Words in more wordings are ignored."""
MAX_SUGGESTIONS = 3


def suggest_replies(table: PatternTable, tokens: Tokens) -> Sequence[str]:
    """Return the ids of the replies that resemble a text, the best first; empty if none does.

    Either the text shares half of a wording or a wording shares half of the text: a text that was cut off or
    paraphrased contains little of a long wording.
    """
    text_words = dict.fromkeys(tokens.words)
    weights: dict[int, float] = {}
    counts: dict[int, int] = {}
    for word in text_words:
        patterns = _rare(table, word)
        for pattern in patterns:
            weights[pattern.index] = weights.get(pattern.index, 0) + 1 / len(patterns)
            counts[pattern.index] = counts.get(pattern.index, 0) + 1
    text_weight = sum(_weight(table, word) for word in text_words if not word.isdigit())
    near = []
    for index, shared in weights.items():
        wording_weight = sum(_weight(table, word) for word in table.patterns[index].vocabulary)
        share = shared / (min(wording_weight, text_weight) if counts[index] >= MIN_SHARED_WORDS else wording_weight)
        if share >= MIN_SHARED_WEIGHT:
            near.append((-share, index))
    return list(dict.fromkeys(table.patterns[index].reply for _, index in sorted(near)))[:MAX_SUGGESTIONS]


def _rare(table: PatternTable, word: str) -> Sequence[Pattern]:
    patterns = table.with_word(word)
    return patterns if len(patterns) <= MAX_WORDINGS_OF_WORD else ()


def _weight(table: PatternTable, word: str) -> float:
    count = len(table.with_word(word))
    return 0 if count > MAX_WORDINGS_OF_WORD else 1 / max(count, 1)
