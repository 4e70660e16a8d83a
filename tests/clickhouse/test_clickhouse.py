"""The SQL for ClickHouse. Its engine is large, so that it isn't part of the suite: see `python3 run.py clickhouse`."""

import json
from pathlib import Path

import chdb
from engines import Row, check_counts, check_hostile_text

from generator.model.catalog import Catalog


def run(query: str) -> list[Row]:
    lines = chdb.query(query.rstrip().rstrip(";"), "JSONCompactEachRow").bytes().decode().splitlines()
    result = [json.loads(line) for line in lines]
    return [(kind, id, code, side, int(count), first, last) for kind, id, code, side, count, first, last in result]


def test_clickhouse_counts_what_a_scan_counts(catalog: Catalog, tmp_path: Path) -> None:
    check_counts(catalog, tmp_path, "clickhouse", run)


def test_clickhouse_reads_a_hostile_text_as_text(catalog: Catalog, tmp_path: Path) -> None:
    check_hostile_text(catalog, tmp_path, "clickhouse", run)
