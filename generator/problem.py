"""What is wrong in a source file, where, and how to mend it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

MAX_PROBLEMS_PER_FILE = 100
"""How many faults of one file are told in one run."""
RULE_LIST = "contributing/rules/"
"""Where the site lists the rules; each has a page below."""
_LONGEST = 600
"""Characters of a message or a hint; what was found may be far longer."""


def rule_address(name: str) -> str:
    """Return where the site describes a rule, below its root."""
    return f"{RULE_LIST}{name}/"


class Position(NamedTuple):
    """A place in a source file, counted from 1 as editors do."""

    line: int = 1
    column: int = 1


FILE_START = Position()
"""Where every file begins."""


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One fault of the catalogue, told to the person who can mend it."""

    path: str
    """The file, relative to the project, with forward slashes."""
    position: Position = FILE_START
    rule: str
    """The rule's name, such as ``unknown-key``."""
    message: str
    """What was found, in one line."""
    hint: str
    """What was expected, and the cure."""

    def __post_init__(self) -> None:
        """Keep every text on one line that any terminal can show."""
        for name in ("path", "message", "hint"):
            text = _printable(getattr(self, name))
            object.__setattr__(self, name, text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ...")

    def __str__(self) -> str:
        """Return the problem as ``path:line:column: error: message (rule)`` and its hint."""
        where = f"{self.path}:{self.position.line}:{self.position.column}"
        return f"{where}: error: {self.message} ({self.rule})\n    hint: {self.advice}"

    @property
    def url(self) -> str:
        """Where the site describes the rule, below its root."""
        return rule_address(self.rule)

    @property
    def advice(self) -> str:
        """The hint, and where to read on."""
        return f"{self.hint} See {self.url}"


def _printable(text: str) -> str:
    """Return a text with its line breaks, controls and hidden characters written out."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


class CatalogError(Exception):
    """The catalogue cannot be built; ``problems`` says why, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def limit_problems(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems in order, and of a file with very many the first ones."""
    count: Counter[str] = Counter()
    for problem in sorted(set(problems)):
        count[problem.path] += 1
        if count[problem.path] <= MAX_PROBLEMS_PER_FILE:
            yield problem
        elif count[problem.path] == MAX_PROBLEMS_PER_FILE + 1:
            message, hint = "here and below are more faults, which are not shown", "Mend those above first."
            yield Problem(
                path=problem.path, position=problem.position, rule="too-many-faults", message=message, hint=hint
            )


def closest_name(found: str, known: Iterable[str]) -> str | None:
    """Return the known name that ``found`` is most likely meant to be, or None where none is near."""
    spelled = {name.lower(): str(name) for name in known}
    near = get_close_matches(unicodedata.normalize("NFKC", found).lower(), spelled, n=1, cutoff=0.6)
    return spelled[near[0]] if near else None


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'? " for the nearest known name, or "" where none is near."""
    near = closest_name(found, known)
    return describe_foreign_letter(found) + (f"Did you mean {near!r}? " if near else "")


def describe_foreign_letter(found: str) -> str:
    """Return a sentence about the first letter in a name that no name has, such as a Cyrillic one that looks Latin."""
    letter = next((letter for letter in found if not letter.isascii()), None)
    if letter is None:
        return ""
    return f"The letter {letter!r} in it is U+{ord(letter):04X}, {unicodedata.name(letter, 'without a name')}. "
