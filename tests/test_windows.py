"""Requirements of Windows that any system can test: file names, encodings, line ends, commands."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest
from conftest import ROOT

LISTED = subprocess.run(["git", "ls-files", "-s", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
FILES = {entry.split("\t")[1]: entry.split(" ")[0] for entry in LISTED.split("\0") if entry}
"""The mode of every file by name."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
COMMANDS = re.compile(r"(?m)^\$? ?(python3 run\.py .*)$")
CP1252 = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


def test_every_name_is_valid_on_windows() -> None:
    assert len(FILES) > 200
    for name in FILES:
        for part in PurePosixPath(name).parts:
            assert not DEVICES.match(part), name
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part), name
        assert len(name) < 150, name
    folded = Counter(name.lower() for name in FILES)
    assert [name for name, count in folded.items() if count > 1] == []


def test_no_file_is_a_symbolic_link() -> None:
    assert set(FILES.values()) == {"100644", "100755"}


def test_every_text_file_has_the_line_ends_of_gitattributes() -> None:
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    listed = subprocess.run(["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line for line in listed.splitlines() if line.startswith(("i/crlf", "i/mixed"))] == []


def test_editors_use_the_same_line_ends() -> None:
    settings = (ROOT / ".editorconfig").read_text("utf-8")
    for line in ("charset = utf-8", "end_of_line = lf", "insert_final_newline = true", "indent_style = space"):
        assert line in settings


def test_a_clone_that_converts_line_ends_keeps_those_of_the_sources(tmp_path: Path) -> None:
    command = ["git", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", "clone", "--quiet", str(ROOT), "clone"]
    subprocess.run(command, cwd=tmp_path, check=True)
    sources = [*tmp_path.glob("clone/codes/**/*.yml"), *tmp_path.glob("clone/docs/**/*.md")]
    assert len(sources) > 50
    assert [file for file in sources if b"\r" in file.read_bytes()] == []


def test_the_commands_in_the_docs_work_in_every_shell() -> None:
    """In PowerShell, cmd and bash: no pipe, no redirection, no single quotes, no comment."""
    pages = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    commands = [command for page in pages for command in COMMANDS.findall(page.read_text("utf-8"))]
    assert len(commands) > 15
    for command in commands:
        bare = re.sub(r'"[^"$`%!]*"', "", command)
        assert not re.search(r"[|<>&;'\"#$`\\*~]", bare), command


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources in a folder whose name isn't ASCII, with characters in a text that Windows-1252 lacks."""
    folder = tmp_path / "Büro"
    shutil.copytree(ROOT / "codes", folder / "codes")
    shutil.copytree(ROOT / "docs", folder / "docs")
    file = folder / "codes/451/greylisting.yml"
    text = file.read_text("utf-8").replace("on purpose.", "on purpose, Łódź ✓.", 1)
    file.write_bytes(text.replace("\n\nstage", "\nstage").encode())
    return folder


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["check"], 0),
        (["format", "--check"], 1),
        (["format", "--diff"], 1),
        (["format"], 0),
        (["new", "451/neu", "--text", "451 In an hour or two"], 0),
        (["explain", "451 für später"], 1),
        (["patterns", "--format", "sql", "--out", "replies.sql"], 0),
        (["render", "--out", "pages"], 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_a_command_states_the_encoding_of_every_file(command: list[str], status: int, copy: Path) -> None:
    """Each command works with Windows-1252, and opens no file with the encoding of the machine."""
    before = (copy / "codes/451/greylisting.yml").read_bytes()
    environment = {**os.environ, **CP1252, "PYTHONWARNDEFAULTENCODING": "1", "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-W", "error::EncodingWarning:generator", "-m", "generator", *command]
    done = subprocess.run(program, cwd=copy, env=environment, capture_output=True, check=False)
    errors = done.stderr.decode("cp1252")
    assert "Traceback" not in errors, errors
    assert "EncodingWarning" not in errors, errors
    assert done.returncode == status, (done.stdout.decode("cp1252"), errors)
    after = (copy / "codes/451/greylisting.yml").read_bytes()
    assert "Łódź ✓".encode() in after
    assert b"\r" not in after
    assert (after == before) is (command != ["format"])
