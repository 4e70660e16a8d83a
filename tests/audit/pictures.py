"""Pictures of pages as readers see them: light on a wide screen, and dark on a phone.

With ``--changed BASE``, pictures of the pages that changed since a commit. A change of the code, the templates or the
styles counts as a change of one page of each kind. Needs Chromium.
"""

import argparse
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from playwright.sync_api import Browser
from serving import built_site, chromium, served

from generator.checks.runner import load_catalog
from generator.site.pages import Page, pages

KINDS = (
    "",
    "explain/",
    "codes/",
    "codes/451/",
    "codes/451/greylisting/",
    "settings/smtp/greylisting/",
    "articles/ME020073/",
    "procedures/whitelist-address/",
    "logs/",
)
"""A page of each kind."""
SHARED = ("generator/", "overrides/", "mkdocs.yml", "requirements.lock")
"""Files that every page depends on."""
MAX_PAGES = 40
VIEWS: Mapping[str, tuple[int, int, str]] = {"wide": (1280, 900, "light"), "phone": (390, 844, "dark")}


def touched(changed: Collection[str], every: Iterable[Page], written: Collection[str]) -> list[str]:
    """Return the addresses of the pages that a change affects.

    Args:
        changed: the changed files.
        every: the pages of the catalogue.
        written: the files of the hand-written pages.

    """
    addresses = list(KINDS) if any(name.startswith(SHARED) for name in changed) else []
    addresses += [page.address for page in every if page.file in changed]
    for name in sorted(set(written) & set(changed)):
        way = name.partition("/")[2].removesuffix(".md")
        addresses.append("" if way == "index" else f"{way.removesuffix('/index')}/")
    return list(dict.fromkeys(addresses))


def changed_since(base: str) -> list[str]:
    """Return the files that differ from a commit, without deleted ones."""
    command = ["git", "-c", "core.quotePath=off", "diff", "--name-only", "--diff-filter=d", "--end-of-options", base]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"pictures: git has no commit {base!r}: {done.stderr.strip()}")
    return done.stdout.splitlines()


def take(browser: Browser, address: str, shown: Sequence[str], out: Path) -> None:
    """Write a picture of each page in each view."""
    out.mkdir(parents=True, exist_ok=True)
    for view, (width, height, scheme) in VIEWS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        for target in shown:
            page.goto(address + target, wait_until="load")
            page.screenshot(path=out / f"{target.strip('/').replace('/', '-') or 'home'}-{view}.png", full_page=True)
        context.close()


def main() -> int:
    """Build the site and take the pictures."""
    parser = argparse.ArgumentParser(prog="run.py pictures", description=__doc__)
    parser.add_argument("--changed", metavar="BASE", help="only what differs from this commit, such as main or HEAD^1")
    parser.add_argument("--out", type=Path, default=ROOT / "out/pictures", metavar="DIR")
    options = parser.parse_args()
    shown = list(KINDS)
    if options.changed:
        written = [file.relative_to(ROOT).as_posix() for file in (ROOT / "docs").rglob("*.md")]
        shown = touched(changed_since(options.changed), pages(load_catalog(ROOT / "codes")), written)
    if len(shown) > MAX_PAGES:
        sys.stdout.write(f"{len(shown)} pages have changed; the first {MAX_PAGES} are shown\n")
    with chromium() as browser, built_site() as site, served(site) as (address, _):
        take(browser, address, shown[:MAX_PAGES], options.out)
    sys.stdout.write(f"{len(shown[:MAX_PAGES])} pages, wide and on a phone, in {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
