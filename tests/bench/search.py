"""Waiting times of a reader: weight of the pages, first paint, and answers of the header search and the paste box.

Sites of three sizes are built and opened in a browser. An answer is timed in the page, from the input event to the
finished layout; each query runs several times and counts with its median.
"""

import functools
import gzip
import random
import statistics
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

import catalogue
from harness.command import run_benchmark, show_progress
from harness.engines import EDITED, ENGINES, OURS, command
from harness.measure import measure
from harness.results import Results, format_figure, table
from playwright.sync_api import Browser
from serving import Host, chromium, listening, served, visit

from generator.checks.runner import load_catalog
from generator.model.catalog import Catalog

BOXES = {"header": ("", "[data-md-component=search-query]"), "paste": ("explain/", "[data-triage] textarea")}
"""Page and selector of each box."""
QUERIED_REPLIES = 40
REPETITIONS = 5
FIGURES = (
    ("HTML of a page, kB on average", "page", 1000),
    ("HTML of a page, compressed, kB on average", "compressed", 1000),
    ("scripts and styles besides the theme's, compressed, kB", "scripts", 1000),
    ("requests for a first page", "first_requests", 1),
    ("sent for a first page, kB", "first_bytes", 1000),
    ("sent for the next page, kB", "next_bytes", 1000),
    ("search index, bytes per reply", "index", 1),
    ("pattern table, bytes per reply", "patterns", 1),
    ("index and patterns, compressed, kB, loaded with the first word", "data", 1000),
    ("first contentful paint of a reply's page, ms", "paint", 1),
    ("first answer to a pasted line, ms", "answered", 1),
    ("first word until all pages can be searched, ms", "loaded", 1),
    ("header search, median answer, ms", "header_median", 1),
    ("header search, slowest query, ms", "header_slowest", 1),
    ("paste box, median answer, ms", "paste_median", 1),
    ("paste box, slowest text, ms", "paste_slowest", 1),
)
"""Label, key and unit of each row of the table."""
TIME_QUERIES = """([selector, queries, repetitions]) => {
    const input = document.querySelector(selector);
    const { setTimeout: original } = window;
    let pending;
    window.setTimeout = (work) => ((pending = work), 0);  // the paste box waits until typing has ended
    const time = (query) => {
        pending = null;
        input.value = query;
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        pending?.();
        document.body.offsetHeight;
        return performance.now() - start;
    };
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    const times = queries.map((query) => median(Array.from({ length: repetitions }, () => time(query))));
    window.setTimeout = original;
    return times;
}"""
TIME_FIRST_ANSWER = """async ([selector, query]) => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (!painted()) await new Promise((next) => setTimeout(next, 20));
    const input = document.querySelector(selector);
    input.value = query;
    const start = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (!document.querySelector(".answer-place [data-reply]")) await new Promise((next) => setTimeout(next));
    const answered = performance.now() - start;
    await window.smtpLoad();
    return { paint: painted().startTime, answered, loaded: performance.now() - start };
}"""


def measure_sites(results: Results, quick: bool) -> None:  # noqa: FBT001
    with chromium() as browser:
        results.about["Chromium"] = browser.version
        for size in [catalogue.count_real_replies()] + ([] if quick else [1_000, 10_000]):
            show_progress(f"{size} replies")
            with tempfile.TemporaryDirectory() as folder:
                measure_site(Path(folder), size, browser, results)


def search_table(results: Results) -> str:
    rows = [
        [label, *(format_figure((results.median(key, size=size) or 0) / unit) for size in results.sizes())]
        for label, key, unit in FIGURES
    ]
    return table(["figure", *(f"{size:,} replies" for size in results.sizes())], rows)


def measure_site(project: Path, size: int, browser: Browser, results: Results) -> None:
    catalogue.write(size, project)
    measure(command(ENGINES[OURS]["build"]), project)
    results.add(size=size, **weights(project / "site", size))
    catalog = load_catalog(project / "codes")
    with served(project / "site") as (address, traffic):
        reply, code = f"codes/{EDITED}/", f"codes/{EDITED.partition('/')[0]}/"
        (requests, size_first), (_, size_next) = visit(browser, address, traffic, reply, code)
    results.add(size=size, first_requests=requests, first_bytes=size_first, next_bytes=size_next)
    with listening(functools.partial(Host, directory=str(project / "site"))) as address:
        for _ in range(REPETITIONS):
            page = browser.new_context().new_page()
            page.goto(f"{address}codes/{EDITED}/", wait_until="load")
            times = page.evaluate(TIME_FIRST_ANSWER, [BOXES["header"][1], f"451 {catalog.replies[EDITED].text}"])
            results.add(size=size, **{key: round(value) for key, value in times.items()})
            page.context.close()
        for box, (path, selector) in BOXES.items():
            page = browser.new_context().new_page()
            page.goto(f"{address}{path}", wait_until="load")
            page.evaluate("window.smtpLoad()")
            times = page.evaluate(TIME_QUERIES, [selector, queries(catalog), REPETITIONS])
            median, slowest = round(statistics.median(times), 2), round(max(times), 2)
            results.add(size=size, **{f"{box}_median": median, f"{box}_slowest": slowest})
            page.context.close()


def queries(catalog: Catalog) -> list[str]:
    """Return what people type: texts, log rows and words of replies, misspelt and incomplete texts, foreign texts."""
    rng = random.Random(7)  # noqa: S311  # nothing here is secret
    replies = sorted(catalog.replies.values(), key=lambda reply: reply.id)
    typed = ["re", "s", "mail server", "server", "mesage too larg", "xylophone"]
    typed += ["550 5.7.1 Message content rejected due to spam"]
    typed += [setting.name for setting in [*catalog.settings.values()][:20]]
    for reply in rng.sample(replies, min(QUERIED_REPLIES, len(replies))):
        line, words, text = reply.samples[0].line, reply.title.split(), f"{reply.code} {reply.text}"
        typed += [text, text.replace("e", "", 1), str(reply.code), line, line[: len(line) // 2]]
        typed += [reply.title, " ".join(words[:2]), words[-1][:3], *reply.search[:2]]
    return list(dict.fromkeys(typed))


def weights(site: Path, size: int) -> dict[str, int]:
    """Return the bytes that a reader's browser loads."""
    pages = [text for file in site.rglob("*.html") if b'http-equiv="refresh"' not in (text := file.read_bytes())]
    overrides = catalogue.ROOT / "overrides"
    own = [file.relative_to(overrides) for file in overrides.rglob("*") if file.suffix in (".css", ".js")]
    index, patterns = ((site / f"assets/javascripts/{name}.js").read_bytes() for name in ("search-data", "patterns"))
    return {
        "page": round(statistics.mean(map(len, pages))),
        "compressed": round(statistics.mean(map(_compressed, pages))),
        "scripts": sum(_compressed((site / name).read_bytes()) for name in own),
        "index": round(len(index) / size),
        "patterns": round(len(patterns) / size),
        "data": _compressed(index) + _compressed(patterns),
    }


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


if __name__ == "__main__":
    sys.exit(run_benchmark("search", __doc__, measure_sites, search_table))
