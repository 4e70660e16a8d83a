"""How long an edit takes to be seen in the live preview: from the file's write to the changed page at the server.

Prints a table and, with ``--write``, keeps the figures and puts them into ``docs/speed.md``. Each server in turn is
started on a project of its own with the same text, and one sentence of one page is changed several times.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import catalogue
from harness import content, report, ways
from harness.content import Text
from harness.results import Results
from harness.timing import FailedError
from harness.ways import EDITED, ELEVENTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL, Project, Way

SERIES = {
    35: (OURS,),
    50: (OURS, PLAIN, PRUNED, ZENSICAL, HUGO, ELEVENTY),
    1_000: (OURS, PRUNED, ZENSICAL, HUGO, ELEVENTY),
}
"""Who takes part at which size. Plain Material takes minutes for an edit at the larger one."""
QUICK = {50: (OURS, ZENSICAL, HUGO, ELEVENTY)}
EDITS = 5
LONG = 180
"""Seconds; what is not seen then, or no server by then, is a failure."""
LOOK = 0.02
"""Seconds between two looks."""
SETTLE = 1.0
"""Seconds that a server has to begin to watch, once it answers."""


def main() -> int:
    """Measure, print the table, keep it where asked."""
    parser = argparse.ArgumentParser(prog="run.py bench serve", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small size alone: whether it works at all")
    parser.add_argument("--write", action="store_true", help="keep the figures, and put them into docs/speed.md")
    options = parser.parse_args()
    results = Results.begin("serve", quick=options.quick, keep=options.write)
    results.faults |= ways.install(SERIES[50])
    results.about |= ways.versions()
    for size, names in (QUICK if options.quick else SERIES).items():
        every = ways.every_way(size)
        with tempfile.TemporaryDirectory() as folder:
            catalogue.write(size, Path(folder) / "made")
            texts = content.texts(Path(folder) / "made")
            for at, name in enumerate(name for name in names if name not in results.faults):
                try:
                    _measure(every[name], Path(folder) / str(at), texts, size, results)
                except FailedError as error:
                    results.faults[f"{name}, {size}"] = str(error)
    sys.stdout.write(report.serve_table(results) + "\n")
    if options.write:
        report.write()
    return 0


def _measure(way: Way, folder: Path, texts: Sequence[Text], size: int, results: Results) -> None:
    project = Project(way, folder, texts)
    began = time.perf_counter()
    with _serving(project) as url:
        first = time.perf_counter() - began
        time.sleep(SETTLE)
        for number in range(EDITS):
            said = project.edit(number + 1)
            written = time.perf_counter()
            _wait_for(url, said)
            results.add(way=way.name, size=size, seconds=round(time.perf_counter() - written, 3), start=round(first, 3))
            time.sleep(SETTLE)


@contextmanager
def _serving(project: Project) -> Iterator[str]:
    """Start the live preview of a project; yield the address of the page that is edited, once it is there."""
    port = ways.free_port()
    if not project.way.serve:
        raise FailedError("it has no live preview")
    server = subprocess.Popen(
        project.way.serve(port),
        cwd=project.folder,
        env=ways.ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}/codes/{EDITED}/"
        _wait_for(url, "</html>", server)
        yield url
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_for(url: str, said: str, server: "subprocess.Popen[bytes] | None" = None) -> None:
    """Look at a page until it says what it should.

    Raises:
        FailedError: it does not in time.

    """
    end = time.perf_counter() + LONG
    while time.perf_counter() < end:
        if server and server.poll() is not None:
            raise FailedError(f"the server ended with status {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=LONG) as answer:  # noqa: S310  # our own server
                if said in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, OSError):
            pass  # not there yet
        time.sleep(LOOK)
    raise FailedError(f"not seen in {LONG} seconds")


if __name__ == "__main__":
    sys.exit(main())
