"""The site in a browser: what a reader types leads to the right page."""

import io
import json
import re

import pytest
from makelog import rows
from playwright.sync_api import Page, expect
from vectors import row, vectors

from generator.logs.redaction import redact
from generator.logs.scanner import scan_stream
from generator.logs.summary import Summary
from generator.model.catalog import Catalog

ROW = row("550 Requested action not taken: mailbox unavailable or not local")


def test_the_finder_keeps_the_matching_replies(page: Page) -> None:
    for typed, id in (
        ("greylisting", "451/greylisting"),
        ("dns blacklist 554", "554/dns-blacklist"),
        (ROW, "550/mailbox-unavailable"),
    ):
        page.locator("#finder").fill(typed)
        first = page.locator("[data-finder-table] tbody tr:visible").first
        expect(first).to_have_attribute("data-reply", id)


def test_a_page_reached_from_a_pasted_row_shows_its_values(page: Page, address: str) -> None:
    page.locator("#finder").fill(ROW)
    answer = page.locator(".finder-answer [data-reply]")
    expect(answer).to_have_attribute("data-reply", "550/mailbox-unavailable")
    expect(answer).to_contain_text("SMTP-IN")
    page.locator(".finder-answer .answer-link").click()
    page.wait_for_url(re.compile(re.escape(f"{address}codes/550/mailbox-unavailable/#in?time=")))
    expect(page.locator("details#in")).to_have_attribute("open", "")
    expect(page.locator("details#out")).not_to_have_attribute("open", "")
    expect(page.locator(".from-line")).to_contain_text("203.0.113.9")
    expect(page.locator("#in .steps [data-value=recipient]").first).to_have_text("recipient a@example.com")


@pytest.mark.parametrize(("reply", "sides"), [("550/mailbox-unavailable", ["in"]), ("250/okay", ["in", "out"])])
def test_a_page_opened_directly_shows_the_inbound_side_or_both_if_nothing_is_wrong(
    page: Page, address: str, reply: str, sides: list[str]
) -> None:
    page.goto(f"{address}codes/{reply}/")
    assert page.locator("details.side[open]").evaluate_all("all => all.map(side => side.id)") == sides
    expect(page.locator(".from-line")).to_have_count(0)


@pytest.mark.parametrize("side", ["in", "out", "sender"])
def test_the_address_of_a_side_opens_it_at_the_top_of_the_page(page: Page, address: str, side: str) -> None:
    page.goto(f"{address}codes/550/mailbox-unavailable/#{side}")
    expect(page.locator("details.side[open]")).to_have_id(side)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("name", ["codes/451/greylisting/#standard", "debug/ME-E0125/#sources"])
def test_the_address_of_a_folded_part_opens_it(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}{name}")
    expect(page.locator("details.fold[open]")).to_have_id(name.partition("#")[2])


def test_the_header_answers_lines_and_not_search_words(page: Page) -> None:
    query, result = (page.locator(f"[data-md-component=search-{part}]") for part in ("query", "result"))
    query.fill("Remote Server returned '535 Invalid Username or Password'")
    expect(result.locator("[data-reply]").first).to_have_attribute("data-reply", "535/invalid-credentials")
    query.fill("550 5.1.1 User unknown in virtual mailbox table")
    expect(result.locator("[data-reply='']")).to_contain_text("Not in the catalogue")
    query.fill("greylisting whitelist")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    expect(result.locator(".answer")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("ME-E0125", "debug/ME-E0125"),
        ("11/24/26 10:02:33 ME-E0125: Connection Refused", "debug/ME-E0125"),
        ("mailbox over quota", "notices/quota"),
    ],
)
def test_a_debug_code_and_a_notice_are_marked_with_their_address(page: Page, words: str, entry: str) -> None:
    page.locator("[data-md-component=search-query]").fill(words)
    expect(page.locator(".catalogue-hits a").first).to_have_attribute("data-entry", entry)


def test_pasted_line_breaks_separate_words(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wrapped = "451 This server employs greylisting as a means of\nreducing spam. Please resend\ne-mail shortly"
    page.evaluate("text => navigator.clipboard.writeText(text)", wrapped)
    page.locator("#finder").focus()
    page.keyboard.press("Control+V")
    expect(page.locator(".finder-answer [data-reply]")).to_have_attribute("data-reply", "451/greylisting")


def test_the_finder_reports_that_nothing_matches_and_opens_the_first_reply(page: Page, address: str) -> None:
    page.locator("#finder").fill("599 a text that no server sends")
    expect(page.locator("[data-finder-table]")).to_be_hidden()
    expect(page.locator('[data-reply=""]:visible')).to_have_count(1)
    page.locator("#finder").fill("grey listing")
    page.locator("#finder").press("Enter")
    page.wait_for_url(f"{address}codes/451/greylisting/")


def test_the_text_of_a_reply_is_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}codes/451/greylisting/")
    page.locator(".reply-said .copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "451 This server employs greylisting as a means of reducing spam. Please resend e-mail shortly"


def test_the_browser_scans_a_log_as_python_does(page: Page, address: str, catalog: Catalog) -> None:
    page.goto(f"{address}explain/")
    lines = [line for line, _ in vectors(catalog) if "\n" not in line and line.isascii()]
    index = catalog.reply_index
    log = b"".join(rows(catalog, 3000, 5)).decode("cp1252") + "\n".join(lines)
    expected = Summary(index, scan_stream(index, io.BytesIO(log.encode())), redacted=False).as_data()
    shapes = Summary(index, scan_stream(index, io.BytesIO(log.encode()))).as_data()
    expected = {**expected, "remote": shapes["remote"], "unexplained": shapes["unexplained"]}
    script = """log => {
        const scan = window.newScan();
        for (let at = 0; at < log.length; at += 7001) scan.read(log.slice(at, at + 7001));
        scan.finish();
        const { hours, ...summary } = scan.result();
        return { summary, counted: hours.flatMap(([, counts]) => Object.values(counts)).reduce((a, b) => a + b) };
    }"""
    answer = page.evaluate(script, log)
    assert answer["summary"] == json.loads(json.dumps(expected))
    assert (
        2000 < answer["counted"] <= expected["known_count"] + expected["remote_count"] + expected["unexplained_count"]
    )


def test_the_browser_redacts_as_python_does(page: Page, address: str) -> None:
    texts = (
        "550 5.1.1 <a@example.com>: no AUTH LOGIN dXNlcjpwYXNzd29yZA== from 203.0.113.9 and 2001:db8::25 at 10:02:33",
        "AUTH PLAIN AGFubmEAc2VjcmV0 x@y",
        "::1 fe80::1 1:2:3 12:34:56 1.2.3 1.2.3.4.5 abcd=",
    )
    page.goto(f"{address}explain/")
    assert page.evaluate("texts => texts.map(text => window.redactLine(text))", texts) == list(map(redact, texts))


@pytest.mark.parametrize(
    ("asked", "kind", "id"),
    [
        ("codes/451/greylist/", "reply", "451/greylisting"),
        ("codes/452.html", "code", "452"),
        ("kb/content/article.asp?ID=me020073", "article", "ME020073"),
        ("settings/smtp/whitelists", "setting", "smtp/whitelist"),
        ("notices/quotas/", "entry", "notices/quota"),
    ],
)
def test_a_missing_address_suggests_a_similar_page(page: Page, address: str, asked: str, kind: str, id: str) -> None:
    page.goto(address + asked)
    first = page.locator(".missing-guess a").first
    expect(first).to_have_attribute(f"data-{kind}", id)
    first.click()
    expect(page.locator("h1")).not_to_contain_text("Page not found")


def test_a_meaningless_address_gets_no_suggestion(page: Page, address: str) -> None:
    page.goto(f"{address}zzz%zz/%3Cb%3E")
    expect(page.locator("h1")).to_have_text("Page not found")
    expect(page.locator(".missing-guess")).to_be_hidden()
    page.locator(".missing a", has_text="all codes").click()
    page.wait_for_url(f"{address}codes/")


def test_short_names_and_numbers_in_a_table_are_not_broken(page: Page, address: str) -> None:
    fits = "places => places.every(place => place.scrollWidth === place.clientWidth)"
    broken = """cells => cells.filter(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map(line => line.top)).size > 1;
    }).map(cell => cell.textContent)"""
    for name, cells, pattern, count in (
        ("publishing/", "table:not([class]) code", r"^\S{1,18}$", 3),
        ("speed/", "td[align=right]", r"^[\d.,]+$", 50),
    ):
        page.goto(address + name)
        texts = page.locator(cells).filter(has_text=re.compile(pattern))
        assert texts.count() > count
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert texts.evaluate_all(broken) == []
            assert page.locator(".md-typeset__scrollwrap").evaluate_all(fits)
