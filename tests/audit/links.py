"""Links to other sites: each is requested once, slowly, and reported if it gives no page.

Needs a network. ``links-allowed.txt`` lists sites that refuse programs, each with a reason.
"""

import argparse
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from lxml import html

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from serving import built_site

ALLOWED = Path(__file__).with_name("links-allowed.txt")
AGENT = "Mozilla/5.0 (compatible; smtp-replies-links)"
PAUSE = 1.0
"""Seconds between two requests to one host."""
TIMEOUT = 30
"""Seconds."""
HOSTS = 4
"""Hosts that get requests at the same time."""
ROUNDS = 2
"""Requests before an address counts as dead."""
NO_HEAD = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
"""Answers of hosts that don't support HEAD requests."""


class AllowedError(Exception):
    """A wrong line in the list of exemptions."""


def outside_links(site: Path) -> Mapping[str, Sequence[str]]:
    """Return the external addresses that a site links to, each with its pages.

    Links to edit or report a page are left out.
    """
    links: dict[str, list[str]] = defaultdict(list)
    for file in sorted(site.rglob("*.html")):
        document = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        path = "//main//a[not(@rel='edit') and not(ancestor::p[@class='report'])]/@href"
        for link in document.xpath(path):
            if urlsplit(link).scheme in ("http", "https"):
                links[urldefrag(link).url].append(file.relative_to(site).as_posix())
    return {url: list(dict.fromkeys(pages)) for url, pages in sorted(links.items())}


def read_allowed(text: str) -> Mapping[str, str]:
    """Return the exemptions: prefixes of addresses with their reasons.

    Raises:
        AllowedError: a line has no reason.

    """
    allowed = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            url, _, reason = line.partition(" ")
            if not reason.strip():
                raise AllowedError(f"{ALLOWED.name}:{number}: {url} has no reason; write it after the address")
            allowed[url] = reason.strip()
    return allowed


def ask(url: str, pause: float = PAUSE) -> str | None:
    """Return the error of an address; None if it has a page."""
    fault = None
    for round in range(ROUNDS):
        time.sleep(pause * (round + 1))
        fault = _ask(url, "HEAD")
        if fault in {f"{status.value} {status.phrase}" for status in NO_HEAD}:
            fault = _ask(url, "GET")
        if not fault:
            return None
    return fault


def _ask(url: str, method: str) -> str | None:
    request = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT})  # noqa: S310  # http(s) only
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return None
    except urllib.error.HTTPError as error:
        return f"{error.code} {HTTPStatus(error.code).phrase if error.code in set(HTTPStatus) else 'unknown'}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__


def dead(urls: Iterable[str], pause: float = PAUSE) -> Mapping[str, str]:
    """Return the addresses that have no page, each with its error; every host gets one request at a time."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)

    def of_host(urls: Sequence[str]) -> list[tuple[str, str]]:
        return [(url, fault) for url in urls if (fault := ask(url, pause))]

    with ThreadPoolExecutor(HOSTS) as pool:
        return dict(fault for faults in pool.map(of_host, hosts.values()) for fault in faults)


def report(links: Mapping[str, Sequence[str]], allowed: Mapping[str, str], faults: Mapping[str, str]) -> list[str]:
    """Return a line for each link and each exemption to fix."""
    unused = [start for start in allowed if not any(url.startswith(start) for url in links)]
    return [
        *(f"{url}: {fault}; on {', '.join(links[url])}" for url, fault in sorted(faults.items())),
        *(f"{ALLOWED.name}: no page links to {start} any more; remove the line" for start in unused),
    ]


def main() -> int:
    """Request every address and print the errors; return 1 if there are any."""
    argparse.ArgumentParser(prog="run.py links", description=__doc__).parse_args()
    try:
        allowed = read_allowed(ALLOWED.read_text("utf-8"))
    except AllowedError as error:
        sys.stderr.write(f"links: {error}\n")
        return 2
    with built_site() as site:
        links = outside_links(site)
    asked = [url for url in links if not url.startswith(tuple(allowed))]
    lines = report(links, allowed, dead(asked))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(asked)} links checked, {len(links) - len(asked)} exempt, {len(lines)} to fix\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
