"""Every kind of page judged by axe-core: light and wide, dark and narrow, with the search closed and open."""

from pathlib import Path

import axe_playwright_python
import pytest
from conftest import LAYOUTS, PAGES
from playwright.sync_api import Browser, Page, expect
from vectors import GREYLISTED

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
QUERIES = {
    "": GREYLISTED,
    "codes/": "greylisting delay",
}
"""Pages on which the search is opened too: its answer and its hits look the same on all others."""
WINDOWS = {"light": (1280, PAGES), "dark": (390, LAYOUTS)}
"""Width and pages by colour scheme."""
WHOLE_PAGE = {"exclude": [".sheet-reply:not(:nth-of-type(5n))"]}
"""All of a page except four of five replies on the page for printing, which look alike."""


def violations(page: Page, context: object = WHOLE_PAGE) -> list[str]:
    results = page.evaluate("context => axe.run(context, { resultTypes: ['violations'] })", context)["violations"]
    return [f"{page.url} {result['id']}: {node['html'][:120]}" for result in results for node in result["nodes"]]


def open_search(page: Page, text: str) -> None:
    opener = page.locator("label.md-header__button[for=__search]")
    if opener.is_visible():
        opener.click()
    page.locator("[data-md-component=search-query]").fill(text)
    expect(page.locator(".answer-place .answer, .catalogue-hits li").first).to_be_visible()


@pytest.mark.parametrize("scheme", WINDOWS)
def test_no_page_has_a_violation(browser: Browser, address: str, log: Path, scheme: str) -> None:
    width, names = WINDOWS[scheme]
    viewport = {"width": width, "height": 900}
    # with reduced motion, no colour is judged during a transition
    context = browser.new_context(color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    page = context.new_page()
    reported = []
    for name in names:
        page.goto(address + name)
        page.evaluate(AXE)
        if name == "explain/":
            page.set_input_files("#triage-file", log)
            page.locator(".triage-status", has_text="Done").wait_for()
        reported += violations(page)
        if name in QUERIES:
            open_search(page, QUERIES[name])
            reported += violations(page, ".md-header")
    assert reported == []
    context.close()


def test_a_violation_is_reported(page: Page) -> None:
    page.evaluate(AXE)
    page.evaluate("document.querySelector('.md-search').removeAttribute('aria-label')")
    assert any("aria-dialog-name" in violation for violation in violations(page, ".md-header"))
