"""Inline formatting: what a writer types, what the reader sees."""

import re

import pytest

from generator.model.prose import Reference, ReferenceKind, SpanKind, parse


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("plain <b>text</b> {{ x }}", [("text", "plain <b>text</b> {{ x }}")]),
        ("see `auth.tab` now", [("text", "see "), ("code", "auth.tab"), ("text", " now")]),
        ("*soft* and **loud**", [("emphasis", "soft"), ("text", " and "), ("strong", "loud")]),
        ("`*not*`", [("code", "*not*")]),
        (r"2 \* 3", [("text", "2 * 3")]),
        ("[here](https://example.org/a_(b))", [("link", "here")]),
        ("a [word] alone", [("text", "a [word] alone")]),
        ("the [[value:ip|address]]", [("text", "the "), ("value", "address")]),
    ],
)
def test_marks_become_spans(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(span.kind.value, span.text) for span in parse(text)] == spans


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("[[451/greylisting]]", Reference(ReferenceKind.REPLY, "451/greylisting")),
        ("[[451]]", Reference(ReferenceKind.CODE, "451")),
        ("[[setting:smtp/x|the switch]]", Reference(ReferenceKind.SETTING, "smtp/x")),
        ("[[article:ME020073]]", Reference(ReferenceKind.ARTICLE, "ME020073")),
        ("[[rfc:5321#4.2.3]]", Reference(ReferenceKind.RFC, "5321#4.2.3")),
    ],
)
def test_references_lead_to_entries(text: str, reference: Reference) -> None:
    [span] = parse(text)
    assert (span.kind, span.reference) == (SpanKind.REFERENCE, reference)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("an `open mark", "unmatched `; add the other half, or write \\` for"),
        ("an *open mark", "unmatched *; add the other half, or write \\* for"),
        ("an [[open reference", "unmatched [[; add the other half, or write \\[ for"),
        ("[x](javascript:alert)", "doesn't start with https://"),
        ("[x](data:text/html,y)", "doesn't start with https://"),
        ("[[seting:smtp/x]]", "has the unknown kind 'seting'"),
        (
            "[[value:adress|it]]",
            "unknown value 'adress'; Did you mean 'address'? Expected one of: time, address, recipient, ip",
        ),
        ("[[value:address]]", "write [[value:address|the text to show]]"),
    ],
)
def test_invalid_formatting_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        list(parse(text))
