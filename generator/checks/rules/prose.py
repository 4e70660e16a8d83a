"""Spelling, long sentences, tone, empty link texts and arrows in a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from spellchecker import SpellChecker

from generator.model.entries import Style, folded

MAX_SENTENCE_WORDS = 35
"""A reader under pressure loses the thread of a longer sentence."""

_MASK = "\ufffc"
"""Replaces each character that isn't prose."""
_NO_PROSE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*(?:\n[^`\n]+)*`"  # code
    r"|\[\[[^\[\]|]*\||\[\[[^\[\]|]*\]\]|\]\]"  # references without their labels
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\]\[[^\[\]]*\]"  # the targets of links
    r"|^[ \t]*(?:!!!|\?\?\?\+?)[^\n]*"  # the first line of an admonition
    r"|<[^<>\n]+>|\{[:#.][^{}\n]*\}|https?://\S+|^\[[^\]\n]+\]:.*$",
    re.DOTALL | re.MULTILINE,
)
_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+\.|#|\||:)[ \t])|\|")
_SENTENCE = re.compile(r"(?<=[.!?:])[\"')\]*]*\s+")
_ARROW = re.compile(r"(?<=[\w*\ufffc])[ \t]*(?:[-=]+>|>|[\u2192\u21d2\u00bb\u203a\u25b6])[ \t]*(?=[\w*\ufffc\[])")
_LABEL = re.compile(r"\[\[[^\[\]|]*\|([^\[\]]+)\]\]|\[([^\[\]]+)\]\(")

_BRITISH = (("is", "iz"), ("ys", "yz"), ("our", "or"), ("re", "er"), ("ll", "l"), ("c", "s"), ("ogue", "og"))
"""Parts of British spellings and the American ones in the dictionary."""
_WORD = re.compile(r"(?<![\w@./\\])[A-Za-z]+(?:['\u2019][A-Za-z]+)*(?![\w@/\\]|\.\w)")
"""A word that isn't part of an address, a path or a name with digits."""
_ENDING = re.compile(r"['\u2019]s?$")


@cache
def _english_words() -> SpellChecker:
    """Return the English words, read from the installed package in about 0.15 seconds."""
    return SpellChecker(language="en", distance=1)


class Dictionary:
    """English words and the words of the product."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = frozenset(word.lower() for word in words)

    def knows(self, word: str) -> bool:
        """Tell whether a word is spelt correctly."""
        word = _ENDING.sub("", word.lower().replace("\u2019", "'"))
        if word in self._words or word in _english_words():
            return True
        return any(british in word and word.replace(british, other) in _english_words() for british, other in _BRITISH)

    def correction(self, word: str) -> str | None:
        """Return the most likely correction of a misspelt word, or None if no word is similar."""
        similar = _english_words().correction(word.lower())
        return None if similar is None or similar == word.lower() else str(similar)


class ProseFinding(NamedTuple):
    """A part of a text that breaks a rule."""

    start: int
    end: int
    message: str
    hint: str


@dataclass(frozen=True)
class ProseText:
    """A text, and the style that it is checked against."""

    text: str
    style: Style
    dictionary: Dictionary

    @cached_property
    def prose(self) -> str:
        """The text with a mask over everything that isn't prose; all positions stay the same."""
        return _NO_PROSE.sub(_mask, self.text)


def _mask(match: re.Match[str]) -> str:
    """Return a mask of the same length; a block of code isn't a word of a sentence."""
    return re.sub(r"[^\n]", " " if match[0].startswith("```") else _MASK, match[0])


def _split(separator: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in separator.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def misspelt_words(text: ProseText) -> Iterator[ProseFinding]:
    """Words are spelt as in the dictionary; abbreviations and names such as MailEnable are skipped."""
    for match in _WORD.finditer(text.prose):
        if not match[0][1:].islower() or text.dictionary.knows(match[0]):
            continue
        correction = text.dictionary.correction(match[0])
        suggestion = f"Did you mean {correction!r}? " if correction else ""
        hint = f"{suggestion}Add a term of the product to 'words' in style.yml, and put a name from code in backticks."
        yield ProseFinding(match.start(), match.end(), f"the word {match[0]!r} isn't in the dictionary", hint)


def long_sentences(text: ProseText) -> Iterator[ProseFinding]:
    """A sentence has at most 35 words."""
    blocks = _split(_BLOCK, text.prose)
    sentences = ((start + offset, part) for start, block in blocks for offset, part in _split(_SENTENCE, block))
    for start, sentence in sentences:
        words = [word for word in re.finditer(r"\S+", sentence) if re.search(r"[\w\ufffc]", word[0])]
        if len(words) > MAX_SENTENCE_WORDS:
            message = f"the sentence has {len(words)} words"
            hint = f"Split it into sentences of at most {MAX_SENTENCE_WORDS} words, with one thought each."
            yield ProseFinding(start + words[0].start(), start + words[2].end(), message, hint)


def avoided_phrases(text: ProseText) -> Iterator[ProseFinding]:
    """A text contains no phrase that the style avoids."""
    for match in text.style.avoided.finditer(text.prose) if text.style.avoided else ():
        message, instead = f"the style avoids {match[0]!r}", text.style.cures[folded(match[0])]
        yield ProseFinding(match.start(), match.end(), message, f"Instead: {instead}")


def empty_links(text: ProseText) -> Iterator[ProseFinding]:
    """The text of a link says where the link leads."""
    empty = {folded(label) for label in text.style.links}
    for match in _LABEL.finditer(text.text):
        label, start = match[1] or match[2], match.start(1 if match[1] else 2)
        if folded(label) in empty and text.prose.startswith(label, start):
            message = f"the link text {label!r} doesn't say where the link leads"
            yield ProseFinding(match.start(), match.end(), message, "Name what the reader finds there.")


def arrows(text: ProseText) -> Iterator[ProseFinding]:
    """A path through the console isn't written with arrows."""
    for match in _ARROW.finditer(text.prose):
        message = f"a path is written with the arrow {match[0].strip()!r}"
        hint = "Link to the setting, as in [[setting:smtp/relay]], or name each step in a sentence."
        yield ProseFinding(match.start(), match.end(), message, hint)
