"""The cases of bad input: one file for each, with a change of the small catalogue and the output of ``check``.

``@ path`` gives a file of ``cases/catalog``. The ``+ `` lines replace the ``- `` lines before them; without
``- `` lines, the ``+ `` lines are the whole file. ``@ path is missing`` removes the file. ``<<E2 80 8B>>`` means
these bytes, ``<<5B x 1000>>`` a thousand of them. The output of ``check`` comes after the first empty
line, exactly as printed, but without the address of the rule after each hint.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("cases")
_BLOCK = re.compile(r"((?:-.*\n)*)((?:\+.*\n)*)")
_HINT = re.compile(r"(?m)\(([a-z-]+)\)\n    hint: .*$")
_BYTES = re.compile(rb"<<([0-9A-F ]+?)(?: x (\d+))?>>")


@dataclass(frozen=True)
class Mistake:
    """A case of bad input."""

    rule: str
    name: str
    changes: str
    printed: str

    @classmethod
    def read(cls, file: Path) -> "Mistake":
        return cls.parse(file.parent.name, file.stem, file.read_text("utf-8"))

    @classmethod
    def parse(cls, rule: str, name: str, text: str) -> "Mistake":
        """Return the case that a text describes: the change, an empty line, and the output."""
        changes, _, printed = text.partition("\n\n")
        return cls(rule, name, changes, _HINT.sub(r"\g<0> See contributing/rules/\1/", printed))

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"

    def lay(self, folder: Path) -> Path:
        """Write the small catalogue with the mistake to a folder, and return ``codes``."""
        codes = lay(folder)
        for change in f"\n{self.changes}".split("\n@ ")[1:]:
            name, _, lines = change.partition("\n")
            if name.endswith(" is missing"):
                (folder / name.removesuffix(" is missing")).unlink()
            else:
                _change(folder / name, f"{lines}\n")
        return codes


def lay(folder: Path) -> Path:
    """Copy the small catalogue to a folder, and return ``codes``."""
    return shutil.copytree(CASES / "catalog", folder / "codes")


def _change(file: Path, lines: str) -> None:
    blocks = [(_content(old), _content(new)) for old, new in _BLOCK.findall(lines)]
    if not any(old for old, _ in blocks):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(blocks[0][1])
        return
    raw = b"\n" + file.read_bytes()
    for old, new in blocks[:-1]:  # the last one is the empty end of the lines
        before = b"\n" + old
        assert raw.count(before) == 1, f"{file.name} contains these lines {raw.count(before)} times: {old!r}"
        raw = raw.replace(before, b"\n" + new)
    file.write_bytes(raw[1:])


def _content(lines: str) -> bytes:
    """Return lines without their sign as the bytes of a file."""
    return bytes_of(re.sub(r"(?m)^[-+] ?", "", lines))


def bytes_of(text: str) -> bytes:
    """Return a text as bytes, with its ``<<E2 80 8B>>`` replaced."""
    raw = text.encode()
    return _BYTES.sub(lambda match: bytes.fromhex(match[1].decode()) * int(match[2] or 1), raw)


MISTAKES = tuple(Mistake.read(file) for file in sorted(CASES.glob("problems/*/*.txt")))
