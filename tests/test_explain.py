"""Explanations of lines from logs, bounces and mail clients."""

import gzip
import io
import json

import pytest
from conftest import ROOT
from vectors import row, vectors

from generator.cli import main as cli
from generator.cli.explain import explanation_data
from generator.matching.explainer import Explainer, Explanation
from generator.model.catalog import Catalog

CODES = str(ROOT / "codes")
GREYLISTED = "This server employs greylisting as a means of reducing spam. Please resend e-mail shortly"
REPORTED = (
    "The IP Address you are sending from was reported as a source of spam. Please contact your e-mail administrator."
)
BUSY = "ESMTP MailEnable Service temporarily refused connection at {} from IP {} because the server is too busy"


@pytest.mark.parametrize(
    ("line", "reply", "confidence"),
    [
        (f"451 {GREYLISTED}", "451/greylisting", "exact"),
        (f"451 {GREYLISTED}.", "451/greylisting", "exact"),
        (f"451 {GREYLISTED}".upper(), "451/greylisting", "exact"),
        (f"451  {GREYLISTED.replace(' ', '   ')}", "451/greylisting", "exact"),
        (f"451 {GREYLISTED.replace(' ', '+')}", "451/greylisting", "exact"),
        (f'Remote Server returned "451 {GREYLISTED}"', "451/greylisting", "exact"),
        (f"451 {GREYLISTED[:60]}\n   {GREYLISTED[60:]}", "451/greylisting", "exact"),
        (f"451 451 {GREYLISTED}", "451/greylisting", "exact"),
        (f"tried 250 times, then got 451 {GREYLISTED}", "451/greylisting", "exact"),
        (GREYLISTED, "451/greylisting", "variant"),
        (f"451 {GREYLISTED[:44]}", "451/greylisting", "variant"),
        (f"451 {GREYLISTED} and something more", "451/greylisting", "variant"),
        ("503 Bad sequence of Commands", "503/bad-sequence", "exact"),
        ("503 Bad sequence of commands. Could not process DATA command when in this state",
         "503/data-out-of-sequence", "exact"),
        ("551-Sender address is not valid\r\n551-for your login. Check your\r\n551 email program settings",
         "551/sender-not-valid-for-login", "exact"),
        ("235 Authenticated", "235/authenticated", "exact"),
        ("250-mail.example.com [203.0.113.9], this server offers 5 extensions", "250/ehlo", "exact"),
        (row("550 Requested action not taken: mailbox unavailable or not local"), "550/mailbox-unavailable", "exact"),
    ],
)  # fmt: skip
def test_a_reply_of_the_catalogue_is_known(explainer: Explainer, line: str, reply: str, confidence: str) -> None:
    explanation = explainer.explain(line)
    assert (explanation.reply, explanation.confidence) == (reply, confidence)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "550 5.1.1 User unknown",
        f"451 4.7.1 {GREYLISTED}",
        f"550 {GREYLISTED}",
        f"550 they say: {GREYLISTED}",
        "503 Bad sequence of commands: EHLO first please",
        "The user was authenticated by the other server",
        "250 2.0.0 OK 1234567890 a1-2345.6 - gsmtp",
        "554 delivery error: dd This user doesn't have an account",
        "\x00" * 50,
        "451 " * 5000,
        "greylisting " * 5000,
    ],
)
def test_a_line_of_another_server_is_unknown(explainer: Explainer, line: str) -> None:
    assert not explainer.explain(line).known


@pytest.mark.parametrize("line", ["451", "451 a text of another server"])
def test_a_code_alone_leads_to_its_page(explainer: Explainer, line: str) -> None:
    explanation = explainer.explain(line)
    assert (explanation.known, explanation.confidence, explanation_data(explanation)["url"]) == (
        False,
        "code-only",
        "codes/451/",
    )


@pytest.mark.parametrize(
    ("time", "address"),
    [("11/24/26 10:02:33", "[203.0.113.9]"), ("11/24/26 10:02:33", "(203.0.113.9)"), ("1/2/2026 1:02:33 PM", "[::1]")],
)
def test_an_explanation_has_the_values_of_the_placeholders(explainer: Explainer, time: str, address: str) -> None:
    explanation = explainer.explain(f"451 {BUSY.format(time, address)}")
    assert explanation.reply == "451/too-busy"
    assert explanation.values["time"] == time
    assert explanation.values["ip"] == address[1:-1]


def test_an_explanation_as_data(explainer: Explainer) -> None:
    text = "The IP address of the sender ({ip}) was found in a DNS blacklist database and was therefore refused"
    line = f"554 {text.format(ip='203.0.113.9')}"
    assert explanation_data(explainer.explain(line)) == {
        "line": line,
        "known": True,
        "id": "554/dns-blacklist",
        "code": 554,
        "text": text,
        "side": None,
        "values": {"ip": "203.0.113.9"},
        "confidence": "exact",
        "candidates": [],
        "url": "codes/554/dns-blacklist/",
    }
    unknown = explanation_data(Explanation(line="x"))
    assert (unknown["known"], unknown["id"], unknown["candidates"], unknown["url"]) == (False, None, [], None)


@pytest.mark.parametrize(
    ("line", "reply", "confidence"),
    [
        ("504 disabled by the mail administrator", "504/account-disabled", "shortened"),
        ("does not match the SPF record for the sender domain", "554/spf-mismatch", "shortened"),
        ("504 User was disabled by the mail administrator", "504/account-disabled", "shortened"),
        ("this mail server employs graylisting as a means of reducing spam", "451/greylisting", "shortened"),
        ("grep 'mailbox unavailable or not local' | wc", "550/mailbox-unavailable", "shortened"),
        ("Too Many Recipients", "452/too-many-recipients", "variant"),
        ("554 5.7.1 disabled by the mail administrator", None, None),
        ("553 disabled by the mail administrator", None, None),
        ("550 Requested action not taken: mailbox unavailable", None, "code-only"),
        ("550 Requested action not taken: mailbox unavailable or access denied", None, "code-only"),
        ("Requested action not taken: mailbox unavailable", None, None),
        ("Please check your mail client settings or contact your administrator", None, None),
        ("* BYE Service temporarily refused connection from IP because of a policy", None, None),
        (row("220 Welcome").replace("RCPT\tRCPT TO:<a@example.com>", "\t"), "220/service-ready", "variant"),
        (row("220 Welcome", side="OU").replace("RCPT\tRCPT TO:<a@example.com>", "\t"), None, "code-only"),
        (row("220 Welcome"), None, "code-only"),
    ],
)  # fmt: skip
def test_a_text_that_lacks_words_is_known_by_its_telling_words(
    explainer: Explainer, line: str, reply: str | None, confidence: str | None
) -> None:
    explanation = explainer.explain(line)
    assert (explanation.reply, explanation.confidence) == (reply, confidence)


def test_every_vector_leads_to_its_own_reply(explainer: Explainer, catalog: Catalog) -> None:
    expected = [(line, reply) for line, reply in vectors(catalog) if reply]
    assert len(expected) > 300
    assert [(line, explainer.explain(line).reply) for line, _ in expected] == expected


@pytest.mark.parametrize(
    ("line", "reply", "candidates"),
    [
        ("greylisting reduces spam, please resend", None, ("451/greylisting",)),
        ("503 This mail server requires authentication before sending mail", None,
         ("551/local-domain-requires-authentication",)),
        ("550 5.7.1 Message rejected due to content restrictions", None, ()),
        ("spam", None, ()),
        ("11/24/26 10:02:33 ME-E0125: Connection Refused: (203.0.113.9) was refused", "451/too-busy", ()),
        ("ME-I0111 relay denied", None, ("503/authentication-required", "551/authentication-required")),
        ("ME-I9999 unheard of", None, ()),
    ],
)  # fmt: skip
def test_a_paraphrase_or_a_row_of_the_debug_log_has_similar_replies(
    explainer: Explainer, line: str, reply: str | None, candidates: tuple[str, ...]
) -> None:
    explanation = explainer.explain(line)
    assert (explanation.reply, explanation.candidates) == (reply, candidates)


@pytest.mark.parametrize(("mark", "side"), [("IN", "in"), ("OU", "out")])
def test_an_explanation_has_the_side_and_the_facts_of_a_row(explainer: Explainer, mark: str, side: str) -> None:
    data = explanation_data(explainer.explain(row(f"451 {GREYLISTED}", side=mark)))
    assert data["side"] == side
    assert data["row"] == {"time": "2026-11-24T10:02:33", "address": "203.0.113.9", "recipient": "a@example.com"}
    assert "row" not in explanation_data(explainer.explain(f"451 {GREYLISTED}"))


@pytest.mark.parametrize("reply", [GREYLISTED, f"250 they said 451 {GREYLISTED}", f"451 4.7.1 {GREYLISTED}"])
def test_a_reply_in_a_row_begins_with_its_code(explainer: Explainer, reply: str) -> None:
    explanation = explainer.explain(row(reply, side="OU"))
    assert (explanation.reply, explanation.side) == (None, "out")
    assert explanation.candidates[0] == "451/greylisting"


def test_the_command_prints_one_json_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["--codes", CODES, "explain", "--format", "json", f"451 {GREYLISTED}", "250 2.0.0 OK"])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert status == 1
    assert (first["id"], second["id"]) == ("451/greylisting", None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            f"451 {GREYLISTED}\r\n\n503 Bad sequence of Commands\n".encode(),
            [("451/greylisting", None), ("503/bad-sequence", None)],
        ),
        (gzip.compress(f"451 {GREYLISTED}\n".encode()), [("451/greylisting", None)]),
        (
            b"#Fields: date time agent cs-uriquery\n2026-11-24 10:02:33 SMTP-OU 451+"
            + GREYLISTED.replace(" ", "+").encode(),
            [("451/greylisting", "out")],
        ),
    ],
    ids=["lines", "gzip", "w3c-log"],
)
def test_the_command_reads_standard_input(
    raw: bytes, expected: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert cli.main(["--codes", CODES, "explain", "--format", "json"]) == 0
    answers = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(answer["id"], answer["side"]) for answer in answers] == expected


def test_an_unknown_line_is_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    line = row("550 5.1.1 <a@example.com> unknown", side="OU")
    cli.main(["--codes", CODES, "explain", line])
    out = capsys.readouterr().out
    assert "a@example.com" not in out
    assert "The row is marked SMTP-OU, so the text comes from another server." in out
    cli.main(["--codes", CODES, "explain", "--addresses", line])
    assert "a@example.com" in capsys.readouterr().out


def test_an_explanation_as_text(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    side = catalog.replies["451/dns-blacklist"].sides.outbound
    assert side.when
    cli.main(["--codes", CODES, "explain", row(f"451 {REPORTED}", side="OU"), "451 something else"])
    assert capsys.readouterr().out == (
        "451/dns-blacklist: IP address reported as a source of spam\n"
        f"    SMTP-OU: {catalog.plain(side.means)}\n"
        f"      Doesn't resolve by itself. {catalog.plain(side.when)}\n"
        f"      Who acts: {catalog.plain_who(side)}\n"
        f"      First: {catalog.plain(side.first.do)}\n"
        "    codes/451/dns-blacklist/\n"
        "not in the catalogue: 451 something else\n"
        "    Only the code is known: codes/451/\n"
    )
