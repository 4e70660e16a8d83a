"""Findings: what breaks a rule, before its line and column are known."""

from typing import NamedTuple

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
