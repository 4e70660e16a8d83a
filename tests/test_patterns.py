"""Lines of logs and bounces, reply codes in them, and similar replies."""

import pytest
from vectors import row

from generator.matching.log_formats import LogLine, fields_of, read_line, without_markup
from generator.matching.reply_code import ReplyCode, first_code
from generator.matching.similar import similar_replies
from generator.model.catalog import Catalog
from generator.model.wording import PlaceholderType, parse_wording

W3C = "2026-11-24 10:02:33 203.0.113.9 SMTP-IN - 192.0.2.1 25 RCPT RCPT+TO:<a@example.com> 550+not+local mail 66 33 -"


def test_a_wording_is_literals_and_placeholders() -> None:
    assert parse_wording("from IP [{ip}] now") == ("from IP [", PlaceholderType.IP, "] now")


IN_ROW = {"time": "2026-11-24T10:02:33", "address": "203.0.113.9", "recipient": "a@example.com", "has_command": True}


@pytest.mark.parametrize(
    ("line", "text", "mark", "rest"),
    [
        (row("250 okay"), "250 okay", "SMTP-IN", IN_ROW),
        (row("250-a.example", side="OU"), "250-a.example", "SMTP-OU", IN_ROW),
        (row("x").partition("\tx")[0], "", "SMTP-IN", IN_ROW),
        (row("x").partition("RCPT")[0], "", "SMTP-IN", {**IN_ROW, "recipient": None, "has_command": False}),
        (W3C, "550 not local", "SMTP-IN", IN_ROW),
        (W3C.replace("RCPT RCPT+TO:<a@example.com>", "- -"), "550 not local", "SMTP-IN",
         {**IN_ROW, "recipient": None, "has_command": False}),
    ],
)  # fmt: skip
def test_a_row_of_a_log(line: str, text: str, mark: str, rest: dict[str, object]) -> None:
    assert read_line(line) == LogLine(text=text, is_row=True, mark=mark, **rest)  # type: ignore[arg-type]


def test_a_text_copied_from_html_is_read_as_the_page_shows_it() -> None:
    line = "<td class=x>550&nbsp;not lo\u00adcal</td> &lt;a@example.com&gt; &amp;lt;"
    assert without_markup(line) == " 550 not local  <a@example.com> &lt;"
    assert read_line(line).recipient == "a@example.com"


def test_the_fields_line_gives_the_column_of_the_reply() -> None:
    fields = fields_of("#Fields: date time agent cs-uriquery c-ip")
    assert fields == ("date", "time", "agent", "cs-uriquery", "c-ip")
    row = read_line("2026-11-24 10:02:33 SMTP-OU 550+not+local 203.0.113.9", fields)
    assert (row.text, row.mark, row.address, row.recipient) == ("550 not local", "SMTP-OU", "203.0.113.9", None)
    assert fields_of("250 okay") is None


@pytest.mark.parametrize(
    ("line", "recipient"),
    [
        ("The server response was: 503 Bad sequence", None),
        ("SMTP error from remote mail server after RCPT TO:<a@example.com>: 550 no", "a@example.com"),
        ("<a@example.com>: host mail.example.com said: 550 no", "a@example.com"),
        ("Final-Recipient: rfc822; a@example.com\nStatus: 5.0.0", "a@example.com"),
        ("354 Start mail input; end with <CRLF>.<CRLF>", None),
    ],
)
def test_a_bounce_may_show_the_recipient(line: str, recipient: str | None) -> None:
    assert read_line(line) == LogLine(text=line, recipient=recipient)


@pytest.mark.parametrize("stamp", ["11/24/26 10:02:33 ", "[11/24/26 10:02:33] ", "11/24/26 10:02:33\t"])
def test_a_row_of_the_debug_log(stamp: str) -> None:
    row = read_line(f"{stamp}ME-E0125: Connection Refused: (203.0.113.9) was refused because of the limit")
    assert (row.debug, row.time, row.address) == ("ME-E0125", "2026-11-24T10:02:33", "203.0.113.9")


def test_the_code_of_further_lines_is_removed_from_the_text() -> None:
    assert read_line("550-one\r\n550-two\r\n550 three 550").text == "550-one\r\n    two\r\n    three 550"


@pytest.mark.parametrize(
    ("text", "code", "is_enhanced", "leads"),
    [
        ("250 okay", 250, False, True),
        ('"550 5.1.1 unknown"', 550, True, True),
        ("the response was: 503", 503, False, False),
    ],
)
def test_the_first_code_of_a_text(text: str, code: int, *, is_enhanced: bool, leads: bool) -> None:
    assert first_code(text) == ReplyCode(code=code, is_enhanced=is_enhanced, leads=leads)


@pytest.mark.parametrize("text", ["no number here", "203.0.113.9 is no code", "1250 is no code", "250ms", ""])
def test_a_number_other_than_a_code(text: str) -> None:
    assert first_code(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("503/bad-sequence", "503/no-recipients"),
        ("503/data-out-of-sequence", "503/rcpt-out-of-sequence"),
        ("550/mailbox-unavailable", "550/sender-domain-not-permitted"),
        ("451/error-in-processing", "451/sent-too-many-messages"),
        ("504/access-denied", "504/account-disabled"),
        ("554/dns-blacklist", "554/spf-mismatch"),
    ],
)
def test_texts_that_share_words_are_similar(catalog: Catalog, one: str, other: str) -> None:
    similar = similar_replies(catalog.replies)
    assert other in {reply.id for reply in similar[one]}
