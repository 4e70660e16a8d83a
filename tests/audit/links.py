"""The links to other sites: each is asked once, slowly, and what gives no answer or no page is told.

Needs a network. What refuses programs stands in ``links-allowed.txt``, each with a reason.
"""

import argparse
import subprocess
import sys
import tempfile
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
ALLOWED = Path(__file__).with_name("links-allowed.txt")
AGENT = "Mozilla/5.0 (compatible; smtp-replies-links)"
PAUSE = 1.0
"""Seconds between two questions to one host."""
TIMEOUT = 30
"""Seconds."""
HOSTS = 4
"""How many hosts are asked at the same time."""
ROUNDS = 2
"""How often an address is asked before it counts as dead."""
NO_HEAD = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
"""What hosts say that do not answer questions for the headers alone."""


class AllowedError(Exception):
    """A line of the list of exemptions is wrong; the message says which and why."""


def outside_links(site: Path) -> Mapping[str, Sequence[str]]:
    """Return the web addresses that the pages of a site lead to, each with the pages that do, in order.

    What leads to the project's own host is left out: the way to edit a page, and to report one.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(site.rglob("*.html")):
        document = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        path = "//main//a[not(@rel='edit') and not(ancestor::p[@class='report'])]/@href"
        for link in document.xpath(path):
            if urlsplit(link).scheme in ("http", "https"):
                found[urldefrag(link).url].append(file.relative_to(site).as_posix())
    return {url: list(dict.fromkeys(pages)) for url, pages in sorted(found.items())}


def read_allowed(text: str) -> Mapping[str, str]:
    """Return the exemptions: the beginnings of addresses, each with its reason.

    Raises:
        AllowedError: a line has no reason.

    """
    allowed = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            url, _, reason = line.partition(" ")
            if not reason.strip():
                raise AllowedError(f"{ALLOWED.name}:{number}: {url} has no reason; write it behind the address")
            allowed[url] = reason.strip()
    return allowed


def ask(url: str, pause: float = PAUSE) -> str | None:
    """Return what is wrong with an address; None where it has a page."""
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
    """Return the addresses that have no page, each with what is wrong; one question at a time for each host."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)

    def of_host(urls: Sequence[str]) -> list[tuple[str, str]]:
        return [(url, fault) for url in urls if (fault := ask(url, pause))]

    with ThreadPoolExecutor(HOSTS) as pool:
        return dict(fault for faults in pool.map(of_host, hosts.values()) for fault in faults)


def report(links: Mapping[str, Sequence[str]], allowed: Mapping[str, str], faults: Mapping[str, str]) -> list[str]:
    """Return the lines that say what is to be mended."""
    unused = [start for start in allowed if not any(url.startswith(start) for url in links)]
    return [
        *(f"{url}: {fault}; on {', '.join(links[url])}" for url, fault in sorted(faults.items())),
        *(f"{ALLOWED.name}: no page leads to {start} any more; take the line out" for start in unused),
    ]


def main() -> int:
    """Ask every address, print what is wrong; return 1 if anything is."""
    argparse.ArgumentParser(prog="run.py links", description=__doc__).parse_args()
    try:
        allowed = read_allowed(ALLOWED.read_text("utf-8"))
    except AllowedError as error:
        sys.stderr.write(f"links: {error}\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        if status := subprocess.run(build, cwd=ROOT, check=False).returncode:
            return status
        links = outside_links(site)
    asked = [url for url in links if not url.startswith(tuple(allowed))]
    lines = report(links, allowed, dead(asked))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(asked)} links asked, {len(links) - len(asked)} left out, {len(lines)} to be mended\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
