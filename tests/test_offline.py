"""The extracted zip in a browser, opened from a disk without a network."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import PAGES, Site
from playwright.sync_api import Browser, Page, Route, expect
from vectors import row

from generator.model.catalog import Catalog

ROW = row("550 Requested action not taken: mailbox unavailable or not local")


@pytest.fixture(scope="module")
def home(offline: Site) -> str:
    """The address of the extracted folder."""
    return f"file://{quote(str(offline.folder))}/"


@pytest.fixture(scope="module")
def offline_tab(browser: Browser, home: str) -> Iterator[tuple[Page, list[str]]]:
    """A tab without a network, and the problems so far: requests elsewhere, missing files, errors in scripts."""
    context = browser.new_context(offline=True)
    problems: list[str] = []

    def allow(route: Route) -> None:
        if route.request.url.startswith(home):
            route.continue_()
        else:
            problems.append(route.request.url)
            route.abort()

    context.route("**/*", allow)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: problems.append(f"{request.failure}: {request.url}"))
    yield page, problems
    context.close()


@pytest.fixture
def disk(offline_tab: tuple[Page, list[str]], home: str) -> Iterator[Page]:
    """The home page of the extracted zip; a problem fails the test."""
    page, problems = offline_tab
    problems.clear()
    page.goto(f"{home}index.html")
    yield page
    page.goto(f"{home}README.txt")
    page.evaluate("localStorage.clear()")
    left = "net::ERR_ABORTED: "  # the test left the page before it was complete
    assert [problem for problem in problems if not problem.startswith(left)] == []


@pytest.mark.parametrize(
    ("typed", "mark", "lands"),
    [
        ("greylisting", "reply", "codes/451/greylisting/index.html"),
        ("554", "code", "codes/554/index.html"),
        ("Limit outbound message size", "setting", "settings/smtp/outbound-message-size/index.html"),
        ("ME020073", "article", "articles/ME020073/index.html"),
        ("how to read the logs", "guide", "logs/index.html"),
        ("which side said it", "guide", "logs/index.html#side"),
    ],
)
def test_the_search_opens_the_page(disk: Page, home: str, typed: str, mark: str, lands: str) -> None:
    disk.goto(f"{home}codes/451/greylisting/index.html")
    disk.locator("[data-md-component=search-query]").click()
    disk.keyboard.type(typed)
    hit = disk.locator(f".md-search-result__item [data-{mark}]:visible").first
    expect(hit).to_have_attribute("href", home + lands)
    disk.keyboard.press("Enter")
    disk.wait_for_url(home + lands)
    expect(disk.locator("h1")).to_be_visible()


def test_a_pasted_line_opens_its_reply_with_its_values(disk: Page, home: str) -> None:
    disk.locator("#finder").fill(ROW)
    disk.locator(".finder-answer .answer-link").click()
    disk.wait_for_url(re.compile(re.escape(f"{home}codes/550/mailbox-unavailable/index.html#in?time=")))
    expect(disk.locator(".from-line")).to_contain_text("203.0.113.9")


def test_an_unknown_line_is_answered_with_its_code(disk: Page, home: str) -> None:
    disk.locator("[data-md-component=search-query]").fill("550 Some text that no server sends")
    answer = disk.locator("[data-md-component=search-result] [data-reply='']")
    expect(answer.locator("a").first).to_have_attribute("href", f"{home}codes/550/index.html")


@pytest.mark.parametrize("packed", [False, True])
def test_a_dropped_log_is_explained(disk: Page, home: str, tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    content = "\r\n".join([ROW] * 5).encode()
    disk.get_by_role("link", name="Explain a log").first.click()
    disk.wait_for_url(f"{home}explain/index.html")
    name = "SMTP-Activity-261124.log" + (".gz" if packed else "")
    (tmp_path / name).write_bytes(gzip.compress(content) if packed else content)
    bytes_ = list((tmp_path / name).read_bytes())
    data = disk.evaluate_handle(
        """([name, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name));
            return data;
        }""",
        [name, bytes_],
    )
    disk.dispatch_event("[data-triage]", "drop", {"dataTransfer": data})
    row = disk.locator(".triage-table [data-reply='550/mailbox-unavailable']")
    expect(row.locator(".triage-count")).to_contain_text("5")
    row.locator("a").click()
    disk.wait_for_url(f"{home}codes/550/mailbox-unavailable/index.html#in")


def test_every_kind_of_page_opens_in_light_and_dark(disk: Page, home: str, offline: Site) -> None:
    for address in sorted(offline.documents.keys() & set(PAGES)):
        disk.goto(f"{home}{address}index.html")
        expect(disk.locator("[data-md-component=search-query]")).to_be_visible()
    disk.get_by_title("Switch to dark").first.click()
    expect(disk.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    disk.goto(f"{home}index.html")
    expect(disk.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    broken = disk.evaluate("[...document.images].filter(image => !image.naturalWidth).map(image => image.src)")
    assert broken == []


def test_every_search_result_is_in_the_zip(disk: Page, home: str, offline: Site, catalog: Catalog) -> None:
    disk.evaluate("window.smtpLoad()")
    urls = disk.evaluate("window.smtpSearch.map(entry => window.smtpElements.pageUrl(entry.url, {}))")
    assert len(urls) > len(catalog.replies) + len(catalog.settings) + len(catalog.articles)
    for url in urls:
        assert (offline.folder / url.removeprefix(home).partition("#")[0]).is_file(), url
