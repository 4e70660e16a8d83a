"""Reading a large activity log: the ``scan`` command, the page in a browser, grep and DuckDB."""

import functools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from harness.command import run_benchmark, show_progress
from harness.engines import ENGINES, OURS, command
from harness.measure import measure
from harness.results import ROOT, Results, format_figure, table
from makelog import write
from serving import Host, chromium, listening

from generator.checks.runner import load_catalog
from generator.logs.queries import patterns_text
from generator.model.catalog import Catalog
from generator.model.wording import PlaceholderType

ROUNDS = 5
MEGABYTES = 200
DUCKDB = "import duckdb, pathlib, sys; duckdb.connect().execute(pathlib.Path(sys.argv[1]).read_text()).fetchall()"
WATCH_HEAP = """
    window.peak = 0;
    setInterval(() => { window.peak = Math.max(window.peak, performance.memory.usedJSHeapSize) }, 50);
"""
Figure = tuple[float, float]
"""Seconds, and the peak of memory in MB."""


def measure_readers(results: Results, quick: bool) -> None:  # noqa: FBT001
    """Add the figures of everything that reads a log: all in turn, once per round."""
    size = 4_000_000 if quick else MEGABYTES * 1_000_000
    catalog = load_catalog(ROOT / "codes")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        logs = {"": folder / "a.log", ", a quarter of the log": folder / "quarter.log"}
        write(catalog, logs[""], size)
        write(catalog, logs[", a quarter of the log"], size // 4)
        readers: dict[str, tuple[Path, Callable[[Path], Figure]]] = {}
        scan = (sys.executable, "-m", "generator", "scan", "--format", "json")
        readers[f"`scan`, {os.cpu_count()} cores"] = (logs[""], functools.partial(run, *scan))
        for suffix, log in logs.items():
            readers[f"`scan`, 1 core{suffix}"] = (log, functools.partial(run, *scan, "--cores", "1"))
        if shutil.which("grep"):
            (folder / "pieces").write_text(literal_pieces(catalog), "utf-8")
            grep = functools.partial(run, "grep", "-c", "-F", "-f", str(folder / "pieces"))
            readers["`grep -c -F -f`, the literal pieces"] = (logs[""], grep)
        query = patterns_text(catalog.reply_index, "sql").replace("**/SMTP-Activity-*.log*", logs[""].as_posix())
        (folder / "query.sql").write_text(query, "utf-8")
        duckdb = functools.partial(run, sys.executable, "-c", DUCKDB, str(folder / "query.sql"))
        readers["DuckDB, with the query of `patterns`"] = (logs[""], duckdb)
        if os.environ.get("BROWSER_PATH"):
            measure((*command(ENGINES[OURS]["build"]), "--site-dir", str(folder / "site")), ROOT)
            for suffix, log in logs.items():
                readers[f"the page, in Chromium{suffix}"] = (log, functools.partial(in_browser, folder / "site"))
        for number in range(1 if quick else ROUNDS):
            for reader, (log, read) in readers.items():
                show_progress(f"round {number + 1}: {reader}")
                seconds, memory = read(log)
                megabytes = log.stat().st_size / 1e6
                results.add(reader=reader, size=megabytes, seconds=round(seconds, 3), memory=round(memory, 1))


def run(*command_and_log: str | Path) -> Figure:
    """Run a command with the log as its last argument; grep and ``scan`` end with 1 too."""
    usage = measure([*map(str, command_and_log)], ROOT, expected=(0, 1))
    return usage["wall"], usage["memory"]


def in_browser(site: Path, log: Path) -> Figure:
    """Open a log in the page and wait until it is read; memory is the peak of the page's heap."""
    with (
        listening(functools.partial(Host, directory=str(site))) as address,
        chromium("--enable-precise-memory-info") as browser,
    ):
        page = browser.new_page()
        page.goto(f"{address}explain/")
        page.evaluate(WATCH_HEAP)
        start = time.perf_counter()
        page.set_input_files("#triage-file", log)
        page.locator(".triage-status", has_text="Done").wait_for(timeout=600_000)
        seconds = time.perf_counter() - start
        memory: float = page.evaluate("window.peak") / 1e6
    return seconds, memory


def literal_pieces(catalog: Catalog) -> str:
    """Return the literal pieces of every wording, one per line, as grep reads them."""
    wordings = (wording.pieces for reply in catalog.replies.values() for wording in reply.wordings)
    pieces = {piece.strip() for pieces in wordings for piece in pieces if not isinstance(piece, PlaceholderType)}
    return "\n".join(sorted(piece for piece in pieces if len(piece) > 3)) + "\n"


def scan_table(results: Results) -> str:
    """Return the median time and the peak memory of every reader."""
    rows = []
    for reader in dict.fromkeys(row["reader"] for row in results.rows):
        size, seconds, memory = (results.values(key, reader=reader) for key in ("size", "seconds", "memory"))
        median = statistics.median(seconds)
        rows.append([reader, *map(format_figure, (size[0], median, size[0] / median, max(memory)))])
    return table(["reader", "log, MB", "seconds", "MB/s", "peak memory, MB"], rows)


if __name__ == "__main__":
    sys.exit(run_benchmark("scan", __doc__, measure_readers, scan_table, "quality.md"))
