"""When each source file last changed, and which are gone, from git."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

SETTINGS = ("safe.directory=*", "core.quotePath=off", "log.showRoot=true", "log.showSignature=false")
"""What a machine or a repository may have set otherwise; the folder may also be another user's."""

LOG = ("log", "--format=%x00%cs", "--name-only", "--relative")
"""Each commit's day, in the zone where it was made, and the names of what it changed."""


def last_changed(root: Path) -> Mapping[str, str]:
    """Return the date of the newest commit of every file, as ``2026-11-24``, by its path below ``root``.

    Empty where git or its history is missing, as in a downloaded archive, and in a shallow clone,
    whose oldest commit seems to have made every file: no date is better than a wrong one.
    """
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            return {}
        log = _git(root, *LOG)
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        date, *files = commit.split("\n")
        for file in filter(None, files):
            dates[file] = max(date, dates.get(file, ""))
    return dates


MAIN_LINES = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")
"""Where the line of commits may be that readers' sites are built from."""


def gone(root: Path) -> Mapping[str, str]:
    """Return the files below ``root`` that the main line once had and that are not there any more.

    Each with the name that git takes for its new one, or "". Only the main line counts: its own commits
    and what it merged, each as a whole. What a branch adds and takes away again was never published.
    Without a main line of a remote, the commits up to here are it. Empty where git or its history is
    missing, and in a shallow clone.
    """
    found: dict[str, str] = {}
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            return {}
        known = _git(root, "for-each-ref", "--format=%(refname)", *MAIN_LINES).split()
        base = _git(root, "merge-base", "HEAD", known[0]).strip() if known else "HEAD"
        how = ("-z", "-M", "--diff-filter=DR", "--name-status", "--relative")
        told = _git(root, "log", "--first-parent", "-m", "--format=", *how, base, "--", ".")
        told += _git(root, "diff", *how, base, "--", ".")
    except (OSError, subprocess.CalledProcessError):
        return {}
    words = iter(told.split("\0"))
    for word in words:
        status = word.strip()
        if status.startswith("R"):
            old = next(words)
            found[old] = next(words)
        elif status:
            found.setdefault(next(words), "")
    return {name: new for name, new in found.items() if not (root / name).exists()}


def newest(dates: Mapping[str, str], files: Iterable[str]) -> str:
    """Return the newest date of ``files``; empty where none of them has one."""
    return max((dates.get(file, "") for file in files), default="")


def _git(root: Path, *arguments: str) -> str:
    """Return what git prints, whatever the user's own settings and variables say."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    options = [word for setting in SETTINGS for word in ("-c", setting)]
    command = ["git", "--no-pager", *options, *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode("utf-8", "replace")
