"""The aims for speed and weight, and whether they are met."""

from collections.abc import Iterator

from harness.engines import EMPTY, OURS, PRUNED, ZENSICAL
from harness.results import Results, format_figure, replace_section, table

LARGE, LARGEST = 1_000, 10_000
"""Numbers of replies that the aims are about."""


def publish() -> None:
    """Write the table of aims into ``docs/speed.md``."""
    rows = [
        [name, format_figure(limit), format_figure(figure), verdict(limit, figure)] for name, limit, figure in aims()
    ]
    replace_section("speed.md", "aims", table(["aim", "at most", "measured", "met"], rows))


def verdict(limit: float, figure: float | None) -> str:
    return "not measured" if figure is None else "yes" if figure <= limit else "**no**"


def aims() -> Iterator[tuple[str, float, float | None]]:
    """Yield the name and the limit of each aim, with the kept figure."""
    build, serve, search = map(Results.load, ("build", "serve", "search"))
    for peer, limit in ((PRUNED, 0.85), (ZENSICAL, 0.35)):
        ratio = build.ratio("cpu", OURS, peer, LARGE)
        yield f"cold build at 1,000 replies: CPU, relative to {peer}", limit, ratio
    today = build.median("size", engine=EMPTY) or 0
    ratio = build.ratio("cpu", OURS, EMPTY, int(today))
    yield "cold build of today's catalogue: CPU, relative to Material with one empty page", 5.0, ratio
    for key, label in (("cpu", "CPU"), ("output", "output")):
        growth = build.growth(key, OURS, LARGE, LARGEST)
        yield f"growth from 1,000 to 10,000 replies: {label}, exponent", 1.05, growth
    memory = build.median("memory", engine=OURS, size=LARGEST)
    yield "cold build at 10,000 replies: memory, MB", 400, memory
    for size, label, limit in (
        (min(serve.sizes(), default=0), "today's catalogue", 0.3),
        (LARGE, "1,000 replies", 1.0),
    ):
        seconds = serve.median("seconds", engine=OURS, size=size)
        yield f"live preview of {label}: edit to visible, seconds", limit, seconds
    for label, key, limit in (
        ("HTML of a page, bytes on average", "page", 40_000),
        ("HTML of a page, compressed, bytes on average", "compressed", 10_000),
        ("scripts and styles besides the theme's, compressed, bytes", "scripts", 40_000),
        ("search index, bytes per reply", "index", 2_000),
    ):
        yield f"site with 1,000 replies: {label}", limit, search.median(key, size=LARGE)
    for size, limit in ((LARGE, 50), (LARGEST, 150)):
        for box, label in (("header", "header search"), ("paste", "paste box")):
            slowest = search.median(f"{box}_slowest", size=size)
            yield f"site with {size:,} replies: slowest answer of the {label}, ms", limit, slowest
