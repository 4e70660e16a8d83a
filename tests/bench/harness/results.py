"""The figures of a benchmark as they are kept: all of them in one JSON file, from which the docs are made."""

import json
import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness import machine

KEPT = Path(__file__).resolve().parents[1] / "results"
Row = dict[str, Any]


@dataclass(kw_only=True)
class Results:
    """What one benchmark has found so far."""

    name: str
    command: str
    about: dict[str, str] = field(default_factory=machine.described)
    """The machine and the versions."""
    rows: list[Row] = field(default_factory=list)
    """The figures of every run, each with what it is of."""
    faults: dict[str, str] = field(default_factory=dict)
    """What could not be measured, and why."""
    file: Path | None = None
    """Where they are kept; None where they are only shown."""

    @classmethod
    def begin(cls, name: str, *, quick: bool, keep: bool) -> "Results":
        """Return the empty results of a benchmark."""
        command = f"python3 run.py bench {name}{' --quick' if quick else ''} --write"
        return cls(name=name, command=command, file=KEPT / f"{name}.json" if keep else None)

    @classmethod
    def kept(cls, name: str) -> "Results | None":
        """Return what a benchmark found when it was last run to be kept, if it was."""
        file = KEPT / f"{name}.json"
        return cls(name=name, **json.loads(file.read_text("utf-8"))) if file.is_file() else None

    def add(self, **row: object) -> None:
        """Add a row, and save all: a benchmark that is ended keeps what it has."""
        self.rows.append(row)
        if self.file:
            self.file.parent.mkdir(exist_ok=True)
            told = {key: getattr(self, key) for key in ("command", "about", "rows", "faults")}
            self.file.write_text(_json(told) + "\n", "utf-8")

    def values(self, key: str, **wanted: object) -> list[float]:
        """Return a figure of every row that has the wanted values, in the order of the rounds."""
        return [row[key] for row in self.rows if all(row.get(name) == value for name, value in wanted.items())]

    def median(self, key: str, **wanted: object) -> float | None:
        """Return the median of a figure; None where it was not measured."""
        values = self.values(key, **wanted)
        return statistics.median(values) if values else None


def _json(told: dict[str, Any]) -> str:
    rows = ",\n".join(f"    {json.dumps(row)}" for row in told["rows"])
    head = json.dumps({**told, "rows": []}, indent=2)
    return head.replace('"rows": []', f'"rows": [\n{rows}\n  ]', 1)


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> float | None:
    """Return the median of the ratios of each pair of a round."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=False)]
    return statistics.median(ratios) if ratios else None


def exponent(small: tuple[int, float | None], large: tuple[int, float | None]) -> float | None:
    """Return the power of its size with which a figure grows from one size to another."""
    if not small[1] or not large[1]:
        return None
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])
