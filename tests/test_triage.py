"""The page that explains a log, in a browser."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from makelog import rows
from playwright.sync_api import Page, expect
from vectors import GREYLISTED, row

from generator.model.catalog import Catalog

LOG = "\n".join(
    [
        *[row(GREYLISTED, day=day) for day in (16, 17, 17)],
        row(GREYLISTED, side="OU"),
        row("550 5.1.1 <a@example.com>: User unknown", side="OU"),
        row("550 a text of nobody <img src=x onerror=window.hacked=1> for anna@example.com"),
        row(""),
    ]
)


@pytest.fixture
def triage(page: Page, address: str) -> Page:
    page.goto(f"{address}explain/")
    return page


def open_log(page: Page, raw: bytes, name: str = "a.log") -> None:
    page.set_input_files("#triage-file", {"name": name, "mimeType": "text/plain", "buffer": raw})


def count_of(page: Page, reply: str, side: str) -> str:
    line = page.locator(f"tr[data-reply='{reply}']").filter(has_text=f"SMTP-{side}")
    return line.locator(".triage-count").inner_text()


@pytest.mark.parametrize(
    "raw",
    [
        LOG.encode(),
        LOG.replace("\n", "\r\n").encode(),
        gzip.compress(LOG.encode()),
        LOG.replace("nobody", "Jürgen").encode("cp1252"),
        LOG.encode("utf-16"),
    ],
    ids=["utf-8", "crlf", "gzip", "cp1252", "utf-16"],
)
def test_a_log_is_counted(triage: Page, raw: bytes) -> None:
    open_log(triage, raw)
    expect(triage.locator(".triage-status")).to_contain_text("Done: 7 lines")
    assert (count_of(triage, "451/greylisting", "IN"), count_of(triage, "451/greylisting", "OU")) == ("3", "1")
    figures = triage.locator(".triage-figures dd").all_inner_texts()
    assert figures == ["4", "1", "1", "1"]
    expect(triage.locator("[data-triage] [data-reply='']")).to_contain_text("aren\u2019t in the catalogue")
    expect(triage.locator(".triage-bar")).not_to_have_count(0)
    link = triage.locator("tr[data-reply='451/greylisting']").first.locator(".triage-link")
    assert str(link.get_attribute("href")).endswith("codes/451/greylisting/#in")
    assert triage.evaluate("window.hacked") is None


def test_pasted_rows_are_counted_and_a_bounce_is_answered(triage: Page) -> None:
    box = triage.locator("#triage-text")
    box.fill(LOG)
    expect(triage.locator("tr[data-reply='451/greylisting']")).to_have_count(2)
    box.fill(f"<a@example.com>: host mx.example.com said:\n    {GREYLISTED[:50]}\n    {GREYLISTED[50:]}")
    expect(triage.locator(".triage-answer [data-reply='451/greylisting']")).to_be_visible()
    expect(triage.locator(".triage-result")).to_be_hidden()
    box.fill("550 5.1.1 User unknown in virtual mailbox table")
    expect(triage.locator(".triage-answer [data-reply='']")).to_contain_text("Not in the catalogue")
    box.fill("503 Bad sequence of Commands\n502 Command not implemented\n")
    expect(triage.locator("tr[data-reply]")).to_have_count(2)
    triage.locator(".triage-clear").click()
    expect(triage.locator(".triage-result")).to_be_hidden()
    expect(box).to_have_value("")


def test_reading_can_be_cancelled(triage: Page, catalog: Catalog, tmp_path: Path) -> None:
    part = b"".join(rows(catalog, 5_000))
    file = tmp_path / "large.log"
    with file.open("wb") as stream:
        for _ in range(240):
            stream.write(part)
    triage.set_input_files("#triage-file", file)
    expect(triage.locator(".triage-read")).to_contain_text("MB of")
    triage.locator(".triage-cancel").click()
    expect(triage.locator(".triage-status")).to_contain_text("Canceled after")
    expect(triage.locator(".triage-progress")).to_be_hidden()
    expect(triage.locator(".triage-table")).to_be_visible()


def test_the_exported_table_has_addresses_only_if_asked_for(triage: Page) -> None:
    open_log(triage, LOG.encode())
    expect(triage.locator(".triage-status")).to_contain_text("Done")
    with triage.expect_download() as saving:
        triage.get_by_role("button", name="Download CSV").click()
    table = list(csv.DictReader(io.StringIO(saving.value.path().read_text("utf-8-sig"))))
    assert [(line["reply"], line["side"], line["count"]) for line in table] == [
        ("451/greylisting", "in", "3"),
        ("451/greylisting", "out", "1"),
    ]
    assert "203.0.113.x (3)" in table[0]["addresses"]
    triage.get_by_label("Include addresses").check()
    with triage.expect_download() as saving:
        triage.get_by_role("button", name="Download CSV").click()
    assert "203.0.113.9 (3)" in saving.value.path().read_text("utf-8-sig")


def test_the_summary_for_a_ticket_has_no_addresses(triage: Page) -> None:
    triage.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_log(triage, LOG.encode())
    triage.get_by_role("button", name="Copy a summary").click()
    expect(triage.locator(".triage-done")).to_have_text("Copied, without addresses.")
    copied = triage.evaluate("navigator.clipboard.readText()")
    assert "451/greylisting" in copied
    assert not [name for name in ("203.0.113.9", "example.com") if name in copied]


def test_the_table_is_sorted_by_keyboard(triage: Page) -> None:
    triage.locator("#triage-text").fill("\n".join([row("502 Command not implemented"), *[row(GREYLISTED)] * 2]))
    replies = triage.locator("tr[data-reply]")
    expect(replies.first).to_have_attribute("data-reply", "451/greylisting")
    triage.get_by_role("button", name="Count").focus()
    triage.keyboard.press("Enter")
    expect(replies.first).to_have_attribute("data-reply", "502/command-not-implemented")
    expect(triage.locator("th[aria-sort=ascending]")).to_have_text("Count")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_never_scrolls_sideways(triage: Page, width: int) -> None:
    triage.set_viewport_size({"width": width, "height": 800})
    open_log(triage, (LOG + "\n" + row("550 " + "x" * 300)).encode())
    expect(triage.locator(".triage-table")).to_be_visible()
    assert triage.evaluate("document.documentElement.scrollWidth") <= width


def test_a_damaged_file_is_reported(triage: Page) -> None:
    open_log(triage, gzip.compress(LOG.encode() * 50)[:-30], "broken.log.gz")
    expect(triage.locator(".triage-status")).to_contain_text("broken.log.gz could not be read")
