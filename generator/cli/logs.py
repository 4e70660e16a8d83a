"""The commands about whole logs: ``scan``, and ``patterns`` for scans by another engine."""

import io
import json
import os
import sys
from pathlib import Path

import click

from generator.cli.explain import load_index, output_options
from generator.cli.project import PATH
from generator.cli.terminal import BAD_USE, escape_controls, print_error, print_text
from generator.logs.log_files import LogError
from generator.logs.queries import ENGINES, FORMS, patterns_text
from generator.logs.scanner import scan, scan_stream
from generator.logs.summary import Summary

MIN_PROGRESS_BYTES = 32 << 20
"""Minimum size of logs for which a terminal shows a progress bar."""


@click.command("scan")
@output_options
@click.option("--cores", type=int, default=os.cpu_count() or 1, show_default="all", help="Number of processes.")
@click.argument("file", nargs=-1, required=True, type=click.Path(readable=False))
def scan_command(file: tuple[str, ...], form: str, cores: int, *, addresses: bool) -> int:
    """Count the replies in each FILE: a log, plain or gzip-compressed, or - for standard input.

    The exit status is 1 if a reply is unknown, and 2 if a file can't be read.
    """
    index = load_index()
    try:
        if file == ("-",):
            tally = scan_stream(index, sys.stdin.buffer)
        else:
            files = [Path(name) for name in file]
            total = sum(log.stat().st_size for log in files if log.is_file())
            shown = sys.stderr if total >= MIN_PROGRESS_BYTES and sys.stderr.isatty() else io.StringIO()
            with click.progressbar(length=total, label="Reading", file=shown) as bar:
                tally = scan(index, files, cores, bar.update)
    except LogError as error:
        print_error(f"scan: {error}")
        return BAD_USE
    summary = Summary(index, tally, redacted=not addresses)
    is_json = form == "json"
    print_text(json.dumps(summary.as_data(), indent=2, ensure_ascii=False) + "\n" if is_json else summary.as_text())
    return 0 if summary.is_explained else 1


@click.command("patterns")
@click.option("--format", "form", type=click.Choice(FORMS), required=True, help="Output format.")
@click.option("--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True, help="SQL dialect.")
@click.option("--out", type=PATH, metavar="FILE", help="Output file, in UTF-8. Without it, print the table.")
def patterns_command(form: str, engine: str, out: Path | None) -> int:
    """Write the pattern table for another engine."""
    text = patterns_text(load_index(), form, engine)
    if out is None:
        print_text(text)
    else:
        out.write_bytes(escape_controls(text).encode())
    return 0
