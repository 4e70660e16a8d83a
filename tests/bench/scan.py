"""How fast whole logs are read: ``scan``, the page in a browser, and grep with the same texts, in one run.

Prints a table and, with ``--write``, puts it into ``docs/quality.md``. Each round runs all of them one after
the other, so that what disturbs one disturbs its neighbours; the table holds the medians.
"""

import argparse
import functools
import http.server
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/bench"), str(ROOT)]

from harness import timing
from makelog import write
from playwright.sync_api import sync_playwright

from generator.checks.runner import load_catalog
from generator.logs.queries import patterns_text
from generator.model.catalog import Catalog

PAGE = ROOT / "docs/quality.md"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]
DUCKDB = "import duckdb, pathlib, sys; duckdb.connect().execute(pathlib.Path(sys.argv[1]).read_text()).fetchall()"
WATCH = """
    window.most = 0;
    setInterval(() => { window.most = Math.max(window.most, performance.memory.usedJSHeapSize) }, 50);
"""
Figure = tuple[float, float]
"""Seconds, and the peak of memory in MB."""


def run(*command: str) -> Figure:
    """Run a command; a status other than 0 or 1 ends the benchmark."""
    figure = timing.run(command, ROOT, expected=(0, 1))
    return figure.wall, figure.memory


def literal_pieces(catalog: Catalog) -> str:
    """Return the literal pieces of every wording, one a line, as grep reads them."""
    pieces = {
        piece.strip()
        for reply in catalog.replies.values()
        for wording in reply.wordings
        for piece in wording.pieces
        if isinstance(piece, str) and len(piece.strip()) > 3
    }
    return "\n".join(sorted(pieces)) + "\n"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def in_browser(site: Path, log: Path) -> Figure:
    """Give the log to the page and wait until it is read; the memory is that of the page's own heap."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/explain/")
        page.evaluate(WATCH)
        began = time.perf_counter()
        page.set_input_files("#triage-file", log)
        page.locator(".triage-status", has_text="Done").wait_for(timeout=600_000)
        seconds = time.perf_counter() - began
        memory = page.evaluate("window.most") / 1e6
        browser.close()
    server.shutdown()
    return seconds, memory


def main() -> int:
    """Measure, print the table, write it where asked."""
    parser = argparse.ArgumentParser(prog="run.py bench scan", description=__doc__)
    parser.add_argument("--size", type=int, default=200, help="the log's size in MB")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log, quarter, pieces, site = (Path(folder) / name for name in ("a.log", "quarter.log", "pieces", "site"))
        catalog = load_catalog(ROOT / "codes")
        write(catalog, log, options.size * 1_000_000)
        write(catalog, quarter, options.size * 250_000)
        pieces.write_text(literal_pieces(catalog), "utf-8")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)], cwd=ROOT, check=True
        )
        scan = (sys.executable, "-m", "generator", "scan", "--format", "json")
        cores = os.cpu_count() or 1
        ways: dict[str, tuple[Path, Callable[[], Figure]]] = {
            f"`scan`, {cores} cores": (log, lambda: run(*scan, str(log))),
            "`scan`, 1 core": (log, lambda: run(*scan, "--cores", "1", str(log))),
            "`scan`, 1 core, a quarter of the log": (quarter, lambda: run(*scan, "--cores", "1", str(quarter))),
        }
        if shutil.which("grep"):
            ways["`grep -c -F -f`, the literal pieces"] = (
                log,
                lambda: run("grep", "-c", "-F", "-f", str(pieces), str(log)),
            )
        query = Path(folder) / "query.sql"
        sql = patterns_text(catalog.reply_index, "sql")
        query.write_text(sql.replace("**/SMTP-Activity-*.log*", log.as_posix()), "utf-8")
        duckdb = (sys.executable, "-c", DUCKDB, str(query))
        ways["DuckDB, with the query of `patterns`"] = (log, lambda: run(*duckdb))
        if os.environ.get("BROWSER_PATH"):
            ways["the page, in Chromium"] = (log, lambda: in_browser(site, log))
            ways["the page, a quarter of the log"] = (quarter, lambda: in_browser(site, quarter))
        figures: dict[str, list[Figure]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            for name, (_, measure) in ways.items():
                figures[name].append(measure())
        sizes = {name: file.stat().st_size / 1e6 for name, (file, _) in ways.items()}
    heads = ["| what reads it | MB | seconds | MB/s | peak memory, MB |", "|---|---|---|---|---|"]
    rows = [_row(name, sizes[name], some) for name, some in figures.items()]
    how = (
        f"Medians of {options.rounds} rounds on {cores} cores, {platform.system()}, Python {platform.python_version()},"
        f" {time.strftime('%Y-%m-%d')}, by `python3 run.py bench scan --write`; the memory is that of the largest"
        " process, for the page that of its script's heap."
    )
    table = "\n".join([*heads, *rows, "", how])
    sys.stdout.write(table + "\n")
    if options.write:
        text = PAGE.read_text("utf-8")
        mark = r"(?<=<!-- scan -->\n\n).*?(?=\n\n<!-- /scan -->)"
        PAGE.write_text(re.sub(mark, lambda _: table, text, flags=re.DOTALL), "utf-8")
    return 0


def _row(name: str, size: float, figures: list[Figure]) -> str:
    seconds = statistics.median(second for second, _ in figures)
    memory = max(peak for _, peak in figures)
    return f"| {name} | {size:.0f} | {seconds:.2f} | {size / seconds:.0f} | {memory:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
