"""The rules for text: spelling, words to avoid, the length of sentences, steps, links and arrows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property
from typing import NamedTuple

from spellchecker import SpellChecker

from generator.checks.rules.facts import NO_ACTION
from generator.model.entries import Style, folded

MAX_SENTENCE_WORDS = 25
"""A reader under pressure loses the thread of a longer sentence."""
MAX_SENTENCE_WORDS_ON_PAGE = 30
"""The limit on a hand-written page, which nobody reads in an emergency."""
MAX_TELL_WORDS = 40
"""The length of a short answer to a sender."""
MAX_READABILITY_INDEX = 9
"""The longest entries of the catalogue have an index of 4 to 8."""
MIN_READABLE_WORDS = 50
"""In a shorter text, one long term outweighs everything else."""

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
_QUOTED = re.compile(r'\*\*[^*]+\*\*|"[^"\n]*(?:\n[^"\n]+)*"')
"""A label of the product, or words that the text is about."""
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
        """Tell whether a word is spelled correctly."""
        word = _ENDING.sub("", word.lower().replace("\u2019", "'"))
        if word in self._words or word in _english_words():
            return True
        return any(british in word and word.replace(british, other) in _english_words() for british, other in _BRITISH)

    def correction(self, word: str) -> str | None:
        """Return the most likely correction of a misspelled word, or None if no word is similar."""
        similar = _english_words().correction(word.lower())
        return None if similar is None or similar == word.lower() else str(similar)


class TextKind(Enum):
    """The kind of a text; each rule is about some kinds."""

    STATEMENT = auto()
    """A text of the catalogue other than a step and what to tell a sender."""
    STEP = auto()
    TELL = auto()
    ENTRY = auto()
    """All texts of an entry, with an empty line after each."""
    PAGE = auto()
    """A hand-written page."""


IN_CATALOG = frozenset({TextKind.STATEMENT, TextKind.STEP, TextKind.TELL})
"""The kinds of a single text of the catalogue."""
ANYWHERE = IN_CATALOG | {TextKind.PAGE}


class ProseFinding(NamedTuple):
    """A part of a text that breaks a rule."""

    start: int
    end: int
    message: str
    hint: str


@dataclass(frozen=True)
class ProseText:
    """A text, and the style that it is checked against."""

    kind: TextKind
    text: str
    style: Style
    dictionary: Dictionary

    @cached_property
    def prose(self) -> str:
        """The text with a mask over everything that isn't prose; all positions stay the same."""
        return _NO_PROSE.sub(_mask, self.text)

    @property
    def sentences(self) -> Iterator[tuple[int, list[re.Match[str]]]]:
        """The start of each sentence, and its words."""
        for start, block in _split(_BLOCK, self.prose):
            for offset, sentence in _split(_SENTENCE, block):
                words = [word for word in re.finditer(r"\S+", sentence) if re.search(r"[\w\ufffc]", word[0])]
                if words:
                    yield start + offset, words


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
    """Words are spelled as in the dictionary; abbreviations and names such as MailEnable are skipped."""
    for match in _WORD.finditer(text.prose):
        if not match[0][1:].islower() or text.dictionary.knows(match[0]):
            continue
        correction = text.dictionary.correction(match[0])
        suggestion = f"Did you mean {correction!r}? " if correction else ""
        hint = f"{suggestion}Add a term of the product to 'words' in style.yml, and put a name from code in backticks."
        yield ProseFinding(match.start(), match.end(), f"the word {match[0]!r} isn't in the dictionary", hint)


def long_sentences(text: ProseText) -> Iterator[ProseFinding]:
    """A sentence has at most 25 words, or 30 on a hand-written page."""
    limit = MAX_SENTENCE_WORDS_ON_PAGE if text.kind is TextKind.PAGE else MAX_SENTENCE_WORDS
    for start, words in text.sentences:
        if len(words) > limit:
            message = f"the sentence has {len(words)} words"
            hint = f"Split it into sentences of at most {limit} words, with one fact each."
            yield ProseFinding(start + words[0].start(), start + words[2].end(), message, hint)


def semicolons(text: ProseText) -> Iterator[ProseFinding]:
    """A sentence of the catalogue has no semicolon."""
    for match in re.finditer(";", text.prose):
        hint = "Start a new sentence, with one fact in each."
        yield ProseFinding(match.start(), match.end(), "a semicolon joins two facts", hint)


def avoided_phrases(text: ProseText) -> Iterator[ProseFinding]:
    """A text contains no phrase that the style avoids, except in a label of the product and in quotes."""
    for match in text.style.avoided.finditer(_QUOTED.sub(_mask, text.prose)) if text.style.avoided else ():
        if instead := text.style.cures.get(folded(match[0])):
            yield ProseFinding(
                match.start(), match.end(), f"the style avoids {match[0]!r}", f"Instead: {instead.removesuffix('.')}."
            )


def unclear_steps(text: ProseText) -> Iterator[ProseFinding]:
    """A step begins with a verb, or says that no action is needed."""
    first = re.match(r"\w*", text.prose)
    if first and text.style.verbs and first[0] not in text.style.verbs and not text.text.startswith(NO_ACTION):
        message = f"the step begins with {text.text.split(maxsplit=1)[0]!r}"
        hint = "Begin with what to do: Check, Open, Ask or another verb that style.yml lists under 'verbs'."
        yield ProseFinding(0, len(first[0]), message, hint)


def long_tells(text: ProseText) -> Iterator[ProseFinding]:
    """A text for the sender has at most 40 words."""
    count = len(text.text.split())
    if count > MAX_TELL_WORDS:
        message = f"the text for the sender has {count} words"
        hint = f"Keep to {MAX_TELL_WORDS}: what happened to the message, and what the sender can do."
        yield ProseFinding(0, len(text.text), message, hint)


def hard_texts(text: ProseText) -> Iterator[ProseFinding]:
    """An entry's automated readability index is at most 9; code and references don't count."""
    words = re.findall(r"[A-Za-z'\u2019]+", text.prose)
    if len(words) >= MIN_READABLE_WORDS:
        per_word, per_sentence = len("".join(words)) / len(words), len(words) / len([*text.sentences])
        index = 4.71 * per_word + 0.5 * per_sentence - 21.43
        if index > MAX_READABILITY_INDEX:
            message = f"the entry is hard to read: its readability index is {index:.1f}"
            hint = (
                f"Use shorter words and sentences, up to an index of {MAX_READABILITY_INDEX}. "
                f"A word has {per_word:.1f} letters and a sentence {per_sentence:.1f} words on average."
            )
            yield ProseFinding(0, 0, message, hint)


def empty_links(text: ProseText) -> Iterator[ProseFinding]:
    """The text of a link says where the link leads."""
    empty = {folded(label) for label in text.style.links}
    for match in _LABEL.finditer(text.text):
        label, start = match[1] or match[2], match.start(1 if match[1] else 2)
        if folded(label) in empty and text.prose.startswith(label, start):
            message = f"the link text {label!r} doesn't say where the link leads"
            yield ProseFinding(match.start(), match.end(), message, "Say what the reader finds there.")


def arrows(text: ProseText) -> Iterator[ProseFinding]:
    """A path through the console isn't written with arrows."""
    for match in _ARROW.finditer(text.prose):
        message = f"a path is written with the arrow {match[0].strip()!r}"
        hint = "Link to the setting, as in [[setting:smtp/relay]], or name each step in a sentence."
        yield ProseFinding(match.start(), match.end(), message, hint)
