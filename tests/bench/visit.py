"""What a visit costs the host: requests and bytes of a first page, of the next one, and of one seen before.

Prints a table and, with ``--write``, puts it into ``docs/publishing.md``. A real browser reads the built site
from a host of this machine that packs as the host files ask for; the host counts all that it sends, headers
and all, without encryption.
"""

import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from playwright.sync_api import Browser, sync_playwright
from serving import PACKED_ENDINGS, Traffic, served

PAGE = ROOT / "docs/publishing.md"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
KINDS = {
    "home": "",
    "a reply": "codes/451/greylisting/",
    "a code": "codes/451/",
    "a setting": "settings/smtp/greylisting/",
    "explain a log": "explain/",
}
NEXT = "codes/550/mailbox-unavailable/"
"""The page that a reader goes on to."""
FURTHER = 2
"""How many pages a reader goes on to in the visit that the sums are made with."""
QUIET = 0.75
"""Seconds without a request after which all of a page is there."""
VISITS = 1_000_000
MONTH = 30 * 86_400
"""Seconds."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What the host had to do for one page."""

    requests: int
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the pages of one visit cost."""

    first: Cost
    """The first page, of a browser that has seen nothing of the site."""
    next: Cost
    """Another page, right after."""
    again: Cost
    """The first page once more, with nothing changed."""


def visit(browser: Browser, address: str, traffic: Traffic, page: str) -> Visit:
    """Return what it costs to open a page, go on to another, and come back later."""
    context = browser.new_context()
    costs = []
    for target in (page, NEXT, page):
        tab = context.new_page()
        traffic.reset()
        tab.goto(address + target, wait_until="load")
        tab.wait_for_load_state("networkidle")
        settle(traffic)
        costs.append(Cost(requests=traffic.requests, bytes=traffic.bytes))
        tab.close()
    context.close()
    first, next, again = costs
    return Visit(first=first, next=next, again=again)


def settle(traffic: Traffic) -> None:
    """Wait until a page has asked for nothing more for a while; the theme asks for the search late."""
    before = -1
    while before != traffic.bytes:
        before = traffic.bytes
        time.sleep(QUIET)


def packed_size(site: Path) -> tuple[int, int]:
    """Return how many files a site has, and how many bytes they are, packed."""
    files = [file for file in site.rglob("*") if file.is_file()]
    sizes = (
        len(gzip.compress(file.read_bytes(), 6)) if file.suffix in PACKED_ENDINGS else file.stat().st_size
        for file in files
    )
    return len(files), sum(sizes)


def table(visits: dict[str, Visit], files: int, size: int) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| first page | seen for the first time | the next page | the first once more |",
        "|---|---|---|---|",
    ]
    for name, found in visits.items():
        costs = (found.first, found.next, found.again)
        cells = (f"{cost.requests} requests, {cost.bytes / 1000:.0f} kB" for cost in costs)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    reply = visits["a reply"]
    requests = reply.first.requests + FURTHER * reply.next.requests
    bytes = reply.first.bytes + FURTHER * reply.next.bytes
    month = f"{VISITS * bytes / 1e9:.0f} GB and, spread evenly, {VISITS * requests / MONTH:.0f} requests a second"
    scale = (
        f"A reader who comes to a reply and goes on to {FURTHER} more pages costs {requests} requests and"
        f" {bytes / 1000:.0f} kB. A million such visits a month are {month}. A CDN answers nearly all of them: each of"
        f" its places asks the host for a file once a release, {files} requests and {size / 1e6:.1f} MB at most,"
        " however many readers there are."
    )
    how = (
        f"Chromium, files packed by gzip, headers counted, no encryption; {time.strftime('%Y-%m-%d')},"
        " by `python3 run.py bench visit --write`."
    )
    return "\n".join([*lines, "", scale, "", how])


def main() -> int:
    """Measure, print the table, write it where asked."""
    parser = argparse.ArgumentParser(prog="run.py bench visit", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/publishing.md")
    options = parser.parse_args()
    if not os.environ.get("BROWSER_PATH"):
        sys.stderr.write("bench visit: a browser is needed; 'python3 run.py browser' puts one in place\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        subprocess.run(build, cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=FLAGS)
        with served(site) as (address, traffic):
            visits = {name: visit(browser, address, traffic, page) for name, page in KINDS.items()}
        browser.close()
        found = table(visits, *packed_size(site))
    sys.stdout.write(found + "\n")
    if options.write:
        text = PAGE.read_text("utf-8")
        mark = r"(?<=<!-- visit -->\n\n).*?(?=\n\n<!-- /visit -->)"
        PAGE.write_text(re.sub(mark, lambda _: found, text, flags=re.DOTALL), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
