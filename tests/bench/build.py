"""What a build costs: cold, and after one edit; ours and the peers with the same text, in turn, in one run.

Prints a table and, with ``--write``, keeps the figures and puts them into ``docs/speed.md``. The peers are put into
``.venv/bench``; one that cannot be installed, or fails, stands in the table with the reason.
"""

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import catalogue
from harness import content, report, ways
from harness.results import Results
from harness.timing import FailedError
from harness.ways import ELEVENTY, EMPTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL, Project

from generator.checks.runner import load_catalog

TODAY = len(load_catalog(catalogue.ROOT / "codes").replies)
ALL = (OURS, HUGO, ELEVENTY, ZENSICAL, PRUNED, PLAIN)


@dataclass(frozen=True, kw_only=True)
class Series:
    """So many rounds of some ways at one size."""

    size: int
    names: tuple[str, ...]
    rounds: int
    fewer: tuple[str, ...] = ()
    """Ways that take so long that they take part in the first two rounds alone."""


SERIES = (
    Series(size=TODAY, names=(OURS, EMPTY), rounds=5),
    Series(size=100, names=ALL, rounds=3),
    Series(size=1_000, names=ALL, rounds=3, fewer=(PLAIN,)),
    Series(size=10_000, names=(OURS, HUGO, ELEVENTY), rounds=1),
)
QUICK = (Series(size=TODAY, names=(OURS, EMPTY), rounds=1), Series(size=100, names=ALL, rounds=1))


def main() -> int:
    """Measure, print the table, keep it where asked."""
    parser = argparse.ArgumentParser(prog="run.py bench build", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes and one round: whether it works at all")
    parser.add_argument("--write", action="store_true", help="keep the figures, and put them into docs/speed.md")
    options = parser.parse_args()
    results = Results.begin("build", quick=options.quick, keep=options.write)
    results.faults |= ways.install(ALL)
    results.about |= ways.versions()
    for series in QUICK if options.quick else SERIES:
        with tempfile.TemporaryDirectory() as folder:
            _measure(series, Path(folder), results)
    sys.stdout.write(report.build_table(results) + "\n")
    if options.write:
        report.write()
    return 0


def _measure(series: Series, folder: Path, results: Results) -> None:
    """Run one series, and add its figures."""
    made = folder / "made"
    catalogue.write(series.size, made)
    texts = content.texts(made)
    shutil.rmtree(made)
    every = ways.every_way(series.size)
    names = [name for name in series.names if name not in results.faults]
    projects = {name: Project(every[name], folder / str(at), texts) for at, name in enumerate(names)}
    for number in range(series.rounds):
        for name, project in projects.items():
            if (number > 1 and name in series.fewer) or f"{name}, {series.size}" in results.faults:
                continue
            _say(f"{series.size} replies, round {number + 1} of {series.rounds}: {name}")
            try:
                project.clean()
                results.add(way=name, size=series.size, kind="cold", **project.build().as_data())
                if project.way.keeps:
                    project.edit(number + 1)
                    results.add(way=name, size=series.size, kind="edit", **project.build().as_data())
            except FailedError as error:
                results.faults[f"{name}, {series.size}"] = str(error)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")


if __name__ == "__main__":
    sys.exit(main())
