"""The same sources give the same bytes, wherever, whenever and by whomever they are built."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

SHIM = Path(__file__).parent / "shim"
BUILD = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir")
BUNDLE = (sys.executable, "-m", "generator", "bundle", "--out")
WRITTEN = (".yml", ".md", ".jinja", ".html", ".xml")
"""What people write and MkDocs renders; other files are copied as they are."""

HERE = {"TZ": "Etc/GMT+12", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "2",
    "PYTHONPATH": str(SHIM),
}


def tracked() -> list[str]:
    """Return the names of the project's files, new ones too."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def copy(folder: Path, *, line_end: bytes = b"\n") -> Path:
    """Return a copy of the project with its history, its files made in the opposite order."""
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder)], check=True)
    for name in sorted(tracked(), reverse=True):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        content = (ROOT / name).read_bytes()
        file.write_bytes(content.replace(b"\n", line_end) if file.suffix in WRITTEN else content)
    return folder


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder on another file system where there is one, with a name that few would choose."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder) / "Ünother pläce #1"


def run(command: tuple[str, ...], target: Path, project: Path, environment: dict[str, str], umask: int) -> Path:
    done = subprocess.run(
        [*command, str(target)],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        umask=umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the site as this folder gives them."""
    return contents(run(BUILD, tmp_path_factory.mktemp("here") / "site", ROOT, HERE, 0o022))


def test_another_place_day_zone_locale_order_and_seed_give_the_same_site(
    here: dict[str, bytes], other_disk: Path
) -> None:
    there = contents(run(BUILD, other_disk.parent / "site", copy(other_disk), ELSEWHERE, 0o077))
    assert len(here) > 100
    assert differences(here, there) == []


def test_another_place_day_zone_locale_order_and_seed_give_the_same_zip(tmp_path: Path, other_disk: Path) -> None:
    here = run(BUNDLE, tmp_path / "here.zip", ROOT, HERE, 0o022)
    there = run(BUNDLE, tmp_path / "there.zip", copy(other_disk), ELSEWHERE, 0o077)
    assert here.read_bytes() == there.read_bytes()


def test_windows_line_ends_give_the_same_site(here: dict[str, bytes], tmp_path: Path) -> None:
    project = copy(tmp_path / "project", line_end=b"\r\n")
    assert b"\r\n" in (project / "codes/product.yml").read_bytes()
    assert differences(here, contents(run(BUILD, tmp_path / "site", project, {}, 0o022))) == []


def test_without_history_no_page_has_a_date(here: dict[str, bytes], tmp_path: Path) -> None:
    project = copy(tmp_path / "project")
    shutil.rmtree(project / ".git")
    there = contents(run(BUILD, tmp_path / "site", project, {"GIT_CEILING_DIRECTORIES": str(tmp_path)}, 0o022))
    for mark, name in ((b"<lastmod>", "sitemap.xml"), (b'title="Last update"', "logs/index.html")):
        assert mark in here[name]
        assert not [other for other, content in there.items() if mark in content]
    again = contents(run(BUILD, tmp_path / "again", project, ELSEWHERE, 0o022))
    assert differences(there, again) == []


def test_the_clock_and_the_order_of_files_are_moved() -> None:
    script = "import datetime, os, time; print(time.time(), datetime.datetime.now().timestamp(), *os.listdir('codes'))"
    asked = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
        )
        for environment in (HERE, ELSEWHERE)
    ]
    here, there = (done.stdout.decode().split() for done in asked)
    for now, later in zip(here[:2], there[:2], strict=True):
        assert float(later) - float(now) > 300 * 86400
    assert there[2:] == sorted(here[2:], reverse=True)
