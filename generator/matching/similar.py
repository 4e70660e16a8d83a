"""Replies whose texts are easily taken for one another, found by the words they share."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from generator.model.entries import Reply
from generator.model.words import words

MAX_SIMILAR = 4
"""How many neighbours a page shows."""
NEAR = 0.4
"""How alike two texts are, from 0 to 1, before a reader may confuse them."""
LEADING = 0.08
"""What each word that both texts begin with adds."""
COMMON = 60
"""A word in more texts than this tells nothing; keeps the work linear in the catalogue."""


def similar_replies(replies: Mapping[str, Reply]) -> dict[str, tuple[Reply, ...]]:
    """Return the nearest neighbours of every reply, by its id; the most alike first.

    Two texts are compared by the words that they share, each weighed by its rarity: half of the
    measure is the share of the shorter text, half the share of both together. Texts that begin with
    the same words are the more alike for each of them: a reader compares from the left. A withdrawn
    reply has neighbours and is none.
    """
    sequences = {id: words(reply.text) for id, reply in replies.items()}
    texts = {id: frozenset(sequence) for id, sequence in sequences.items()}
    frequency = Counter(word for text in texts.values() for word in text)
    weight = {word: math.log(1 + len(texts) / count) for word, count in frequency.items()}
    total = {id: math.fsum(weight[word] for word in text) for id, text in texts.items()}
    holders: dict[str, list[str]] = {}
    for id, text in texts.items():
        for word in () if replies[id].withdrawn else text:
            if frequency[word] <= COMMON:
                holders.setdefault(word, []).append(id)
    found = {}
    for id, text in texts.items():
        shared: defaultdict[str, float] = defaultdict(float)
        for word in sorted(text):
            for other in holders.get(word, ()):
                shared[other] += weight[word]
        shared.pop(id, None)
        own, sequence, alike = total[id], sequences[id], {}
        for other, both in shared.items():
            measure = (both / min(own, total[other]) + both / (own + total[other] - both)) / 2
            if sequences[other][0] == sequence[0]:
                measure += LEADING * _shared_start(sequence, sequences[other])
            if measure >= NEAR:
                alike[other] = measure
        nearest = sorted(alike, key=lambda other: (-alike[other], other))[:MAX_SIMILAR]
        found[id] = tuple(replies[other] for other in nearest)
    return found


def _shared_start(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words both texts begin with."""
    shared = 0
    for word, same in zip(one, other, strict=False):
        if word != same:
            break
        shared += 1
    return shared


def compare_texts(text: str, other: str) -> list[tuple[str, bool]]:
    """Return another text in pieces, each with whether all its words stand in the first text."""
    own = frozenset(words(text))
    parts = re.split(r"(\s+)", other)
    return [(part, part.isspace() or (bool(words(part)) and own.issuperset(words(part)))) for part in parts]
