"""The aims for speed and weight, and whether they are met."""

from collections.abc import Iterator

from harness.engines import EMPTY, OURS, PRUNED, ZENSICAL
from harness.results import Aim, Results, replace_section, table

LARGE, LARGEST = 1_000, 10_000
"""Numbers of replies that the aims are about."""


def publish() -> None:
    """Write the table of aims into ``docs/speed.md``."""
    heads = ["aim", "at most", "measured", "met"]
    replace_section("speed.md", "aims", table(heads, [aim.row() for aim in aims()]))


def aims() -> Iterator[Aim]:
    """Yield the aims with the kept figures."""
    yield from _build_aims(Results.load("build"))
    yield from _serve_aims(Results.load("serve"))
    yield from _search_aims(Results.load("search"))


def _build_aims(build: Results) -> Iterator[Aim]:
    for peer, limit in ((PRUNED, 0.85), (ZENSICAL, 0.35)):
        name = f"cold build at 1,000 replies: CPU, relative to {peer}"
        yield Aim(name=name, limit=limit, figure=build.ratio("cpu", OURS, peer, LARGE))
    today = build.median("size", engine=EMPTY) or 0
    name = "cold build of today's catalogue: CPU, relative to Material with one empty page"
    yield Aim(name=name, limit=5.0, figure=build.ratio("cpu", OURS, EMPTY, int(today)))
    for key, label in (("cpu", "CPU"), ("output", "output")):
        name = f"growth from 1,000 to 10,000 replies: {label}, exponent"
        yield Aim(name=name, limit=1.05, figure=build.growth(key, OURS, LARGE, LARGEST))
    memory = build.median("memory", engine=OURS, size=LARGEST)
    yield Aim(name="cold build at 10,000 replies: memory, MB", limit=400, figure=memory)


def _serve_aims(serve: Results) -> Iterator[Aim]:
    today = min(serve.sizes(), default=0)
    for size, label, limit in ((today, "today's catalogue", 0.3), (LARGE, "1,000 replies", 1.0)):
        name = f"live preview of {label}: edit to visible, seconds"
        yield Aim(name=name, limit=limit, figure=serve.median("seconds", engine=OURS, size=size))


def _search_aims(search: Results) -> Iterator[Aim]:
    figures = (
        ("HTML of a page, bytes on average", "page", 40_000),
        ("HTML of a page, compressed, bytes on average", "compressed", 10_000),
        ("scripts and styles besides the theme's, compressed, bytes", "scripts", 40_000),
        ("search index, bytes per reply", "index", 2_000),
    )
    for label, key, limit in figures:
        figure = search.median(key, size=LARGE)
        yield Aim(name=f"site with 1,000 replies: {label}", limit=limit, figure=figure)
    for size, limit in ((LARGE, 50), (LARGEST, 150)):
        for box, label in (("header", "header search"), ("paste", "paste box")):
            figure = search.median(f"{box}_slowest", size=size)
            yield Aim(name=f"site with {size:,} replies: slowest answer of the {label}, ms", limit=limit, figure=figure)
