"""The search of the header: the first result of many queries, odd input, and the keyboard."""

import json
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, expect

QUERIES = json.loads((Path(__file__).parent / "data/queries.json").read_text("utf-8"))
REQUIRED = {"exact": 1, "row": 1, "setting": 1, "foreign": 1, "bounce": 0.95, "words": 0.9}
"""Share of each kind of query whose right page must be the first result; docs/quality.md repeats it."""
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


def test_the_right_page_is_the_first_result(page: Page) -> None:
    page.evaluate("window.smtpLoad()")
    results = page.evaluate(FIRST, [query["query"] for query in QUERIES])
    queries, right = Counter(query["kind"] for query in QUERIES), Counter[str]()
    wrong = []
    for query, first in zip(QUERIES, results, strict=True):
        expected = query["expect"] if isinstance(query["expect"], list) else [query["expect"]]
        if first in expected:
            right[query["kind"]] += 1
        else:
            wrong.append(f"{query['kind']}: {query['query']!r} gave {first or 'nothing'}, not {expected}")
    assert len(QUERIES) >= 200
    assert {kind for kind, share in REQUIRED.items() if right[kind] < share * queries[kind]} == set(), "\n".join(wrong)


def test_odd_queries_do_no_harm(page: Page) -> None:
    box = page.locator("[data-md-component=search-query]")
    odd = ('"', ":", "a:b", "+-*~^", "451:", '"a phrase"', "\u202e\0", "<img src=x>", "constructor")
    for text in (*odd, "x" * 5000, "a " * 5000):
        box.fill(text)
        expect(box).to_be_focused()
        page.locator("#finder").fill(text)
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


def test_a_guide_is_the_first_result_for_its_own_words(page: Page) -> None:
    guides = {
        "which side said it": "guide:logs/#side",
        "how to read the logs": "guide:logs",
        "clickhouse": "guide:engines/#clickhouse",
        "enhanced status code columns of the activity log": "guide:logs/#columns",
    }
    page.evaluate("window.smtpLoad()")
    assert dict(zip(guides, page.evaluate(FIRST, list(guides)), strict=True)) == guides


def test_a_query_without_results_says_so(page: Page) -> None:
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("xylophone")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_the_finder_leads_to_a_setting(page: Page) -> None:
    page.locator("#finder").fill("Limit outbound message size")
    expect(page.locator(".finder-answer [data-setting]")).to_have_attribute(
        "data-setting", "smtp/outbound-message-size"
    )


def test_an_address_with_a_query_shows_the_results(page: Page, address: str) -> None:
    page.goto(f"{address}?q=greylisting")
    expect(page.locator(".catalogue-hits [data-reply]").first).to_have_attribute("data-reply", "451/greylisting")
