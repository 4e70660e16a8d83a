"""The pattern table in other engines: they count what a scan counts."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from makelog import rows
from vectors import vectors

from generator.cli import main as cli
from generator.logs.answers import Summary
from generator.logs.queries import expressions, patterns_text
from generator.logs.scanner import scan
from generator.matching.explainer import Explainer
from generator.matching.log_line import read_line
from generator.matching.patterns import PatternTable
from generator.model.catalog import Catalog
from generator.model.components import Wording
from generator.model.reply_index import ReplyIndex
from generator.model.vocabulary import Provenance

EVERYWHERE = "**/SMTP-Activity-*.log*"
HOSTILE = "it's \\ 'quoted' -- \"; DROP TABLE x; ( [ {number} $time $$ \\E *"
Row = tuple[object, ...]


@pytest.fixture(scope="module")
def explainer(index: ReplyIndex) -> Explainer:
    return Explainer(index)


@pytest.fixture(scope="module")
def logs(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of activity logs, parted by server and day, one of them packed, one with odd rows."""
    folder = tmp_path_factory.mktemp("logs")
    for number in range(6):
        file = folder / f"server{number % 2}" / f"SMTP-Activity-2611{16 + number}.log"
        file.parent.mkdir(exist_ok=True)
        raw = b"".join(rows(catalog, 1500, number))
        if number == 4:
            told = (line for line, _ in vectors(catalog) if read_line(line).is_row and "\t" in line)
            raw += "\n".join(line for line in told if "\n" not in line).encode(errors="replace")
        if number == 5:
            file, raw = file.with_suffix(".log.gz"), gzip.compress(raw)
        file.write_bytes(raw)
    return folder


def duckdb_rows(query: str) -> list[Row]:
    import duckdb

    return [tuple(row) for row in duckdb.connect().execute(query).fetchall()]


def clickhouse_rows(query: str) -> list[Row]:
    chdb = pytest.importorskip("chdb", reason="ClickHouse has no build for this system")
    lines = chdb.query(query.rstrip().rstrip(";"), "JSONCompactEachRow").bytes().decode().splitlines()
    found = [json.loads(line) for line in lines]
    return [(kind, id, code, side, int(count), first, last) for kind, id, code, side, count, first, last in found]


ENGINES = pytest.mark.parametrize(("engine", "run"), [("duckdb", duckdb_rows), ("clickhouse", clickhouse_rows)])


@ENGINES
def test_sql_counts_what_a_scan_counts(
    index: ReplyIndex, logs: Path, engine: str, run: Callable[[str], list[Row]]
) -> None:
    data = Summary(index, scan(index, sorted(logs.rglob("*.log*")))).as_data()
    found = run(patterns_text(index, "sql", engine).replace(EVERYWHERE, f"{logs.as_posix()}/{EVERYWHERE}"))
    known = {(id, side, count, first, last) for kind, id, _, side, count, first, last in found if kind == "known"}
    keys = ("id", "side", "count", "first", "last")
    assert known == {tuple(reply[key] for key in keys) for reply in data["replies"]}
    assert len(known) > 40
    for kind in ("known", "remote", "unexplained"):
        assert sum(row[4] for row in found if row[0] == kind) == data[f"{kind}_count"] > 0


@ENGINES
def test_sql_reads_a_hostile_text_as_text(
    catalog: Catalog, tmp_path: Path, engine: str, run: Callable[[str], list[Row]]
) -> None:
    reply = catalog.replies["451/greylisting"]
    wording = Wording(text=HOSTILE, source=Provenance.LOG)
    other = replace(catalog, replies={reply.id: reply.model_copy(update={"wordings": (wording,)})})
    file = tmp_path / "SMTP-Activity-261124.log"
    said = HOSTILE.replace("{number}", "7")
    file.write_text(f"11/24/26 10:02:33\tSMTP-IN\tx\t1\t203.0.113.9\tRCPT\tx\t451 {said}\t1\t1\n")
    found = run(
        patterns_text(other.reply_index, "sql", engine).replace(EVERYWHERE, f"{tmp_path.as_posix()}/{EVERYWHERE}")
    )
    time = "2026-11-24T10:02:33"
    assert found == [("known", "451/greylisting", 451, "in", 1, time, time)]


def test_the_expressions_say_what_explain_says_of_a_row(catalog: Catalog, explainer: Explainer) -> None:
    table = [(re.compile(item.text, re.IGNORECASE | re.ASCII), item) for item in expressions(explainer.table.patterns)]
    told = [line for line, _ in vectors(catalog) if read_line(line).is_row]
    assert len(told) > 400
    for line in told:
        text = read_line(line).text
        first = next((item.pattern.reply for compiled, item in table if compiled.search(text)), None)
        assert first == explainer.explain(line).reply, text


def test_the_expressions_need_no_more_than_linear_time(explainer: Explainer) -> None:
    for item in expressions(explainer.table.patterns):
        assert not re.search(r"\(\?[=!<>]|\\[1-9]|[*+}][+]", item.text), item.text


def test_the_grok_file_reads_the_rows_and_their_replies(
    catalog: Catalog, index: ReplyIndex, explainer: Explainer
) -> None:
    lines = patterns_text(index, "grok").splitlines()
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


def test_the_table_as_data(catalog: Catalog, index: ReplyIndex, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--codes", str(ROOT / "codes"), "patterns", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["version"], data["sides"]) == (1, {"SMTP-IN": "in", "SMTP-OU": "out"})
    assert [item["rank"] for item in data["patterns"]] == list(range(len(data["patterns"])))
    assert {item["id"] for item in data["patterns"]} == set(catalog.replies)
    whole = {(item["id"], item["text"]) for item in data["patterns"] if not item["cut"]}
    assert whole == {(reply.id, wording.text) for reply in catalog.replies.values() for wording in reply.wordings}
    assert PatternTable(index.replies.values()).patterns
