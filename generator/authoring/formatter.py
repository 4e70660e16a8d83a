"""Source files brought into their canonical layout, or told where they are not."""

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.authoring.layout import lay_out
from generator.problem import CatalogError, Position, Problem
from generator.sources.comments import find_comments, place_comments
from generator.sources.file_types import SCHEMA_MARK, SCHEMAS, schema_line
from generator.sources.folder import label_of, list_folder
from generator.sources.reader import kind_of
from generator.sources.text import Clean, read_text
from generator.sources.yaml import Document, parse_yaml


@dataclass(frozen=True, kw_only=True)
class Formatted:
    """A source file and its canonical layout."""

    file: Path
    path: str
    """How problems name it."""
    before: str
    """Its text, each line ended by a line feed."""
    after: str
    loose: str
    """Its layout with every text wrapped and quoted as its writer has it."""
    is_exact: bool
    """Whether the file holds its canonical layout, whatever ends its lines."""
    is_clean: bool
    """Whether the bytes of the file are nothing but its text, whatever ends its lines."""

    @property
    def is_laid_out(self) -> bool:
        """Whether all but wrapping and quotes is canonical: whoever mends a sentence in a web editor cannot wrap."""
        return self.is_clean and self.before == self.loose

    @property
    def problem(self) -> Problem:
        """Where the file first departs from its layout."""
        if self.before == self.loose:
            message = "the file begins with a byte order mark, or a line ends with a carriage return alone"
            hint = "Save it as UTF-8 with ordinary line ends; 'python3 run.py format' does so."
            return Problem(path=self.path, rule="layout", message=message, hint=hint)
        old, new = self.before.split("\n"), self.loose.split("\n")
        at = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
        at = min(len(old), len(new)) - 1 if at is None else at
        expected = f"an empty line, then {new[at + 1]!r}" if not new[at] and at + 1 < len(new) else repr(new[at])
        hint = f"Expected here: {expected}. 'python3 run.py format' lays the file out."
        message = "the file is not laid out as all others are"
        return Problem(path=self.path, position=Position(line=at + 1), rule="layout", message=message, hint=hint)

    def write(self) -> None:
        """Put the canonical layout in the place of the file, in one step.

        Raises:
            OSError: the system refuses it; the file is as it was.

        """
        with TemporaryDirectory(dir=self.file.parent, prefix=".") as folder:  # beside it: a move must not copy
            beside = Path(folder) / self.file.name
            beside.write_bytes(self.after.encode())
            shutil.copymode(self.file, beside)
            os.replace(beside, self.file)  # noqa: PTH105  # the one that replaces on every system


def source_files(root: Path) -> Sequence[str]:
    """Return the names of the source files below ``root``."""
    return [name for name in list_folder(root).files if not name.startswith(f"{SCHEMAS}/")]


def format_files(root: Path, names: Iterable[str] | None = None) -> tuple[Sequence[Formatted], Sequence[Problem]]:
    """Return the source files with their canonical layout, and the problems of those that have none.

    Args:
        root: the folder of the sources.
        names: the files below it, with forward slashes; all of them if not given.

    """
    formatted: list[Formatted] = []
    problems: list[Problem] = []
    for name in source_files(root) if names is None else names:
        try:
            formatted.append(_format(root, name))
        except CatalogError as error:
            problems += error.problems
    return formatted, problems


def _format(root: Path, name: str) -> Formatted:
    path = f"{label_of(root)}/{name}"
    kind, _ = kind_of(name, path)
    clean = read_text(root / name, path)
    source = _whole(clean, path)
    comments = replace(place_comments(clean.text, source.root), schema=schema_line(name))
    is_list = kind.key is not None
    after = lay_out(source.root, kind.model, comments, is_list=is_list)
    loose = lay_out(source.root, kind.model, comments, is_list=is_list, written=clean.text)
    again = _whole(Clean(after), path)
    if again.root.plain() != source.root.plain() or _comments(after, again) != _comments(clean.text, source):
        message, hint = "the file cannot be laid out without a loss", "Leave it as it is, and report this as a fault."
        raise CatalogError([Problem(path=path, rule="layout", message=message, hint=hint)])
    raw = (root / name).read_bytes().replace(b"\r\n", b"\n")
    return Formatted(
        file=root / name,
        path=path,
        before=clean.text,
        after=after,
        loose=loose,
        is_exact=raw == after.encode(),
        is_clean=raw == clean.text.encode(),
    )


def _whole(clean: Clean, path: str) -> Document:
    """Return what a text holds, if all of it can be read.

    Raises:
        CatalogError: it cannot.

    """
    source = parse_yaml(clean, path)
    if source.problems:
        raise CatalogError(source.problems)
    return source


def _comments(text: str, source: Document) -> list[str]:
    """Return all comments but the first line, which ``format`` writes anew."""
    found = (comment.text for comment in find_comments(text, source.root))
    return sorted(comment for comment in found if not comment.startswith(SCHEMA_MARK))
