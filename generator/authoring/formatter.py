"""Source files in the standard format, and the first place where a file differs from it."""

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.authoring.layout import format_yaml
from generator.problem import CatalogError, Position, Problem
from generator.sources.comments import find_comments, place_comments
from generator.sources.file_types import SCHEMA_MARK, SCHEMAS, schema_line
from generator.sources.folder import label_of, list_folder
from generator.sources.reader import kind_of
from generator.sources.text import SourceText, read_text
from generator.sources.yaml import Document, Node, parse_yaml

_PAIR = re.compile(r"[^\s#][^:]*: .")
"""A top-level key with its value on the same line."""


@dataclass(frozen=True, kw_only=True)
class Formatted:
    """A source file and its standard format."""

    file: Path
    path: str
    """The path in problems."""
    before: str
    """The text of the file, with line feeds only."""
    after: str
    """The text in the standard format."""
    is_exact: bool
    """Whether the file has the standard format, whatever its line endings."""
    problem: Problem | None
    """Where the file differs from the format; wrapping and quotes don't count, as a web editor can't fix them."""

    def write(self) -> None:
        """Replace the file in one step.

        Raises:
            OSError: the file can't be written; it is unchanged.

        """
        with TemporaryDirectory(dir=self.file.parent, prefix=".") as folder:  # a move within one volume is atomic
            beside = Path(folder) / self.file.name
            beside.write_bytes(self.after.encode())
            shutil.copymode(self.file, beside)
            os.replace(beside, self.file)  # noqa: PTH105  # unlike rename, it replaces a file on Windows too


def source_files(root: Path) -> Sequence[str]:
    """Return the names of the source files below ``root``."""
    return [name for name in list_folder(root).files if not name.startswith(f"{SCHEMAS}/")]


def format_files(root: Path, names: Iterable[str] | None = None) -> tuple[Sequence[Formatted], Sequence[Problem]]:
    """Return the source files that can be formatted, and the problems of the others; all files without ``names``."""
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
    source = _parse(clean)
    comments = replace(place_comments(clean.text, source.root), schema=schema_line(name))
    after = format_yaml(source.root, kind.model, comments, is_list=kind.key is not None)
    again = _parse(SourceText(path, after))
    if again.root.plain() != source.root.plain() or _comments(after, again) != _comments(clean.text, source):
        message = "the file can't be formatted without losing something"
        raise CatalogError([Problem(path=path, rule="layout", message=message, hint="Please report this as a bug.")])
    raw = (root / name).read_bytes().replace(b"\r\n", b"\n")
    problem = None
    if raw != clean.text.encode():
        message = "the file starts with a byte order mark or contains a carriage return without a line feed"
        hint = "Save it as UTF-8 with normal line endings, or run 'python3 run.py format'."
        problem = Problem(path=path, rule="layout", message=message, hint=hint)
    elif departure := _departure(_outline(clean.text, source.root), _outline(after, again.root), after.split("\n")):
        line, expected = departure
        hint = f"Expected here: {expected}. Run 'python3 run.py format' to fix it."
        message = "the file isn't in the standard format"
        problem = Problem(path=path, position=Position(line=line), rule="layout", message=message, hint=hint)
    is_exact = raw == after.encode()
    return Formatted(file=root / name, path=path, before=clean.text, after=after, is_exact=is_exact, problem=problem)


def _parse(text: SourceText) -> Document:
    source = parse_yaml(text)
    if source.problems:
        raise CatalogError(source.problems)
    return source


def _comments(text: str, source: Document) -> list[str]:
    """Return all comments but the first line, which ``format`` writes itself."""
    comments = (comment.text for comment in find_comments(text, source.root))
    return sorted(comment for comment in comments if not comment.startswith(SCHEMA_MARK))


def _outline(text: str, root: Node) -> list[tuple[int, str]]:
    """Return the numbered lines of a file without what depends on how its texts are wrapped and quoted.

    That is the texts themselves and the blank lines between two keys with a text.
    """
    lines = dict(enumerate(text.split("\n"), 1))
    for node in reversed([*root.texts()]):
        start, end = node.position, node.end or node.position
        last, column = end.line, end.column - 1
        while last > start.line and not lines[last][:column].strip():  # blank lines after a block aren't part of it
            last -= 1
            column = len(lines[last])
        lines[start.line] = f"{lines[start.line][: start.column - 1]}…{lines[last][column:]}"
        for number in range(start.line + 1, last + 1):
            del lines[number]
    rows = [*lines.items()]
    pairs = [bool(_PAIR.match(line)) for _, line in rows]
    return [row for at, row in enumerate(rows) if row[1] or not all(pairs[max(at - 1, 0) : at + 2 : 2])]


def _departure(
    before: Sequence[tuple[int, str]], after: Sequence[tuple[int, str]], lines: Sequence[str]
) -> tuple[int, str] | None:
    """Return the number of the first line with another outline, and what is expected there; None if there is none."""
    pairs = enumerate(zip(before, after, strict=False))
    at = next((at for at, ((_, line), (_, other)) in pairs if line != other), None)
    if at is None and len(before) == len(after):
        return None
    at = min(len(before), len(after)) - 1 if at is None else at
    expected = lines[after[at][0] - 1]
    if not expected and at + 1 < len(after):
        return before[at][0], f"an empty line, then {lines[after[at + 1][0] - 1]!r}"
    return before[at][0], repr(expected)
