"""What was to be reached, and whether it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.results import Results, exponent, ratio
from harness.ways import EMPTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL

THOUSAND, MOST = 1_000, 10_000
"""The sizes that the aims are about."""


def growth(results: Results, name: str, key: str, small: int, large: int) -> float | None:
    """Return the power with which a figure of a way grows from one size to another."""
    ends = [(size, results.median(key, way=name, size=size, kind="cold")) for size in (small, large)]
    return exponent(*ends)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What was to be reached, and what was."""

    name: str
    most: float
    """The most that the figure may be."""
    figure: float | None

    @property
    def is_met(self) -> bool:
        """Whether it was measured and reached."""
        return self.figure is not None and self.figure <= self.most


def aims(kept: Mapping[str, Results]) -> Iterator[Aim]:
    """Yield the aims, each with its figure."""
    build, serve, search = (
        kept.get(name) or Results(name=name, command="", about={}) for name in ("build", "serve", "search")
    )
    yield from _of_builds(build)
    for size, most in ((50, 0.5), (THOUSAND, 1.0)):
        name = f"edit to visible in the live preview at {size:,}, seconds"
        yield Aim(name=name, most=most, figure=serve.median("seconds", way=OURS, size=size))
    yield from _of_reading(search)


def _of_builds(build: Results) -> Iterator[Aim]:
    def paired(key: str, mine: str, other: str, theirs: str, size: int = THOUSAND) -> float | None:
        ours = build.values(key, way=OURS, size=size, kind=mine)
        return ratio(ours, build.values(key, way=other, size=size, kind=theirs))

    for other, most in ((PLAIN, 0.08), (PRUNED, 0.30), (ZENSICAL, 0.30), (HUGO, 0.85)):
        name = f"cold build, CPU, times that of {other}"
        yield Aim(name=name, most=most, figure=paired("cpu", "cold", other, "cold"))
    yield Aim(name=f"cold build, wall, times that of {HUGO}", most=1.0, figure=paired("wall", "cold", HUGO, "cold"))
    for other, kind, most in ((PLAIN, "cold", 0.03), (ZENSICAL, "edit", 0.15), (HUGO, "cold", 0.30)):
        name = f"build after one edit, CPU, times that of {other}"
        yield Aim(name=name, most=most, figure=paired("cpu", "edit", other, kind))
    for key, label in (("cpu", "CPU"), ("total", "bytes")):
        name = f"growth from 1,000 to 10,000, {label}, exponent"
        yield Aim(name=name, most=1.05, figure=growth(build, OURS, key, THOUSAND, MOST))
    name = "memory at 10,000, MB, of the largest process"
    yield Aim(name=name, most=400, figure=build.median("memory", way=OURS, size=MOST, kind="cold"))
    name = "today's catalogue, cold, CPU, times one empty Material page"
    today = build.median("size", way=EMPTY)  # nothing else is measured at its size
    yield Aim(name=name, most=1.5, figure=paired("cpu", "cold", EMPTY, "cold", size=round(today or 0)))


def _of_reading(search: Results) -> Iterator[Aim]:
    for key, label, most in (("page", "HTML on average", 40_000), ("packed", "packed", 10_000)):
        name = f"weight of a page at 1,000, {label}, bytes"
        yield Aim(name=name, most=most, figure=search.median(key, size=THOUSAND, kind="weight"))
    index = search.median("index", size=THOUSAND, kind="weight")
    yield Aim(name="search index, bytes a reply", most=2_000, figure=index)
    for size, most in ((THOUSAND, 50), (MOST, 150)):
        for box, label in (("header", "search"), ("paste", "paste box")):
            name = f"{label} at {size:,}, the slowest answer, ms"
            yield Aim(name=name, most=most, figure=search.median("worst", size=size, kind=box))
    scripts = search.median("scripts", size=THOUSAND, kind="weight")
    yield Aim(name="scripts and styles beyond the theme's, packed, bytes", most=40_000, figure=scripts)
