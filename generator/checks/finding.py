"""What breaks a rule between entries, before its line is looked up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.model.catalog import Catalog
from generator.model.entries import Entry, EntryKey
from generator.model.types import Loc


@dataclass(frozen=True)
class Finding:
    """A broken rule at an entry."""

    entry: Entry
    loc: Loc
    rule: str
    message: str
    hint: str
    words: str = ""
    """What to look for in the text at ``loc``; empty where the text as a whole is meant."""
    misses: EntryKey | None = None
    """What is not there; no fault of this entry where the file of that one cannot be read."""


Check = Callable[[Catalog], Iterator[Finding]]
