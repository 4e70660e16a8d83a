"""The pattern table for the engines that keep logs: JSON, SQL for DuckDB and ClickHouse, grok for Logstash."""

import json
from collections.abc import Callable, Iterator, Mapping
from string import Template

from generator.logs.regex import Expression, expressions, whole_text
from generator.logs.scanner import VALUE_MASK
from generator.matching.patterns import PatternTable
from generator.model.reply_index import ReplyIndex
from generator.model.wording import wording_text

FORMS = ("json", "sql", "grok")
ENGINES = ("duckdb", "clickhouse")
QUERY_VERSION = 1
"""Grows when a program that reads the JSON would have to change."""


def patterns_text(index: ReplyIndex, form: str, engine: str = "duckdb") -> str:
    """Return the pattern table in one of ``FORMS``; the engine is for SQL alone."""
    if form == "json":
        return json.dumps(_data(index), indent=2) + "\n"
    return _grok(index) if form == "grok" else _sql(index, engine)


def _table(index: ReplyIndex) -> list[Expression]:
    return expressions(PatternTable(index.replies.values()).patterns)


def _data(index: ReplyIndex) -> Mapping[str, object]:
    return {
        "version": QUERY_VERSION,
        "sides": {index.inbound: "in", index.outbound: "out"},
        "patterns": [
            {
                "rank": rank,
                "id": item.pattern.reply,
                "code": item.pattern.code,
                "text": wording_text(index.replies[item.pattern.reply].wordings[item.pattern.wording]),
                "cut": item.is_cut,
                "expression": f"(?i){item.text}",
            }
            for rank, item in enumerate(_table(index))
        ],
    }


_DUCKDB = """\
-- Replies in SMTP activity logs, by the pattern table of the catalogue; for DuckDB.
-- Say where the logs are, then run: duckdb < this file
SET VARIABLE logs = '**/SMTP-Activity-*.log*';

WITH lines AS (
  -- One column: a quote, a comma or a byte that is not UTF-8 means nothing to a log.
  SELECT rtrim(line, chr(13)) AS line
  FROM read_csv(getvariable('logs'), columns = {'line': 'VARCHAR'}, header = false, auto_detect = false,
                delim = chr(1), quote = '', escape = '', comment = '', new_line = '\\n', strict_mode = false,
                null_padding = true, max_line_size = 1048576, encoding = 'latin-1', ignore_errors = true)
), columns AS (
  SELECT string_split(line, chr(9)) AS c FROM lines
  WHERE regexp_matches(line, '^[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\t[A-Z]+-[A-Z]+\\t')
), replies AS (
  -- Rows by reply first: a text is matched once, however often it was said.
  SELECT c[2] AS mark, coalesce(c[8], '') AS reply, count(*) AS count,
         min($time) AS first, max($time) AS last
  FROM columns WHERE trim(coalesce(c[8], '')) NOT IN ('', $hidden)
  GROUP BY ALL
), known AS (
  SELECT CASE mark WHEN $inbound THEN 'in' WHEN $outbound THEN 'out' END AS side, count, first, last,
         CAST(nullif(regexp_extract(reply, '^[^A-Za-z0-9]*([2-5][0-5][0-9])([ -]|$$)', 1), '') AS INTEGER) AS code,
         $case AS id
  FROM replies
)
SELECT CASE WHEN id IS NOT NULL THEN 'known' WHEN side = 'out' THEN 'remote' ELSE 'unexplained' END AS kind,
       id, code, side, CAST(sum(count) AS BIGINT) AS count, min(first) AS first, max(last) AS last
FROM known GROUP BY ALL ORDER BY count DESC, id, side, code;
"""
_CLICKHOUSE = """\
-- Replies in SMTP activity logs, by the pattern table of the catalogue; for ClickHouse.
-- Say where the logs are, then run: clickhouse local --queries-file this file
WITH lines AS (
  SELECT replaceRegexpOne(line, '\\\\r$$', '') AS line FROM file('**/SMTP-Activity-*.log*', LineAsString)
), columns AS (
  SELECT splitByChar('\\t', line) AS c FROM lines
  WHERE match(line, '^[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\\\t[A-Z]+-[A-Z]+\\\\t')
), replies AS (
  -- Rows by reply first: a text is matched once, however often it was said.
  SELECT c[2] AS mark, c[8] AS reply, count() AS rows,
         min($time) AS earliest, max($time) AS latest
  FROM columns WHERE trimBoth(c[8]) NOT IN ('', $hidden)
  GROUP BY mark, reply
), known AS (
  SELECT CASE mark WHEN $inbound THEN 'in' WHEN $outbound THEN 'out' ELSE NULL END AS side, rows, earliest, latest,
         toInt32OrNull(extract(reply, '^[^A-Za-z0-9]*([2-5][0-5][0-9])(?:[ -]|$$)')) AS code,
         $case AS id
  FROM replies
)
SELECT multiIf(id IS NOT NULL, 'known', side = 'out', 'remote', 'unexplained') AS kind,
       id, code, side, sum(rows) AS count, min(earliest) AS first, max(latest) AS last
FROM known GROUP BY kind, id, code, side ORDER BY count DESC, id, side, code;
"""
_TIME = (
    "'20' || substr(c[1], 7, 2) || '-' || substr(c[1], 1, 2) || '-' || substr(c[1], 4, 2) || 'T' || substr(c[1], 10)"
)


def _sql(index: ReplyIndex, engine: str) -> str:
    """Return a query over a folder of activity logs that gives what ``scan`` gives."""
    quote, template, fits = {
        "duckdb": (_plain_literal, _DUCKDB, "regexp_matches"),
        "clickhouse": (_escaped_literal, _CLICKHOUSE, "match"),
    }[engine]
    return Template(template).substitute(
        time=_TIME,
        hidden=quote(VALUE_MASK),
        inbound=quote(index.inbound),
        outbound=quote(index.outbound),
        case=_case(index, quote, fits),
    )


def _case(index: ReplyIndex, quote: Callable[[str], str], fits: str) -> str:
    """Return the choice of the reply: by its code first, so that a row meets its own code's patterns alone."""
    by_code: dict[int, list[Expression]] = {}
    for item in _table(index):
        by_code.setdefault(item.pattern.code, []).append(item)
    lines = ["CASE regexp_extract(reply, '[0-9]+')" if fits == "regexp_matches" else "CASE extract(reply, '[0-9]+')"]
    for code, items in sorted(by_code.items()):
        lines.append(f"           WHEN '{code}' THEN CASE")
        for item in items:
            condition = f"{fits}(reply, {quote('(?i)' + item.text)})"
            lines.append(f"             WHEN {condition} THEN {quote(item.pattern.reply)}")
        lines.append("             ELSE NULL END")
    return "\n".join([*lines, "           ELSE NULL END"])


def _plain_literal(text: str) -> str:
    """Return a text as standard SQL writes it, in which a backslash means nothing."""
    return "'" + text.replace("'", "''") + "'"


def _escaped_literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_GROK_ROW = (
    r"(?<time>[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})\t(?<mark>[A-Z]+-[A-Z]+)\t(?<message_file>[^\t]*)"
    r"\t(?<socket>[^\t]*)\t(?<address>[^\t]*)\t(?<command>[^\t]*)\t(?<command_line>[^\t]*)\t(?<reply>[^\t]*)"
)


def _grok(index: ReplyIndex) -> str:
    """Return definitions for Logstash: one for each whole wording, and one for a row of the activity log."""
    return "\n".join(_grok_lines(index)) + "\n"


def _grok_lines(index: ReplyIndex) -> Iterator[str]:
    yield "# Replies in SMTP activity logs, by the pattern table of the catalogue; for Logstash's grok."
    yield "# SMTP_ACTIVITY_ROW parts a row; try the others on its column 'reply', in this order."
    yield f"SMTP_ACTIVITY_ROW {_GROK_ROW}"
    for item in _table(index):
        if not item.is_cut:
            yield f"{grok_name(item)} (?i){whole_text(item.pattern, names=True)}"


def grok_name(item: Expression) -> str:
    """Return the name of an expression, such as ``SMTP_451_GREYLISTING_0``; the number is the wording's."""
    name = item.pattern.reply.replace("/", "_").replace("-", "_").upper()
    return f"SMTP_{name}_{item.pattern.wording}"
