"""What is wrong in a source file, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, kw_only=True, order=True)
class Position:
    """A place in a source file, counted from 1 as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One fault of the catalogue, told to the person who can mend it."""

    path: str
    """The file, relative to the project, with forward slashes."""
    position: Position = Position()
    rule: str
    """The rule's name, such as ``unknown-key``."""
    message: str
    """What was found, in one line."""
    hint: str
    """What was expected, and the cure."""

    def __str__(self) -> str:
        """Return the problem as ``path:line:column: error: message (rule)`` and its hint."""
        where = f"{self.path}:{self.position.line}:{self.position.column}"
        return f"{where}: error: {self.message} ({self.rule})\n    hint: {self.hint}"


class CatalogError(Exception):
    """The catalogue cannot be built; ``problems`` says why, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(found: str, known: Iterable[str]) -> str | None:
    """Return the known name that ``found`` is most likely meant to be, or None where none is near."""
    return next(iter(get_close_matches(found, list(known), n=1, cutoff=0.6)), None)


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'? " for the nearest known name, or "" where none is near."""
    near = nearest(found, known)
    return f"Did you mean {near!r}? " if near else ""
