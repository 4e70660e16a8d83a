"""A source file as clean text: UTF-8, of bearable size, without a character that a reader cannot see."""

import codecs
import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Position, Problem
from generator.sources.folder import not_a_file, unreadable

MAX_BYTES = 256 * 1024
HIDDEN_CHARACTERS = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\xad\u034f\u200b-\u200f\u2060-\u2064\ufeff"  # no width
    "\u061c\u202a-\u202e\u2066-\u206f"  # the direction of text
    "\u2028\u2029\ufff9-\ufffb\ufffe\uffff"  # lines, remarks and no characters
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # letters without a picture
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variants and tags
    "\ud800-\udfff"  # half a character
    "]+"
)
"""Characters that a reader cannot see."""
_HINT = "Remove it; type the text again if it was pasted."
_NO_BREAK = re.compile(r"(?m)^(?:[ \xa0-]*|[ \xa0-]*[A-Za-z_]+:)\xa0+")
"""A no-break space where YAML needs a blank: before a key, an item or a value."""
_SEEN = "\ufffd"
"""What stands in the place of each hidden character when the rest of the file is read."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Clean:
    """The text of a file, each line ended by a line feed, and the faults of single characters in it."""

    text: str
    problems: tuple[Problem, ...] = ()


def read_text(file: Path, path: str) -> Clean:
    """Return the text of a file.

    Args:
        file: where the file is.
        path: how problems name it.

    Raises:
        CatalogError: it is no ordinary file, too large, or in another encoding altogether.

    """
    raw = _bytes(file, path)
    zeros = raw[:400:2].count(0), raw[1:400:2].count(0)
    unmarked = "UTF-16" if min(zeros) == 0 and max(zeros) * 4 > len(raw[:400]) else ""
    if coding := next((name for mark, name in _MARKS if raw.startswith(mark)), unmarked):
        message = f"the file is written in {coding}"
        hint = "Save the file as UTF-8. Notepad calls UTF-16 'Unicode'."
        raise CatalogError([Problem(path=path, rule="encoding", message=message, hint=hint)])
    problems = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8-sig", "replace")
        at = _end(_lines(raw[: error.start].decode("utf-8-sig")))
        letter = raw[error.start : error.start + 1]
        message = f"a letter is not written in UTF-8 (the byte 0x{letter[0]:02X})"
        meant = letter.decode("cp1252", "replace")
        hint = f"Save the file as UTF-8. In ANSI (Windows-1252) the letter is {meant!r}."
        problems.append(Problem(path=path, position=at, rule="encoding", message=message, hint=hint))
    text = _lines(text)
    if _is_plain(text):
        return Clean(text, tuple(problems))
    end, at = 0, Position()
    for found in islice(HIDDEN_CHARACTERS.finditer(text), MAX_PROBLEMS_PER_FILE + 1):
        at = _end(text[end : found.start()], at)
        end = found.start()
        message = f"{named(found[0][0])} stands here, which a reader cannot see"
        problems.append(Problem(path=path, position=at, rule="hidden-character", message=message, hint=_HINT))
    return Clean(mask_hidden(text) if problems else text, tuple(problems))


def plain_blanks(clean: Clean, path: str) -> Clean:
    """Return a text with a blank for each no-break space that stands where YAML needs a blank, and those faults."""
    if "\xa0" not in clean.text:
        return clean
    problems = [*clean.problems]
    for found in islice(_NO_BREAK.finditer(clean.text), MAX_PROBLEMS_PER_FILE + 1):
        at = _end(clean.text[: found.start() + found[0].index("\xa0")])
        message = "a no-break space stands here, which looks like a blank and is none"
        hint = "Type blanks in its place."
        problems.append(Problem(path=path, position=at, rule="hidden-character", message=message, hint=hint))
    text = _NO_BREAK.sub(lambda found: found[0].replace("\xa0", " "), clean.text)
    return Clean(text, tuple(problems))


def _is_plain(text: str) -> bool:
    """Tell whether a text holds nothing but letters and signs of ASCII, blanks and line feeds: most files do."""
    return text.isascii() and text.replace("\n", "").isprintable()


def named(character: str) -> str:
    """Return what a character is called, such as ``the character U+200B (zero width space)``."""
    name = unicodedata.name(character, "").lower()
    return f"the character U+{ord(character):04X}" + (f" ({name})" if name else "")


def mask_hidden(text: str) -> str:
    """Return a text with a mark in the place of each hidden character."""
    return HIDDEN_CHARACTERS.sub(lambda found: _SEEN * len(found[0]), text)


def _bytes(file: Path, path: str) -> bytes:
    """Return what an ordinary file holds; a link is not followed, and a pipe is not waited for."""
    try:
        with open(os.open(file, _FLAGS), "rb") as opened:  # noqa: PTH123  # by its number, with flags
            mode = os.fstat(opened.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise CatalogError([not_a_file(path, mode)])
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CatalogError([unreadable(path, error)]) from error
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB"
        hint = "Shorten it: one entry a file."
        raise CatalogError([Problem(path=path, rule="too-large", message=message, hint=hint)])
    return raw


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _end(text: str, start: Position | None = None) -> Position:
    """Return where a text ends that begins at ``start``."""
    start = start or Position()
    breaks = text.count("\n")
    column = len(text) - text.rfind("\n") if breaks else start.column + len(text)
    return Position(line=start.line + breaks, column=column)
