"""The commands of ``python -m generator``."""

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.authoring.editor_schema import outdated, write_schemas
from generator.checks.lost_replies import lost_replies
from generator.checks.prose import style_problems
from generator.checks.report import FORMATS, report
from generator.checks.runner import Judge, load_catalog
from generator.cli.answer import answer_data, answer_text
from generator.cli.authoring import add_format, add_new, format_command, new_command
from generator.cli.terminal import escape_controls, open_terminal
from generator.logs.log_files import LogError, plain_blocks, split
from generator.logs.queries import ENGINES, FORMS, patterns_text
from generator.logs.redaction import redact
from generator.logs.scanner import scan, scan_stream
from generator.logs.summary import Summary
from generator.matching.explainer import Explainer
from generator.matching.log_line import W3C_FIELDS, decode_line, fields_of, is_remark
from generator.model.catalog import Catalog
from generator.problem import CatalogError
from generator.publishing.offline import BundleError, bundle, checksum, folder_name, put
from generator.publishing.plain_files import render_to
from generator.site.pages import taken_addresses
from generator.sources.file_types import SCHEMAS
from generator.sources.folder import label_of
from generator.sources.git_history import deleted_files, last_changed, newest

MIN_PROGRESS_BYTES = 32 << 20
"""From so many bytes on, a terminal shows how far the reading is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 problems or unknown lines found, 2 bad use."""
    with open_terminal() as terminal:
        terminal.status = _run(arguments)
    return terminal.status


def _run(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.codes.is_dir():
        parser.error(f"there is no folder {str(options.codes)!r}; run this in the project's folder, or give --codes")
    if options.command == "format":
        return format_command(options)
    docs = options.codes.resolve().parent / "docs"
    is_check = options.command == "check"
    written = docs if is_check and docs.is_dir() else None
    judges = _judges(options.codes, written) if is_check else ()
    try:
        catalog = load_catalog(options.codes, written, judges, addresses_of=taken_addresses)
    except CatalogError as error:
        _print(report(error.problems, getattr(options, "report", "text")))
        return 1
    match options.command:
        case "check":
            _print(report((), options.report))
        case "patterns":
            text = patterns_text(catalog, options.format, options.engine)
            return _write(options.out, text) if options.out else _print(text)
        case "render":
            if options.out.exists() and (not options.out.is_dir() or any(options.out.iterdir())):
                parser.error(f"{str(options.out)!r} is not an empty folder; name a new one")
            _print(f"{render_to(catalog, options.out)} pages written to {options.out}\n")
        case command:
            return _COMMANDS[command](catalog, options)
    return 0


def _judges(root: Path, docs: Path | None) -> Sequence[Judge]:
    """Return what only ``check`` asks: whether something was lost, and how the prose is written."""
    deleted = deleted_files(root)
    return (
        lambda catalog, sources: lost_replies(catalog, sources, label_of(root), deleted),
        lambda catalog, sources: style_problems(catalog, sources, docs),
    )


def _print(text: str) -> int:
    """Write a text that strangers had a part in: a log's, a file's name; return 0."""
    sys.stdout.write(escape_controls(text))
    return 0


def _write(file: Path, text: str) -> int:
    """Write a file; return 2 if the system refuses it."""
    try:
        file.write_bytes(escape_controls(text).encode())
    except OSError as error:
        sys.stderr.write(escape_controls(f"{file}: {error.strerror or error}\n"))
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="The catalogue's own commands.")
    parser.add_argument("--codes", type=Path, default=Path("codes"), help="the folder of the sources")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="print every problem in the sources")
    checking.add_argument("--format", choices=FORMATS, default="text", dest="report")
    add_format(commands)
    add_new(commands)
    describing = commands.add_parser("schema", help="write the JSON Schemas that a writer's editor uses")
    describing.add_argument("--check", action="store_true", help="write nothing; fail where they are out of date")
    explaining = commands.add_parser("explain", help="say which reply a line of a log or a bounce holds")
    explaining.add_argument("--format", choices=("text", "json"), default="text")
    explaining.add_argument("--addresses", action="store_true", help="show an unknown line whole, not redacted")
    explaining.add_argument("line", nargs="*", metavar="LINE", help="without one, standard input is read line by line")
    scanning = commands.add_parser("scan", help="count what whole logs hold")
    scanning.add_argument("--format", choices=("text", "json"), default="text")
    scanning.add_argument("--addresses", action="store_true", help="show addresses and texts whole, not redacted")
    scanning.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="how many processes share the work")
    scanning.add_argument("file", nargs="+", metavar="FILE", help="a log, plain or gzip; - for standard input")
    writing = commands.add_parser("patterns", help="write the pattern table for another engine")
    writing.add_argument("--format", choices=FORMS, required=True)
    writing.add_argument("--engine", choices=ENGINES, default="duckdb", help="whose SQL to write")
    writing.add_argument("--out", type=Path, metavar="FILE", help="where to, as UTF-8; shown if not given")
    rendering = commands.add_parser("render", help="write the pages as plain files")
    rendering.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or an empty folder")
    bundling = commands.add_parser("bundle", help="write the whole site as a zip to be read without a network")
    bundling.add_argument("--out", type=Path, metavar="FILE.zip", help="where to; below out/ if not given")
    bundling.add_argument("--checksum", action="store_true", help="write its SHA-256 beside it, as sha256sum reads it")
    return parser


def schema_command(catalog: Catalog, options: argparse.Namespace) -> int:
    """Write the schemas, or return 1 if they are out of date."""
    folder = options.codes / SCHEMAS
    label = f"{label_of(options.codes)}/{SCHEMAS}"
    if options.check:
        names = outdated(catalog, folder)
        _print("".join(f"{label}/{name} is out of date; run 'python3 run.py schema'\n" for name in names))
        return 1 if names else 0
    done = [f"{label}/{name} {what}\n" for name, what in write_schemas(catalog, folder).items()]
    _print("".join(done) or "the schemas are up to date\n")
    return 0


def explain_command(catalog: Catalog, options: argparse.Namespace) -> int:
    """Print what each line holds; return 1 if the catalogue does not have one of them."""
    explainer = Explainer(catalog)
    fields: Sequence[str] = W3C_FIELDS
    status = 0
    for line in options.line or _standard_input():
        fields = fields_of(line) or fields
        if is_remark(line) and not options.line:
            continue
        explanation = explainer.explain(line, fields)
        status = status if explanation.known else 1
        if options.format == "json":
            _print(json.dumps(answer_data(explanation), ensure_ascii=False) + "\n")
        else:
            _print(answer_text(catalog, explanation, line if options.addresses else redact(line)))
    return status


def scan_command(catalog: Catalog, options: argparse.Namespace) -> int:
    """Print what logs hold; return 1 if one of their replies is not in the catalogue, 2 if a file cannot be read."""
    try:
        if options.file == ["-"]:
            tally = scan_stream(catalog, sys.stdin.buffer)
        else:
            files = [Path(name) for name in options.file]
            total = sum(file.stat().st_size for file in files if file.is_file())
            shown = sys.stderr if total > MIN_PROGRESS_BYTES and sys.stderr.isatty() else io.StringIO()
            with click.progressbar(length=total, label="Reading", file=shown) as bar:
                tally = scan(catalog, files, options.cores, bar.update)
    except LogError as error:
        sys.stderr.write(escape_controls(f"scan: {error}\n"))
        return 2
    summary = Summary(catalog, tally, redacted=not options.addresses)
    if options.format == "json":
        _print(json.dumps(summary.as_data(), indent=2, ensure_ascii=False) + "\n")
    else:
        _print(summary.as_text())
    return 0 if summary.is_explained else 1


def bundle_command(catalog: Catalog, options: argparse.Namespace) -> int:
    """Write the offline zip; return 1 if it could not be made."""
    root = options.codes.resolve().parent
    out = options.out or root / "out" / f"{folder_name(catalog.product)}.zip"
    dates = last_changed(root)
    try:
        files, size = bundle(root / "offline.yml", out, catalog.product, newest(dates, dates))
        if options.checksum:
            put(out.with_name(f"{out.name}.sha256"), checksum(out))
    except BundleError as error:
        sys.stderr.write(f"bundle: {error}\n")
        return 1
    sys.stdout.write(f"{files} files in {out}, {size / 1e6:.2f} MB\n")
    return 0


_COMMANDS = {
    "bundle": bundle_command,
    "explain": explain_command,
    "new": new_command,
    "scan": scan_command,
    "schema": schema_command,
}
"""The commands that have a function of their own."""


def _standard_input() -> Iterator[str]:
    """Yield the lines of standard input that are not empty."""
    for lines in split(plain_blocks(sys.stdin.buffer)):
        for raw in lines:
            line = decode_line(raw).rstrip("\r")
            if line.strip():
                yield line
