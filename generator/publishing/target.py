"""The published folder: which folders a build may replace, and how the new site replaces the old one.

For ``site``, a build takes the lock ``.site.lock`` and writes to ``.site.building`` beside it, on the same volume. Only
a complete site is swapped with the published one. The next build removes what a killed build left behind.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from generator.publishing import folders

MARKER = ".generated-site"
"""The file that marks a folder as a built site; it lists every file that the build published."""
IGNORED_FILES = frozenset({MARKER, ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that a build replaces although it didn't publish them: file managers leave them behind."""
MAX_WAIT = 600.0
"""How many seconds a build waits for another one."""
MAX_LISTED = 3
"""How many unknown files a message lists."""
HINT = "Use a new or an empty folder: --site-dir DIR, or site_dir in mkdocs.yml."


class TargetError(Exception):
    """A folder can't be replaced; the message says why and how to fix it."""


class Target:
    """The published folder and the folders and files that a build keeps beside it.

    It must not replace the project's folder, ``root``, or one of the sources.
    """

    def __init__(self, folder: Path, *, root: Path, sources: Sequence[Path]) -> None:
        self.requested = Path(os.path.abspath(folder))  # noqa: PTH100  # a link must not be resolved, to be refused
        self.folder = Path(os.path.realpath(self.requested.parent)) / self.requested.name
        self.root = root
        self.sources = tuple(sources)
        self.staging, self.former, lock = (
            self.folder.parent / f".{self.folder.name}.{suffix}" for suffix in ("building", "former", "lock")
        )
        self.lock = FileLock(lock)

    def begin(self, log: Callable[[str], None], max_wait: float = MAX_WAIT) -> None:
        """Check that a build may replace the folder, wait for other builds and create the empty staging folder."""
        self._check_place()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._take_lock(log, max_wait)
        self._recover()
        self._check_place()  # another build may have changed it
        self._check_files()
        self.staging.mkdir()
        (self.staging / MARKER).touch()

    def publish(self) -> None:
        """Replace the published site with the staged one, or leave it unchanged if the system raises an error."""
        names = "".join(f"{name}\n" for name in folders.file_names(self.staging) if name != MARKER)
        (self.staging / MARKER).write_text(names, "utf-8", "surrogateescape", "\n")
        if self.folder.exists():
            shutil.copymode(self.folder, self.staging)
        folders.flush(self.staging)
        if not self.folder.exists():
            folders.rename(self.staging, self.folder)
        elif not folders.exchange(self.staging, self.folder):
            folders.rename(self.folder, self.former)
            folders.rename(self.staging, self.folder)
        self._recover()

    def end(self) -> None:
        """Remove everything beside the folder and release the lock; do nothing if that has happened already."""
        if self.lock.is_locked:
            with suppress(OSError, TargetError):  # the next build tries again and reports the problem
                self._recover()
            with suppress(OSError):  # Windows removes it on release
                Path(self.lock.lock_file).unlink()
            self.lock.release()

    def _check_place(self) -> None:
        """Refuse a place where no site may be; write nothing."""
        home = Path(os.path.expanduser("~"))  # noqa: PTH111  # Path.home() fails without a home
        for kept in (self.root, *self.sources, home):
            if any(_is_same(self.folder, path) for path in (kept, *kept.parents)):
                reason = "must not be replaced" if _is_same(self.folder, kept) else f"contains {kept}"
                raise TargetError(f"{self.requested} {reason}. {HINT}")
        for source in self.sources:
            if any(_is_same(source, path) for path in self.folder.parents):
                raise TargetError(f"{self.requested} is in {source}, which the site is built from. {HINT}")
        parent = next(path for path in self.folder.parents if path.exists())
        if not os.access(parent, os.W_OK | os.X_OK):
            raise TargetError(f"{parent} is read-only for you, but the build writes beside {self.requested}. {HINT}")
        if os.path.lexists(self.folder) and (objection := self._objection()):
            raise TargetError(f"{self.requested} {objection}. {HINT}")

    def _objection(self) -> str | None:
        """Return why the existing folder can't be replaced, or None if it can."""
        if os.path.normcase(os.path.realpath(self.folder)) != os.path.normcase(self.folder):
            return "is a link, which the build would replace"
        if not self.folder.is_dir():
            return "isn't a folder"
        if os.path.ismount(self.folder):
            return "is a mount point, which can't be replaced; a folder in it can"
        if not os.access(self.folder, os.R_OK | os.W_OK | os.X_OK):
            return "is read-only for you"
        if not _is_ours(self.folder):
            return "contains files and isn't a site that this build created"
        return None

    def _check_files(self) -> None:
        marker = self.folder / MARKER
        if marker.exists():
            published = set(marker.read_text("utf-8", "surrogateescape").splitlines())
            unknown = [
                name
                for name in folders.file_names(self.folder)
                if name not in published and Path(name).name not in IGNORED_FILES
            ]
            if unknown:
                listed = ", ".join(unknown[:MAX_LISTED]) + (" and more" if len(unknown) > MAX_LISTED else "")
                hint = "Move them away, or to the docs folder if they are part of the site."
                raise TargetError(f"{self.requested} contains files that no build created: {listed}. {hint}")

    def _take_lock(self, log: Callable[[str], None], max_wait: float) -> None:
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            log(f"Waiting for another build of {self.requested}.")
            try:
                self.lock.acquire(timeout=max_wait)
            except Timeout:
                hint = "Nothing was changed. Stop that build, or try again later."
                raise TargetError(
                    f"Another build of {self.requested} didn't finish within {max_wait:.0f} seconds. {hint}"
                ) from None

    def _recover(self) -> None:
        """Restore the published site if a killed build moved it away; remove what builds left behind."""
        if _is_leftover(self.former) and not self.folder.exists():
            folders.rename(self.former, self.folder)
        for leftover in (self.staging, self.former):
            if os.path.lexists(leftover):
                _remove(leftover)


def _is_same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))


def _is_ours(folder: Path) -> bool:
    return (folder / MARKER).is_file() or not any(folder.iterdir())


def _is_leftover(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and _is_ours(path)


def _remove(folder: Path) -> None:
    """Remove a folder that a build created; its marker goes last, so that the rest is recognised after a kill."""
    if not _is_leftover(folder):
        raise TargetError(f"{folder} is in the way, and no build created it. Move it away.")
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()
