"""Source files as clean text: UTF-8, of limited size, without invisible characters."""

import codecs
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.problem import FILE_START, MAX_PROBLEMS_PER_FILE, CatalogError, Position, Problem, describe_character
from generator.sources.folder import not_a_file, unreadable

MAX_BYTES = 256 * 1024
HIDDEN_CHARACTERS = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\xad\u034f\u200b-\u200f\u2060-\u2064\ufeff"  # zero width
    "\u061c\u202a-\u202e\u2066-\u206f"  # text direction
    "\u2028\u2029\ufff9-\ufffb\ufffe\uffff"  # separators, annotations, noncharacters
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # fillers
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
    "\ud800-\udfff"  # surrogates
    "]+"
)
"""Characters that a reader can't see."""
_NO_BREAK = re.compile(r"(?m)^(?:[ \xa0-]*|[ \xa0-]*[A-Za-z_]+:)\xa0+")
"""A non-breaking space where YAML needs a normal one: before a key, an item or a value."""
_MASK = "\ufffd"
"""Replaces each hidden character, so that the rest of the file can be checked."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class SourceText:
    """The text of a file with line feeds as line ends, and the problems that leave it readable."""

    path: str
    """The file's name in problems."""
    text: str
    problems: tuple[Problem, ...] = ()

    def problem(self, rule: str, message: str, hint: str, position: Position = FILE_START) -> Problem:
        """Return a problem in the file."""
        return Problem(path=self.path, position=position, rule=rule, message=message, hint=hint)

    def further(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return further problems, except on lines that already have one, from which they follow."""
        lines = {problem.position.line for problem in self.problems}
        return [problem for problem in problems if problem.position.line not in lines]

    def with_further(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems of the file and further ones."""
        return [*self.problems, *self.further(problems)]


def read_text(file: Path, path: str) -> SourceText:
    """Return the text of a file, which problems call ``path``.

    A ``CatalogError`` is raised if it isn't a regular file, is too large, or is in another encoding.
    """
    raw = _bytes(file, path)
    zeros = raw[:400:2].count(0), raw[1:400:2].count(0)
    unmarked = "UTF-16" if min(zeros) == 0 and max(zeros) * 4 > len(raw[:400]) else ""
    if encoding := next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), unmarked):
        message = f"the file is encoded in {encoding}"
        hint = "Save the file as UTF-8. Notepad calls UTF-16 'Unicode'."
        raise CatalogError([Problem(path=path, rule="encoding", message=message, hint=hint)])
    source = SourceText(path, _lines(raw.decode("utf-8-sig", "replace")))
    problems = []
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _lines(raw[: error.start].decode("utf-8-sig"))
        byte = raw[error.start : error.start + 1]
        message = f"the byte 0x{byte[0]:02X} isn't valid UTF-8"
        hint = f"Save the file as UTF-8. In ANSI (Windows-1252) the byte means {byte.decode('cp1252', 'replace')!r}."
        problems.append(source.problem("encoding", message, hint, Position.of(before, len(before))))
    if not (source.text.isascii() and source.text.replace("\n", "").isprintable()):  # a fast test that most files pass
        for hidden in islice(HIDDEN_CHARACTERS.finditer(source.text), MAX_PROBLEMS_PER_FILE + 1):
            message = f"invisible character {describe_character(hidden[0][0])}"
            hint = "Remove it. If the text was pasted, type it again."
            problems.append(source.problem("hidden-character", message, hint, Position.of(source.text, hidden.start())))
    return SourceText(path, mask_hidden(source.text) if problems else source.text, tuple(problems))


def replace_no_break_spaces(source: SourceText) -> SourceText:
    """Return a text with normal spaces where YAML needs them, and a problem for each that wasn't one."""
    if "\xa0" not in source.text:
        return source
    problems = [*source.problems]
    for space in islice(_NO_BREAK.finditer(source.text), MAX_PROBLEMS_PER_FILE + 1):
        at = Position.of(source.text, space.start() + space[0].index("\xa0"))
        problems.append(source.problem("hidden-character", "non-breaking space (U+00A0)", "Use a normal space.", at))
    text = _NO_BREAK.sub(lambda space: space[0].replace("\xa0", " "), source.text)
    return SourceText(source.path, text, tuple(problems))


def mask_hidden(text: str) -> str:
    """Return a text with each hidden character masked."""
    return HIDDEN_CHARACTERS.sub(lambda hidden: _MASK * len(hidden[0]), text)


def _bytes(file: Path, path: str) -> bytes:
    """Return the content of a regular file, without following a link or waiting for a pipe."""
    try:
        with open(os.open(file, _FLAGS), "rb") as opened:  # noqa: PTH123  # Path.open() takes no flags
            mode = os.fstat(opened.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise CatalogError([not_a_file(path, mode)])
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CatalogError([unreadable(path, error)]) from error
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB"
        hint = "Shorten it: keep one entry per file."
        raise CatalogError([Problem(path=path, rule="too-large", message=message, hint=hint)])
    return raw


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
