"""The same sources give the same bytes, no matter where, when and by whom they are built."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, ROOT, Site

BUILD = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir")
BUNDLE = (sys.executable, "-m", "generator", "bundle", "--out")
TEXT_SUFFIXES = (".yml", ".md", ".jinja", ".html", ".xml")
"""Files that people write and MkDocs renders; it copies all others."""
ELSEWHERE = {
    **ENVIRONMENT,
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "2",
    "PYTHONPATH": str(Path(__file__).parent / "shim"),
}
"""Another time zone, locale, character encoding and hash seed; the shim changes the clock and the order of files."""


def copy(folder: Path, *, line_end: bytes = b"\n") -> Path:
    """Return a copy of the project with its history, its files written in reverse order."""
    list_files = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(list_files, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder)], check=True)
    for name in sorted(filter(None, names), reverse=True):
        if not (ROOT / name).is_file():
            continue
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        content = (ROOT / name).read_bytes()
        file.write_bytes(content.replace(b"\n", line_end) if file.suffix in TEXT_SUFFIXES else content)
    return folder


@pytest.fixture(scope="module")
def windows_copy() -> Iterator[Path]:
    """A copy with Windows line ends in a folder with an unusual name, on another file system where there is one."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        project = copy(Path(folder) / "Ünother pläce #1", line_end=b"\r\n")
        assert b"\r\n" in (project / "codes/product.yml").read_bytes()
        yield project


def run(command: tuple[str, ...], target: Path, project: Path, environment: dict[str, str] = ELSEWHERE) -> Path:
    done = subprocess.run(
        [*command, str(target)], cwd=project, env=environment, umask=0o077, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_another_place_day_zone_locale_order_seed_and_line_end_give_the_same_site(
    site: Site, windows_copy: Path
) -> None:
    here, there = contents(site.folder), contents(run(BUILD, windows_copy / "site", windows_copy))
    assert len(here) > 100
    assert differences(here, there) == []


def test_another_place_day_zone_locale_order_seed_and_line_end_give_the_same_zip(
    offline_zip: Path, windows_copy: Path
) -> None:
    assert offline_zip.read_bytes() == run(BUNDLE, windows_copy / "out.zip", windows_copy).read_bytes()


def test_without_history_no_page_has_a_date(site: Site, tmp_path: Path) -> None:
    project = copy(tmp_path / "project")
    shutil.rmtree(project / ".git")
    environment = {**ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    there = contents(run(BUILD, tmp_path / "site", project, environment))
    for mark, name in ((b"<lastmod>", "sitemap.xml"), (b'title="Last update"', "logs/index.html")):
        assert mark in (site.folder / name).read_bytes()
        assert not [other for other, content in there.items() if mark in content]


def test_the_shim_changes_the_clock_and_the_order_of_files() -> None:
    script = "import datetime, os, time; print(time.time(), datetime.datetime.now().timestamp(), *os.listdir('codes'))"
    here, there = (
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True)
        .stdout.decode()
        .split()
        for environment in (ENVIRONMENT, ELSEWHERE)
    )
    for now, later in zip(here[:2], there[:2], strict=True):
        assert float(later) - float(now) > 300 * 86400
    assert there[2:] == sorted(here[2:], reverse=True)
