"""The commands that write sources: ``format``, and ``new``."""

import argparse
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from generator.controls import visible
from generator.formatting import Formatted, format_files, source_files
from generator.report import FORMATS, report


def add_format(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the options of ``format`` to those of the other commands."""
    parser = commands.add_parser("format", help="lay the sources out as all others are")
    parser.add_argument("--check", action="store_true", help="change nothing; tell which files would be changed")
    parser.add_argument("--diff", action="store_true", help="change nothing; print a patch that 'git apply' takes")
    parser.add_argument("--format", choices=FORMATS, default="text", dest="report", help="how --check tells it")
    parser.add_argument("file", nargs="*", metavar="FILE", help="a file or a folder of codes/; all of it if not given")


def format_command(options: argparse.Namespace) -> int:
    """Lay files out; return 1 if one has no layout, or with ``--check`` or ``--diff`` another one, 2 on bad use."""
    try:
        names = [*_names(options.codes, options.file)] if options.file else None
    except ValueError as error:
        sys.stderr.write(visible(f"format: {error}\n"))
        return 2
    formatted, problems = format_files(options.codes, names)
    others = [file for file in formatted if not file.is_exact]
    if options.check:
        problems = sorted([*problems, *(file.problem for file in others)])
        sys.stdout.write(visible(report(problems, options.report)))
    elif options.diff:
        sys.stdout.write(visible("".join(line for file in others for line in _diff(file))))
        sys.stderr.write(visible(report(problems, "text")) if problems else "")
    else:
        for file in others:
            file.write()
        told = "".join(f"{problem}\n" for problem in problems)
        sys.stdout.write(visible(f"{told}{len(others)} of {len(formatted)} files laid out anew\n"))
    return 1 if problems or (options.diff and others) else 0


def _names(root: Path, paths: list[str]) -> Iterator[str]:
    """Yield the files that paths name, relative to ``root``.

    Raises:
        ValueError: a path leads nowhere, or out of ``root``.

    """
    whole = root.resolve()
    known = source_files(root)
    for path in paths:
        file = Path(path) if Path(path).exists() else Path(path.replace("\\", "/"))
        if not file.exists():
            raise ValueError(f"there is no file {path!r}")
        place = file.resolve()
        if not place.is_relative_to(whole):
            raise ValueError(f"{path!r} is no source: name a file or a folder of {root.name}/")
        name = place.relative_to(whole).as_posix()
        yield from [name] if name in known else (each for each in known if name == "." or each.startswith(f"{name}/"))


def _diff(file: Formatted) -> Iterator[str]:
    before, after = file.before.splitlines(keepends=True), file.after.splitlines(keepends=True)
    for line in unified_diff(before, after, f"a/{file.path}", f"b/{file.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
