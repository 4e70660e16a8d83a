"""The reply index: the same from the catalogue, from the files and from the compiled file."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

from generator.checks.runner import load_catalog
from generator.cli import main as cli
from generator.model.reply_index import ReplyIndex
from generator.problem import CatalogError
from generator.sources.compiled_index import compiled_index, load_compiled_index
from generator.sources.index_reader import read_reply_index


def test_the_files_give_the_index_of_the_catalogue(index: ReplyIndex) -> None:
    read, problems = read_reply_index(ROOT / "codes")
    assert problems == []
    assert read == index
    assert list(read.replies) == list(index.replies)


def test_references_show_the_titles_of_their_targets(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    reply = codes / "451/delayed.yml"
    references = (
        "[[451/delayed]], [[451]], [[setting:smtp/delay]], [[procedure:wait]], [[rfc:5321#4.2.3]], [[451|this]]"
    )
    text = re.sub("(means|when): .*", rf'\1: "{references}"', reply.read_text("utf-8"))
    text = text.replace("do: No action is needed.", f'do: "No action is needed. {references}"')
    reply.write_text(text, "utf-8")
    index, _ = read_reply_index(codes)
    assert index == load_catalog(codes).reply_index


def test_a_compiled_index_is_the_same(index: ReplyIndex, tmp_path: Path) -> None:
    file = tmp_path / "replies.json"
    file.write_text(compiled_index(index), "utf-8")
    assert load_compiled_index(file) == index


def test_a_file_that_cannot_be_read_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    text = (codes / "451/delayed.yml").read_text("utf-8")
    (codes / "451/broken.yml").write_text("title: [x\n", "utf-8")
    (codes / "451/incomplete.yml").write_text("title: Incomplete\n", "utf-8")
    (codes / "451/wordless.yml").write_text(text.replace("Delayed, try again", "'{ip}'"), "utf-8")
    assert cli.main(["--codes", str(codes), "explain", "451 Delayed, try again"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("451/delayed: ")
    notes = [line.partition("codes/")[2].partition(": skipped: ")[0] for line in printed.err.splitlines()]
    assert notes == [f"451/{place}: warning" for place in ("broken.yml:1:8", "incomplete.yml:1:1", "wordless.yml:1:1")]


def test_without_a_product_there_is_no_index(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    (codes / "product.yml").unlink()
    with pytest.raises(CatalogError, match=r"product\.yml"):
        read_reply_index(codes)


@pytest.mark.parametrize("module", ["explain", "logs"])
def test_explain_and_scan_load_neither_models_nor_the_site(module: str) -> None:
    code = f"import sys, generator.cli.{module}, generator.sources.index_reader; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"pydantic", "jinja2", "lxml", "mkdocs"} & set(done.stdout.split()) == set()
