"""Every payload in every text field, on a page of every kind, in a browser, with each layer alone.

``python tests/torture/payloads.py`` runs it, in about ten minutes; the name of a layer runs that part alone.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conftest import BROWSER, FLAGS
from payloads import KINDS, PAYLOADS, address_of, hostile_catalog
from playwright.sync_api import Browser, sync_playwright
from probe import COMBINATIONS, INDEXES, build_site, examine, names_for, probe, project
from test_inert import judge, judged

HELD = tuple(name for name in COMBINATIONS if name != "none")
"""All layers, and each alone; that the harness sees what acts is proven in tests/test_inert.py."""


def say(line: str) -> None:
    """Tell how it goes, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(name: str, browser: Browser, folder: Path) -> None:
    """Open every page of the hostile site with some layers."""
    layers, names = COMBINATIONS[name], names_for(COMBINATIONS[name])
    codes = hostile_catalog(folder / "hostile/codes", names).codes
    site = build_site(project(folder / "project", codes, layers), layers)
    with probe(browser, site) as found:
        pages = [*INDEXES, *(address_of(kind, payload) for payload in names for kind in KINDS)]
        markup = examine(found, site, pages)
        judge(name, found, judged(name, site, found), markup)
        told = f"{len(pages)} pages, {len(found.hits)} scripts ran, {len(found.outside)} outside requests"
        say(f"{name}: {told}, {found.answers} answers")


def run_product(name: str, browser: Browser, folder: Path) -> None:
    """Name the product by each payload in turn: it stands on every page."""
    layers = COMBINATIONS[name]
    for payload in names_for(layers):
        small = folder / payload
        hostile = hostile_catalog(small / "hostile/codes", ("script",), PAYLOADS[payload])
        site = build_site(project(small / "project", hostile.codes, layers), layers)
        with probe(browser, site) as found:
            markup = [
                part for address in ("", address_of("code", "script")) for part in found.open(found.address + address)
            ]
            assert (found.hits, found.outside) == ([], []), (name, payload, found.hits, found.outside)
            assert markup == [] or name == "policy", (name, payload, markup)
        shutil.rmtree(small)
    say(f"{name}: the product under {len(names_for(layers))} names")


def main(names: Iterable[str]) -> int:
    """Run the parts that are named; a miss is an assertion."""
    started = time.monotonic()
    executable = BROWSER or os.environ.get("BROWSER_PATH") or None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                run(name, browser, Path(folder))
                run_product(name, browser, Path(folder) / "product")
        browser.close()
    say(f"0 misses with {len(PAYLOADS)} payloads in {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or HELD))
