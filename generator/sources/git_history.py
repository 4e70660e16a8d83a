"""The dates of the last changes, and the deleted files, from git."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

SETTINGS = ("safe.directory=*", "core.quotePath=off", "log.showRoot=true", "log.showSignature=false")
"""Overrides of the user's and the repository's configuration; the folder may belong to another user."""

LOG = ("log", "--format=%x00%cs", "--name-only", "--relative")
"""The date of each commit in the committer's time zone, and the files that it changed."""


def last_changed(root: Path) -> Mapping[str, str]:
    """Return the date of the newest commit of every file, as ``2026-11-24``, by its path below ``root``.

    Empty without git or its history, as in a downloaded archive. Also empty in a shallow clone, whose oldest
    commit seems to have changed every file: no date is better than a wrong one.
    """
    dates: dict[str, str] = {}
    for commit in _git(root, *LOG).split("\0")[1:] if _has_history(root) else ():
        date, *files = commit.split("\n")
        for file in filter(None, files):
            dates[file] = max(date, dates.get(file, ""))
    return dates


MAIN_BRANCHES = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")
"""The branches that the published site may be built from."""


def deleted_files(root: Path) -> Mapping[str, str]:
    """Return the files below ``root`` that were deleted from the main branch, each with its new name or "".

    Git guesses the new name. A merge counts as one commit: a file that a branch adds and deletes was never
    published. Without a remote main branch, the current branch is used. Empty without git or its history, and
    in a shallow clone.
    """
    if not _has_history(root):
        return {}
    deleted: dict[str, str] = {}
    known = _git(root, "for-each-ref", "--format=%(refname)", *MAIN_BRANCHES).split()
    base = _git(root, "merge-base", "HEAD", known[0]).strip() if known else "HEAD"
    how = ("-z", "-M", "--diff-filter=DR", "--name-status", "--relative", base, "--", ".")
    changes = _git(root, "log", "--first-parent", "-m", "--format=", *how) + _git(root, "diff", *how)
    words = iter(changes.split("\0"))
    for word in words:
        status = word.strip()
        if status.startswith("R"):
            old = next(words)
            deleted[old] = next(words)
        elif status:
            deleted.setdefault(next(words), "")
    return {name: new for name, new in deleted.items() if not (root / name).exists()}


def newest(dates: Mapping[str, str], files: Iterable[str]) -> str:
    """Return the newest date of the files, or "" if none of them has one."""
    return max((dates.get(file, "") for file in files), default="")


def _has_history(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def _git(root: Path, *arguments: str) -> str:
    """Return the output of git, independent of the user's settings and environment; "" if git fails or is missing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    options = [word for setting in SETTINGS for word in ("-c", setting)]
    command = ["git", "--no-pager", *options, *arguments]
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
