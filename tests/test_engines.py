"""The pattern table for other engines: they count what `scan` counts. ClickHouse is tested in clickhouse/."""

import json
import re
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT
from engines import Row, check_counts, check_hostile_text
from vectors import vectors

from generator.cli import main as cli
from generator.logs.queries import expressions, patterns_text
from generator.matching.explainer import Explainer
from generator.matching.log_formats import read_line
from generator.model.catalog import Catalog


def run(query: str) -> list[Row]:
    return duckdb.connect().execute(query).fetchall()


def test_duckdb_counts_what_a_scan_counts(catalog: Catalog, tmp_path: Path) -> None:
    check_counts(catalog, tmp_path, "duckdb", run)


def test_duckdb_reads_a_hostile_text_as_text(catalog: Catalog, tmp_path: Path) -> None:
    check_hostile_text(catalog, tmp_path, "duckdb", run)


def test_expressions_find_what_explain_finds_in_a_row(catalog: Catalog, explainer: Explainer) -> None:
    table = [(re.compile(item.text, re.IGNORECASE | re.ASCII), item) for item in expressions(explainer.table.patterns)]
    rows = [line for line, _ in vectors(catalog) if read_line(line).is_row]
    assert len(rows) > 400
    for line in rows:
        text = read_line(line).text
        first = next((item.pattern.reply for compiled, item in table if compiled.search(text)), None)
        explained = explainer.explain(line).reply
        if (first, explained) != (None, "220/service-ready"):  # the query knows the greetings with other words
            assert first == explained, text


def test_expressions_need_no_more_than_linear_time(explainer: Explainer) -> None:
    for item in expressions(explainer.table.patterns):
        assert not re.search(r"\(\?[=!<>]|\\[1-9]|[*+}][+]", item.text), item.text


def test_the_grok_file_reads_rows_and_their_replies(catalog: Catalog, explainer: Explainer) -> None:
    lines = patterns_text(explainer.index, "grok").splitlines()
    definitions = dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
    table = {name: re.compile(text.replace("(?<", "(?P<")) for name, text in definitions.items()}
    names = {item.grok_name: item.pattern.reply for item in expressions(explainer.table.patterns) if not item.is_cut}
    assert set(table) == {"SMTP_ACTIVITY_ROW", *names}
    checked = 0
    for line, _ in vectors(catalog):
        explanation = explainer.explain(line)
        row = table["SMTP_ACTIVITY_ROW"].match(line)
        if not row or (explanation.known and explanation.confidence != "exact"):
            continue
        hits = ((reply, table[name].search(row["reply"])) for name, reply in names.items())
        reply, hit = next(((reply, hit) for reply, hit in hits if hit), (None, None))
        assert reply == explanation.reply, line
        if hit:
            checked += 1
            assert hit.groupdict() == explanation.values, line
    assert checked > 150


def test_the_command_writes_the_table_as_json(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--codes", str(ROOT / "codes"), "patterns", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["version"], data["sides"]) == (1, {"SMTP-IN": "in", "SMTP-OU": "out"})
    assert [item["rank"] for item in data["patterns"]] == list(range(len(data["patterns"])))
    whole = {(item["id"], item["text"]) for item in data["patterns"] if not item["cut"]}
    assert whole == {(reply.id, wording.text) for reply in catalog.replies.values() for wording in reply.wordings}
