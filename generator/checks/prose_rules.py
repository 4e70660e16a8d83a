"""The rules about prose: spelling, the length of sentences, tone, links that say nothing, arrows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from generator.checks.dictionary import Dictionary
from generator.model.style import Style, folded
from generator.problem import MAX_PROBLEMS_PER_FILE

MAX_SENTENCE_WORDS = 35
"""Words of a sentence; a reader under pressure loses the thread of a longer one."""

_MASK = "\ufffc"
"""What stands in the place of what is no prose."""
_NO_PROSE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*(?:\n[^`\n]+)*`"  # code
    r"|\[\[[^\[\]|]*\||\[\[[^\[\]|]*\]\]|\]\]"  # references, but for their labels
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\]\[[^\[\]]*\]"  # where links lead
    r"|^[ \t]*(?:!!!|\?\?\?\+?)[^\n]*"  # what begins an admonition
    r"|<[^<>\n]+>|\{[:#.][^{}\n]*\}|https?://\S+|^\[[^\]\n]+\]:.*$",
    re.DOTALL | re.MULTILINE,
)
_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+\.|#|\||:)[ \t])|\|")
_SENTENCE = re.compile(r"(?<=[.!?:])[\"')\]*]*\s+")
_ARROW = re.compile(r"(?<=[\w*\ufffc])[ \t]*(?:[-=]+>|>|[\u2192\u21d2\u00bb\u203a\u25b6])[ \t]*(?=[\w*\ufffc\[])")
_LABEL = re.compile(r"\[\[[^\[\]|]*\|([^\[\]]+)\]\]|\[([^\[\]]+)\]\(")


@dataclass(frozen=True)
class ProseFinding:
    """What breaks a rule in a text."""

    rule: str
    start: int
    """Where in the text it begins."""
    end: int
    message: str
    hint: str


class ProseText:
    """A text and the style that it is judged by."""

    def __init__(self, text: str, style: Style, dictionary: Dictionary) -> None:
        self.text = text
        self.style = style
        self.dictionary = dictionary

    @cached_property
    def prose(self) -> str:
        """The text with a mask over all that is no prose, each character at its place."""
        return _NO_PROSE.sub(_masked, self.text)

    @property
    def sentences(self) -> Iterator[tuple[int, str]]:
        """The sentences, each with its place in the text."""
        for start, block in _split(_BLOCK, self.prose):
            for at, sentence in _split(_SENTENCE, block):
                yield start + at, sentence


def _masked(found: re.Match[str]) -> str:
    """Return a mask as long as what was found; a block of code is no word of a sentence."""
    return re.sub(r"[^\n]", " " if found[0].startswith("```") else _MASK, found[0])


def _split(edge: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for found in edge.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def misspelt_words(proof: ProseText) -> Iterator[ProseFinding]:
    """A word is spelt as the dictionary has it."""
    for found in proof.dictionary.unknown(proof.prose):
        meant = proof.dictionary.meant(found[0])
        near = f"Did you mean {meant!r}? " if meant else ""
        hint = f"{near}A word of the product goes under 'words' in style.yml; a name in code stands between backticks."
        yield ProseFinding("misspelt", found.start(), found.end(), f"no dictionary has the word {found[0]!r}", hint)


def long_sentences(proof: ProseText) -> Iterator[ProseFinding]:
    """A sentence has at most 35 words."""
    for start, sentence in proof.sentences:
        words = [word for word in re.finditer(r"\S+", sentence) if re.search(r"[\w\ufffc]", word[0])]
        if len(words) > MAX_SENTENCE_WORDS:
            message = f"the sentence has {len(words)} words"
            hint = f"Make two of it: at most {MAX_SENTENCE_WORDS} words, one thought each."
            yield ProseFinding("long-sentence", start + words[0].start(), start + words[2].end(), message, hint)


def avoided_phrases(proof: ProseText) -> Iterator[ProseFinding]:
    """A phrase that the style avoids is not used."""
    for found in proof.style.avoided.finditer(proof.prose) if proof.style.avoided else ():
        message, cure = f"the style avoids {found[0]!r}", proof.style.cures[folded(found[0])]
        yield ProseFinding("tone", found.start(), found.end(), message, f"Instead: {cure}")


def empty_links(proof: ProseText) -> Iterator[ProseFinding]:
    """The words of a link say where it leads."""
    empty = {folded(text) for text in proof.style.links}
    for found in _LABEL.finditer(proof.text):
        label, at = found[1] or found[2], found.start(1 if found[1] else 2)
        if folded(label) in empty and proof.prose.startswith(label, at):
            message = f"the link {label!r} does not say where it leads"
            yield ProseFinding("empty-link", found.start(), found.end(), message, "Name what the reader finds there.")


def arrows(proof: ProseText) -> Iterator[ProseFinding]:
    """A way through the console is no chain of arrows."""
    for found in _ARROW.finditer(proof.prose):
        message = f"the arrow {found[0].strip()!r} stands in the place of a path"
        hint = "Refer to the setting, [[setting:smtp/relay]], or say it: 'the tab Relay of the SMTP properties'."
        yield ProseFinding("arrow", found.start(), found.end(), message, hint)


PROSE_RULES: tuple[Callable[[ProseText], Iterator[ProseFinding]], ...] = (
    misspelt_words,
    long_sentences,
    avoided_phrases,
    empty_links,
    arrows,
)
"""Every rule about prose."""


def find_prose_problems(text: str, style: Style, dictionary: Dictionary) -> list[ProseFinding]:
    """Return what breaks the rules in a text, at most as many as one file may have."""
    proof = ProseText(text, style, dictionary)
    return sorted(
        (remark for rule in PROSE_RULES for remark in islice(rule(proof), MAX_PROBLEMS_PER_FILE)),
        key=lambda one: one.start,
    )
