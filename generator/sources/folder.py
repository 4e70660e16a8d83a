"""The regular files below a folder; links aren't followed."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from generator.problem import Problem

MAX_FOLDER_DEPTH = 16
"""The most folders inside one another."""

_KINDS = {"l": "a symbolic link", "d": "a folder", "p": "a pipe", "s": "a socket", "c": "a device", "b": "a device"}
"""Names of file kinds other than a regular file, by the first letter of the mode as ``ls`` shows it."""


@dataclass(frozen=True)
class Folder:
    """The content of a folder and its subfolders."""

    files: tuple[str, ...]
    """The regular files, relative to the folder, with forward slashes, sorted."""
    folders: tuple[str, ...]
    """The subfolders, in the same form."""
    problems: tuple[Problem, ...]
    """Everything else, and folders that cannot be listed."""


def label_of(root: Path) -> str:
    """Return the name of a folder in problems, also for a relative path such as ``.``."""
    return root.name if root.name not in ("", "..") else root.resolve().name


def list_folder(root: Path) -> Folder:
    """Return the content of ``root``; nothing if it is a link, which may lead out of the project."""
    label = label_of(root)
    if root.is_symlink():
        return Folder((), (), (not_a_file(label, root.lstat().st_mode),))
    files: list[str] = []
    folders: list[str] = []
    problems: list[Problem] = []
    waiting = [""]
    while waiting:
        name = waiting.pop()
        try:
            with os.scandir(root / name) as scan:
                entries = [(entry.name, entry.stat(follow_symlinks=False).st_mode) for entry in scan]
        except OSError as error:
            problems.append(unreadable(f"{label}/{name}".rstrip("/"), error, "the folder"))
            continue
        for entry, mode in entries:
            path = f"{name}/{entry}".lstrip("/")
            if stat.S_ISREG(mode):
                files.append(path)
            elif not stat.S_ISDIR(mode):
                problems.append(not_a_file(f"{label}/{path}", mode))
            elif path.count("/") >= MAX_FOLDER_DEPTH:
                message = f"the folder is nested more than {MAX_FOLDER_DEPTH} levels deep"
                problems.append(
                    Problem(path=f"{label}/{path}", rule="not-a-file", message=message, hint="Move its files up.")
                )
            else:
                folders.append(path)
                waiting.append(path)
    return Folder(tuple(sorted(files)), tuple(sorted(folders)), tuple(problems))


def not_a_file(path: str, mode: int) -> Problem:
    """Return the problem of something other than a regular file."""
    message = f"this is {_KINDS.get(stat.filemode(mode)[0], 'something else')}, not a regular file"
    return Problem(path=path, rule="not-a-file", message=message, hint="Replace it with the file itself, or remove it.")


def unreadable(path: str, error: OSError, what: str = "the file") -> Problem:
    """Return the problem of a file or folder that the system doesn't let us read."""
    message = f"{what} can't be read: {error.strerror or error}"
    return Problem(path=path, rule="not-a-file", message=message, hint="Check its permissions and its name.")
