"""English words, as far as a spelling checker knows them; kept in the package, read without a network."""

import re
from collections.abc import Iterable
from functools import cache

from spellchecker import SpellChecker

_BRITISH = (("is", "iz"), ("ys", "yz"), ("our", "or"), ("re", "er"), ("ll", "l"), ("c", "s"), ("ogue", "og"))
"""How British spellings differ from the American ones that the package has."""
_WORD = re.compile(r"(?<![\w@./\\])[A-Za-z]+(?:['\u2019][A-Za-z]+)*(?![\w@/\\]|\.\w)")
"""A word of letters that is no part of an address, a path or a name with digits."""
_ENDING = re.compile(r"['\u2019]s?$")


@cache
def _checker() -> SpellChecker:
    """Return the word list; read once, in about a seventh of a second."""
    return SpellChecker(language="en", distance=1)


class Dictionary:
    """The words of English, and further ones."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        self.further = frozenset(word.lower() for word in further)

    def unknown(self, text: str) -> Iterable[re.Match[str]]:
        """Yield the words of a text that are not known; abbreviations and names such as MailEnable are passed over."""
        for found in _WORD.finditer(text):
            if found[0][1:].islower() and not self.knows(found[0]):
                yield found

    def knows(self, word: str) -> bool:
        """Tell whether a word is spelt right."""
        word = _ENDING.sub("", word.lower().replace("\u2019", "'"))
        if word in self.further or word in _checker():
            return True
        return any(british in word and word.replace(british, other) in _checker() for british, other in _BRITISH)

    def meant(self, word: str) -> str | None:
        """Return the word that a misspelt one was most likely meant to be, or None where none is near."""
        near = _checker().correction(word.lower())
        return None if near is None or near == word.lower() else str(near)
