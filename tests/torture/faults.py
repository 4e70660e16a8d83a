"""Process faults: whatever ends a build, readers have the whole old site or the whole new one.

Each trial ends builds in a way of its own, at many points, and prints how many points and how many misses.
After each point the published site is compared with both sites, file by file; the next build must succeed,
and leave nothing beside the site. Runs in a mount namespace of its own where the system lets it, for the
trials that need a full or a read-only volume.
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
"""The product's name in the two catalogues, whose sites differ on every page."""
PAGES = (
    "index.html",
    "codes/451/delayed/index.html",
    "settings/smtp/delay/index.html",
    "assets/javascripts/patterns.js",
)
NOBODY = 65534
Manifest = dict[str, str]
Outcome = str
"""Empty where all held; else what did not."""


class Ground:
    """A project whose catalogue goes to and fro between two states, and the sites of both."""

    def __init__(self, folder: Path, points: int) -> None:
        self.points = points
        self.folder = project.make(folder / "project")
        self.sites: dict[str, Manifest] = {}
        for name in reversed(NAMES):
            self.turn(name)
            self.build()
            self.sites[name] = project.manifest(self.site)
        status, printed = project.build(self.folder, dying=("99999", "SIGKILL"))
        assert status == 0, printed
        self.changes = int(printed.splitlines()[-1])

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def turn(self, name: str | None = None) -> None:
        """Give the catalogue its other state."""
        self.name = name or next(other for other in NAMES if other != self.name)
        project.rename(self.folder, self.name)

    def measured(self) -> tuple[int, str]:
        """Build; note how many seconds that takes now, for a machine may be busy."""
        began = time.monotonic()
        status, printed = project.build(self.folder)
        self.seconds = time.monotonic() - began
        return status, printed

    def build(self) -> None:
        """Build; a failure here ends the trials."""
        status, printed = self.measured()
        if status:
            raise SystemExit(f"the sound project was not built:\n{printed}")

    def judge(self, ended: str, *, rests: bool = True) -> Outcome:
        """Return what did not hold after a build was ended: a whole site, no ``rests``, and a next build that heals."""
        found = project.manifest(self.site) if self.site.is_dir() else None
        if found is None or found not in self.sites.values():
            return f"{ended}: the site is none of the two"
        if not rests and project.rests(self.folder) not in ([], [".site.lock"]):
            return f"{ended}: {project.rests(self.folder)} is left"
        status, printed = self.measured()
        if status or project.manifest(self.site) != self.sites[self.name] or project.rests(self.folder):
            return f"{ended}: the next build did not heal: {printed}"
        return ""

    def judge_refusal(self, ended: str, status: int, printed: str) -> Outcome:
        """Return what did not hold after a build that may have been refused something by the system."""
        if status and ("Traceback" in printed or status != 1):
            return f"{ended}: status {status}, {printed}"
        if project.manifest(self.site) != self.sites[self.name if status == 0 else self.other]:
            return f"{ended}: status {status}, and the site is not that of it"
        return ""

    @property
    def other(self) -> str:
        """The state that the catalogue is not in."""
        return next(other for other in NAMES if other != self.name)


def killed_at_a_time(ground: Ground, how: signal.Signals) -> Iterator[Outcome]:
    """Signals to the whole group of processes, at times spread over the build."""
    for point in range(ground.points):
        ground.turn()
        process = project.start(ground.folder)
        time.sleep(ground.seconds * (point + 0.5) / ground.points)
        if process.poll() is None:
            os.killpg(process.pid, how)
        process.communicate(timeout=60)
        yield ground.judge(f"{how.name} at point {point}")


def killed_before_a_change(ground: Ground, *way: str) -> Iterator[Outcome]:
    """SIGKILL before changes of files, spread over all of them from the lock to the end."""
    for point in range(ground.points):
        ground.turn()
        change = 1 + point * ground.changes // ground.points
        project.build(ground.folder, dying=(*way, str(change), "SIGKILL"))
        if way and not ground.site.exists():
            shutil.copytree(ground.folder / ".site.former", ground.site)  # readers miss it until the next build
            whole = project.manifest(ground.site) == ground.sites[ground.other]
            shutil.rmtree(ground.site)
            status, printed = project.build(ground.folder)
            whole = whole and not status and project.manifest(ground.site) == ground.sites[ground.name]
            yield "" if whole and not project.rests(ground.folder) else f"change {change} without exchange: {printed}"
        else:
            yield ground.judge(f"killed before change {change} {way}")


def interrupted(ground: Ground) -> Iterator[Outcome]:
    """Ctrl-C within the build: status 130, nothing left, no traceback."""
    for point in range(ground.points // 5):
        ground.turn()
        change = 1 + point * 5 * ground.changes // ground.points
        status, printed = project.build(ground.folder, dying=(str(change), "SIGINT"))
        if status != 130 or "Traceback" in printed:
            yield f"SIGINT before change {change}: status {status}, {printed}"
        yield ground.judge(f"SIGINT before change {change}", rests=False)


@contextmanager
def volume(ground: Ground, options: str) -> Iterator[None]:
    """Put the project on a small volume of its own for a while."""
    kept = ground.folder.with_name("kept")
    ground.folder.rename(kept)
    ground.folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(ground.folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
        shutil.copytree(kept, ground.folder, dirs_exist_ok=True)
        yield
        subprocess.run(["umount", str(ground.folder)], check=True)
    finally:
        ground.folder.rmdir()
        kept.rename(ground.folder)
        ground.turn(ground.name)
        ground.build()


def full_disk(ground: Ground) -> Iterator[Outcome]:
    """No room left, at many points."""
    steps = max(5, ground.points // 4)
    with volume(ground, "size=64m"):
        size = sum(file.stat().st_size for file in ground.site.rglob("*") if file.is_file()) * 3 // 2
        for step in range(steps):
            ground.turn()
            filler = ground.folder / "filler"
            room = shutil.disk_usage(ground.folder).free
            with filler.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, room - size * step // steps)
            status, printed = project.build(ground.folder)
            outcome = ground.judge_refusal(f"{size * step // steps} bytes left", status, printed)
            if not outcome and status and "No space left" not in printed:
                outcome = f"the reason is not told: {printed}"
            filler.unlink()
            yield outcome or ground.judge("after a full disk", rests=False)


def no_inodes(ground: Ground) -> Iterator[Outcome]:
    """No room for another file, at many points."""
    steps = max(5, ground.points // 4)
    with volume(ground, "size=64m,nr_inodes=4000"):
        for step in range(steps):
            ground.turn()
            fillers = ground.folder / "fillers"
            fillers.mkdir()
            for number in range(os.statvfs(ground.folder).f_ffree - step * 12):
                (fillers / str(number)).touch()
            status, printed = project.build(ground.folder)
            outcome = ground.judge_refusal(f"{step * 12} inodes left", status, printed)
            shutil.rmtree(fillers)
            yield outcome or ground.judge("after a volume without inodes", rests=False)


def read_only(ground: Ground) -> Iterator[Outcome]:
    """A volume that is read-only; a parent that is, for a user who is not root; a mount in the site's place."""
    with volume(ground, "size=64m"):
        ground.turn()
        subprocess.run(["mount", "-o", "remount,ro", str(ground.folder)], check=True)
        status, printed = project.build(ground.folder)
        yield ground.judge_refusal("a read-only volume", status, printed) or ("" if status else "it was built")
        subprocess.run(["mount", "-o", "remount,rw", str(ground.folder)], check=True)
        yield ground.judge("after a read-only volume")
        for place in (ground.folder, ground.site):
            ground.turn()
            mode = place.stat().st_mode
            for path in (*ground.folder.rglob("*"), ground.folder):
                os.chown(path, NOBODY, NOBODY)
            place.chmod(0o555)
            status, printed = project.build(ground.folder, user=NOBODY)
            yield ground.judge_refusal(f"{place.name} read-only", status, printed) or ("" if status else "it was built")
            place.chmod(mode)
            yield ground.judge("after a read-only folder")
        ground.turn()
        former = ground.folder / "published"
        ground.site.rename(former)
        ground.site.mkdir()
        subprocess.run(["mount", "--bind", str(former), str(ground.site)], check=True)
        status, printed = project.build(ground.folder)
        yield ground.judge_refusal("a mount in the site's place", status, printed) or ("" if status else "it was built")
        subprocess.run(["umount", str(ground.site)], check=True)
        ground.site.rmdir()
        former.rename(ground.site)
        yield ground.judge("after a mount in the site's place")


def limits(ground: Ground) -> Iterator[Outcome]:
    """Files that may not grow, and too few handles."""
    for kind, values in (
        (resource.RLIMIT_FSIZE, (0, 1_000, 10_000, 20_000, 50_000, 100_000, 300_000)),
        (resource.RLIMIT_NOFILE, range(5, 30, max(1, 100 // ground.points))),
    ):
        for value in values:
            ground.turn()
            limit = functools.partial(resource.setrlimit, kind, (value, value))
            status, printed = project.build(ground.folder, preexec_fn=limit)
            began = "Building documentation" in printed
            ended = f"limit {kind} of {value}"
            yield (began and ground.judge_refusal(ended, status, printed)) or ground.judge(ended)


def vanishing(ground: Ground) -> Iterator[Outcome]:
    """The sources go away while they are read."""
    for name in ("codes", "docs", "overrides"):
        for point in range(max(3, ground.points // 10)):
            ground.turn()
            process = project.start(ground.folder)
            time.sleep(ground.seconds * (0.3 + 0.7 * point / max(3, ground.points // 10)))
            (ground.folder / name).rename(ground.folder / "gone")
            printed, _ = process.communicate(timeout=60)
            (ground.folder / "gone").rename(ground.folder / name)
            ended = f"{name} gone at point {point}"
            yield ground.judge_refusal(ended, process.returncode, printed) or ground.judge(ended)


def at_once(ground: Ground) -> Iterator[Outcome]:
    """Two and three builds of different catalogues into the same site."""
    other = project.make(ground.folder.with_name("other"), ground.other)
    site = str(ground.site)
    for point in range(max(4, ground.points // 5)):
        folders = [ground.folder, other, ground.folder][: 2 + point % 2]
        builds = [project.start(folder, "--site-dir", site) for folder in folders]
        printed = [process.communicate(timeout=120)[0] for process in builds]
        if any(process.returncode for process in builds):
            yield f"builds at once failed: {printed}"
        yield ground.judge(f"{len(builds)} builds at once", rests=False)
    shutil.rmtree(other)


def read_on(get: Callable[[str], bytes], ground: Ground, done: threading.Event) -> list[Outcome]:
    """Read pages until ``done``; return what each reading met."""
    outcomes: list[Outcome] = []
    while not done.is_set():
        for page in PAGES:
            try:
                found = hashlib.sha256(get(page)).hexdigest()
            except OSError as error:
                outcomes.append(f"{page}: {error}")
                continue
            is_whole = found in {site[page] for site in ground.sites.values()}
            outcomes.append("" if is_whole else f"{page} is none of the two")
    return outcomes


def readers(ground: Ground) -> Iterator[Outcome]:
    """Pages are read all the time, by path and over http, during ten builds; a read is a point."""
    host = functools.partial(Host, directory=str(ground.site))
    done = threading.Event()

    def by_path(page: str) -> bytes:
        return (ground.site / page).read_bytes()

    def by_http(page: str) -> bytes:
        with urllib.request.urlopen(f"{address}{page}", timeout=30) as answer:  # noqa: S310  # our own server
            return answer.read()

    with listening(host) as address, ThreadPoolExecutor() as pool:
        readings = [pool.submit(read_on, get, ground, done) for get in (by_path, by_path, by_http)]
        try:
            for _ in range(10):
                ground.turn()
                ground.build()
        finally:
            done.set()
        for reading in readings:
            yield from reading.result()


def failing(ground: Ground) -> Iterator[Outcome]:
    """A strict build with a warning, and a faulty site, after everything was written."""
    page = ground.folder / "docs/about.md"
    sound = page.read_text("utf-8")
    for text in ("[Home](index.md#none)", '<a href="../none/">x</a>', '<a href="../#none">x</a>', "[Home](none.md)"):
        ground.turn()
        page.write_text(f"{sound}\n{text}\n", "utf-8")
        status, printed = project.build(ground.folder)
        page.write_text(sound, "utf-8")
        yield ground.judge_refusal(text, status, printed) or ("" if status else "it was built")
        yield ground.judge(text, rests=False)


TRIALS: tuple[tuple[str, Callable[[Ground], Iterator[Outcome]]], ...] = (
    *(
        (f"{how.name} at a time", functools.partial(killed_at_a_time, how=how))
        for how in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT)
    ),
    ("SIGKILL before a change", killed_before_a_change),
    ("the same, without exchange", lambda ground: killed_before_a_change(ground, "no-exchange")),
    ("Ctrl-C before a change", interrupted),
    ("full disk", full_disk),
    ("no inodes", no_inodes),
    ("read-only", read_only),
    ("limits", limits),
    ("sources vanish", vanishing),
    ("builds at once", at_once),
    ("readers during 10 builds", readers),
    ("failing at the end", failing),
)
NEEDS_MOUNT = (full_disk, no_inodes, read_only)


def main() -> int:
    """Run the trials; return 1 where one misses."""
    parser = argparse.ArgumentParser(prog="run.py torture faults", description=__doc__)
    parser.add_argument("--points", type=int, default=100, help="how many points each signal gets")
    parser.add_argument("--only", default="", help="the trials whose name holds this")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside and shutil.which("unshare"):
        flags = "-m" if os.geteuid() == 0 else "-rm"
        if subprocess.run(["unshare", flags, "true"], capture_output=True, check=False).returncode == 0:
            command = ["unshare", flags, sys.executable, *sys.argv, "--inside"]
            return subprocess.run(command, check=False).returncode
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        ground = Ground(Path(folder), options.points)
        for name, trial in TRIALS:
            if options.only not in name:
                continue
            if trial in NEEDS_MOUNT and not options.inside:
                sys.stdout.write(f"{name}: skipped, this system gives no mount namespace\n")
                continue
            began = time.monotonic()
            outcomes = list(trial(ground))
            misses = [outcome for outcome in outcomes if outcome]
            missed += len(misses)
            seconds = time.monotonic() - began
            lines = [f"{name}: {len(outcomes)} points, {len(misses)} misses, {seconds:.0f} s", *misses[:5]]
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
