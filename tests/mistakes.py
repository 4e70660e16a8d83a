"""The cases of bad input: one file each, with what is changed and what ``check`` prints.

``@ path`` names a file of the small catalogue ``cases/catalog``. ``- `` lines are taken out, the ``+ ``
lines after them are put in their place; without ``- `` lines the ``+ `` lines are the whole file.
``@ path is missing`` removes the file.
``<<E2 80 8B>>`` stands for these bytes, ``<<5B x 1000>>`` for a thousand of them. What follows the
first empty line is printed by ``check``, to the letter, and behind each hint the address of the rule.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("cases")
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
        return cls.told(file.parent.name, file.stem, file.read_text("utf-8"))

    @classmethod
    def told(cls, rule: str, name: str, text: str) -> "Mistake":
        """Return a case of a text: what is changed, an empty line, and what is printed."""
        changes, _, printed = text.partition("\n\n")
        return cls(rule, name, changes, _HINT.sub(r"\g<0> See contributing/rules/\1/", printed))

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"

    def lay(self, folder: Path) -> Path:
        """Return the small catalogue in ``folder`` with the mistake made."""
        codes = lay(folder)
        for change in f"\n{self.changes}".split("\n@ ")[1:]:
            name, *lines = change.split("\n")
            if name.endswith(" is missing"):
                (folder / name.removesuffix(" is missing")).unlink()
            else:
                _change(folder / name, lines)
        return codes


def lay(folder: Path) -> Path:
    """Return a copy of the small catalogue."""
    return shutil.copytree(CASES / "catalog", folder / "codes")


def _change(file: Path, lines: list[str]) -> None:
    if not any(line.startswith("-") for line in lines):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_bytes(lines))
        return
    raw = b"\n" + file.read_bytes()
    while lines:
        old = _taken(lines, "-")
        new = _taken(lines, "+")
        before = b"\n" + _bytes(old)
        assert raw.count(before) == 1, f"{file.name} holds these lines {raw.count(before)} times: {old}"
        raw = raw.replace(before, b"\n" + _bytes(new))
    file.write_bytes(raw[1:])


def _taken(lines: list[str], sign: str) -> list[str]:
    """Take the lines with ``sign`` off the beginning of ``lines``, and return them."""
    taken = []
    while lines and lines[0].startswith(sign):
        taken.append(lines.pop(0))
    return taken


def _bytes(lines: list[str]) -> bytes:
    """Return signed lines as the bytes of a file."""
    return bytes_of("".join(f"{line[2:]}\n" for line in lines))


def bytes_of(text: str) -> bytes:
    """Return a text as bytes, with those in it that are written out."""
    raw = text.encode()
    return _BYTES.sub(lambda found: bytes.fromhex(found[1].decode()) * int(found[2] or 1), raw)


MISTAKES = tuple(Mistake.read(file) for file in sorted(CASES.glob("problems/*/*.txt")))
