"""The first screen of a reply's page answers the question without scrolling, up to the first step."""

import pytest
from playwright.sync_api import Browser

from generator.model.catalog import Catalog

ANSWERS = (".reply-said", "h1", ".summary", ".eyebrow [data-severity]", "#in > p", "#in .steps > li:first-child")
"""Text, title, summary, severity, meaning and the beginning of the first step."""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_answers(browser: Browser, address: str, catalog: Catalog, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    below = []
    for id in catalog.replies:
        page.goto(f"{address}codes/{id}/")
        for part in ANSWERS:
            box = page.locator(part).first.bounding_box()
            assert box, part
            if box["y"] + box["height"] > height:
                below.append((id, part, round(box["y"] + box["height"])))
    assert below == []
    context.close()
