"""Small typing errors: the word of a vocabulary that a misspelled one was meant to be.

Two words are near if one letter is missing, added or changed, or two neighbouring letters are swapped (an optimal
string alignment distance of 1). The vocabulary is indexed by what remains of each word without one of its letters, so
that the cost of a look-up depends on the word and not on the vocabulary.
"""

from collections.abc import Iterable, Iterator, Mapping

MIN_CORRECTED_LENGTH = 4
"""Shorter words are too near to each other."""
MAX_CORRECTED_LENGTH = 24


class Spelling:
    """A vocabulary to correct words by."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.vocabulary = frozenset(vocabulary)
        self._by_rest: dict[str, list[str]] = {}
        for word in sorted(self.vocabulary):
            if _is_correctable(word):
                for rest in (word, *_without_one_letter(word)):
                    self._by_rest.setdefault(rest, []).append(word)

    def correct(self, word: str) -> str | None:
        """Return the intended word, the first in the alphabet of several; None if the word is right or none is near."""
        if word in self.vocabulary or not _is_correctable(word):
            return None
        candidates = (known for rest in (word, *_without_one_letter(word)) for known in self._by_rest.get(rest, ()))
        return min((known for known in candidates if is_near(word, known)), default=None)

    def corrections(self, words: Iterable[str]) -> Mapping[str, str]:
        """Return each misspelled word with the intended one."""
        corrected = ((word, self.correct(word)) for word in dict.fromkeys(words))
        return {word: intended for word, intended in corrected if intended}


def _is_correctable(word: str) -> bool:
    return MIN_CORRECTED_LENGTH <= len(word) <= MAX_CORRECTED_LENGTH and not word.isdigit()


def _without_one_letter(word: str) -> Iterator[str]:
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def is_near(one: str, other: str) -> bool:
    """Return whether two different words are one typing error apart."""
    short, long = sorted((one, other), key=len)
    same = next((index for index in range(len(short)) if short[index] != long[index]), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    if short[same + 1 :] == long[same + 1 :]:
        return True
    return short[same : same + 2] == long[same : same + 2][::-1] and short[same + 2 :] == long[same + 2 :]
