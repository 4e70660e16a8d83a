"""Checks that a database engine reads activity logs as `scan` does; each engine's test gives a way to run a query."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from makelog import rows
from vectors import vectors

from generator.logs.queries import patterns_text
from generator.logs.scanner import scan
from generator.logs.summary import Summary
from generator.matching.log_formats import read_line
from generator.model.catalog import Catalog
from generator.model.components import Wording

LOGS = "**/SMTP-Activity-*.log*"
"""The path of the logs in a query."""
HOSTILE = "it's \\ 'quoted' -- \"; DROP TABLE x; ( [ {number} $time $$ \\E *"
Row = tuple[object, ...]
Run = Callable[[str], list[Row]]


def write_logs(catalog: Catalog, folder: Path) -> None:
    """Write activity logs of two servers, one file a day: one of them compressed, one with unusual rows."""
    for number in range(6):
        file = folder / f"server{number % 2}" / f"SMTP-Activity-2611{16 + number}.log"
        file.parent.mkdir(exist_ok=True)
        raw = b"".join(rows(catalog, 1500, number))
        if number == 4:
            lines = (line for line, _ in vectors(catalog) if read_line(line).is_row and "\t" in line)
            raw += "\n".join(line for line in lines if "\n" not in line).encode(errors="replace")
        if number == 5:
            file, raw = file.with_suffix(".log.gz"), gzip.compress(raw)
        file.write_bytes(raw)


def check_counts(catalog: Catalog, folder: Path, engine: str, run: Run) -> None:
    """A query counts what `scan` counts."""
    write_logs(catalog, folder)
    index = catalog.reply_index
    data = Summary(index, scan(index, sorted(folder.rglob("*.log*")))).as_data()
    result = run(_query(catalog, folder, engine))
    known = {(id, side, count, first, last) for kind, id, _, side, count, first, last in result if kind == "known"}
    keys = ("id", "side", "count", "first", "last")
    assert known == {tuple(reply[key] for key in keys) for reply in data["replies"]}  # type: ignore[attr-defined]
    assert len(known) > 40
    for kind in ("known", "remote", "unexplained"):
        assert sum(row[4] for row in result if row[0] == kind) == data[f"{kind}_count"] > 0  # type: ignore[misc, operator]


def check_hostile_text(catalog: Catalog, folder: Path, engine: str, run: Run) -> None:
    """A wording with quotes, backslashes and the signs of templates stays a text."""
    reply = catalog.replies["451/greylisting"]
    wording = Wording.model_validate({"text": HOSTILE, "source": "log-2018"})
    other = replace(catalog, replies={reply.id: reply.model_copy(update={"wordings": (wording,)})})
    line = f"11/24/26 10:02:33\tSMTP-IN\tx\t1\t203.0.113.9\tRCPT\tx\t451 {HOSTILE.replace('{number}', '7')}\t1\t1\n"
    (folder / "SMTP-Activity-261124.log").write_text(line, "utf-8")
    time = "2026-11-24T10:02:33"
    assert run(_query(other, folder, engine)) == [("known", "451/greylisting", 451, "in", 1, time, time)]


def _query(catalog: Catalog, folder: Path, engine: str) -> str:
    return patterns_text(catalog.reply_index, "sql", engine).replace(LOGS, f"{folder.as_posix()}/{LOGS}")
