"""The commands that write sources: ``format``, and ``new``."""

import argparse
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from generator.authoring.formatter import Formatted, format_files, source_files
from generator.authoring.new_reply import ID, DraftError, draft, propose, text_of
from generator.checks.report import FORMATS, problem_text, report
from generator.checks.runner import load_catalog
from generator.cli.terminal import escape_controls
from generator.model.catalog import Catalog
from generator.problem import CatalogError
from generator.sources.folder import label_of


def add_format(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the options of ``format`` to those of the other commands."""
    parser = commands.add_parser("format", help="lay the sources out as all others are")
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; tell what is laid out otherwise, however texts are wrapped",
    )
    parser.add_argument("--diff", action="store_true", help="change nothing; print a patch that 'git apply' takes")
    parser.add_argument("--format", choices=FORMATS, default="text", dest="report", help="how --check tells it")
    parser.add_argument("file", nargs="*", metavar="FILE", help="a file or a folder of codes/; all of it if not given")


def format_command(options: argparse.Namespace) -> int:
    """Lay files out; return 1 if one has no layout, or with ``--check`` or ``--diff`` another one, 2 on bad use."""
    try:
        names = [*_names(options.codes, options.file)] if options.file else None
    except ValueError as error:
        sys.stderr.write(escape_controls(f"format: {error}\n"))
        return 2
    formatted, problems = format_files(options.codes, names)
    others = [file for file in formatted if not file.is_exact]
    if options.check:
        problems = sorted([*problems, *(file.problem for file in formatted if not file.is_laid_out)])
        sys.stdout.write(escape_controls(report(problems, options.report)))
    elif options.diff:
        sys.stdout.write(escape_controls("".join(line for file in others for line in _diff(file))))
        sys.stderr.write(escape_controls(report(problems, "text")) if problems else "")
    else:
        try:
            for file in others:
                file.write()
        except OSError as error:
            sys.stderr.write(
                escape_controls(f"format: {error.filename}: {error.strerror}; what comes after it is as it was\n")
            )
            return 2
        told = "".join(f"{problem_text(problem)}\n" for problem in problems)
        sys.stdout.write(escape_controls(f"{told}{len(others)} of {len(formatted)} files laid out anew\n"))
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


def add_new(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the options of ``new`` to those of the other commands."""
    parser = commands.add_parser("new", help="write a first file for a reply that is missing")
    parser.add_argument("id", nargs="?", metavar="CODE/NAME", help="such as 451/greylisting; the name may be left out")
    parser.add_argument("--text", help="the text that the server gave, with or without its code")


def new_command(catalog: Catalog, options: argparse.Namespace) -> int:
    """Write a new reply's file; return 1 if the reply cannot be added, 2 if something to go by is missing."""
    try:
        id, text = _asked(catalog, options.id, options.text)
        drafted = draft(catalog, id, text)
    except DraftError as error:
        sys.stderr.write(escape_controls(f"new: {error}\n"))
        return 1
    except click.UsageError as error:
        sys.stderr.write(escape_controls(f"new: {error.message}\n"))
        return 2
    except click.Abort:
        sys.stderr.write("\n")
        return 1
    written: list[Path] = []
    try:
        for name, content in drafted.files.items():
            file = options.codes / name
            file.parent.mkdir(exist_ok=True)
            with file.open("xb") as opened:
                written.append(file)
                opened.write(content.encode())
        load_catalog(options.codes)
    except (OSError, CatalogError) as error:
        for file in written:
            file.unlink()
        told = report(error.problems, "text") if isinstance(error, CatalogError) else f"{error}\n"
        sys.stderr.write(escape_controls(f"new: nothing is written, for the new file would have problems\n{told}"))
        return 1
    for file in written:
        sys.stdout.write(
            escape_controls(f"{label_of(options.codes)}/{file.relative_to(options.codes).as_posix()} written\n")
        )
    sys.stdout.write(escape_controls("".join(f"    guessed {how}\n" for how in drafted.guessed)))
    sys.stdout.write("Replace what the comments in it ask for, then run 'python3 run.py check'.\n")
    return 0


def _asked(catalog: Catalog, id: str | None, text: str | None) -> tuple[str, str]:
    """Return the id and the text of a new reply; a person at a terminal is asked for what is missing.

    Raises:
        DraftError: the id has another form, or the text no words.
        click.UsageError: something is missing, and there is nobody to ask.

    """
    is_person = sys.stdin.isatty()
    missing = [what for what, given in (("the code, such as 451", id), ("--text 'the text'", text)) if not given]
    if missing and not is_person:
        raise click.UsageError(f"{' and '.join(missing)} must be given: new 451/greylisting --text 'the text'")
    id = id or click.prompt("The reply code, such as 451")
    text = text or click.prompt("The text that the server gave")
    found = ID.fullmatch(str(id).replace("\\", "/").removeprefix("codes/").removesuffix(".yml").strip("/"))
    if not found:
        raise DraftError(
            f"{id!r} is no id: give the code and a name, small letters with hyphens, as in 451/greylisting"
        )
    text = text_of(found[1], str(text))
    slug = found[2]
    if not slug:
        slug = propose(catalog, found[1], text)
        slug = click.prompt("A name for it, for ever the page's address", default=slug) if is_person else slug
    return f"{found[1]}/{slug}", text
