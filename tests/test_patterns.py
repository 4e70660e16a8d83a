"""Lines from logs and bounces, and the replies they hold."""

import pytest

from generator.catalog import Catalog
from generator.logs import LogReply, find_reply
from generator.neighbours import neighbours
from generator.wording import Placeholder, PlaceholderType, example, parse_wording

ROW = "11/24/26 10:02:33\tSMTP-{side}\t3F2A.MAI\t1180\t203.0.113.9\tRCPT\tRCPT TO:<a@example.com>\t{reply}\t66\t33\t\t"
W3C = "2026-11-24 10:02:33 203.0.113.9 SMTP-IN - 192.0.2.1 25 RCPT RCPT+TO:<a@example.com> 550+not+local mail 66 33 -"


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
