"""Small typing errors: the word of a vocabulary that a misspelt one was meant to be.

A word is near to another when one letter is missing, added, changed, or two neighbours changed places
(the optimal string alignment distance is 1). The vocabulary is kept by what is left of each word without
one of its letters, so that a look-up costs the length of the word and not of the vocabulary.
"""

from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 4
"""Shorter words are too near to each other."""
MAX_CORRECTED_LENGTH = 24


class Spelling:
    """A vocabulary to correct words by."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.vocabulary = frozenset(vocabulary)
        shortened: dict[str, list[str]] = {}
        for word in sorted(self.vocabulary):
            if SHORTEST <= len(word) <= MAX_CORRECTED_LENGTH and not word.isdigit():
                for key in (word, *_without_one(word)):
                    shortened.setdefault(key, []).append(word)
        self._shortened = shortened

    def correct(self, word: str) -> str | None:
        """Return the word meant, the first by alphabet of several; None where the word is right or nothing is near."""
        if word in self.vocabulary or not SHORTEST <= len(word) <= MAX_CORRECTED_LENGTH or word.isdigit():
            return None
        found = (known for key in (word, *_without_one(word)) for known in self._shortened.get(key, ()))
        return min((known for known in found if is_near(word, known)), default=None)

    def corrections(self, words: Iterable[str]) -> Mapping[str, str]:
        """Return each misspelt word with the word meant."""
        corrected = ((word, self.correct(word)) for word in dict.fromkeys(words))
        return {word: meant for word, meant in corrected if meant}


def _without_one(word: str) -> Iterator[str]:
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def is_near(one: str, other: str) -> bool:
    """Tell whether two different words are one typing error apart."""
    short, long = sorted((one, other), key=len)
    same = next((index for index in range(len(short)) if short[index] != long[index]), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    if short[same + 1 :] == long[same + 1 :]:
        return True
    return short[same : same + 2] == long[same : same + 2][::-1] and short[same + 2 :] == long[same + 2 :]
