"""What is wrong in a source file, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self


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

    @classmethod
    def at(cls, path: str, line: int, column: int, rule: str, message: str, hint: str) -> Self:
        """Return a problem at a line and a column."""
        position = Position(line=line, column=column)
        return cls(path=path, position=position, rule=rule, message=message, hint=hint)

    def __str__(self) -> str:
        where = f"{self.path}:{self.position.line}:{self.position.column}"
        return f"{where}: error: {self.message} ({self.rule})\n    hint: {self.hint}"


class CatalogError(Exception):
    """The catalogue cannot be built; ``problems`` says why, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'? " for the nearest known name, or "" where none is near."""
    near = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}? " if near else ""
