"""Random and hostile lines: no error, no slow case, and the same answer in the browser as in Python."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from vectors import vectors

from generator.cli.explain import explanation_data
from generator.logs.redaction import redact, shape
from generator.matching.explainer import Explainer
from generator.model.catalog import Catalog

LONG = 200_000
"""Characters; an expression that takes more than linear time wouldn't finish with so many."""

PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "451 ", "550-", "250 ", "5.1.1 ", "SMTP-IN\t", "\t", "+", "\r\n", "11/24/26 10:02:33\t", "[203.0.113.9]",
            "::1", "This server employs greylisting as a means of reducing spam. ", "Requested action aborted: ",
            "RCPT TO:<a@example.com> ", "ME-E0125: ", "2026-11-24 10:02:33 203.0.113.9 SMTP-OU ", "AUTH LOGIN ",
            "dXNlcm5hbWU=", "#Fields: date time ", "from IP [", "ESMTP MailEnable Service", ", Version: ", "(0)",
        ]
    ),
)  # fmt: skip
LINES = st.lists(PIECES, max_size=12).map("".join).filter(lambda line: not any(0xD800 <= ord(c) < 0xE000 for c in line))
HOSTILE = (
    "451 ", "4", " ", "\t", "greylisting ", "at 1/1/1 1:1 from IP ", "requested action ", "a@", "<", "TO:<", "1.", "::",
    "550-", "550-a\n", "AUTH ", "A", "=", "5.1.1 ", "\n", "(", "service ", "requierd ", "abcdefghijklmnopqrstuvw ",
)  # fmt: skip
ANY = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@ANY
@given(line=LINES)
def test_any_line_has_an_explanation(explainer: Explainer, line: str) -> None:
    explanation = explainer.explain(line)
    assert explanation.line == line
    assert explanation.known == (explanation.reply is not None)
    assert explanation_data(explanation)["candidates"] == list(explanation.candidates)
    assert len(shape(line)) <= 160
    assert "@example.com" not in redact(line)


def calls(work: Callable[[], object]) -> int:
    """Return how many function calls some work takes, a measure that is the same on every machine."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001
        nonlocal count
        count += event.endswith("call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_linearly_with_the_line(explainer: Explainer, piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (20_000, 40_000))
    explainer.explain(short)  # the first line builds the tables
    assert calls(lambda: explainer.explain(long)) < 2.2 * calls(lambda: explainer.explain(short)) + 1000
    for work in (explainer.explain, redact, shape):
        work(piece * (LONG // len(piece)))


def test_work_on_a_repeated_text_grows_linearly(explainer: Explainer, catalog: Catalog) -> None:
    for reply in catalog.replies.values():
        text = f"{reply.text[:-3]} "
        assert calls(lambda: explainer.explain(text * 200)) < 2.2 * calls(lambda: explainer.explain(text * 100)) + 1000  # noqa: B023


def test_the_browser_explains_any_line_as_python_does(page: Page, explainer: Explainer, catalog: Catalog) -> None:
    lines: list[str] = []

    @ANY
    @given(line=LINES)
    def collect(line: str) -> None:
        lines.append(line)

    collect()
    known = [line for line, _ in vectors(catalog)]
    lines += known
    lines += [f"{one[: len(one) // 2]}{other[len(other) // 2 :]}" for one, other in zip(known, known[7:], strict=False)]
    lines += [piece * 300 for piece in HOSTILE]
    page.evaluate("window.smtpLoad()")
    answers = page.evaluate("lines => lines.map(line => window.explainReply(line))", lines)
    assert len(lines) > 1000
    for line, answer in zip(lines, answers, strict=True):
        assert answer == explanation_data(explainer.explain(line))
