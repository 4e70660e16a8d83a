"""The committed queries, each typed into the header's search of the built site: what stands first."""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import NEEDS_BROWSER, ROOT
from playwright.sync_api import Page, expect

pytestmark = NEEDS_BROWSER
QUERIES = json.loads((Path(__file__).parent / "data/queries.json").read_text("utf-8"))
KINDS = {
    "exact": "the exact text of a reply",
    "row": "a row of a log",
    "bounce": "a bounce or a mail client's error",
    "words": "natural words",
    "setting": "a setting, a KB id or a code",
    "foreign": "another server's text",
}
NEEDED = {"exact": 1, "row": 1, "setting": 1, "foreign": 1, "bounce": 0.95, "words": 0.9}
TABLE = ROOT / "docs/quality.md"
FIRST = """queries => {
    const input = document.querySelector("[data-md-component=search-query]");
    const results = document.querySelector("[data-md-component=search-result]");
    const kinds = ["reply", "code", "setting", "article", "procedure", "guide"];
    const marked = kinds.map(kind => `[data-${kind}]`).join(",");
    return queries.map(query => {
        input.value = query.replace(/\\s*[\\r\\n]+\\s*/g, " ");
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const first = results.querySelector(marked);
        if (!first) return "";
        const kind = kinds.find(name => name in first.dataset);
        return kind === "reply" ? first.dataset.reply : `${kind}:${first.dataset[kind]}`;
    });
}"""


def first_results(page: Page, queries: list[str]) -> list[str]:
    page.evaluate("window.smtpLoad()")
    found: list[str] = page.evaluate(FIRST, queries)
    return found


def measured(found: list[str]) -> tuple[str, dict[str, float], list[str]]:
    """Return the table, the share that is right of each kind, and what is wrong."""
    asked = Counter(query["kind"] for query in QUERIES)
    right: Counter[str] = Counter()
    wrong = []
    for query, first in zip(QUERIES, found, strict=True):
        expected = query["expect"] if isinstance(query["expect"], list) else [query["expect"]]
        if first in expected:
            right[query["kind"]] += 1
        else:
            wrong.append(f"{query['kind']}: {query['query']!r} gave {first or 'nothing'}, not {expected}")
    shares = {kind: right[kind] / asked[kind] for kind in KINDS}
    rows = [f"| {KINDS[kind]} | {asked[kind]} | {right[kind]} | {shares[kind]:.1%} |" for kind in KINDS]
    head = ["| what is typed | queries | right first | share |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]), shares, wrong


def test_the_right_page_stands_first(page: Page) -> None:
    assert len(QUERIES) >= 200
    found = first_results(page, [query["query"] for query in QUERIES])
    table, shares, wrong = measured(found)
    assert {kind: share for kind, share in shares.items() if share < NEEDED[kind]} == {}, "\n".join(wrong)
    text = TABLE.read_text("utf-8")
    renewed = re.sub(r"(?<=<!-- queries -->\n\n).*?(?=\n\n<!-- /queries -->)", lambda _: table, text, flags=re.DOTALL)
    if os.environ.get("RENEW"):
        TABLE.write_text(renewed, "utf-8")
    assert renewed == text, "the table is not what was measured; RENEW=1 writes it anew"


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        ":",
        "a:b",
        "+-*~^",
        "451:",
        '"a phrase"',
        "x" * 5000,
        "a " * 5000,
        "\u202e\u0000",
        "<img src=x>",
        "constructor",
    ],
)
def test_odd_words_do_no_harm(page: Page, typed: str) -> None:
    box = page.locator("[data-md-component=search-query]")
    box.fill(typed)
    expect(box).to_be_focused()
    page.locator("#finder").fill(typed)
    expect(page.locator(".finder-status")).to_contain_text("of")


def test_the_keys_move_through_the_hits(page: Page, address: str) -> None:
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("grey listing delay")
    hits = page.locator(".catalogue-hits .md-search-result__link")
    expect(hits.first).to_have_attribute("data-reply", "451/greylisting")
    expect(page.locator(".md-search-result__meta")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(hits.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}codes/451/greylisting/")


@pytest.mark.parametrize(
    ("typed", "guide"),
    [
        ("which side said it", "logs/#side"),
        ("how to read the logs", "logs"),
        ("clickhouse", "engines/#clickhouse"),
        ("enhanced status code columns of the activity log", "logs/#columns"),
    ],
)
def test_a_guide_stands_first_for_its_own_words(page: Page, typed: str, guide: str) -> None:
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type(typed)
    expect(page.locator(".catalogue-hits a").first).to_have_attribute("data-guide", guide)


def test_what_nothing_fits_is_said(page: Page) -> None:
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("xylophone")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_the_finder_leads_to_a_setting(page: Page) -> None:
    page.locator("#finder").fill("Limit outbound message size")
    expect(page.locator(".finder-answer [data-setting]")).to_have_attribute(
        "data-setting", "smtp/outbound-message-size"
    )


def test_an_address_with_a_query_shows_the_hits(page: Page, address: str) -> None:
    page.goto(f"{address}?q=greylisting")
    expect(page.locator(".catalogue-hits [data-reply]").first).to_have_attribute("data-reply", "451/greylisting")
