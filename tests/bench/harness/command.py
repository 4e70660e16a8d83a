"""The command line that all benchmarks share."""

import argparse
import sys
from collections.abc import Callable

from harness import aims
from harness.results import Results, replace_section


def run_benchmark(
    name: str,
    description: str | None,
    measure: Callable[[Results, bool], None],
    tables: Callable[[Results], str],
    page: str = "speed.md",
) -> int:
    """Measure and print the tables; with ``--write`` keep the figures and put the tables into the docs.

    Args:
        name: of the benchmark, of its file in ``results/`` and of its section of the page.
        description: for ``--help``.
        measure: adds the figures; its second argument asks for a smoke test.
        tables: returns the tables as Markdown.
        page: file in ``docs/``.

    """
    parser = argparse.ArgumentParser(prog=f"run.py bench {name}", description=description)
    parser.add_argument("--quick", action="store_true", help="smoke test: small sizes, one round")
    parser.add_argument("--write", action="store_true", help=f"keep the figures and update docs/{page}")
    options = parser.parse_args()
    results = Results(name)
    measure(results, options.quick)
    content = f"{tables(results)}\n\n{results.footer()}"
    sys.stdout.write(content + "\n")
    if options.write:
        results.save()
        replace_section(page, name, content)
        aims.publish()
    return 0


def show_progress(text: str) -> None:
    sys.stderr.write(text + "\n")
