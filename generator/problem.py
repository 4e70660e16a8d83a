"""A problem in a source file: its place, the rule, and how to fix it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

MAX_PROBLEMS_PER_FILE = 100
"""The most problems of one file that are reported in one run."""
MAX_TEXT_LENGTH = 600
"""The most characters of a message or a hint, which may quote a long text."""


class Position(NamedTuple):
    """A line and a column of a source file, counted from 1 as editors do."""

    line: int = 1
    column: int = 1

    @classmethod
    def of(cls, text: str, index: int) -> "Position":
        """Return the position of a character in a text."""
        return cls(line=1 + text.count("\n", 0, index), column=index - text.rfind("\n", 0, index))


FILE_START = Position()

Loc = tuple[int | str, ...]
"""The keys and list indexes that lead to a value from the top of its file."""


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """A problem in the catalogue, described to the person who can fix it."""

    path: str
    """The file, relative to the project, with forward slashes."""
    position: Position = FILE_START
    rule: str
    """The name of the rule, such as ``unknown-key``."""
    message: str
    """The mistake, in one line."""
    hint: str
    """The expected form and the fix."""

    def __post_init__(self) -> None:
        """Keep every text on one line that any terminal can show."""
        for name in ("path", "message", "hint"):
            text = _printable(getattr(self, name))
            object.__setattr__(self, name, text if len(text) <= MAX_TEXT_LENGTH else f"{text[:MAX_TEXT_LENGTH]} ...")

    def __str__(self) -> str:
        """Return the problem as ``path:line:column: error: message (rule)``."""
        return f"{self.path}:{self.position.line}:{self.position.column}: error: {self.message} ({self.rule})"


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


class CatalogError(Exception):
    """The catalogue can't be built, because of ``problems``."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{problem}\n    hint: {problem.hint}" for problem in self.problems))


def limit_problems(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems in order, up to ``MAX_PROBLEMS_PER_FILE`` of each file."""
    count: Counter[str] = Counter()
    for problem in sorted(set(problems)):
        count[problem.path] += 1
        if count[problem.path] <= MAX_PROBLEMS_PER_FILE:
            yield problem
        elif count[problem.path] == MAX_PROBLEMS_PER_FILE + 1:
            yield Problem(
                path=problem.path,
                position=problem.position,
                rule="too-many-problems",
                message="more problems from here on, which aren't shown",
                hint="Fix those above first.",
            )


def closest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar, or None if none is similar."""
    spelled = {other.lower(): str(other) for other in known}
    near = get_close_matches(unicodedata.normalize("NFKC", name).lower(), spelled, n=1, cutoff=0.6)
    return spelled[near[0]] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'? " for the most similar known name, or "" if none is similar."""
    near = closest_name(name, known)
    return describe_foreign_letter(name) + (f"Did you mean {near!r}? " if near else "")


def describe_foreign_letter(name: str) -> str:
    """Return a sentence about the first non-ASCII character, such as a Cyrillic letter that looks Latin, or ""."""
    character = next((character for character in name if not character.isascii()), None)
    return f"It contains {character!r}, which is {describe_character(character)}. " if character else ""


def describe_character(character: str) -> str:
    """Return the number and the name of a character, such as ``U+200B (zero width space)``."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
