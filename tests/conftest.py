"""What several tests share: the catalogue, and the site built from it once a worker."""

import functools
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from makelog import write
from playwright.sync_api import Browser, Page, sync_playwright
from serving import Host, listening

from generator.checks.runner import load_catalog
from generator.model.catalog import Catalog
from generator.model.reply_index import ReplyIndex

ROOT = Path(__file__).resolve().parent.parent
BROWSER = os.environ.get("BROWSER_PATH", "")
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not BROWSER, reason="no browser; 'python3 run.py browser' puts one in place"),
]
PAGES = (
    "",
    "404.html",
    "explain/",
    "codes/",
    "codes/451/",
    "codes/451/greylisting/",
    "codes/503/authentication-required/",
    "settings/",
    "settings/smtp/greylisting/",
    "articles/",
    "articles/ME020073/",
    "print/",
    "procedures/",
    "procedures/whitelist-address/",
    "logs/",
    "engines/",
    "quality/",
    "contributing/tasks/",
    "contributing/rules/misspelt/",
)
"""Every kind of page."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Site:
    """A built site on disk, its documents parsed when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @functools.cached_property
    def documents(self) -> dict[str, html.HtmlElement]:
        """Every document by its address, with a slash at the end."""
        return {
            file.relative_to(self.folder).as_posix().removesuffix("index.html"): html.parse(str(file)).getroot()
            for file in sorted(self.folder.rglob("*.html"))
        }


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(ROOT / "codes")


@pytest.fixture(scope="session")
def index(catalog: Catalog) -> ReplyIndex:
    return catalog.reply_index


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("built") / "site"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return Site(folder)


@pytest.fixture(scope="session")
def offline_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip to be read without a network."""
    file = tmp_path_factory.mktemp("bundled") / "site.zip"
    command = [sys.executable, "-m", "generator", "bundle", "--out", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return file


@pytest.fixture(scope="session")
def offline(offline_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The zip's one folder, below a path of the kind that readers have."""
    folder = tmp_path_factory.mktemp("unpacked") / "Ünpacked 100% #1"
    with zipfile.ZipFile(offline_zip) as archive:
        archive.extractall(folder)
    [site] = folder.iterdir()
    return Site(site)


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """The address at which the built site is served on this machine."""
    with listening(functools.partial(Host, directory=str(site.folder))) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page at the site's home; an error of a script or a request elsewhere fails the test."""
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else faults.append(request.url))
    page.goto(address)
    yield page
    assert faults == []
    context.close()


@pytest.fixture
def log(catalog: Catalog, tmp_path: Path) -> Path:
    """A small activity log."""
    write(catalog, tmp_path / "a.log", 200_000)
    return tmp_path / "a.log"
