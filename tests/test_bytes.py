"""The same sources give the same bytes, no matter where, when and by whom they are built."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import project
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


@pytest.fixture(scope="module")
def windows_copy() -> Iterator[Path]:
    """A copy of the project and its history that differs in what must not matter.

    Its files have Windows line ends and were written in reverse order, to a folder with an unusual name, on another
    file system where there is one.
    """
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        copy = Path(folder) / "Ünother pläce #1"
        project.git(ROOT, "clone", "--quiet", "--no-checkout", str(ROOT), str(copy))
        names = project.git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
        for name in sorted(filter(None, names), reverse=True):
            if (ROOT / name).is_file():
                content = (ROOT / name).read_bytes()
                is_text = name.endswith(TEXT_SUFFIXES)
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).write_bytes(content.replace(b"\n", b"\r\n") if is_text else content)
        assert b"\r\n" in (copy / "codes/product.yml").read_bytes()
        yield copy


def run(command: tuple[str, ...], target: Path, folder: Path, environment: dict[str, str] = ELSEWHERE) -> Path:
    done = subprocess.run(
        [*command, str(target)], cwd=folder, env=environment, umask=0o077, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_another_place_day_zone_locale_order_seed_and_line_end_give_the_same_site(
    site: Site, windows_copy: Path
) -> None:
    here, there = contents(site.folder), contents(run(BUILD, windows_copy / "site", windows_copy))
    assert len(here) > 100
    assert {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)} == set()


def test_another_place_day_zone_locale_order_seed_and_line_end_give_the_same_zip(
    offline_zip: Path, windows_copy: Path
) -> None:
    assert offline_zip.read_bytes() == run(BUNDLE, windows_copy / "out.zip", windows_copy).read_bytes()


def test_without_history_no_page_has_a_date(site: Site, tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    undated = contents(run(BUILD, tmp_path / "site", project.make(tmp_path / "project"), environment))
    for mark, name in ((b"<lastmod>", "sitemap.xml"), (b'title="Last update"', "logs/index.html")):
        assert mark in (site.folder / name).read_bytes()
        assert [other for other, content in undated.items() if mark in content] == []


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
