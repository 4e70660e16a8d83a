"""A small project in its own folder, built in its own process."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DYING = Path(__file__).with_name("dying.py")
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def make(folder: Path, name: str = "Postbox") -> Path:
    """Return a new project with the small catalogue, one hand-written page and the given product name."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "tests/cases/catalog", folder / "codes")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "docs").mkdir()
    (folder / "docs/about.md").write_text("# About\n\nBack [home](index.md).\n", "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").split("  - Guides:")[0]
    (folder / "mkdocs.yml").write_text(f"{settings}  - About: about.md\n", "utf-8")
    rename(folder, name)
    return folder


def rename(project: Path, name: str) -> None:
    """Give the product another name, which appears on every page."""
    file = project / "codes/product.yml"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([f"name: {name}", *lines[1:]]) + "\n", "utf-8")


def start(
    project: Path,
    *arguments: str,
    command: str = "build",
    program: str = "mkdocs",
    dying: tuple[str, ...] = (),
    **options: object,
) -> subprocess.Popen[str]:
    """Start a build, with ``dying.py`` if there are arguments for it."""
    start = [str(DYING), *dying] if dying else ["-m", program]
    return subprocess.Popen(
        [sys.executable, *start, command, *arguments],
        cwd=project,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        **options,  # type: ignore[call-overload]
    )


def build(project: Path, *arguments: str, **options: Any) -> tuple[int, str]:  # noqa: ANN401
    """Build, with the options of ``start``; return the exit status and everything that was printed."""
    process = start(project, *arguments, **options)
    printed, _ = process.communicate(timeout=120)
    return process.returncode, printed


def manifest(folder: Path) -> dict[str, str]:
    """Return the hash of every file by its name; for a packed file that of its content, since its header has a time."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(
            gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        ).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def leftovers(project: Path) -> list[str]:
    """Return the names of the files and folders that builds left beside the site."""
    return sorted(path.name for path in project.iterdir() if path.name.startswith(".site"))


def git(folder: Path, *arguments: str, text: str | None = None, date: str = "2026-01-01T12:00:00+00:00") -> str:
    """Run git as one author, and return its output."""
    people = {f"GIT_{role}_{part}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **people, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
