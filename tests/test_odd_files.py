"""What no case file can hold: links, pipes, sockets, devices, folders, permissions, odd names."""

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

NOBODY = 65534
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
HINT = "    hint: Replace it with the file itself, or remove it. See contributing/rules/not-a-file/\n"


def check(codes: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what ``check`` prints of a catalogue with problems."""
    assert cli.main(["--codes", str(codes), "check"]) == 1
    return capsys.readouterr().out


def link_to_a_file(at: Path) -> None:
    at.symlink_to(at.parent / "busy.yml")


def link_to_nothing(at: Path) -> None:
    at.symlink_to("nothing")


def link_to_itself(at: Path) -> None:
    at.symlink_to(at)


def link_to_a_folder(at: Path) -> None:
    at.symlink_to("/etc")


def link_to_a_device(at: Path) -> None:
    at.symlink_to("/dev/zero")


def pipe(at: Path) -> None:
    os.mkfifo(at)


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


def folder(at: Path) -> None:
    at.mkdir()


@pytest.mark.parametrize("place", ["codes/451/delayed.yml", "docs/page.md"])
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (link_to_a_file, "a symbolic link"),
        (link_to_nothing, "a symbolic link"),
        (link_to_itself, "a symbolic link"),
        (link_to_a_folder, "a symbolic link"),
        (link_to_a_device, "a symbolic link"),
        (pipe, "a pipe"),
        (socket_file, "a socket"),
        (device, "a device"),
        (folder, "a folder"),
    ],
)
def test_what_is_no_file_is_told_and_not_opened(
    place: str, make: Callable[[Path], None], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / place).unlink(missing_ok=True)
    make(tmp_path / place)
    if (make, place) == (folder, "docs/page.md"):
        assert cli.main(["--codes", str(codes), "check"]) == 0  # an empty folder is published nowhere
        return
    message = f"{place}:1:1: error: this is {kind}, not a regular file (not-a-file)\n{HINT}1 problem found\n"
    assert check(codes, capsys) == message


@pytest.mark.parametrize("name", ["451", "settings", "procedures"])
def test_a_link_in_place_of_a_folder_is_told_and_not_followed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    (codes / name).rename(tmp_path / "elsewhere")
    (codes / name).symlink_to(tmp_path / "elsewhere")
    message = f"codes/{name}:1:1: error: this is a symbolic link, not a regular file (not-a-file)\n{HINT}"
    assert check(codes, capsys) == f"{message}1 problem found\n"


@pytest.mark.parametrize("name", ["codes", "docs"])
def test_a_link_in_place_of_the_sources_is_told_and_not_followed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / name).rename(tmp_path / "elsewhere")
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    message = f"{name}:1:1: error: this is a symbolic link, not a regular file (not-a-file)\n{HINT}"
    assert check(codes, capsys) == f"{message}1 problem found\n"


def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    (codes / "452").write_text("name: x\n", "utf-8")
    assert "codes/452:1:1: error: unexpected file name (stray-file)" in check(codes, capsys)


def test_folders_without_end_are_told_at_their_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    (codes / "/".join("a" * 30)).mkdir(parents=True)
    top = "codes/" + "/".join("a" * 17)
    assert f"{top}:1:1: error: the folder is nested more than 16 levels deep (not-a-file)" in check(codes, capsys)


@pytest.mark.parametrize("device", ["con", "aux", "nul", "prn", "com1", "lpt9"])
def test_a_name_that_windows_keeps_is_told(device: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    (codes / f"451/{device}.yml").write_text("title: x\n", "utf-8")
    message = f"codes/451/{device}.yml:1:1: error: Windows reserves the name for a device (reserved-id)\n"
    assert message in check(codes, capsys)


def test_a_name_that_differs_in_its_letters_alone_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    (codes / "451/Delayed.yml").write_text("title: x\n", "utf-8")
    assert "codes/451/Delayed.yml:1:1: error: unexpected file name (stray-file)" in check(codes, capsys)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.yml", "a\\nb.yml"),
        (b"a\x1b[31m.yml", "a\\x1b[31m.yml"),
        (b"\xff.yml", "\\udcff.yml"),
        (b"\xe2\x80\xae.yml", "\\u202e.yml"),
    ],
)
def test_a_name_that_no_terminal_shows_is_written_out(
    name: bytes, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    Path(os.fsdecode(os.fsencode(codes / "451") + b"/" + name)).write_text("title: x\n", "utf-8")
    assert f"codes/451/{shown}:1:1: error: unexpected file name (stray-file)\n" in check(codes, capsys)


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that every user may enter; pytest closes its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user, and for others the next test stands")
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
def test_what_may_not_be_read_is_told(place: str, what: str, readable: Path) -> None:
    codes = lay(readable)
    (readable / "docs/more").mkdir(parents=True)
    (readable / "docs/page.md").write_text("# Page\n", "utf-8")
    (readable / place).chmod(0)
    code = (
        "import encodings.utf_8_sig, os, sys; from generator.cli import authoring, main; "  # unreadable later
        f"os.setgid({NOBODY}); os.setuid({NOBODY}); sys.exit(main.main(['--codes', sys.argv[1], 'check']))"
    )
    command = [sys.executable, "-c", code, str(codes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    (readable / place).chmod(0o755)
    assert done.stderr == ""
    told = f"{place}:1:1: error: the {what} can't be read: Permission denied (not-a-file)\n"
    assert told in done.stdout
    assert done.returncode == 1
    assert "dangling-reference" not in done.stdout


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_what_this_user_may_not_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    (codes / "451/delayed.yml").chmod(0)
    told = "codes/451/delayed.yml:1:1: error: the file can't be read: Permission denied (not-a-file)\n"
    assert told in check(codes, capsys)


@pytest.mark.parametrize("make", [link_to_a_file, pipe])
def test_what_took_the_place_of_a_listed_file_is_not_read(make: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "busy.yml").write_text("secret", "utf-8")
    make(tmp_path / "delayed.yml")
    with pytest.raises(CatalogError, match="not-a-file"):
        read_text(tmp_path / "delayed.yml", "codes/451/delayed.yml")


def test_a_file_that_grows_into_a_flood_is_not_read_whole(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    with (codes / "451/delayed.yml").open("r+b") as file:
        file.truncate(1 << 40)  # a hole, no bytes on the disk
    assert [problem.rule for problem in read_sources(codes).problems] == ["too-large"]
