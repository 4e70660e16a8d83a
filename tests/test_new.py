"""The first file of a reply passes the check, and contains guesses from the text."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

from generator.authoring.new_reply import propose, text_of
from generator.checks.runner import load_catalog
from generator.cli import main as cli
from generator.model.catalog import Catalog


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real sources."""
    return shutil.copytree(ROOT / "codes", tmp_path / "codes")


def run(codes: Path, *arguments: str) -> int:
    return cli.main(["--codes", str(codes), *arguments])


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    printed = capsys.readouterr()
    return printed.out, printed.err


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("250/queued", "250 Message queued for delivery"),
        ("354/go-on", "Go on, end with a dot"),
        ("451/late", "451 Come back at 11/24/26 10:02:33 from 192.0.2.7"),
        ("554/refused", "Refused: 'quoted' and \"double\" # and {word}; see http://example.com/x"),
        ("523/too-large-for-mailbox", "523 Mailbox holds no more than {number} bytes"),
    ],
)
def test_a_new_file_passes_the_check_and_is_formatted(
    id: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    shutil.copy(ROOT / "codes/style.yml", codes)
    assert run(codes, "new", id, "--text", text) == 0
    printed, _ = said(capsys)
    written = re.findall("codes/(.+) written\n", printed)
    assert f"{id}.yml" in written
    assert (run(codes, "check"), said(capsys)[0]) == (0, "0 problems found\n")
    assert run(codes, "format", "--diff", *(str(codes / name) for name in written)) == 0
    sides = load_catalog(codes).replies[id].sides
    for side in (sides.inbound, sides.outbound):
        assert (side.when or "").startswith("It lasts until ") == (id[0] in "45")


def test_each_key_has_a_comment(real: Path) -> None:
    run(real, "new", "451/late", "--text", "451 Come back later, from 192.0.2.7")
    lines = (real / "451/late.yml").read_text("utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../.schema/reply.json"
    keys = [at for at, line in enumerate(lines) if line and line[0].isalpha()]
    assert [lines[at] for at in keys if not lines[at - 1].startswith("# ")] == []
    assert "  - text: Come back later, from {ip}" in lines
    assert "    line: 451 Come back later, from 203.0.113.9" in lines
    assert lines[-1].startswith("# Further keys, if they help: withdrawn, ")


def test_values_of_a_similar_reply_are_guessed(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "This server employs greylisting as a means of reducing spam. Come again in an hour"
    run(real, "new", "451", "--text", text)
    printed, _ = said(capsys)
    assert "codes/451/server-employs-greylisting-means.yml written\n" in printed
    assert "    guessed stage: as in 451/greylisting\n" in printed
    new = load_catalog(real).replies["451/server-employs-greylisting-means"]
    model = load_catalog(real).replies["451/greylisting"]
    assert (new.stage, new.feature) == (model.stage, model.feature)
    for side in (new.sides.inbound, new.sides.outbound, model.sides.inbound, model.sides.outbound):
        assert (side.clears_up, side.acts) == ("itself", "nobody")
    assert set(model.settings) <= set(new.settings)
    assert [use.id for use in new.articles] == [use.id for use in model.articles]
    assert "451/greylisting" in new.related
    assert run(real, "check") == 0


def test_a_setting_named_in_the_text_is_guessed(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    run(codes, "new", "451/other", "--text", "Our delay keeps you waiting")
    assert load_catalog(codes).replies["451/other"].settings == ("smtp/delay",)


def test_a_new_code_gets_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    assert run(codes, "new", "550/full", "--text", "Mailbox full") == 0
    assert "codes/550/code.yml written\n" in said(capsys)[0]
    assert load_catalog(codes).codes["550"].rfc == ("5321#4.2.1",)


@pytest.mark.parametrize(
    ("id", "text", "status", "expected"),
    [
        ("451/delayed", "Other words", 1, "the id '451/delayed' is already used by codes/451/delayed.yml"),
        ("451/former", "Other words", 1, "the id '451/former' is already used by codes/451/busy.yml"),
        ("451/new", "451 Delayed, try again", 1, "the text already belongs to 451/delayed"),
        ("451/new", "too busy for 10.0.0.1.", 1, "the text already belongs to 451/busy"),
        ("451/new", "550 Other words", 1, "the text begins with the code 550, but the id begins with 451"),
        ("451/new", "451 W\u200bait", 1, "the text contains an invisible character"),
        ("451/new", "451 {ip}", 1, "the text has no words"),
        ("451/new", "Other {thing}", 1, "the text: unknown placeholder {thing}"),
        ("451/con", "Other words", 1, "the id '451/con': Windows reserves the name for a device"),
        ("451/code", "Other words", 1, "the id '451/code' is reserved for the code itself"),
        ("451/Other", "Other words", 1, "'451/Other' isn't an id"),
        ("greylisting", "Other words", 1, "'greylisting' isn't an id"),
        ("451/new", None, 2, 'expected --text "the text", as in: new 451/greylisting --text "the text"'),
        (None, "Other words", 2, "expected a code, such as 451, as in: new"),
        (None, None, 2, 'expected a code, such as 451 and --text "the text", as in: new'),
    ],
)
def test_the_message_says_why_a_reply_cannot_be_added(
    id: str | None, text: str | None, status: int, expected: str, tmp_path: Path
) -> None:
    codes = lay(tmp_path)
    with (codes / "451/busy.yml").open("a", encoding="utf-8") as file:
        file.write("aliases: [451/former]\n")
    before = sorted(codes.rglob("*"))
    command = [sys.executable, "-m", "generator", "new", *([id] if id else []), *(["--text", text] if text else [])]
    done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(f"new: {expected}")
    assert done.stderr.count("\n") == 1
    assert sorted(codes.rglob("*")) == before


def test_a_file_with_problems_is_not_left_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    assert run(codes, "new", "451/new", "--text", "words " * 100) == 1
    assert "nothing was written" in said(capsys)[1]
    assert not (codes / "451/new.yml").exists()


@pytest.mark.parametrize("name", [r"451\other", "451/other.yml", r"codes\451\other.yml", "codes/451/other"])
def test_an_id_can_be_a_path(name: str, tmp_path: Path) -> None:
    codes = lay(tmp_path)
    assert run(codes, "new", name, "--text", "Other words") == 0
    assert (codes / "451/other.yml").is_file()


def test_a_person_is_asked_for_what_is_missing(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="this system has no terminals to pretend")
    codes = lay(tmp_path)
    here, there = pty.openpty()
    command = [sys.executable, "-m", "generator", "new"]
    started = subprocess.Popen(command, cwd=tmp_path, stdin=there, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.write(here, b"451\n451 Other words of a server\n\n")
    printed, _ = started.communicate(timeout=60)
    os.close(here)
    os.close(there)
    assert started.returncode == 0, printed
    assert b"Reply code, such as 451: " in printed
    assert b"[other-words-server]: " in printed
    assert (codes / "451/other-words-server.yml").is_file()


def test_the_proposed_name_is_unused(catalog: Catalog) -> None:
    assert propose(catalog, "451", "Greylisting") == "greylisting-2"
    assert propose(catalog, "451", "The {ip} is con") == "con-2"
    assert propose(catalog, "451", "of the {ip}") == "reply"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("451  Wait\n  now", "Wait now"),
        ("451-Wait", "Wait"),
        ("From [192.0.2.7] at 11/24/26 10:02:33", "From [{ip}] at {time}"),
        ("Version 10.48 of 2001:db8::1.", "Version 10.48 of {ip}."),
        ("Code 4.3.0 and 1.2.3.4.5", "Code 4.3.0 and 1.2.3.4.5"),
    ],
)
def test_a_text_becomes_a_wording(text: str, expected: str) -> None:
    assert text_of("451", text) == expected
