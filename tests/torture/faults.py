"""Failing builds: however a build ends, readers have the whole old site or the whole new one.

Each trial ends builds in its own way, at many points, and prints the number of points and of failures. After each
point the published site is compared with both sites, file by file. Then the next build must succeed and leave nothing
beside the site. Trials that need a full or read-only volume run in a mount namespace, if the system allows one.
"""

import argparse
import functools
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import project
from serving import Host, listening

NAMES = ("Postbox", "Mailbox")
"""The product's name in the two catalogues; their sites differ on every page."""
PAGES = (
    "index.html",
    "codes/451/delayed/index.html",
    "settings/smtp/delay/index.html",
    "assets/javascripts/patterns.js",
)
NOBODY = 65534
Outcome = str
"""Empty if everything was right, otherwise what went wrong."""


class Arena:
    """A project whose catalogue alternates between two states, and the sites of both."""

    def __init__(self, folder: Path, points: int) -> None:
        self.points = points
        self.folder = project.make(folder / "project")
        self.site = self.folder / "site"
        self.sites: dict[str, dict[str, str]] = {}
        for name in reversed(NAMES):
            self.change_catalogue(name)
            self.build()
            self.sites[name] = project.manifest(self.site)
        status, output = project.build(self.folder, dying=("99999", "SIGKILL"))
        assert status == 0, output
        self.changes = int(output.splitlines()[-1])
        """The number of changes to files that a build makes."""

    @property
    def other(self) -> str:
        """The state that the catalogue isn't in."""
        return next(other for other in NAMES if other != self.name)

    def change_catalogue(self, name: str = "") -> None:
        """Switch the catalogue to its other state, or to the given one."""
        self.name = name or self.other
        project.rename(self.folder, self.name)

    def timed_build(self) -> tuple[int, str]:
        """Build, and note the duration: it changes with the load of the machine."""
        started = time.monotonic()
        status, output = project.build(self.folder)
        self.seconds = time.monotonic() - started
        return status, output

    def build(self) -> None:
        """Build; a failure here ends the trials."""
        status, output = self.timed_build()
        if status:
            raise SystemExit(f"the project can't be built:\n{output}")

    def check(self, cause: str, *, leftovers: bool = True, kept: str = "site") -> Outcome:
        """Check that a failed build left a whole site, and that the next one succeeds and removes all leftovers."""
        if project.manifest(self.folder / kept) not in self.sites.values():
            return f"{cause}: the site is neither of the two"
        if not leftovers and project.leftovers(self.folder) not in ([], [".site.lock"]):
            return f"{cause}: {project.leftovers(self.folder)} was left"
        status, output = self.timed_build()
        if status or project.manifest(self.site) != self.sites[self.name] or project.leftovers(self.folder):
            return f"{cause}: the next build didn't recover: {output}"
        return ""

    def check_refusal(self, cause: str, status: int, output: str, *, must_fail: bool = False) -> Outcome:
        """Check that a build either succeeded, or failed without a traceback and kept the old site."""
        if status not in (0, 1) or "Traceback" in output:
            return f"{cause}: status {status}, {output}"
        if must_fail and status == 0:
            return f"{cause}: the build succeeded"
        if project.manifest(self.site) != self.sites[self.other if status else self.name]:
            return f"{cause}: status {status}, but the site is the wrong one"
        return ""


def killed_at_a_time(arena: Arena, how: signal.Signals) -> Iterator[Outcome]:
    """A signal to the whole process group, at times spread over the build."""
    for point in range(arena.points):
        arena.change_catalogue()
        process = project.start(arena.folder)
        time.sleep(arena.seconds * (point + 0.5) / arena.points)
        if process.poll() is None:
            os.killpg(process.pid, how)
        process.communicate(timeout=60)
        yield arena.check(f"{how.name} at point {point}")


def killed_before_a_change(arena: Arena, *way: str) -> Iterator[Outcome]:
    """SIGKILL before a change to a file, spread over all changes from the lock to the end."""
    for point in range(arena.points):
        arena.change_catalogue()
        change = 1 + point * arena.changes // arena.points
        project.build(arena.folder, dying=(*way, str(change), "SIGKILL"))
        is_away = way and not arena.site.exists()  # without an exchange, readers miss the site until the next build
        yield arena.check(f"killed before change {change} {way}", kept=".site.former" if is_away else "site")


def interrupted(arena: Arena) -> Iterator[Outcome]:
    """Ctrl-C during the build: status 130, no leftovers, no traceback."""
    for point in range(arena.points // 5):
        arena.change_catalogue()
        change = 1 + point * 5 * arena.changes // arena.points
        status, output = project.build(arena.folder, dying=(str(change), "SIGINT"))
        if status != 130 or "Traceback" in output:
            yield f"SIGINT before change {change}: status {status}, {output}"
        yield arena.check(f"SIGINT before change {change}", leftovers=False)


@contextmanager
def volume(arena: Arena, options: str) -> Iterator[None]:
    """Put the project on its own small volume for a while."""
    kept = arena.folder.with_name("kept")
    arena.folder.rename(kept)
    arena.folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(arena.folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
        shutil.copytree(kept, arena.folder, dirs_exist_ok=True)
        yield
        subprocess.run(["umount", str(arena.folder)], check=True)
    finally:
        arena.folder.rmdir()
        kept.rename(arena.folder)
        arena.change_catalogue(arena.name)
        arena.build()


def full_disk(arena: Arena) -> Iterator[Outcome]:
    """A volume with too few bytes left, at many points."""
    steps = max(5, arena.points // 4)
    with volume(arena, "size=64m"):
        size = sum(file.stat().st_size for file in arena.site.rglob("*") if file.is_file()) * 3 // 2
        for left in (size * step // steps for step in range(steps)):
            filler = arena.folder / "filler"
            arena.change_catalogue()
            with filler.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, shutil.disk_usage(arena.folder).free - left)
            status, output = project.build(arena.folder)
            filler.unlink()
            if status and "No space left" not in output:
                yield f"{left} bytes left: the reason isn't reported: {output}"
            yield arena.check_refusal(f"{left} bytes left", status, output)
            yield arena.check(f"after {left} bytes left", leftovers=False)


def read_only(arena: Arena) -> Iterator[Outcome]:
    """A read-only volume, read-only folders for a user other than root, and a mount point as the site's folder."""

    def refusal(cause: str, **options: object) -> Outcome:
        status, output = project.build(arena.folder, **options)
        return arena.check_refusal(cause, status, output, must_fail=True)

    with volume(arena, "size=64m"):
        arena.change_catalogue()
        subprocess.run(["mount", "-o", "remount,ro", str(arena.folder)], check=True)
        yield refusal("a read-only volume")
        subprocess.run(["mount", "-o", "remount,rw", str(arena.folder)], check=True)
        yield arena.check("after a read-only volume")
        for folder in (arena.folder, arena.site):
            arena.change_catalogue()
            mode = folder.stat().st_mode
            for path in (*arena.folder.rglob("*"), arena.folder):
                os.chown(path, NOBODY, NOBODY)
            folder.chmod(0o555)
            yield refusal(f"{folder.name} is read-only", user=NOBODY)
            folder.chmod(mode)
            yield arena.check("after a read-only folder")
        arena.change_catalogue()
        published = arena.site.rename(arena.folder / "published")
        arena.site.mkdir()
        subprocess.run(["mount", "--bind", str(published), str(arena.site)], check=True)
        yield refusal("the site's folder is a mount point")
        subprocess.run(["umount", str(arena.site)], check=True)
        arena.site.rmdir()
        published.rename(arena.site)
        yield arena.check("after a mount point")


def limits(arena: Arena) -> Iterator[Outcome]:
    """Limits on the size of files and on open files."""
    for kind, values in (
        (resource.RLIMIT_FSIZE, (0, 1_000, 10_000, 20_000, 50_000, 100_000, 300_000)),
        (resource.RLIMIT_NOFILE, range(5, 30, max(1, 100 // arena.points))),
    ):
        for value in values:
            arena.change_catalogue()
            limit = functools.partial(resource.setrlimit, kind, (value, value))
            status, output = project.build(arena.folder, preexec_fn=limit)
            cause = f"limit {kind} of {value}"
            has_started = "Building documentation" in output  # before that, Python itself may fail
            yield (has_started and arena.check_refusal(cause, status, output)) or arena.check(cause)


def vanishing_sources(arena: Arena) -> Iterator[Outcome]:
    """The sources disappear while they are read."""
    points = max(3, arena.points // 10)
    for name in ("codes", "docs", "overrides"):
        for point in range(points):
            arena.change_catalogue()
            process = project.start(arena.folder)
            time.sleep(arena.seconds * (0.3 + 0.7 * point / points))
            (arena.folder / name).rename(arena.folder / "gone")
            output, _ = process.communicate(timeout=60)
            (arena.folder / "gone").rename(arena.folder / name)
            cause = f"{name} gone at point {point}"
            yield arena.check_refusal(cause, process.returncode, output) or arena.check(cause)


def at_once(arena: Arena) -> Iterator[Outcome]:
    """Two or three builds of different catalogues to the same site."""
    other = project.make(arena.folder.with_name("other"), arena.other)
    for point in range(max(4, arena.points // 5)):
        folders = [arena.folder, other, arena.folder][: 2 + point % 2]
        builds = [project.start(folder, "--site-dir", str(arena.site)) for folder in folders]
        outputs = [process.communicate(timeout=120)[0] for process in builds]
        if any(process.returncode for process in builds):
            yield f"builds at once failed: {outputs}"
        yield arena.check(f"{len(builds)} builds at once", leftovers=False)
    shutil.rmtree(other)


def readers(arena: Arena) -> Iterator[Outcome]:
    """Pages read by path and over HTTP during ten builds; each read is a point."""
    done = threading.Event()

    def read(base: str) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while not done.is_set():
            for page in PAGES:
                try:
                    with urllib.request.urlopen(f"{base}{page}", timeout=30) as answer:  # noqa: S310  # our own site
                        digest = hashlib.sha256(answer.read()).hexdigest()
                except OSError as error:
                    outcomes.append(f"{page}: {error}")
                else:
                    is_whole = digest in {site[page] for site in arena.sites.values()}
                    outcomes.append("" if is_whole else f"{page} is neither of the two")
        return outcomes

    path = f"{arena.site.as_uri()}/"
    host = functools.partial(Host, directory=str(arena.site))
    with listening(host) as address, ThreadPoolExecutor() as pool:
        readings = [pool.submit(read, base) for base in (path, path, address)]
        try:
            for _ in range(10):
                arena.change_catalogue()
                arena.build()
        finally:
            done.set()
        for reading in readings:
            yield from reading.result()


TRIALS: dict[str, Callable[[Arena], Iterator[Outcome]]] = {
    "SIGTERM at a time": functools.partial(killed_at_a_time, how=signal.SIGTERM),
    "SIGKILL at a time": functools.partial(killed_at_a_time, how=signal.SIGKILL),
    "SIGINT at a time": functools.partial(killed_at_a_time, how=signal.SIGINT),
    "SIGKILL before a change": killed_before_a_change,
    "the same, without exchange": lambda arena: killed_before_a_change(arena, "no-exchange"),
    "Ctrl-C before a change": interrupted,
    "full disk": full_disk,
    "read-only": read_only,
    "limits": limits,
    "sources vanish": vanishing_sources,
    "builds at once": at_once,
    "readers during 10 builds": readers,
}
NEEDS_MOUNT = (full_disk, read_only)


def main() -> int:
    """Run the trials; return 1 if one fails."""
    parser = argparse.ArgumentParser(prog="run.py torture faults", description=__doc__)
    parser.add_argument("--points", type=int, default=100, help="how many points each signal gets")
    parser.add_argument("--only", default="", help="run only trials whose name contains this")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside and shutil.which("unshare"):
        unshare = ["unshare", "-m" if os.geteuid() == 0 else "-rm"]
        if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
            return subprocess.run([*unshare, sys.executable, *sys.argv, "--inside"], check=False).returncode
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        arena = Arena(Path(folder), options.points)
        for name, trial in TRIALS.items():
            if options.only not in name:
                continue
            if trial in NEEDS_MOUNT and not options.inside:
                sys.stdout.write(f"{name}: skipped, this system offers no mount namespace\n")
                continue
            started = time.monotonic()
            outcomes = list(trial(arena))
            failures = [outcome for outcome in outcomes if outcome]
            failed = failed or bool(failures)
            seconds = time.monotonic() - started
            lines = [f"{name}: {len(outcomes)} points, {len(failures)} failures, {seconds:.0f} s", *failures[:5]]
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
