"""Bad input that a case file can't contain: links, pipes, sockets, devices, folders, permissions, odd names."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

from generator.cli import main as cli
from generator.problem import CatalogError
from generator.sources.reader import read_sources
from generator.sources.text import read_text

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
BECOME_NOBODY = "os.setgid(65534); os.setuid(65534); " if IS_ROOT else ""
"""Code for a user who, unlike root, can't read everything."""
Make = Callable[[Path], None]
HINT = "    hint: Replace it with the file itself, or remove it. See contributing/rules/not-a-file/\n"


def check(codes: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what ``check`` prints of a catalogue with problems."""
    assert cli.main(["--codes", str(codes), "check"]) == 1
    return capsys.readouterr().out


def link_to(target: str) -> Make:
    return lambda at: at.symlink_to(target)


def socket_file(at: Path) -> None:
    folder = Path.cwd()
    os.chdir(at.parent)  # a socket's path has 108 bytes at the most
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(at.name)
    os.chdir(folder)


def device(at: Path) -> None:
    try:
        os.mknod(at, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("no device can be made here")


@pytest.mark.parametrize("place", ["codes/451/delayed.yml", "docs/page.md"])
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        *(
            (link_to(target), "a symbolic link")
            for target in ("busy.yml", "nothing", "delayed.yml", "/etc", "/dev/zero")
        ),
        (os.mkfifo, "a pipe"),
        (socket_file, "a socket"),
        (device, "a device"),
        (Path.mkdir, "a folder"),
    ],
)
def test_something_other_than_a_file_is_reported_and_not_opened(
    place: str, make: Make, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / place).unlink(missing_ok=True)
    make(tmp_path / place)
    if (kind, place) == ("a folder", "docs/page.md"):
        assert cli.main(["--codes", str(codes), "check"]) == 0  # an empty folder is published nowhere
        return
    message = f"{place}:1:1: error: this is {kind}, not a regular file (not-a-file)\n{HINT}1 problem found\n"
    assert check(codes, capsys) == message


@pytest.mark.parametrize("place", ["codes/451", "codes/settings", "codes/procedures", "codes", "docs"])
def test_a_link_instead_of_a_folder_is_reported_and_not_followed(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / place).rename(tmp_path / "elsewhere")
    (tmp_path / place).symlink_to(tmp_path / "elsewhere")
    message = f"{place}:1:1: error: this is a symbolic link, not a regular file (not-a-file)\n{HINT}"
    assert check(codes, capsys) == f"{message}1 problem found\n"


def test_folders_without_end_are_reported_at_their_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    (codes / "/".join("a" * 30)).mkdir(parents=True)
    top = "codes/" + "/".join("a" * 17)
    assert f"{top}:1:1: error: the folder is nested more than 16 levels deep (not-a-file)" in check(codes, capsys)


STRAY = "unexpected file name (stray-file)"
RESERVED = "Windows reserves the name for a device (reserved-id)"


@pytest.mark.parametrize(
    ("name", "shown", "message"),
    [
        (b"452", "452", STRAY),
        (b"451/Delayed.yml", "451/Delayed.yml", STRAY),
        (b"451/a\nb.yml", "451/a\\nb.yml", STRAY),
        (b"451/a\x1b[31m.yml", "451/a\\x1b[31m.yml", STRAY),
        (b"451/\xff.yml", "451/\\udcff.yml", STRAY),
        (b"451/\xe2\x80\xae.yml", "451/\\u202e.yml", STRAY),
        *((f"451/{id}.yml".encode(), f"451/{id}.yml", RESERVED) for id in ("con", "aux", "nul", "prn", "com1", "lpt9")),
    ],
)
def test_a_name_that_no_entry_can_have_is_reported_as_a_terminal_can_show_it(
    name: bytes, shown: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    Path(os.fsdecode(os.fsencode(codes) + b"/" + name)).write_text("title: x\n", "utf-8")
    assert f"codes/{shown}:1:1: error: {message}\n" in check(codes, capsys)


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that every user may enter; pytest closes its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("codes/451/delayed.yml", "file"),
        ("codes/451", "folder"),
        ("codes", "folder"),
        ("docs/page.md", "file"),
        ("docs/more", "folder"),
    ],
)
def test_what_cannot_be_read_is_reported(place: str, what: str, readable: Path) -> None:
    codes = lay(readable)
    (readable / "docs/more").mkdir(parents=True)
    (readable / "docs/page.md").write_text("# Page\n", "utf-8")
    (readable / place).chmod(0)
    code = (
        "import encodings.utf_8_sig, os, sys; from generator.cli import authoring, main; "  # readable only now
        f"{BECOME_NOBODY}sys.exit(main.main(['--codes', sys.argv[1], 'check']))"
    )
    command = [sys.executable, "-c", code, str(codes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    (readable / place).chmod(0o755)
    assert done.stderr == ""
    expected = f"{place}:1:1: error: the {what} can't be read: Permission denied (not-a-file)\n"
    assert expected in done.stdout
    assert done.returncode == 1
    assert "dangling-reference" not in done.stdout


@pytest.mark.parametrize("make", [link_to("busy.yml"), os.mkfifo])
def test_what_replaced_a_listed_file_is_not_read(make: Make, tmp_path: Path) -> None:
    (tmp_path / "busy.yml").write_text("secret", "utf-8")
    make(tmp_path / "delayed.yml")
    with pytest.raises(CatalogError, match="not-a-file"):
        read_text(tmp_path / "delayed.yml", "codes/451/delayed.yml")


def test_a_file_that_grows_into_a_flood_is_not_read_whole(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    with (codes / "451/delayed.yml").open("r+b") as file:
        file.truncate(1 << 40)  # a hole, no bytes on the disk
    assert [problem.rule for problem in read_sources(codes).problems] == ["too-large"]
