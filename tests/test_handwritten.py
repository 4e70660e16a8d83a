"""Hand-written pages are checked before MkDocs reads them and before anything is written."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT

from generator.checks.handwritten import check_pages
from generator.publishing.target import MARKER


def test_the_real_pages_have_no_problem() -> None:
    assert check_pages(ROOT / "docs") == []


def link(docs: Path) -> str:
    (docs / "secret.md").symlink_to("/etc/passwd")
    return "docs/secret.md:1:1: error: this is a symbolic link, not a regular file (not-a-file)"


def pipe(docs: Path) -> str:
    os.mkfifo(docs / "pipe.md")
    return "docs/pipe.md:1:1: error: this is a pipe, not a regular file (not-a-file)"


def null(docs: Path) -> str:
    (docs / "null.md").write_bytes(b"# Page\n\nA\0b\n")
    return "docs/null.md:3:2: error: invisible character U+0000 (hidden-character)"


def metadata(docs: Path) -> str:
    (docs / "front.md").write_text("---\ntitle: a: b\n---\n\n# Page\n", "utf-8")
    return "docs/front.md:2:9: error: the line has a second colon with a space (syntax)"


def twice(docs: Path) -> str:
    (docs / "logs").mkdir()
    (docs / "logs/index.md").write_text("# Logs\n", "utf-8")
    return "docs/logs/index.md:1:1: error: its address, logs/, already belongs to docs/logs.md (duplicate-address)"


def test_a_bad_page_stops_the_build_and_leaves_the_site_alone(tmp_path: Path) -> None:
    makes: tuple[Callable[[Path], str], ...] = (link, pipe, null, metadata, twice)
    for name in ("docs", "overrides", "codes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    expected = [make(tmp_path / "docs") for make in makes]
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("the old site", "utf-8")
    (tmp_path / f"site/{MARKER}").write_text(f"{MARKER}\nindex.html\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for line in expected:
        assert line in done.stderr
    assert sorted(file.name for file in (tmp_path / "site").iterdir()) == [MARKER, "index.html"]
    assert (tmp_path / "site/index.html").read_text("utf-8") == "the old site"
