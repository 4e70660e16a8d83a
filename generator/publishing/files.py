"""The files below a folder."""

import os
from collections.abc import Iterator
from pathlib import Path


def walk(folder: Path) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Yield what stands below a folder and is no folder itself: its name, and what can tell more of it.

    Names have forward slashes, and come in order: the files of a folder before its folders. A link is told of as
    one, and is not followed. The system is asked nothing that nobody wants to know: a site has thousands of files.

    Raises:
        OSError: a folder cannot be read.

    """
    yield from _walk(str(folder), "")


def _walk(folder: str, above: str) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            yield above + entry.name, entry
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{above}{entry.name}/")
