"""The kinds of rules, and the findings of the functions that check them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.checks.rules.prose import ProseFinding, ProseText
from generator.model.catalog import Catalog
from generator.model.entries import Entry, EntryKey
from generator.problem import Loc


class Finding(NamedTuple):
    """A place in an entry that breaks a rule; the runner adds the line and the column."""

    entry: Entry
    loc: Loc
    rule: str
    message: str
    hint: str
    words: str = ""
    """The words of the text at ``loc`` that break the rule; empty for the whole text."""
    before: int = 0
    """How many times the same words occur earlier in the text."""
    misses: EntryKey | None = None
    """The entry that doesn't exist; nothing is reported if its file can't be read."""


@dataclass(frozen=True)
class Rule:
    """A rule of ``check``; the Markdown file with its name describes it."""

    name: str
    finder: Callable[..., object] | Literal["sources", "checks", "authoring"]
    """The function that finds what breaks the rule, or the package that reports it without one."""


@dataclass(frozen=True)
class EntryRule(Rule):
    """A rule about the entries of a catalogue, whose function may find what breaks several rules."""

    finder: Callable[[Catalog], Iterator[Finding]]
    needs_all_files: bool = False
    """Whether the rule isn't checked while a file can't be read."""


@dataclass(frozen=True)
class ProseRule(Rule):
    """A rule about a text, in the catalogue or on a hand-written page."""

    finder: Callable[[ProseText], Iterator[ProseFinding]]
