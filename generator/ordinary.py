"""Folders that are published as they are: nothing in them but ordinary files."""

import os
from collections.abc import Iterator
from pathlib import Path

from generator.problem import Problem


def special_files(folder: Path, root: Path) -> Iterator[Problem]:
    """Yield a problem for each link, pipe or device below a folder: the host would publish what it leads to.

    Args:
        folder: where to look; it may be a link itself.
        root: the project's folder, which problems leave out.

    """
    for parent, folders, files in os.walk(folder):
        for name in sorted((*folders, *files)):
            path = Path(parent) / name
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                yield Problem(
                    path=path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix(),
                    rule="not-a-file",
                    message="this is not an ordinary file",
                    hint="Put the file itself here; links, pipes and devices are not published.",
                )
