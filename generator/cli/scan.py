"""The command `scan`."""

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli.terminal import escape_controls
from generator.logs.answers import Summary
from generator.logs.log_files import LogError
from generator.logs.scanner import scan, scan_stream
from generator.model.reply_index import ReplyIndex

MIN_PROGRESS_BYTES = 32 << 20
"""For this many bytes or more, a terminal shows a progress bar."""


def scan_logs(
    index: ReplyIndex, names: Sequence[str], *, form: str = "text", addresses: bool = False, cores: int = 1
) -> int:
    """Print the summary of logs; return 1 if a reply isn't in the catalogue, 2 if a file can't be read.

    Args:
        index: the replies.
        names: the logs; ``-`` alone is standard input.
        form: ``text`` or ``json``.
        addresses: whether addresses and texts are shown in full.
        cores: how many processes share the work.

    """
    try:
        if list(names) == ["-"]:
            tally = scan_stream(index, sys.stdin.buffer)
        else:
            files = [Path(name) for name in names]
            total = sum(file.stat().st_size for file in files if file.is_file())
            shown = sys.stderr if total >= MIN_PROGRESS_BYTES and sys.stderr.isatty() else io.StringIO()
            with click.progressbar(length=total, label="Reading", file=shown) as bar:
                tally = scan(index, files, cores, bar.update)
    except LogError as error:
        sys.stderr.write(escape_controls(f"scan: {error}\n"))
        return 2
    summary = Summary(index, tally, redacted=not addresses)
    is_json = form == "json"
    text = json.dumps(summary.as_data(), indent=2, ensure_ascii=False) + "\n" if is_json else summary.as_text()
    sys.stdout.write(escape_controls(text))
    return 0 if summary.is_explained else 1
