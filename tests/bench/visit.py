"""Traffic of a visit: requests and bytes of a first page, of the next one, and of the first one again.

A browser reads the built site from a local host that compresses and caches as the host files ask. The host counts
everything that it sends, including headers, without encryption.
"""

import gzip
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from harness.command import run_benchmark
from harness.engines import OURS, engines
from harness.measure import measure
from harness.results import ROOT, Results, table
from playwright.sync_api import Browser, sync_playwright
from serving import PACKED_ENDINGS, Traffic, served

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FIRST_PAGES = {
    "home": "",
    "a reply": "codes/451/greylisting/",
    "a code": "codes/451/",
    "a setting": "settings/smtp/greylisting/",
    "explain a log": "explain/",
}
NEXT_PAGE = "codes/550/mailbox-unavailable/"
NEXT_PAGES_PER_VISIT = 2
QUIET = 0.75
"""Seconds without a request after which a page is complete: the theme loads its search late."""
VISITS = 1_000_000
SECONDS_PER_MONTH = 30 * 86_400


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Traffic of one page."""

    requests: int
    bytes: int


def visit(browser: Browser, address: str, traffic: Traffic, first_page: str) -> list[Cost]:
    """Return the costs of a first page, of another one, and of the first one again, unchanged."""
    context = browser.new_context()
    costs = []
    for path in (first_page, NEXT_PAGE, first_page):
        page = context.new_page()
        traffic.reset()
        page.goto(address + path, wait_until="networkidle")
        sent = -1
        while sent != traffic.bytes:
            sent = traffic.bytes
            time.sleep(QUIET)
        costs.append(Cost(requests=traffic.requests, bytes=traffic.bytes))
        page.close()
    context.close()
    return costs


def measure_visits(results: Results, quick: bool) -> None:  # noqa: ARG001, FBT001  # it is quick anyway
    """Add the costs of a visit for each first page, and the size of the site."""
    if not os.environ.get("BROWSER_PATH"):
        raise SystemExit("no browser found; 'python3 run.py browser' installs one")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        measure((*engines()[OURS].build, "--site-dir", str(site)), ROOT)
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=FLAGS)
        with served(site) as (address, traffic):
            for name, path in FIRST_PAGES.items():
                for step, cost in zip(("first", "next", "again"), visit(browser, address, traffic, path), strict=True):
                    results.add(page=name, step=step, **vars(cost))
        browser.close()
        files = [(file.suffix, file.read_bytes()) for file in site.rglob("*") if file.is_file()]
    sizes = (len(gzip.compress(content, 6) if suffix in PACKED_ENDINGS else content) for suffix, content in files)
    results.add(page="all", step="first", requests=len(files), bytes=sum(sizes))


def visit_table(results: Results) -> str:
    """Return the costs of every first page, and an estimate for a month."""
    costs = {(row["page"], row["step"]): (row["requests"], row["bytes"]) for row in results.rows}
    rows = []
    for name in FIRST_PAGES:
        steps = (costs[name, step] for step in ("first", "next", "again"))
        rows.append([name, *(f"{requests} requests, {size / 1000:.0f} kB" for requests, size in steps)])
    pairs = zip(costs["a reply", "first"], costs["a reply", "next"], strict=True)
    requests, size = (first + NEXT_PAGES_PER_VISIT * following for first, following in pairs)
    files, total = costs["all", "first"]
    estimate = (
        f"A reader who opens a reply and then {NEXT_PAGES_PER_VISIT} more pages causes {requests} requests and"
        f" {size / 1000:.0f} kB. A million such visits a month are {VISITS * size / 1e9:.0f} GB and, spread evenly,"
        f" {VISITS * requests / SECONDS_PER_MONTH:.0f} requests per second. A CDN answers nearly all of them: each of"
        f" its locations requests a file once per release, at most {files} requests and {total / 1e6:.1f} MB,"
        " however many readers there are."
    )
    return table(["first page", "first time", "next page", "first page again"], rows) + f"\n\n{estimate}"


if __name__ == "__main__":
    sys.exit(run_benchmark("visit", __doc__, measure_visits, visit_table, "publishing.md"))
