"""The first screen of a reply's page answers the question without scrolling."""

import pytest
from playwright.sync_api import Browser

from generator.model.catalog import Catalog
from generator.model.entries import Reply

ANSWERS = (".reply-said", "h1", ".summary", ".glance > [data-severity]", ".glance-first")
"""Text, title, summary, severity and first step."""


def length(reply: Reply) -> int:
    """Return the approximate length of the first screen's text."""
    return len(reply.text) + len(reply.title) + len(reply.summary)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_answers(browser: Browser, address: str, catalog: Catalog, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    below = []
    for reply in sorted(catalog.replies.values(), key=length)[-6:]:
        page.goto(f"{address}codes/{reply.id}/")
        for part in ANSWERS:
            box = page.locator(part).first.bounding_box()
            assert box, part
            if box["y"] + box["height"] > height:
                below.append((reply.id, part, round(box["y"] + box["height"])))
    assert below == []
    context.close()
