"""The commands of ``python -m generator``."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.loading import load
from generator.problem import CatalogError, Problem
from generator.render import render_to

FORMATS = ("text", "github", "json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 problems found, 2 bad use."""
    parser = argparse.ArgumentParser(prog="python -m generator", description="The catalogue's own commands.")
    parser.add_argument("--codes", type=Path, default=Path("codes"), help="the folder of the sources")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="print every problem in the sources")
    checking.add_argument("--format", choices=FORMATS, default="text")
    rendering = commands.add_parser("render", help="write the pages as plain files")
    rendering.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or an empty folder")
    options = parser.parse_args(arguments)
    if not options.codes.is_dir():
        parser.error(f"there is no folder {str(options.codes)!r}; run this in the project's folder, or give --codes")
    if options.command == "check":
        return check_command(options.codes, options.format)
    if options.out.exists() and (not options.out.is_dir() or any(options.out.iterdir())):
        parser.error(f"{str(options.out)!r} is not an empty folder; name a new one")
    return render_command(options.codes, options.out)


def render_command(codes: Path, out: Path) -> int:
    """Write every page below ``out``; return 1 and print the problems if the sources have one."""
    try:
        catalog = load(codes)
    except CatalogError as error:
        sys.stdout.write(_report(error.problems, "text"))
        return 1
    sys.stdout.write(f"{render_to(catalog, out)} pages written to {out}\n")
    return 0


def check_command(codes: Path, form: str) -> int:
    """Print every problem of the sources; return 1 if there is one."""
    try:
        load(codes)
        problems: tuple[Problem, ...] = ()
    except CatalogError as error:
        problems = error.problems
    sys.stdout.write(_report(problems, form))
    return 1 if problems else 0


def _report(problems: Sequence[Problem], form: str) -> str:
    if form == "json":
        rows = [
            {
                "path": p.path,
                "line": p.position.line,
                "column": p.position.column,
                "rule": p.rule,
                "message": p.message,
                "hint": p.hint,
            }
            for p in problems
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''} found\n"
    if form == "github":
        return "".join(_annotation(problem) for problem in problems) + count
    return "".join(f"{problem}\n" for problem in problems) + count


def _annotation(problem: Problem) -> str:
    """Return a workflow command that marks the line in a pull request."""

    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    where = f"file={problem.path},line={problem.position.line},col={problem.position.column}"
    return f"::error {where},title={problem.rule}::{escaped(problem.message + '. ' + problem.hint)}\n"
