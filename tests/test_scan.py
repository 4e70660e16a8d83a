"""Scans of whole logs: counts, redaction, and files that can't be read."""

import gzip
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from makelog import WEEK, rows
from vectors import GREYLISTED, W3C, row, vectors

from generator.cli import main as cli
from generator.logs import log_files as reading
from generator.logs import tally
from generator.logs.scanner import scan, scan_stream
from generator.logs.summary import Summary
from generator.matching.explainer import Explainer
from generator.matching.log_formats import decode_line
from generator.model.catalog import Catalog
from generator.model.reply_index import ReplyIndex


@pytest.fixture(scope="module")
def week(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated week of the activity log."""
    file = tmp_path_factory.mktemp("logs") / "SMTP-Activity-261116.log"
    file.write_bytes(b"".join(rows(catalog, WEEK)))
    return file


def counted(index: ReplyIndex, raw: bytes) -> dict[tuple[object, ...], int]:
    result = scan_stream(index, io.BytesIO(raw))
    counts: Counter[tuple[object, ...]] = Counter()
    for key, tally_row in result.rows.items():
        counts[key.reply, key.side] += tally_row.count
    return dict(counts)


def test_a_week_is_explained_and_texts_of_other_servers_are_listed_apart(index: ReplyIndex, week: Path) -> None:
    summary = Summary(index, scan(index, [week]))
    assert summary.is_explained
    data = summary.as_data()
    assert data["unexplained"] == []
    assert data["known_count"] > 0.8 * (WEEK - data["without_reply"])
    assert data["known_count"] + data["remote_count"] + data["without_reply"] == data["lines"] == WEEK
    assert 150 < data["remote_count"] < 500
    assert {text["side"] for text in data["remote"]} == {"out"}
    assert "550 5.1.1 * Recipient address rejected: User unknown in virtual mailbox table" in {
        text["text"] for text in data["remote"]
    }


def test_a_scan_counts_what_explain_finds_in_each_line(catalog: Catalog, index: ReplyIndex) -> None:
    explainer = Explainer(index)
    known = {line: None for line, _ in vectors(catalog) if "\n" not in line and line.strip()}
    raw = [*(line.encode(errors="replace") for line in known), *(line.rstrip() for line in rows(catalog, 2000, 7))]
    expected = Counter(
        (answer.reply, answer.side) for line in raw if (answer := explainer.explain(decode_line(line))).reply
    )
    counts = counted(index, b"\r\n".join(raw))
    assert {key: count for key, count in counts.items() if key[0]} == expected


def test_first_and_last_are_the_earliest_and_the_latest(index: ReplyIndex) -> None:
    lines = "\n".join(row(GREYLISTED, day=day) for day in (20, 24, 18))
    [reply] = Summary(index, scan_stream(index, io.BytesIO(lines.encode()))).as_data()["replies"]
    assert (reply["count"], reply["first"], reply["last"]) == (3, "2026-11-18T10:02:33", "2026-11-24T10:02:33")


def test_a_text_with_the_time_or_address_of_its_row_is_known(index: ReplyIndex) -> None:
    busy = (
        "451 ESMTP MailEnable Service temporarily refused connection at {} from IP [{}] because the server is too busy"
    )
    lines = [row(busy.format("11/24/26 10:02:33", ip), ip=ip) for ip in ("203.0.113.9", "198.51.100.7", "4.4.4.4", "4")]
    lines += [
        row(busy.format("11/24/26 10:02:31", "192.0.2.1")),
        row("5" + busy[1:].format("11/24/26 10:02:33", "4"), ip="4"),
    ]
    assert counted(index, "\n".join(lines).encode()) == {("451/too-busy", "in"): 5, (None, "in"): 1}


def test_rows_without_a_reply_are_counted_as_such(index: ReplyIndex) -> None:
    lines = [
        row(""),
        row("{blank}"),
        "[09/05/18 00:00:20]******* LOG FILE STARTED *******",
        "#Fields: date time",
        "",
        " ",
    ]
    result = scan_stream(index, io.BytesIO("\n".join(lines).encode()))
    assert (result.lines, result.without_reply, result.rows) == (4, 4, {})


def test_a_w3c_log_is_read_by_its_fields_line(index: ReplyIndex) -> None:
    reply = GREYLISTED.replace(" ", "+")
    standard = W3C.format(side="IN", reply=reply)
    own = f"#Software: x\n#Fields: date time agent cs-uriquery c-ip\n2026-11-24 10:02:33 SMTP-OU {reply} 203.0.113.9"
    assert counted(index, f"{standard}\n{own}\n".encode()) == {
        ("451/greylisting", "in"): 1,
        ("451/greylisting", "out"): 1,
    }


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: gzip.compress(text.encode("cp1252")),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["cp1252", "utf-8-sig", "utf-16", "gzip", "crlf"],
)
def test_a_log_can_have_any_common_encoding(index: ReplyIndex, tmp_path: Path, encoded: object) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(encoded(f"{row(GREYLISTED)}Gr\u00fc\u00dfe\n{row(GREYLISTED)}\n"))  # type: ignore[operator]
    result = scan(index, [file])
    assert [(key.reply, row.count) for key, row in result.rows.items()] == [("451/greylisting", 2)]


def test_chunks_and_cores_change_nothing(index: ReplyIndex, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Summary(index, scan(index, [week, week])).as_data()
    monkeypatch.setattr(reading, "CHUNK_SIZE", 20_001)
    monkeypatch.setattr("generator.logs.scanner.MIN_PARALLEL_BYTES", 0)
    assert len(list(reading.chunks_of(week))) > 20
    assert Summary(index, scan(index, [week, week], cores=2)).as_data() == whole


def test_an_endless_line_takes_bounded_memory() -> None:
    blocks = iter([b"x" * reading.BLOCK_SIZE] * 50 + [b"\n" + row(GREYLISTED).encode()])
    lines = [line for block in reading.split_lines(blocks) for line in block]
    assert [len(line) for line in lines] <= [reading.BLOCK_SIZE + reading.MAX_LINE_BYTES, 200]
    assert lines[-1] == row(GREYLISTED).encode()


def test_the_cache_and_the_tally_are_bounded(index: ReplyIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MAX_COUNTED_TEXTS", 10)
    monkeypatch.setattr(tally, "MAX_COUNTED_ADDRESSES", 10)
    monkeypatch.setattr("generator.logs.scanner.MAX_CACHED_TEXTS", 10)
    words = [f"{chr(97 + a)}{chr(97 + b)}" for a in range(26) for b in range(8)]
    lines = [row(f"550 no {word}", ip=f"203.0.113.{index}") for index, word in enumerate(words)]
    result = scan_stream(index, io.BytesIO("\n".join([*lines, *lines]).encode()))
    data = Summary(index, result).as_data()
    assert data["unexplained_count"] == 2 * len(words)
    assert sum(1 for key in result.rows if key.text) <= 10
    assert all(len(row.addresses) <= 10 for row in result.rows.values())


def test_personal_data_is_redacted_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret, mail, ip = "dXNlcjpwYXNzd29yZA==", "anna@example.com", "203.0.113.9"
    file = tmp_path / "a.log"
    file.write_text(
        "\n".join([row(GREYLISTED), row(f"550 no AUTH LOGIN {secret} for <{mail}> at {ip}"), f"AUTH {secret}"])
    )
    for form in ("text", "json"):
        assert cli.main(["--codes", str(ROOT / "codes"), "scan", "--format", form, str(file)]) == 1
        out = capsys.readouterr().out
        assert not [value for value in (secret, mail, ip) if value in out]
        assert "203.0.113.x" in out
    cli.main(["--codes", str(ROOT / "codes"), "scan", "--addresses", str(file)])
    out = capsys.readouterr().out
    assert all(value in out for value in (secret, mail, ip))


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.log"
    file.write_text(f"{row(GREYLISTED)}\n{row(GREYLISTED, side='OU')}\n{row('250 2.0.0 OK 17 - gsmtp', side='OU')}\n")
    assert cli.main(["--codes", str(ROOT / "codes"), "scan", "--format", "json", str(file)]) == 0
    data = json.loads(capsys.readouterr().out)
    when = {"count": 1, "first": "2026-11-24T10:02:33", "last": "2026-11-24T10:02:33"}
    page = {"id": "451/greylisting", "code": 451, "title": "Greylisting delay"}
    rest = {"url": "codes/451/greylisting/", **when, "addresses": [{"address": "203.0.113.x", "count": 1}]}
    assert data == {
        "version": 1,
        "lines": 3,
        "without_reply": 0,
        "first": when["first"],
        "last": when["last"],
        "known_count": 2,
        "remote_count": 1,
        "unexplained_count": 0,
        "replies": [{**page, "side": "in", **rest}, {**page, "side": "out", **rest}],
        "remote": [{"side": "out", "code": 250, "text": "250 2.0.0 OK * - gsmtp", **when}],
        "unexplained": [],
    }


@pytest.mark.parametrize("kind", ["missing", "folder", "damaged"])
def test_a_file_that_cannot_be_read_is_bad_use(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.log"
    if kind == "folder":
        file.mkdir()
    elif kind == "damaged":
        file.write_bytes(gzip.compress(b"x" * 10_000)[:-20])
    assert cli.main(["--codes", str(ROOT / "codes"), "scan", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert str(file) in printed.err


def test_standard_input_is_scanned(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(row(GREYLISTED).encode())))
    assert cli.main(["--codes", str(ROOT / "codes"), "scan", "-"]) == 0
    assert "451/greylisting" in capsys.readouterr().out
