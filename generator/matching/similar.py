"""Replies whose texts are easily confused, found by the words that they share."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from posixpath import commonprefix

from generator.model.entries import Reply
from generator.model.words import words

MAX_SIMILAR = 4
"""How many similar replies a page shows."""
MIN_SIMILARITY = 0.4
"""How similar two texts are, from 0 to 1, before a reader may confuse them."""
LEADING_WORD_BONUS = 0.08
"""How much each word that both texts begin with adds to their similarity."""
MAX_TEXTS_OF_WORD = 60
"""A word in more texts is ignored; this keeps the work linear in the catalogue."""


def similar_replies(replies: Mapping[str, Reply]) -> dict[str, tuple[Reply, ...]]:
    """Return the replies most similar to each reply, by its id; the most similar first.

    Two texts are compared by the words that they share, each weighted by its rarity: half of the measure is the share
    of the shorter text, half the share of both together. Each word that both texts begin with adds to it: a reader
    compares from the left. A withdrawn reply has similar replies but isn't listed as one.
    """
    sequences = {id: words(reply.text) for id, reply in replies.items()}
    texts = {id: frozenset(sequence) for id, sequence in sequences.items()}
    frequency = Counter(word for text in texts.values() for word in text)
    weight = {word: math.log(1 + len(texts) / count) for word, count in frequency.items()}
    total = {id: math.fsum(weight[word] for word in text) for id, text in texts.items()}
    ids_of_word: dict[str, list[str]] = {}
    for id, text in texts.items():
        for word in () if replies[id].withdrawn else text:
            if frequency[word] <= MAX_TEXTS_OF_WORD:
                ids_of_word.setdefault(word, []).append(id)
    similar = {}
    for id, text in texts.items():
        shared: defaultdict[str, float] = defaultdict(float)
        for word in sorted(text):
            for other in ids_of_word.get(word, ()):
                shared[other] += weight[word]
        shared.pop(id, None)
        own, sequence, measures = total[id], sequences[id], {}
        for other, both in shared.items():
            measure = (both / min(own, total[other]) + both / (own + total[other] - both)) / 2
            if sequences[other][0] == sequence[0]:
                measure += LEADING_WORD_BONUS * len(commonprefix([sequence, sequences[other]]))
            if measure >= MIN_SIMILARITY:
                measures[other] = measure
        nearest = sorted(measures, key=lambda other: (-measures[other], other))[:MAX_SIMILAR]
        similar[id] = tuple(replies[other] for other in nearest)
    return similar


def compare_texts(text: str, other: str) -> list[tuple[str, bool]]:
    """Return another text in pieces, each with whether the first text contains all its words."""
    own = frozenset(words(text))
    parts = re.split(r"(\s+)", other)
    return [(part, part.isspace() or (bool(words(part)) and own.issuperset(words(part)))) for part in parts]
