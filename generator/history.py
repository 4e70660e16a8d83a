"""When each source file last changed, from git."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def last_changed(root: Path) -> Mapping[str, str]:
    """Return the date of the newest commit of every file, as ``2026-11-24``, by its path below ``root``.

    Empty where git or its history is missing, as in a downloaded archive: a date is then not shown.
    """
    command = [
        "git",
        "-c",
        "core.quotePath=off",
        "log",
        "--format=%x00%cs",
        "--name-only",
        "--relative",
        "--no-renames",
    ]
    try:
        log = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        date, *files = commit.split("\n")
        for file in files:
            if file:
                dates.setdefault(file, date)
    return dates
