"""The kept figures as tables, put into ``docs/speed.md``, and as charts beside it."""

import json
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from harness.aims import MOST, THOUSAND, aims, growth
from harness.chart import Bar, Line, bars, lines
from harness.machine import ROOT
from harness.results import KEPT, Results
from harness.ways import ELEVENTY, EMPTY, HUGO, OURS, PLAIN, PRUNED, ZENSICAL

PAGE = ROOT / "docs/speed.md"
CHARTS = ROOT / "docs/charts"
ALL = (OURS, HUGO, ELEVENTY, ZENSICAL, PRUNED, PLAIN, EMPTY)
SCHEMES = ("light", "dark")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    marks = ["---", *["--:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, marks, *rows))


def shown(value: float | None, form: str = "") -> str:
    """Return a figure with as many digits as mean something."""
    if value is None:
        return "-"
    if form:
        return format(value, form)
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def how(results: Results) -> str:
    """Return where and with what was measured."""
    about = dict(results.about)
    date, commit, cores = about.pop("date"), about.pop("commit"), about.pop("cores")
    versions = ", ".join(f"{name} {version}" for name, version in about.items() if name not in ("processor", "system"))
    return (
        f"Measured on {date} on {cores} cores of {about['processor']}, {about['system']}, at commit {commit},"
        f" by `{results.command}`. {versions}."
    )


def _spread(results: Results, key: str, **wanted: object) -> str:
    values = results.values(key, **wanted)
    if not values:
        return "-"
    middle = shown(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({shown(min(values))})"


def build_table(results: Results) -> str:
    """Return what builds took: medians, and minima in brackets."""
    cold_heads = ["cold build", "replies", "CPU, s", "wall, s", "memory, MB", "output, MB"]
    edit_heads = ["build after one edit", "replies", "CPU, s", "wall, s", "files written"]
    cold_rows, edit_rows = [], []
    for size in sorted({row["size"] for row in results.rows}):
        for name in ALL:
            cold: dict[str, Any] = {"way": name, "size": size, "kind": "cold"}
            edit = {**cold, "kind": "edit"}
            head = [name, f"{size:,}"]
            if fault := results.faults.get(name) or results.faults.get(f"{name}, {size}"):
                cold_rows.append([*head, fault, "-", "-", "-"])
            elif results.values("cpu", **cold):
                memory, total = max(results.values("memory", **cold)), results.median("total", **cold) or 0
                times = [_spread(results, key, **cold) for key in ("cpu", "wall")]
                cold_rows.append([*head, *times, shown(memory), shown(total / 1e6)])
            if results.values("cpu", **edit):
                times = [_spread(results, key, **edit) for key in ("cpu", "wall")]
                edit_rows.append([*head, *times, shown(results.median("files", **edit), ",.0f")])
    parts = [table(cold_heads, cold_rows), table(edit_heads, edit_rows), growth_table(results), how(results)]
    return "\n\n".join(filter(None, parts))


def growth_table(results: Results) -> str:
    """Return the powers with which cost grows; nothing where only one size was measured."""
    spans = [("cpu", 100, THOUSAND), ("cpu", THOUSAND, MOST), ("cpu", 100, MOST), ("total", 100, THOUSAND)]
    spans.append(("total", THOUSAND, MOST))
    found = {name: [growth(results, name, *span) for span in spans] for name in ALL}
    rows = [[name, *map(shown, some)] for name, some in found.items() if any(some)]
    heads = ["exponent of growth", "CPU, 100 to 1,000", "1,000 to 10,000", "100 to 10,000"]
    return table([*heads, "bytes, 100 to 1,000", "1,000 to 10,000"], rows) if rows else ""


def serve_table(results: Results) -> str:
    """Return how long an edit took to be seen."""
    rows = []
    for size in sorted({row["size"] for row in results.rows}):
        for name in ALL:
            seconds = results.values("seconds", way=name, size=size)
            if fault := results.faults.get(name) or results.faults.get(f"{name}, {size}"):
                rows.append([name, f"{size:,}", fault, "-", "-"])
            elif seconds:
                start = results.median("start", way=name, size=size)
                rows.append([name, f"{size:,}", shown(statistics.median(seconds)), shown(max(seconds)), shown(start)])
    heads = ["live preview of", "replies", "edit to visible, s", "slowest, s", "from start to the first page, s"]
    return table(heads, rows) + "\n\n" + how(results)


def read_table(results: Results) -> str:
    """Return how long reading a file took."""
    names = list(dict.fromkeys(row["way"] for row in results.rows))
    least = min(results.median("milliseconds", way=name) or 0 for name in names)
    rows = []
    for name in names:
        middle = results.median("milliseconds", way=name) or 0
        rows.append([name, _spread(results, "milliseconds", way=name), shown(middle / least, ".1f")])
    first = results.rows[0]
    what = f"{first['files']} replies of {first['bytes']:,} bytes each on average; CPU, medians, minima in brackets."
    return table(["what reads", "ms a file", "times the fastest"], rows) + f"\n\n{what} {how(results)}"


def search_table(results: Results) -> str:
    """Return what a reader waits for."""
    sizes = sorted({row["size"] for row in results.rows})
    figures: tuple[tuple[str, str, str, float], ...] = (
        ("a page, kB of HTML on average", "page", "weight", 1000),
        ("the same packed, kB", "packed", "weight", 1000),
        ("scripts and styles beyond the theme's, packed, kB in all", "scripts", "weight", 1000),
        ("requests of a page", "requests", "load", 1),
        ("search index, bytes a reply", "index", "weight", 1),
        ("pattern table, bytes a reply", "patterns", "weight", 1),
        ("both packed, kB in all, loaded with the first word that is typed", "index_packed", "weight", 1000),
        ("first contentful paint of a reply's page, ms", "paint", "load", 1),
        ("a pasted line is answered for the first time, ms after it is pasted", "answered", "load", 1),
        ("all pages can be found, ms after the first word", "whole", "load", 1),
        ("header search, ms an answer, median", "median", "header", 1),
        ("header search, the slowest query, ms", "worst", "header", 1),
        ("paste box, ms an answer, median", "median", "paste", 1),
        ("paste box, the slowest text, ms", "worst", "paste", 1),
    )
    rows = [
        [label, *(shown(_part(results.median(key, size=size, kind=kind), unit)) for size in sizes)]
        for label, key, kind, unit in figures
    ]
    heads = ["what a reader waits for", *(f"{size:,} replies" for size in sizes)]
    return table(heads, rows) + "\n\n" + how(results)


def _part(value: float | None, unit: float) -> float | None:
    return None if value is None else value / unit


TABLES: dict[str, Callable[[Results], str]] = {
    "build": build_table,
    "serve": serve_table,
    "read": read_table,
    "search": search_table,
}


def aims_table(kept: Mapping[str, Results], reasons: Mapping[str, str]) -> str:
    """Return every aim with its figure, and whether it is met."""
    rows = []
    for aim in aims(kept):
        verdict = "yes" if aim.is_met else "not measured" if aim.figure is None else reasons.get(aim.name, "**no**")
        most = shown(aim.most, ",.0f" if aim.most >= 100 else "")
        figure = shown(aim.figure, ",.0f" if (aim.figure or 0) >= 1000 else "")
        if figure == most and not aim.is_met and aim.figure is not None:
            figure = f"{aim.figure:.3f}"  # else the row would contradict itself
        rows.append([aim.name, most, figure, verdict])
    return (
        "| at 1,000 replies, where no other number stands | at most | measured | met |\n|---|--:|--:|---|\n"
        + "\n".join(f"| {' | '.join(row)} |" for row in rows)
    )


def charts(kept: Mapping[str, Results]) -> dict[str, str]:
    """Return the charts by their file names: each in the colours of either scheme."""
    drawn: dict[str, str] = {}
    for scheme in SCHEMES:
        if build := kept.get("build"):
            found = [
                Line(
                    name,
                    [
                        (size, cpu)
                        for size in (100, THOUSAND, MOST)
                        if (cpu := build.median("cpu", way=name, size=size, kind="cold"))
                    ],
                )
                for name in ALL[:-1]
            ]
            drawn[f"growth-{scheme}.svg"] = lines(
                "CPU seconds of a cold build, by the number of replies", [one for one in found if one.points], scheme
            )
        if serve := kept.get("serve"):
            size = max(row["size"] for row in serve.rows)
            found_bars = [
                Bar(name, value) for name in ALL if (value := serve.median("seconds", way=name, size=size)) is not None
            ]
            drawn[f"edit-{scheme}.svg"] = bars(
                f"Seconds from an edit to the changed page, at {size:,} replies", found_bars, scheme
            )
    return drawn


def told(kept: Mapping[str, Results]) -> dict[str, str]:
    """Return what each chart shows, in words."""
    texts: dict[str, str] = {}
    if build := kept.get("build"):
        parts = [
            f"{name} {' then '.join(shown(cpu) for cpu in some)}"
            for name in ALL[:-1]
            if (
                some := [
                    cpu
                    for size in (100, THOUSAND, MOST)
                    if (cpu := build.median("cpu", way=name, size=size, kind="cold"))
                ]
            )
        ]
        texts["growth"] = f"CPU seconds of a cold build at 100, 1,000 and 10,000 replies. {_sentences(parts)}"
    if serve := kept.get("serve"):
        size = max(row["size"] for row in serve.rows)
        parts = [
            f"{name} {shown(value)}"
            for name in ALL
            if (value := serve.median("seconds", way=name, size=size)) is not None
        ]
        texts["edit"] = f"Seconds from an edit to the changed page at {size:,} replies. {_sentences(parts)}"
    return texts


def kept_results() -> dict[str, Results]:
    """Return the figures of every benchmark that was run to be kept."""
    return {name: results for name in TABLES if (results := Results.kept(name))}


def page(text: str, kept: Mapping[str, Results], reasons: Mapping[str, str]) -> str:
    """Return the page with the kept figures between its marks."""
    parts = {name: TABLES[name](results) for name, results in kept.items()}
    parts["aims"] = aims_table(kept, reasons)
    for name, alternative in told(kept).items():
        parts[f"chart-{name}"] = "\n".join(
            f"![{alternative}](charts/{name}-{scheme}.svg#only-{scheme})" for scheme in SCHEMES
        )
    for name, part in parts.items():
        mark = rf"(<!-- {name} -->\n)\n.*?(<!-- /{name} -->)"
        text = re.sub(mark, lambda found, part=part: f"{found[1]}\n{part}\n\n{found[2]}", text, flags=re.DOTALL)
    return text


def reasons() -> dict[str, str]:
    """Return why an aim is not met, by its name."""
    found: dict[str, str] = json.loads((KEPT / "reasons.json").read_text("utf-8"))
    return found


def write() -> None:
    """Renew the page and the charts from what is kept."""
    kept = kept_results()
    PAGE.write_text(page(PAGE.read_text("utf-8"), kept, reasons()), "utf-8")
    CHARTS.mkdir(exist_ok=True)
    for name, drawing in charts(kept).items():
        (CHARTS / name).write_text(drawing, "utf-8")


def _sentences(parts: Iterable[str]) -> str:
    """Return parts as a sentence each, beginning with a capital: a picture's text is read aloud."""
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)
