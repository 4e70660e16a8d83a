"""Cold builds: CPU, time, memory and output of this generator and its peers, which build the same text.

All engines build once per round, one after the other, so that noise affects them alike. The peers are
installed into ``.venv/bench``.
"""

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import catalogue
from harness import engines
from harness.command import run_benchmark, show_progress
from harness.engines import ELEVENTY, EMPTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL, Project
from harness.markdown import markdown_pages
from harness.measure import FailedError
from harness.results import Results, format_figure, table

ALL = (OURS, HUGO, ELEVENTY, ZENSICAL, PRUNED, PLAIN)
FIRST_ROUND_ONLY = (PLAIN,)
"""Engines that take too long for more."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Rounds of builds at one size."""

    size: int
    engines: tuple[str, ...]
    rounds: int


def series(*, quick: bool) -> tuple[Series, ...]:
    """Return the series to run."""
    today = catalogue.count_real_replies()
    if quick:
        return (Series(size=today, engines=(OURS, EMPTY), rounds=1), Series(size=100, engines=ALL, rounds=1))
    return (
        Series(size=today, engines=(OURS, EMPTY), rounds=5),
        Series(size=100, engines=ALL, rounds=3),
        Series(size=1_000, engines=ALL, rounds=3),
        Series(size=10_000, engines=(OURS, HUGO, ELEVENTY), rounds=1),
    )


def measure(results: Results, quick: bool) -> None:  # noqa: FBT001
    """Add the figures of all series."""
    missing = engines.install()
    results.about |= engines.versions()
    for one in series(quick=quick):
        results.failures |= {f"{name}, {one.size}": missing[name] for name in one.engines if name in missing}
        with tempfile.TemporaryDirectory() as folder:
            measure_series(one, Path(folder), results)


def measure_series(series: Series, folder: Path, results: Results) -> None:
    """Run a series of builds and add their figures."""
    generated = folder / "generated"
    catalogue.write(series.size, generated)
    pages = markdown_pages(generated)
    available = [engine for name, engine in engines.engines().items() if name in series.engines]
    projects = [Project(engine, folder / engine.name, generated, pages) for engine in available]
    for number in range(series.rounds):
        for project in projects:
            name = project.engine.name
            if results.failure(name, series.size) or (number and name in FIRST_ROUND_ONLY):
                continue
            show_progress(f"{series.size} replies, round {number + 1} of {series.rounds}: {name}")
            try:
                figures = vars(project.build())
                results.add(engine=name, size=series.size, **figures, output=project.output_size())
            except FailedError as error:
                results.failures[f"{name}, {series.size}"] = str(error)


def build_tables(results: Results) -> str:
    """Return the resources and the growth of every engine."""
    return f"{usage_table(results)}\n\n{growth_table(results)}"


def usage_table(results: Results) -> str:
    """Return the resources of every engine at every size."""
    rows = []
    for size in results.sizes():
        for name in (*ALL, EMPTY):
            cpu, wall, memory, output = (
                results.values(key, engine=name, size=size) for key in ("cpu", "wall", "memory", "output")
            )
            if cpu:
                figures = (statistics.median(cpu), statistics.median(wall), max(memory), output[0] / 1e6)
                rows.append([name, f"{size:,}", *map(format_figure, figures)])
            elif reason := results.failure(name, size):
                rows.append([name, f"{size:,}", reason, "-", "-", "-"])
    return table(["cold build", "replies", "CPU, s", "time, s", "memory, MB", "output, MB"], rows)


def growth_table(results: Results) -> str:
    """Return the exponents of growth of every engine."""
    spans = [(key, *sizes) for key in ("cpu", "output") for sizes in ((100, 1_000), (1_000, 10_000))]
    growth = {name: [results.growth(key, name, small, large) for key, small, large in spans] for name in ALL}
    rows = [[name, *map(format_figure, exponents)] for name, exponents in growth.items() if any(exponents)]
    heads = ["exponent of growth", "CPU, 100 to 1,000", "CPU, 1,000 to 10,000"]
    return table([*heads, "output, 100 to 1,000", "output, 1,000 to 10,000"], rows)


if __name__ == "__main__":
    sys.exit(
        run_benchmark("build", __doc__, measure, lambda results: f"{usage_table(results)}\n\n{growth_table(results)}")
    )
