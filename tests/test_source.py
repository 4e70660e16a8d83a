"""A text of a source is what was written, or is refused; YAML changes none without a word."""

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mistakes import MISTAKES, Mistake, lay

from generator.checks.runner import load_catalog
from generator.problem import CatalogError
from generator.sources.text import SourceText
from generator.sources.yaml import parse_yaml, reads_as_text

BENT = [
    case
    for case in MISTAKES
    if case.rule == "taken-as-written" and case.changes.count("title: ") == 2 and "<<" not in case.changes
]
SIGNS = st.sampled_from([*" \t#&*!|>'\"%@`{}[]:,?-~=<\\", ": ", " #", "- ", "no", "012", "5.10", "1_0", ".inf", "é"])
PLAIN = st.lists(SIGNS | st.text(max_size=3), max_size=8).map("".join)


@pytest.mark.parametrize("case", BENT, ids=str)
def test_a_text_that_yaml_would_bend_is_taken_as_written(case: Mistake, tmp_path: Path) -> None:
    codes = case.lay(tmp_path)
    written = next(line for line in case.changes.split("\n") if line.startswith("+ title: "))
    assert load_catalog(codes).replies["451/delayed"].title == written.removeprefix("+ title: ")


def test_many_texts_are_tried() -> None:
    assert len(BENT) > 25


@settings(max_examples=1000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much])
@given(text=PLAIN.filter(lambda text: text.strip(" \t")[:1] not in ("", "'", '"', "|", ">")))
def test_any_text_without_quotes_is_taken_as_written_or_refused(text: str) -> None:
    if any(character in text for character in "\n\r\x85\u2028\u2029") or not text.isprintable():
        return
    try:
        source = parse_yaml(SourceText("x.yml", f"title: {text}\n"))
    except CatalogError:
        return
    value = source.root.at(("title",)).value
    if not source.problems and isinstance(value, str):
        assert value in (text.strip(" \t"), "")  # nothing at all is refused where a text is wanted
        assert value or text.lstrip(" \t").startswith("#")


def test_quotes_and_blocks_hold_any_sign() -> None:
    text = 'a: "\'# &x *y !z %w @v `u` {t} [s] | > no 012"'
    for written in (f"'{text.replace(chr(39), chr(39) * 2)}'", f">\n  {text}", f"|\n  {text}"):
        assert parse_yaml(SourceText("x.yml", f"title: {written}\n")).root.at(("title",)).value == text


@pytest.mark.parametrize(
    "text", ["5.10", "012", "no", "Off", "~", "null", "2026-11-24", "1_000", "0x1F", "1e3", "1:20"]
)
def test_what_mkdocs_would_bend_is_known(text: str) -> None:
    assert not reads_as_text(text)
    assert reads_as_text(f"{text} x")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_mark_and_other_line_ends_change_nothing(ending: str, mark: bytes, tmp_path: Path) -> None:
    codes = lay(tmp_path)
    before = load_catalog(codes)
    for file in codes.rglob("*.yml"):
        file.write_bytes(mark + file.read_bytes().replace(b"\n", ending.encode()))
    assert load_catalog(codes) == before
