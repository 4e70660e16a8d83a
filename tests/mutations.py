"""Random changes of the real sources, for ``test_fuzz`` and, at length, ``torture/fuzz``."""

import faulthandler
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from generator.checks.runner import load_catalog
from generator.problem import CatalogError, Problem
from generator.site.pages import pages
from generator.site.redirects import redirects
from generator.site.renderer import Renderer

ROOT = Path(__file__).resolve().parent.parent
HANG = 60
"""Seconds after which a check counts as hanging."""

Files = dict[str, bytes]
"""Contents by path within the project."""

ORIGINAL: Files = {
    file.relative_to(ROOT).as_posix(): file.read_bytes()
    for folder in ("codes", "docs")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.is_file()
}

FRAGMENTS = tuple(
    fragment.encode("utf-8", "surrogatepass")
    for fragment in (
        "", " ", "\n", "\t", "\r", "\r\n", "\0", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\ud800", "\u00a0",
        "\u0430", "\uff11", "e\u0301", ":", ": ", " #x", "#", "&a ", "*a", "!t ", "!!python/object:os.system ",
        "%YAML 1.1\n", "---\n", "...\n", "<<: *a\n", "[", "]", "{", "}", "- ", "? ", "| ", ">\n", "'", '"', "\\",
        "`", "@", ",", "~", "null", "no", "012", "5.10", "0x1F", "2026-11-24", "1_000", "1e3", ".inf", "1:2:3",
        "[[", "]]", "[[451]]", "[[x:y]]", "[a](javascript:b)", "*a", "**", "](", "{ip}", "{list}" * 30, "a " * 300,
        "[" * 3000, "[[451/x]] " * 300, "x" * 6000, "k: v\n" * 3000, "- a\n" * 3000, "../../x", "con",
        "<procedure>", "<action>", "{{ 7*7 }}", "</script>", '"><img src=x>', "id: x\n", "file: x\n", "loc: x\n",
        "451 ",
    )
)  # fmt: skip
NAMES = (
    "codes/451/con.yml", "codes/451/Other.yml", "codes/451/other.yaml", "codes/notes.txt", "codes/451/index.yml",
    "codes/299/other.yml", "codes/451/code.yml", "codes/articles.yml", "codes/product.yml", "codes/settings/a/b.yml",
    "codes/451/a\nb.yml", "codes/451/\udcff.yml", "codes/451/other.yml", "codes/451/x/y/z.yml", "docs/codes/index.md",
    "docs/logs/index.md", "docs/README.md", "docs/x.txt", "codes/procedures/other.yml", "codes/manual.yml",
    "codes/debug/ME-E9999.yml", "codes/notices/other.yml", "codes/sources.yml",
)  # fmt: skip
_KEY = re.compile(rb"^( *(?:- )?)([A-Za-z_/0-9-]+):(.*)$")


KINDS = (
    "rename", "copy", "exchange", "remove", "drop", "double", "swap", "indent", "dedent", "key", "value",
    "flip", "insert", "cut", "encode",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-8-sig")


@dataclass(frozen=True)
class Mutation:
    """One change of one file; numbers are taken modulo the number of choices."""

    kind: str
    file: int
    at: int
    other: int
    fragment: bytes

    def apply(self, files: Files) -> None:
        name = sorted(files)[self.file % len(files)]
        raw, new_name = files[name], NAMES[self.other % len(NAMES)]
        at = self.at % (len(raw) + 1)
        match self.kind:
            case "rename":
                files[new_name] = files.pop(name)
            case "copy":
                files[new_name] = raw
            case "exchange":
                other = sorted(files)[self.other % len(files)]
                files[name], files[other] = files[other], raw
            case "remove":
                del files[name]
            case "flip":
                files[name] = raw[:at] + bytes([self.other % 256]) + raw[at + 1 :]
            case "insert":
                files[name] = raw[:at] + self.fragment + raw[at:]
            case "cut":
                files[name] = raw[:at] + raw[at + self.other % 40 :]
            case "encode":
                encoding = ENCODINGS[self.other % len(ENCODINGS)]
                files[name] = raw.decode("utf-8", "replace").encode(encoding, "replace")
            case _:
                lines = raw.split(b"\n")
                self._change_line(lines, self.at % len(lines))
                files[name] = b"\n".join(lines)

    def _change_line(self, lines: list[bytes], at: int) -> None:
        match self.kind:
            case "drop":
                del lines[at : at + 1 + self.other % 3]
            case "double":
                lines[at:at] = [lines[at]] * (1, 2, 500)[self.other % 3]
            case "swap":
                other = self.other % len(lines)
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = (b" ", b"  ", b"\t", b"    " * 9)[self.other % 4] + lines[at]
            case "dedent":
                lines[at] = lines[at].removeprefix(b" " * (1 + self.other % 4))
            case _:  # the next key or value after the line
                for index in range(at, len(lines)):
                    if match := _KEY.match(lines[index]):
                        key = self.fragment if self.kind == "key" else match[2]
                        value = match[3] if self.kind == "key" else b" " + self.fragment
                        lines[index] = match[1] + key + b":" + value
                        return


NUMBERS = st.integers(0, 1 << 20)
MUTATIONS = st.lists(
    st.builds(
        Mutation,
        kind=st.sampled_from(KINDS),
        file=NUMBERS,
        at=NUMBERS,
        other=NUMBERS,
        fragment=st.sampled_from(FRAGMENTS) | st.binary(max_size=6),
    ),
    min_size=1,
    max_size=3,
)


class Project:
    """A copy of the sources on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("codes", "docs", "overrides"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "mkdocs.yml", folder)

    @contextmanager
    def mutated(self, mutations: list[Mutation]) -> Iterator[Files]:
        """Change the sources, and restore them afterwards."""
        files = dict(ORIGINAL)
        for mutation in mutations:
            if files:
                mutation.apply(files)
        touched = [name for name in {*ORIGINAL, *files} if ORIGINAL.get(name) != files.get(name)]
        for name in touched:
            self._write(name, files.get(name))
        try:
            yield files
        finally:
            for name in touched:
                self._write(name, ORIGINAL.get(name))

    def _write(self, name: str, raw: bytes | None) -> None:
        file = self.folder / name
        if raw is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)

    def check(self) -> tuple[Problem, ...]:
        """Return the problems of the sources; render all pages if there are none.

        A check that hangs ends the run with a traceback.
        """
        faulthandler.dump_traceback_later(HANG, exit=True)
        try:
            catalog = load_catalog(self.folder / "codes", self.folder / "docs")
            renderer = Renderer(catalog)
            for page in pages(catalog):
                renderer.document(page)
            for redirect in redirects(catalog):
                renderer.redirect(redirect)
        except CatalogError as error:
            return error.problems
        finally:
            faulthandler.cancel_dump_traceback_later()
        return ()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a module of the environment in this copy."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=5 * HANG, check=False
        )


def misplaced(problem: Problem, files: Files) -> bool:
    """Return whether a problem is at a line or a column that its file doesn't have."""
    raw = files.get(problem.path)
    if raw is None:  # a missing file, or one whose name is shown escaped
        return (problem.position.line, problem.position.column) != (1, 1)
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not 1 <= problem.position.line <= len(lines):
        return True
    return not 1 <= problem.position.column <= len(lines[problem.position.line - 1]) + 1
