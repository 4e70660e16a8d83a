"""Lines from logs and bounces, and the replies they hold."""

import pytest

from generator.catalog import Catalog
from generator.logs import LogReply, find_reply
from generator.neighbours import neighbours
from generator.patterns import PatternTable
from generator.wording import Placeholder, PlaceholderType, example, parse_wording

ROW = "11/24/26 10:02:33\tSMTP-{side}\t3F2A.MAI\t1180\t203.0.113.9\tRCPT\tRCPT TO:<a@example.com>\t{reply}\t66\t33\t\t"
W3C = "2026-11-24 10:02:33 203.0.113.9 SMTP-IN - 192.0.2.1 25 RCPT RCPT+TO:<a@example.com> 550+not+local mail 66 33 -"
GREYLISTED = "451 This server employs greylisting as a means of reducing spam. Please resend e-mail shortly"


@pytest.fixture(scope="module")
def table(catalog: Catalog) -> PatternTable:
    return PatternTable(catalog.replies.values())


def test_a_wording_is_literals_and_placeholders() -> None:
    assert parse_wording("from IP [{ip}] now") == ("from IP [", Placeholder(PlaceholderType.IP), "] now")


def test_an_example_holds_documentation_values() -> None:
    assert example(parse_wording("from IP [{ip}]")) == "from IP [203.0.113.9]"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (ROW.format(side="IN", reply="250 okay"), LogReply(code=250, text="okay", side="SMTP-IN")),
        (ROW.format(side="OU", reply="250-a.example"), LogReply(code=250, text="a.example", side="SMTP-OU")),
        (W3C, LogReply(code=550, text="not local", side="SMTP-IN")),
        ("The server response was: 503 Bad sequence", LogReply(code=503, text="Bad sequence", side=None)),
        ("no number here", LogReply(code=None, text="no number here", side=None)),
        ("203.0.113.9 is no code", LogReply(code=None, text="203.0.113.9 is no code", side=None)),
    ],
)
def test_the_reply_within_a_line(line: str, found: LogReply) -> None:
    assert find_reply(line) == found


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        (GREYLISTED, "451/greylisting"),
        (GREYLISTED.upper(), "451/greylisting"),
        (GREYLISTED.removeprefix("451 "), "451/greylisting"),
        ("503 Bad sequence of Commands", "503/bad-sequence"),
        ("503 Bad sequence of commands. Could not process DATA command when in this state", "503/data-out-of-sequence"),
        ("503 Bad sequence of commands. Could not process RCPT command when in this state", "503/rcpt-out-of-sequence"),
        (
            "554 The IP address of the sender [198.51.100.7] does not match the SPF record for the sender domain",
            "554/spf-mismatch",
        ),
    ],
)
def test_the_most_specific_wording_wins(table: PatternTable, line: str, reply: str) -> None:
    assert table.matches(line)[0].reply == reply


@pytest.mark.parametrize("line", ["", "550 5.1.1 User unknown", "451 not ours", GREYLISTED.replace("451", "550")])
def test_a_foreign_line_fits_nothing(table: PatternTable, line: str) -> None:
    assert table.matches(line) == ()


def test_every_sample_leads_to_its_own_reply(table: PatternTable, catalog: Catalog) -> None:
    for reply in catalog.replies.values():
        for sample in reply.samples:
            assert table.matches(sample.line)[0].reply == reply.id, sample.line


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
def test_texts_that_share_words_are_neighbours(catalog: Catalog, one: str, other: str) -> None:
    near = neighbours(catalog.replies)
    assert other in {neighbour.reply.id for neighbour in near[one]}
