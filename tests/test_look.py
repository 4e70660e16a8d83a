"""The first screen of a reply's page answers the question without scrolling, up to the first step."""

import pytest
from playwright.sync_api import Browser

from generator.model.catalog import Catalog

ANSWERS = (".reply-said", "h1", ".summary", ".eyebrow [data-severity]", "#in > p", "#in .facts", "#in .steps > li")
"""Text, title, summary, severity, meaning, who acts when, and the first step."""
BOTTOM = """part => {
    const text = document.createRange();
    text.selectNodeContents(part);
    return part.matches(".steps > li") ? text.getClientRects()[0].bottom : part.getBoundingClientRect().bottom;
}"""
"""Where a part ends; of a step, where its first line ends."""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_answers(browser: Browser, address: str, catalog: Catalog, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    below = []
    for id in catalog.replies:
        page.goto(f"{address}codes/{id}/")
        for part in ANSWERS:
            bottom = page.locator(part).first.evaluate(BOTTOM)
            if not 0 < bottom <= height:
                below.append((id, part, round(bottom)))
    assert below == []
    context.close()
