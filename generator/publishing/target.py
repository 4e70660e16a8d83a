"""The published folder: what it may be, and how a new site takes its place.

A build writes into a folder beside it on the same volume, ``.site.building`` for ``site``, under a
lock, ``.site.lock``. When all of it holds, the two change places. A build that was killed leaves the
folder beside it, and the next build removes it.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from generator.publishing import exchange as swap
from generator.publishing.files import walk

MARKER = ".generated-site"
"""The file by which a build knows a site of its own: the names of all files that it published."""
LITTER = frozenset({MARKER, ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What may stand in a site though no build has put it there: file managers leave it."""
WAIT = 600.0
"""How many seconds a build waits for another one."""
ELSEWHERE = "Name a new or an empty folder: --site-dir DIR, or site_dir in mkdocs.yml."
"""The cure for a folder that is refused."""
_MOST_NAMED = 3


class TargetError(Exception):
    """A folder that is not replaced; its text says why, and the cure."""


class Target:
    """The folder that readers see, and what a build keeps beside it."""

    def __init__(self, folder: Path, *, root: Path, sources: Sequence[Path]) -> None:
        """Take what the folder must not be.

        Args:
            folder: where the site is to stand.
            root: the project's folder.
            sources: the folders that the site is made from.

        """
        self.asked = Path(os.path.abspath(folder))  # noqa: PTH100  # a link must stay one, to be seen
        self.folder = Path(os.path.realpath(self.asked.parent)) / self.asked.name
        self.root = root
        self.sources = tuple(sources)
        self.staging, self.former, lock = (
            self.folder.parent / f".{self.folder.name}.{rest}" for rest in ("building", "former", "lock")
        )
        self.lock = FileLock(lock)

    def begin(self, say: Callable[[str], None], wait: float = WAIT) -> None:
        """Refuse what must not be replaced, wait for other builds, and make the empty staging folder.

        Raises:
            TargetError: the folder is none that a build may replace, or another build goes on and on.
            OSError: the system does not let it.

        """
        self._refuse_place()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._take_lock(say, wait)
        self._heal()
        self._refuse_place()  # what stands there may have changed in the meantime
        self._refuse_foreign_files()
        self.staging.mkdir()
        (self.staging / MARKER).touch()

    def publish(self) -> None:
        """Put the staged site in the place of the published one, and remove that.

        Raises:
            OSError: the system does not let it; the published site is as it was.

        """
        names = "".join(f"{name}\n" for name in sorted(name for name, _ in walk(self.staging)) if name != MARKER)
        (self.staging / MARKER).write_text(names, "utf-8", "surrogateescape", "\n")
        if self.folder.exists():
            shutil.copymode(self.folder, self.staging)
        swap.flush(self.staging)
        if not self.folder.exists():
            swap.rename(self.staging, self.folder)
        elif not swap.exchange(self.staging, self.folder):
            swap.rename(self.folder, self.former)
            swap.rename(self.staging, self.folder)
        self._heal()

    def end(self) -> None:
        """Leave nothing beside the folder and let the next build begin; harmless when all is done already."""
        if self.lock.is_locked:
            with suppress(OSError, TargetError):  # the next build tries again, and says what is wrong
                self._heal()
            with suppress(OSError):  # Windows removes it with the release
                Path(self.lock.lock_file).unlink()
            self.lock.release()

    def _refuse_place(self) -> None:
        """Refuse a place that is none for a site; nothing is written yet."""
        home = Path(os.path.expanduser("~"))  # noqa: PTH111  # the other spelling fails without a home
        for kept in (self.root, *self.sources, home):
            if any(_is_same(self.folder, above) for above in (kept, *kept.parents)):
                which = "must not be replaced" if _is_same(self.folder, kept) else f"holds {kept}"
                raise TargetError(f"{self.asked} {which}. {ELSEWHERE}")
        for source in self.sources:
            if any(_is_same(source, above) for above in self.folder.parents):
                raise TargetError(f"{self.asked} is within {source}, which the site is made from. {ELSEWHERE}")
        above = next(path for path in self.folder.parents if path.exists())
        if not os.access(above, os.W_OK | os.X_OK):
            raise TargetError(f"{above} may not be changed, and a build writes beside {self.asked}. {ELSEWHERE}")
        if os.path.lexists(self.folder) and (objection := self._objection()):
            raise TargetError(f"{self.asked} {objection} {ELSEWHERE}")

    def _objection(self) -> str | None:
        """Return why what stands in the place is not to be replaced, or None."""
        if os.path.normcase(os.path.realpath(self.folder)) != os.path.normcase(self.folder):
            return "is a link, which the build would replace."
        if not self.folder.is_dir():
            return "is not a folder."
        if os.path.ismount(self.folder):
            return "is a mount point, which cannot be replaced; a folder within it can."
        if not os.access(self.folder, os.R_OK | os.W_OK | os.X_OK):
            return "may not be changed: it is read-only for this user."
        if not _is_ours(self.folder):
            return "holds files and is no site that this build has made."
        return None

    def _refuse_foreign_files(self) -> None:
        """Refuse to replace files that no build has published."""
        marker = self.folder / MARKER
        if marker.exists():
            published = set(marker.read_text("utf-8", "surrogateescape").splitlines())
            foreign = sorted(
                name for name, _ in walk(self.folder) if name not in published and Path(name).name not in LITTER
            )
            if foreign:
                named = ", ".join(foreign[:_MOST_NAMED]) + (" and more" if len(foreign) > _MOST_NAMED else "")
                hint = "Move them away, or into the docs folder where they are to be published."
                raise TargetError(f"{self.asked} holds files that no build has put there: {named}. {hint}")

    def _take_lock(self, say: Callable[[str], None], wait: float) -> None:
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            say(f"Another build of {self.asked} is under way; this one waits for it.")
            try:
                self.lock.acquire(timeout=wait)
            except Timeout:
                hint = "Nothing was changed; end that build, or try again."
                raise TargetError(f"Another build of {self.asked} did not end within {wait:.0f} s. {hint}") from None

    def _heal(self) -> None:
        """Remove what a build has left; give the published site its place back where a build took it away."""
        if _is_left(self.former) and not self.folder.exists():
            swap.rename(self.former, self.folder)
        for rest in (self.staging, self.former):
            if os.path.lexists(rest):
                _remove(rest)


def _is_same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder was made by a build, or is empty."""
    return (folder / MARKER).is_file() or not any(folder.iterdir())


def _is_left(path: Path) -> bool:
    """Tell whether something beside the site is there, and is what a build has left."""
    return path.is_dir() and not path.is_symlink() and _is_ours(path)


def _remove(folder: Path) -> None:
    """Remove a folder that a build has made: its marker last, so that what a kill leaves is still known."""
    if not _is_left(folder):
        raise TargetError(f"{folder} is in the way, and is nothing that a build has left. Move it away.")
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()
