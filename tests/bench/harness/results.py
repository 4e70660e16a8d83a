"""The measured figures, kept as JSON, and the tables made from them."""

import json
import math
import os
import platform
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.measure import FailedError

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(__file__).resolve().parents[1] / "results"


class Results:
    """The figures of one benchmark."""

    def __init__(self, name: str, content: Mapping[str, Any] | None = None) -> None:
        content = content or {"about": describe_environment(), "rows": [], "failures": {}}
        self.name = name
        self.about: dict[str, str] = content["about"]
        """Date, commit, machine and versions."""
        self.rows: list[dict[str, Any]] = content["rows"]
        """One row per run."""
        self.failures: dict[str, str] = content["failures"]
        """Reason for each missing figure, by engine and size: ``Zensical, 1000``."""

    @classmethod
    def load(cls, name: str) -> "Results":
        """Return the kept figures of a benchmark; none if it was never kept."""
        file = FOLDER / f"{name}.json"
        return cls(name, json.loads(file.read_text("utf-8")) if file.is_file() else None)

    def save(self) -> None:
        rows = ",\n".join(f"    {json.dumps(row)}" for row in self.rows)
        head = json.dumps({"about": self.about, "failures": self.failures, "rows": []}, indent=2)
        (FOLDER / f"{self.name}.json").write_text(head.replace("[]", f"[\n{rows}\n  ]") + "\n", "utf-8")

    def add(self, **row: object) -> None:
        self.rows.append(row)

    def sizes(self) -> list[int]:
        """Return the measured numbers of replies, smallest first."""
        return sorted({row["size"] for row in self.rows})

    def values(self, key: str, **where: object) -> list[float]:
        """Return one figure of all runs with the given values, in the order of the runs."""
        return [row[key] for row in self.rows if key in row and where.items() <= row.items()]

    def median(self, key: str, **where: object) -> float | None:
        """Return the median of one figure; None if it wasn't measured."""
        values = self.values(key, **where)
        return statistics.median(values) if values else None

    def failure(self, engine: str, size: int) -> str | None:
        """Return the reason why an engine has no figures at a size."""
        return self.failures.get(f"{engine}, {size}")

    @contextmanager
    def attempt(self, engine: str, size: int) -> Iterator[None]:
        """Keep the reason if an engine can't be measured."""
        try:
            yield
        except FailedError as error:
            self.failures[f"{engine}, {size}"] = str(error)

    def growth(self, key: str, engine: str, small: int, large: int) -> float | None:
        """Return the exponent with which a figure grows from one size to another: 1 is linear."""
        low, high = (self.median(key, engine=engine, size=size) for size in (small, large))
        return math.log(high / low) / math.log(large / small) if low and high else None

    def ratio(self, key: str, engine: str, other: str, size: int) -> float | None:
        """Return the median ratio of two engines in the same round."""
        pairs = zip(*(self.values(key, engine=name, size=size) for name in (engine, other)), strict=False)
        ratios = [value / other_value for value, other_value in pairs]
        return statistics.median(ratios) if ratios else None

    def engine_table(
        self,
        heads: Sequence[str],
        engines: Sequence[str],
        keys: Sequence[str],
        figures: Callable[..., Sequence[float]],
    ) -> str:
        """Return a table of what each engine needs at each size, or why it wasn't measured.

        Args:
            heads: of the columns.
            engines: in their order.
            keys: of the figures of a run.
            figures: gets the values of each key, and returns what the columns show.

        """
        rows = []
        for size in self.sizes():
            for name in engines:
                values = [self.values(key, engine=name, size=size) for key in keys]
                if values[0]:
                    rows.append([name, f"{size:,}", *map(format_figure, figures(*values))])
                elif reason := self.failure(name, size):
                    rows.append([name, f"{size:,}", reason, *["-"] * (len(heads) - 3)])
        return table(heads, rows)

    def footer(self) -> str:
        """Return when, where and with what the figures were measured."""
        about = dict(self.about)
        date, commit, machine = about.pop("date"), about.pop("commit"), about.pop("machine")
        versions = ", ".join(f"{name} {number}" for name, number in about.items())
        command = f"python3 run.py bench {self.name} --write"
        return f"Measured on {date} on `{machine}`, at commit {commit}, with `{command}`. {versions}."


def describe_environment() -> dict[str, str]:
    """Return date, commit, machine and our own versions."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    cpu = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*: (.*)$", cpu.read_text("utf-8"), re.MULTILINE) if cpu.is_file() else None
    processor = model[1] if model else platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return {
        "date": time.strftime("%Y-%m-%d"),
        "commit": commit.stdout.strip(),
        "machine": f"{os.cpu_count()} cores of {processor}, {system}",
        "Python": platform.python_version(),
        "MkDocs": version("mkdocs"),
        "Material": version("mkdocs-material"),
    }


def format_figure(value: float | None) -> str:
    """Return a figure with three significant digits at least."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    marks = ["---", *["--:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, marks, *rows))


def replace_section(page: str, name: str, content: str) -> None:
    """Write content between the comments ``<!-- name -->`` and ``<!-- /name -->`` of a page in ``docs/``."""
    file = ROOT / "docs" / page
    before, opening, rest = file.read_text("utf-8").partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- /{name} -->")
    if not opening or not closing:
        raise SystemExit(f"docs/{page} has no section {name}")
    file.write_text(f"{before}{opening}\n{content}\n\n{closing}{after}", "utf-8")
