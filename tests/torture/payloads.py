"""Every payload in every text field, on a page of every kind, in a browser, with each layer alone.

``python tests/torture/payloads.py`` takes about ten minutes; with the name of a layer, it tests only that one.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from payloads import KINDS, PAYLOADS, address_of, hostile_catalog
from playwright.sync_api import Browser
from probe import COMBINATIONS, INDEXES, active_pages, build_site, check, examine, payloads_for, probe, project
from serving import chromium

NAMES = tuple(name for name in COMBINATIONS if name != "none")


def log(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def open_every_page(name: str, browser: Browser, folder: Path) -> None:
    """Open every page of a hostile site with some of the layers."""
    layers = COMBINATIONS[name]
    names = payloads_for(layers)
    site = build_site(project(folder / "project", hostile_catalog(folder / "codes", names).codes, layers), layers)
    with probe(browser, site) as visitor:
        pages = [*INDEXES, *(address_of(kind, payload) for payload in names for kind in KINDS)]
        check(name, visitor, active_pages(visitor, site), examine(visitor, site, pages))
        log(f"{name}: {len(pages)} pages, {visitor.answers} answers, nothing acted")


def name_the_product(name: str, browser: Browser, folder: Path) -> None:
    """Give the product, which every page shows, each payload as its name."""
    layers = COMBINATIONS[name]
    for payload in payloads_for(layers):
        codes = hostile_catalog(folder / "codes", ("script",), payload).codes
        site = build_site(project(folder / "project", codes, layers), layers)
        with probe(browser, site) as visitor:
            addresses = (visitor.address, visitor.address + address_of("code", "script"))
            markup = [active for address in addresses for active in visitor.open(address)]
            assert (visitor.hits, visitor.external) == ([], []), (name, payload, visitor.hits, visitor.external)
            assert markup == [] or name == "policy", (name, payload, markup)
        shutil.rmtree(folder)
    log(f"{name}: the product with {len(payloads_for(layers))} names")


def main(names: Iterable[str]) -> int:
    """Test the named layers; an assertion fails if anything acts."""
    started = time.monotonic()
    with chromium() as browser:
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                open_every_page(name, browser, Path(folder))
                name_the_product(name, browser, Path(folder) / "product")
    log(f"{len(PAYLOADS)} payloads in {time.monotonic() - started:.0f} s, nothing acted")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or NAMES))
