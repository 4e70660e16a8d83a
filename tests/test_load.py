"""The catalogue's data is loaded when a reader first types, so that no page waits for it."""

import re

import pytest
from conftest import Site
from playwright.sync_api import Page, Route, expect
from vectors import GREYLISTED

DATA = re.compile(r"(patterns|search-data|minisearch|index)\.js$")
HEADER = "[data-md-component=search-query]"


@pytest.fixture
def requested(page: Page) -> list[str]:
    """The addresses of the data that a page requests, in order."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url) if DATA.search(request.url) else None)
    return addresses


@pytest.mark.parametrize("name", ["", "codes/451/greylisting/", "logs/"])
def test_reading_a_page_loads_no_data(page: Page, address: str, requested: list[str], name: str) -> None:
    page.goto(f"{address}{name}", wait_until="networkidle")
    assert requested == []
    page.locator(HEADER).fill(GREYLISTED)
    expect(page.locator(".answer-place [data-reply]")).to_be_visible()
    assert len(requested) == len(set(requested)) == 4


def test_text_typed_before_the_data_arrives_is_answered_afterwards(page: Page, address: str) -> None:
    waiting: list[Route] = []
    page.route(DATA, lambda route: waiting.append(route) if "search-data" in route.request.url else route.continue_())
    page.goto(f"{address}logs/")
    page.locator(HEADER).fill(GREYLISTED)
    expect(page.locator(".answer-place")).to_have_text("Loading the catalogue\u2026")
    while not waiting:
        page.wait_for_timeout(10)
    waiting[0].continue_()
    expect(page.locator(".answer-place [data-reply]")).to_have_attribute("data-reply", "451/greylisting")


def test_data_that_failed_to_load_is_requested_again(page: Page, address: str) -> None:
    page.goto(f"{address}logs/")
    page.route(DATA, lambda route: route.abort(), times=1)
    page.locator(HEADER).fill("4")
    page.wait_for_timeout(100)
    page.locator(HEADER).fill(GREYLISTED)
    expect(page.locator(".answer-place [data-reply]")).to_have_attribute("data-reply", "451/greylisting")


def test_the_explain_page_loads_its_data_at_once(page: Page, address: str, requested: list[str]) -> None:
    page.goto(f"{address}explain/")
    assert page.evaluate("typeof window.newScan") == "function"
    assert any("patterns" in url for url in requested)


def test_enter_before_the_data_arrives_opens_the_page_afterwards(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        """text => {
            const finder = document.getElementById("finder");
            finder.value = text;
            finder.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }""",
        GREYLISTED,
    )
    page.wait_for_url(f"{address}codes/451/greylisting/")


def test_a_home_page_without_a_table_gives_links(page: Page, address: str) -> None:
    def without_table(route: Route) -> None:
        answer = route.fetch()
        before, _, rest = answer.text().partition("<table")
        route.fulfill(response=answer, body=before + rest.partition("</table>")[2])

    page.route(address, without_table)
    page.goto(address)
    page.locator("#finder").fill("greylisting")
    expect(page.locator(".finder-answer a").first).to_contain_text("reylisting")
    page.locator("#finder").fill(GREYLISTED)
    expect(page.locator(".finder-answer [data-reply]").first).to_have_attribute("data-reply", "451/greylisting")
    page.locator("#finder").fill("xylophone")
    expect(page.locator(".finder-none")).to_be_visible()
    page.locator("#finder").fill("greylisting")
    page.locator("#finder").press("Enter")
    page.wait_for_url("**/greylisting/")


def test_every_page_lists_the_scripts_that_it_can_load(site: Site) -> None:
    for address, document in site.documents.items():
        scripts = document.xpath("//template[@data-on-demand]/script/@src")
        if document.xpath("//script[contains(@src, 'load.js')]"):
            assert len(scripts) >= 7, address
