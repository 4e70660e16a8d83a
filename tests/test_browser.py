"""The site in a browser: what a reader types leads to the right page."""

import io
import json
import re

import pytest
from conftest import NEEDS_BROWSER
from makelog import rows
from playwright.sync_api import Page, expect
from vectors import vectors

from generator.logs.answers import Summary, explanation_data
from generator.logs.redaction import redact
from generator.logs.scanner import scan_stream
from generator.matching.explainer import Explainer
from generator.model.catalog import Catalog

pytestmark = NEEDS_BROWSER

ROW = (
    "11/24/26 10:02:33\tSMTP-IN\t3F2A.MAI\t1180\t203.0.113.9\tRCPT\tRCPT TO:<a@example.com>\t"
    "550 Requested action not taken: mailbox unavailable or not local\t66\t33\t\t"
)


@pytest.mark.parametrize(
    ("typed", "lands"),
    [
        ("451", "codes/451/"),
        ("554", "codes/554/"),
        ("Force Greylisting for all users", "settings/post-office/force-greylisting/"),
        ("Limit outbound message size", "settings/smtp/outbound-message-size/"),
        ("ME020073", "articles/ME020073/"),
        ("ME020343", "articles/ME020343/"),
    ],
)
def test_the_search_leads_to_the_page(page: Page, address: str, typed: str, lands: str) -> None:
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type(typed)
    first = page.locator(".md-search-result__item .md-search-result__link").first
    expect(first).to_have_attribute("href", re.compile(re.escape(address + lands)))
    first.click()
    page.wait_for_url(re.compile(re.escape(address + lands)))
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("greylisting", "451/greylisting"),
        ("dns blacklist 554", "554/dns-blacklist"),
        (
            ROW,
            "550/mailbox-unavailable",
        ),
    ],
)
def test_the_finder_keeps_the_matching_replies(page: Page, typed: str, first: str) -> None:
    page.locator("#finder").fill(typed)
    shown = page.locator("[data-finder-table] tbody tr:visible")
    expect(shown.first).to_have_attribute("data-reply", first)


def test_the_finder_answers_a_pasted_row(page: Page) -> None:
    page.locator("#finder").fill(ROW)
    answer = page.locator(".finder-answer [data-reply]")
    expect(answer).to_have_attribute("data-reply", "550/mailbox-unavailable")
    expect(answer).to_contain_text("SMTP-IN")
    expect(answer.locator("a").first).to_have_attribute("href", re.compile(r"codes/550/mailbox-unavailable/#in\?time="))


def test_a_page_reached_from_a_line_shows_the_values_of_the_line(page: Page, address: str) -> None:
    page.locator("#finder").fill(ROW)
    page.locator(".finder-answer .answer-link").click()
    page.wait_for_url(re.compile(re.escape(f"{address}codes/550/mailbox-unavailable/#in?time=")))
    expect(page.locator("details#in")).to_have_attribute("open", "")
    expect(page.locator("details#out")).not_to_have_attribute("open", "")
    expect(page.locator(".from-line")).to_contain_text("203.0.113.9")
    expect(page.locator(".claims [data-value=recipient]").first).to_have_text("address a@example.com")
    expect(page.locator(".steps [data-value=recipient]")).to_have_text("address a@example.com")


def test_a_page_opened_directly_shows_both_sides(page: Page, address: str) -> None:
    page.goto(f"{address}codes/550/mailbox-unavailable/")
    expect(page.locator("details.side[open]")).to_have_count(2)
    expect(page.locator(".from-line")).to_have_count(0)


def test_the_header_answers_a_pasted_line_above_its_results(page: Page) -> None:
    page.locator("[data-md-component=search-query]").fill("Remote Server returned '535 Invalid Username or Password'")
    first = page.locator("[data-md-component=search-result] [data-reply]").first
    expect(first).to_have_attribute("data-reply", "535/invalid-credentials")


def test_the_header_reports_a_line_that_is_not_in_the_catalogue(page: Page) -> None:
    page.locator("[data-md-component=search-query]").fill("550 5.1.1 User unknown in virtual mailbox table")
    expect(page.locator("[data-md-component=search-result] [data-reply='']")).to_contain_text("Not in the catalogue")


def test_search_words_are_not_taken_for_a_line(page: Page) -> None:
    page.locator("[data-md-component=search-query]").fill("greylisting whitelist")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    expect(page.locator("[data-md-component=search-result] .answer")).to_have_count(0)


def test_pasted_line_breaks_separate_words(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wrapped = "451 This server employs greylisting as a means of\nreducing spam. Please resend\ne-mail shortly"
    page.evaluate("text => navigator.clipboard.writeText(text)", wrapped)
    page.locator("#finder").focus()
    page.keyboard.press("Control+V")
    expect(page.locator(".finder-answer [data-reply]")).to_have_attribute("data-reply", "451/greylisting")


def test_the_finder_opens_the_first_reply(page: Page, address: str) -> None:
    page.locator("#finder").fill("grey listing")
    page.locator("#finder").press("Enter")
    page.wait_for_url(f"{address}codes/451/greylisting/")


def test_the_finder_reports_that_nothing_matches(page: Page) -> None:
    page.locator("#finder").fill("599 a text that no server sends")
    expect(page.locator("[data-finder-table]")).to_be_hidden()
    expect(page.locator('[data-reply=""]:visible')).to_have_count(1)


def test_the_text_of_a_reply_is_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}codes/451/greylisting/")
    page.locator(".reply-said .copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "451 This server employs greylisting as a means of reducing spam. Please resend e-mail shortly"


@pytest.mark.parametrize("path", ["", "codes/451/greylisting/", "codes/550/authentication-required/", "settings/"])
def test_a_narrow_page_does_not_scroll_sideways(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_browser_explains_every_line_as_python_does(page: Page, catalog: Catalog) -> None:
    explainer = Explainer(catalog.reply_index)
    lines = [line for line, _ in vectors(catalog)]
    expected = [explanation_data(explainer.explain(line)) for line in lines]
    page.evaluate("window.smtpLoad()")
    found = page.evaluate("lines => lines.map(line => window.explainReply(line))", lines)
    assert len(lines) > 500
    for one, other in zip(found, expected, strict=True):
        assert one == other


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
        const { hours, ...found } = scan.result();
        return { found, counted: hours.flatMap(([, counts]) => Object.values(counts)).reduce((a, b) => a + b) };
    }"""
    answer = page.evaluate(script, log)
    assert answer["found"] == json.loads(json.dumps(expected))
    assert (
        2000 < answer["counted"] <= expected["known_count"] + expected["remote_count"] + expected["unexplained_count"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "550 5.1.1 <a@example.com>: no AUTH LOGIN dXNlcjpwYXNzd29yZA== from 203.0.113.9 and 2001:db8::25 at 10:02:33",
        "AUTH PLAIN AGFubmEAc2VjcmV0 x@y",
        "::1 fe80::1 1:2:3 12:34:56 1.2.3 1.2.3.4.5 abcd=",
    ],
)
def test_the_browser_hides_what_python_hides(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}explain/")
    assert page.evaluate("text => window.redactLine(text)", text) == redact(text)


@pytest.mark.parametrize(
    ("asked", "kind", "id"),
    [
        ("codes/451/greylist/", "reply", "451/greylisting"),
        ("codes/452.html", "code", "452"),
        ("kb/content/article.asp?ID=me020073", "article", "ME020073"),
        ("settings/smtp/whitelists", "setting", "smtp/whitelist"),
    ],
)
def test_a_missing_address_suggests_a_similar_page(page: Page, address: str, asked: str, kind: str, id: str) -> None:
    page.goto(address + asked)
    first = page.locator(".missing-guess a").first
    expect(first).to_have_attribute(f"data-{kind}", id)
    first.click()
    expect(page.locator("h1")).not_to_contain_text("No page has this address")


def test_a_meaningless_address_gets_no_suggestion(page: Page, address: str) -> None:
    page.goto(f"{address}zzz%zz/%3Cb%3E")
    expect(page.locator("h1")).to_have_text("No page has this address")
    expect(page.locator(".missing-guess")).to_be_hidden()
    page.locator(".missing a", has_text="all codes").click()
    page.wait_for_url(f"{address}codes/")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_short_name_in_a_table_is_not_broken(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}publishing/")
    names = page.locator("table:not([class]) code").filter(has_text=re.compile(r"^\S{1,18}$"))
    texts = names.all_text_contents()
    assert {"hosting/nginx.conf", "web.config", "_headers"} <= set(texts)
    broken = (
        "(names) => names.filter((name) => name.getBoundingClientRect().height > 24).map((name) => name.textContent)"
    )
    assert names.evaluate_all(broken) == []
    wider = "(places) => places.map((place) => place.scrollWidth - place.clientWidth)"
    assert set(page.locator(".md-typeset__scrollwrap").evaluate_all(wider)) == {0}


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_number_in_a_table_is_not_broken(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}speed/")
    numbers = page.locator("td[align=right]").filter(has_text=re.compile(r"^[\d.,]+$"))
    assert numbers.count() > 50
    lines = """cells => cells.filter(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getClientRects().length > 1;
    }).map(cell => cell.textContent)"""
    assert numbers.evaluate_all(lines) == []
    wider = "(places) => places.map((place) => place.scrollWidth - place.clientWidth)"
    assert set(page.locator(".md-typeset__scrollwrap").evaluate_all(wider)) == {0}
