"""A source file as clean text: UTF-8, of bearable size, without a character that a reader cannot see."""

import re
from pathlib import Path

from generator.problem import CatalogError, Position, Problem

MAX_BYTES = 256 * 1024
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that a reader cannot see: controls, zero width, text direction, lone surrogates."""
HIDDEN_HINT = "Remove it; type the text again if it was pasted."


def read_text(file: Path, path: str) -> str:
    """Return the text of a file, each line ended by a line feed.

    Args:
        file: where the file is.
        path: how problems name it.

    Raises:
        CatalogError: it is no ordinary file, too large, not UTF-8, or holds a hidden character.

    """

    def problem(rule: str, message: str, hint: str, position: Position | None = None) -> CatalogError:
        return CatalogError(
            [Problem(path=path, position=position or Position(), rule=rule, message=message, hint=hint)]
        )

    try:
        if not file.is_file() or file.is_symlink():
            hint = "Put the file itself here; links, folders and pipes are not read."
            raise problem("not-a-file", "this is not an ordinary file", hint)
        if file.stat().st_size > MAX_BYTES:
            raise problem(
                "too-large", f"the file is larger than {MAX_BYTES // 1024} KiB", "Shorten it: one entry a file."
            )
        raw = file.read_bytes()
    except OSError as error:
        raise problem("not-a-file", f"the file cannot be read: {error.strerror}", "Check its permissions.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = Position(line=raw.count(b"\n", 0, error.start) + 1, column=error.start - raw.rfind(b"\n", 0, error.start))
        message = f"the byte 0x{raw[error.start]:02X} is not UTF-8"
        raise problem("encoding", message, "Save the file as UTF-8.", at) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := HIDDEN.search(text):
        at = Position(
            line=text.count("\n", 0, found.start()) + 1, column=found.start() - text.rfind("\n", 0, found.start())
        )
        message = f"the character U+{ord(found[0]):04X} stands here, which a reader cannot see"
        raise problem("hidden-character", message, HIDDEN_HINT, at)
    return text
