"""Live previews: time from saving a changed sentence until the server's page shows it.

Each engine's server runs alone, with the same text.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import catalogue
from harness.command import run_benchmark, show_progress
from harness.engines import EDITED, ELEVENTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL, Project, command, projects_by_size
from harness.measure import ENVIRONMENT, FailedError
from harness.results import Results

LARGE = (OURS, HUGO, ELEVENTY, ZENSICAL, PRUNED)
"""At 1,000 replies plain Material takes minutes for an edit."""
ALL = (*LARGE, PLAIN)
EDITS = 5
TIMEOUT = 180
INTERVAL = 0.02
"""Seconds between two requests."""
SETTLE = 1.0
"""Seconds that a server gets to start watching its files."""


def measure(results: Results, quick: bool) -> None:  # noqa: FBT001
    series = {catalogue.count_real_replies(): ALL} | ({} if quick else {1_000: LARGE})
    for size, projects in projects_by_size(results, series):
        for project in projects:
            show_progress(f"{size} replies: {project.engine}")
            with results.attempt(project.engine, size):
                measure_edits(project, size, results, edits=1 if quick else EDITS)


def measure_edits(project: Project, size: int, results: Results, *, edits: int) -> None:
    """Edit a page of a running live preview several times and add the figures."""
    started = time.perf_counter()
    with serving(project) as url:
        start = time.perf_counter() - started
        for number in range(edits):
            time.sleep(SETTLE)
            marker = project.edit(number + 1)
            saved = time.perf_counter()
            wait_for(url, marker)
            seconds = time.perf_counter() - saved
            results.add(engine=project.engine, size=size, seconds=round(seconds, 3), start=round(start, 3))


@contextmanager
def serving(project: Project) -> Iterator[str]:
    """Run the live preview of a project; yield the address of the page that is edited, once it answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    server = subprocess.Popen(
        command(project.settings["serve"], port=port),
        cwd=project.folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}/codes/{EDITED}/"
        wait_for(url, "</html>")
        yield url
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_for(url: str, text: str) -> None:
    """Request a page until it contains a text.

    Raises:
        FailedError: it doesn't in time.

    """
    end = time.perf_counter() + TIMEOUT
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # noqa: S310  # our own server
                if text in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass  # not listening yet, or building
        time.sleep(INTERVAL)
    raise FailedError(f"not visible after {TIMEOUT} seconds")


def serve_table(results: Results) -> str:

    def figures(seconds: Sequence[float], start: Sequence[float]) -> Sequence[float]:
        return statistics.median(seconds), max(seconds), start[0]

    heads = ["live preview", "replies", "edit to visible, s", "slowest, s", "start to first page, s"]
    return results.engine_table(heads, ALL, ("seconds", "start"), figures)


if __name__ == "__main__":
    sys.exit(run_benchmark("serve", __doc__, measure, serve_table))
