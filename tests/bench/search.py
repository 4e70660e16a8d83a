"""What a reader waits for: the weight of pages, the first paint, the first answer, and the answer to each query.

Prints a table and, with ``--write``, keeps the figures and puts them into ``docs/speed.md``. Sites of three sizes are
built and opened in a real browser. Answers are timed within the page, from the event of typing to the
finished layout, each query several times; the slowest of the medians is the worst.
"""

import argparse
import functools
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

import catalogue
from harness import report, ways
from harness.results import Results
from playwright.sync_api import Browser, sync_playwright
from serving import Host, listening

from generator.checks.runner import load_catalog
from generator.model.catalog import Catalog

SIZES = (35, 1_000, 10_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAGE = "codes/451/greylisting/"
ASKED = 40
"""How many replies queries are made of."""
TIMES = 5
BOXES = {"header": ("", "[data-md-component=search-query]"), "paste": ("explain/", "[data-triage] textarea")}
"""Each box: the page that has it, and its place there."""
ASK = """([place, queries, times]) => {
    const input = document.querySelector(place);
    const { setTimeout: later } = window;
    let waiting;
    window.setTimeout = (work) => ((waiting = work), 0);  // the paste box waits for the end of typing
    const once = (query) => {
        waiting = null;
        input.value = query;
        const began = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        waiting?.();
        document.body.offsetHeight;
        return performance.now() - began;
    };
    const middle = (some) => some.sort((a, b) => a - b)[times >> 1];
    const found = queries.map((query) => middle(Array.from({ length: times }, () => once(query))));
    window.setTimeout = later;
    return found;
}"""
PAINT = """async () => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (!painted()) await new Promise((next) => setTimeout(next, 20));
    return painted().startTime;
}"""
FIRST = """async ([place, query]) => {
    const input = document.querySelector(place);
    input.value = query;
    const began = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    while (!document.querySelector(".answer-place [data-reply]")) await new Promise((next) => setTimeout(next));
    const answered = performance.now() - began;
    await window.smtpLoad();
    return [answered, performance.now() - began];
}"""


def queries(catalog: Catalog) -> list[str]:
    """Return what is typed: texts, rows and words of replies, texts misspelt and cut, and what is not there."""
    pick = random.Random(7)  # noqa: S311  # nothing here is secret
    replies = pick.sample(
        sorted(catalog.replies.values(), key=lambda reply: reply.id), min(ASKED, len(catalog.replies))
    )
    typed: list[str] = []
    for reply in replies:
        line = reply.samples[0].line
        words = reply.title.split()
        typed += [
            f"{reply.code} {reply.text}",
            line,
            reply.title,
            " ".join(words[:2]),
            words[-1][:3],
            line[: len(line) // 2],
        ]
        typed += [*reply.search[:2], f"{reply.code} {reply.text.replace('e', '', 1)}", str(reply.code)]
    typed += [setting.name for setting in [*catalog.settings.values()][:20]]
    typed += [
        "re",
        "s",
        "mail server",
        "server",
        "550 5.7.1 Message content rejected due to spam",
        "xylophone",
        "mesage too larg",
    ]
    return list(dict.fromkeys(typed))


def main() -> int:
    """Measure, print the table, keep it where asked."""
    parser = argparse.ArgumentParser(prog="run.py bench search", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small size alone: whether it works at all")
    parser.add_argument("--write", action="store_true", help="keep the figures, and put them into docs/speed.md")
    options = parser.parse_args()
    if not os.environ.get("BROWSER_PATH"):
        raise SystemExit("no browser; 'python3 run.py browser' puts one in place")
    results = Results.begin("search", quick=options.quick, keep=options.write)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=FLAGS)
        results.about["Chromium"] = browser.version
        for size in SIZES[:1] if options.quick else SIZES:
            with tempfile.TemporaryDirectory() as folder:
                project = Path(folder)
                catalogue.write(size, project)
                command = [*ways.MKDOCS, "build", "--quiet"]
                subprocess.run(command, cwd=project, env=ways.ENVIRONMENT, check=True)
                results.add(size=size, **weights(project / "site", size))
                with listening(functools.partial(Host, directory=str(project / "site"))) as address:
                    _measure(browser, address, queries(load_catalog(project / "codes")), size, results)
        browser.close()
    sys.stdout.write(report.search_table(results) + "\n")
    if options.write:
        report.write()
    return 0


def weights(site: Path, size: int) -> dict[str, int | str]:
    """Return what a reader's machine loads, in bytes."""
    pages = [text for file in site.rglob("*.html") if b'http-equiv="refresh"' not in (text := file.read_bytes())]
    overrides = catalogue.ROOT / "overrides"
    own = [
        file.relative_to(overrides)
        for kind in ("javascripts", "stylesheets")
        for file in overrides.glob(f"assets/{kind}/**/*.*")
    ]
    index, patterns = (site / f"assets/javascripts/{name}.js" for name in ("search-data", "patterns"))
    return {
        "kind": "weight",
        "pages": len(pages),
        "page": round(statistics.mean(map(len, pages))),
        "packed": round(statistics.mean(map(_packed, pages))),
        "scripts": sum(_packed((site / name).read_bytes()) for name in own),
        "index": round(index.stat().st_size / size),
        "patterns": round(patterns.stat().st_size / size),
        "index_packed": _packed(index.read_bytes()) + _packed(patterns.read_bytes()),
    }


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _measure(browser: Browser, address: str, typed: list[str], size: int, results: Results) -> None:
    source = (catalogue.ROOT / f"codes/{ways.EDITED}.yml").read_text("utf-8")
    known = source.partition("  - text: ")[2].partition("\n")[0]
    for _ in range(TIMES):
        page = browser.new_context().new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(f"{address}{PAGE}", wait_until="load")
        paint = page.evaluate(PAINT)
        told = {"paint": round(paint), "requests": len(asked)}
        answered, whole = page.evaluate(FIRST, [BOXES["header"][1], f"451 {known}"])
        results.add(size=size, kind="load", **told, answered=round(answered), whole=round(whole))
        page.context.close()
    for box, (where, place) in BOXES.items():
        page = browser.new_context().new_page()
        page.goto(f"{address}{where}", wait_until="load")
        page.evaluate("window.smtpLoad()")
        found = page.evaluate(ASK, [place, typed, TIMES])
        slowest = max(found)
        results.add(
            size=size,
            kind=box,
            queries=len(typed),
            median=round(statistics.median(found), 2),
            worst=round(slowest, 2),
            slowest=typed[found.index(slowest)],
        )
        page.context.close()


if __name__ == "__main__":
    sys.exit(main())
