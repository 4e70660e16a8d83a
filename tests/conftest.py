"""Shared fixtures: the catalogue, the site built from it once per run, and a browser."""

import functools
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from filelock import FileLock
from lxml import html
from makelog import write
from mistakes import CASES
from playwright.sync_api import Browser, Error, Page, Request
from project import ENVIRONMENT, ROOT
from serving import Host, chromium, listening

from generator.checks.runner import load_catalog
from generator.matching.explainer import Explainer
from generator.model.catalog import Catalog
from generator.model.reply_index import ReplyIndex

BROWSER = os.environ.get("BROWSER_PATH", "")
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
"""A page of every kind."""
LAYOUTS = (
    "",
    "404.html",
    "explain/",
    "codes/",
    "codes/451/greylisting/",
    "settings/smtp/greylisting/",
    "print/",
    "logs/",
)
"""A page of every layout; the other pages use the same styles."""
VIEWPORT = {"width": 1280, "height": 720}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark the tests that open a browser, and skip them if there is none."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
            if not BROWSER:
                item.add_marker(pytest.mark.skip("no Chromium, Chrome or Edge found: install one, or set BROWSER_PATH"))


class Site:
    """A built site on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @functools.cached_property
    def documents(self) -> dict[str, html.HtmlElement]:
        """Every parsed page by its address, with a slash at the end."""
        return {
            file.relative_to(self.folder).as_posix().removesuffix("index.html"): html.parse(str(file)).getroot()
            for file in sorted(self.folder.rglob("*.html"))
        }

    @functools.cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """The documents other than redirects and the 404 page."""
        return {name: page for name, page in self.documents.items() if name != "404.html" and page.xpath("//main")}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(ROOT / "codes")


@pytest.fixture(scope="session")
def small() -> Catalog:
    return load_catalog(CASES / "catalog")


def make_once(tmp_path_factory: pytest.TempPathFactory, name: str, command: Sequence[str]) -> Path:
    """Return the file or folder that a command makes at the path it gets; the workers of a run share it."""
    folder = tmp_path_factory.getbasetemp()
    target = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / name
    with FileLock(f"{target}.lock"):
        if not target.exists():
            run = [sys.executable, "-m", *command, str(target)]
            done = subprocess.run(run, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
            assert (done.returncode, "WARNING" in done.stderr) == (0, False), done.stderr
    return target


@pytest.fixture(scope="session")
def index(catalog: Catalog) -> ReplyIndex:
    return catalog.reply_index


@pytest.fixture(scope="session")
def explainer(index: ReplyIndex) -> Explainer:
    return Explainer(index)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(make_once(tmp_path_factory, "site", ("mkdocs", "build", "--strict", "--site-dir")))


@pytest.fixture(scope="session")
def offline_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_once(tmp_path_factory, "site.zip", ("generator", "bundle", "--out"))


@pytest.fixture(scope="session")
def offline(offline_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The extracted zip, below a path of the kind that readers have."""
    folder = tmp_path_factory.mktemp("extracted") / "Ünpacked 100% #1"
    with zipfile.ZipFile(offline_zip) as archive:
        archive.extractall(folder)
    [site] = folder.iterdir()
    return Site(site)


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """The address at which a local server shows the built site."""
    with listening(functools.partial(Host, directory=str(site.folder))) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The tab of all tests that need no context of their own: a new one costs three times as much as a page."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    """The site's home page in the default state; an error in a script or a request to another site fails the test."""
    problems: list[str] = []

    def note_error(error: Error) -> None:
        problems.append(str(error))

    def note_request(request: Request) -> None:
        if not request.url.startswith(address):
            problems.append(request.url)

    tab.on("pageerror", note_error)
    tab.on("request", note_request)
    tab.goto(address)
    yield tab
    tab.remove_listener("pageerror", note_error)
    tab.remove_listener("request", note_request)
    tab.unroute_all()
    tab.context.clear_permissions()
    tab.goto(f"{address}llms.txt")  # ends whatever the page still does
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.set_viewport_size(VIEWPORT)
    assert problems == []


@pytest.fixture(scope="session")
def log(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small activity log."""
    file = tmp_path_factory.mktemp("log") / "a.log"
    write(catalog, file, 200_000)
    return file
