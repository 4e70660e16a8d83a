"""Cold builds: CPU, time, memory and output of this generator and its peers, which build the same text.

All engines build once per round, one after the other, so that noise affects them alike. The peers are
installed into ``.venv/bench``.
"""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import catalogue
from harness.command import run_benchmark, show_progress
from harness.engines import ELEVENTY, EMPTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL, projects_by_size
from harness.results import Results, format_figure, table

ALL = (OURS, HUGO, ELEVENTY, ZENSICAL, PRUNED, PLAIN)
FIRST_ROUND_ONLY = (PLAIN,)
"""Engines that take too long for more."""


def measure(results: Results, quick: bool) -> None:  # noqa: FBT001
    series = {catalogue.count_real_replies(): (OURS, EMPTY), 100: ALL}
    rounds = dict.fromkeys(series, 1)
    if not quick:
        series |= {1_000: ALL, 10_000: (OURS, HUGO, ELEVENTY)}
        rounds = dict(zip(series, (5, 3, 3, 1), strict=True))
    for size, projects in projects_by_size(results, series):
        for number in range(rounds[size]):
            for project in projects:
                name = project.engine
                if results.failure(name, size) or (number and name in FIRST_ROUND_ONLY):
                    continue
                show_progress(f"{size} replies, round {number + 1} of {rounds[size]}: {name}")
                with results.attempt(name, size):
                    results.add(engine=name, size=size, **project.build(), output=project.output_size())


def build_tables(results: Results) -> str:
    """Return the resources and the growth of every engine."""
    return f"{usage_table(results)}\n\n{growth_table(results)}"


def usage_table(results: Results) -> str:

    def figures(
        cpu: Sequence[float], wall: Sequence[float], memory: Sequence[float], output: Sequence[float]
    ) -> Sequence[float]:
        return statistics.median(cpu), statistics.median(wall), max(memory), output[0] / 1e6

    heads = ["cold build", "replies", "CPU, s", "time, s", "memory, MB", "output, MB"]
    return results.engine_table(heads, (*ALL, EMPTY), ("cpu", "wall", "memory", "output"), figures)


def growth_table(results: Results) -> str:
    spans = [(key, *sizes) for key in ("cpu", "output") for sizes in ((100, 1_000), (1_000, 10_000))]
    growth = {name: [results.growth(key, name, small, large) for key, small, large in spans] for name in ALL}
    rows = [[name, *map(format_figure, exponents)] for name, exponents in growth.items() if any(exponents)]
    heads = ["exponent of growth", "CPU, 100 to 1,000", "CPU, 1,000 to 10,000"]
    return table([*heads, "output, 100 to 1,000", "output, 1,000 to 10,000"], rows)


if __name__ == "__main__":
    sys.exit(run_benchmark("build", __doc__, measure, build_tables))
