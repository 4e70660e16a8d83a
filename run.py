#!/usr/bin/env python3
"""Sets the project up and runs a command: ``python3 run.py build``.

Standard library only. Makes ``.venv`` beside this file, installs what the lock names with its
hashes checked, and goes on in that environment. Does nothing twice: a stamp in ``.venv`` holds what
was installed from what.
"""

from __future__ import annotations  # an old Python gets as far as the line that explains

import functools
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
NEEDS = (3, 11)

USAGE = """usage: python3 run.py COMMAND [ARGUMENTS]

  build     make the whole site in site/
  serve     show the site on this machine, rebuilt on every change
  bundle    make the offline zip in out/, or where --out FILE.zip says
  check     print every problem in codes/ and docs/
  new       write a first file for a reply that is missing: 'new 451/name'
  format    lay the files of codes/ out as all others are; 'format --check' tells only
  schema    renew what an editor knows of the sources: keys, words, ids
  explain   say which reply a line of a log holds
  scan      count what whole logs hold
  test      run the tests and the checks of the code
  torture   the tests that take long: 'torture faults' ends builds in every way there is
  bench     measure builds, edits, reading and search beside others; 'bench build' one of them; 'bench scan' the
            reading of large logs; 'bench visit' counts what a visit costs
  audit     judge the built site: the HTML checker and Lighthouse
  pictures  show pages as pictures in out/pictures; with --changed BASE, those that a change touches
  links     ask every link to another site whether it still leads to a page
  browser   put a browser in place for the browser tests

Other words go to 'python -m generator' too.
"""

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)

BENCHES = ("build", "serve", "read", "search")
"""What docs/speed.md is made of."""


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    if sys.version_info < NEEDS:
        found, needed = ".".join(map(str, sys.version_info[:3])), ".".join(map(str, NEEDS))
        return _stop(f"this needs Python {needed}, and {found} is running. Call a newer one by name: python3.12 run.py")
    command, rest = arguments[0], arguments[1:]
    tests = {"test": run_tests, "bench": run_bench, "torture": run_torture}
    tests.update({name: functools.partial(run_judge, script) for name, script in _scripts("audit").items()})
    lock = "requirements-dev.lock" if command in (*tests, "browser") else "requirements.lock"
    status = install(lock, quiet=command not in ("build", "bundle", "serve", "test"))
    if status:
        return status
    if command == "browser":
        return 0 if find_browser() else 1
    if command in tests:
        browser = find_browser()
        if browser:
            os.environ["BROWSER_PATH"] = browser
        return tests[command](rest)
    if command in ("build", "serve"):
        program = ("mkdocs", "build") if command == "build" else ("generator.preview.server",)
        return run("-m", *program, *_from_here(rest))
    return run("-m", "generator", "--codes", str(ROOT / "codes"), command, *rest, folder=Path.cwd())


def _from_here(arguments: list[str]) -> list[str]:
    """Return arguments of mkdocs with the paths among them seen from where the caller stands."""
    found = []
    for at, argument in enumerate(arguments):
        name, equals, path = argument.partition("=")
        if equals and name in ("--site-dir", "--config-file"):
            found.append(f"{name}={Path.cwd() / path}")
        elif at and arguments[at - 1] in ("-d", "--site-dir", "-f", "--config-file"):
            found.append(str(Path.cwd() / argument))
        else:
            found.append(argument)
    return found


def _stop(message: str) -> int:
    print(f"run.py: {message}", file=sys.stderr)
    return 2


def python() -> Path:
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*arguments: str, folder: Path = ROOT) -> int:
    """Run the environment's Python, in the project's folder unless told otherwise; return its exit status."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    process = subprocess.Popen([str(python()), *arguments], cwd=folder, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()  # it got the signal too, and clears up
        return 130


def install(lock: str, *, quiet: bool) -> int:
    """Bring the environment to what ``lock`` names; return 0 when it is there."""
    wanted = _wanted(lock)
    stamp = VENV / f"{lock}.stamp"
    if stamp.is_file() and stamp.read_text() == wanted and python().is_file():
        return 0
    if not quiet:
        print("run.py: setting up .venv (a minute, the first time only)", flush=True)
    try:
        import ensurepip  # noqa: F401, PLC0415  # some systems ship Python without it
        import venv  # noqa: PLC0415
    except ImportError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return _stop(f"this Python has no venv module. On Debian and Ubuntu: apt install python{version}-venv")
    if not python().is_file() or not _same_python():
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)
    for old in VENV.glob("*.stamp"):
        old.unlink()
    pip = ("-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check")
    status = run(*pip, "--require-hashes", "-r", lock)
    status = status or run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    if status:
        _stop("the packages could not be installed; the lines above say why. Nothing else was changed.")
        return status
    stamp.write_text(wanted)
    if lock == "requirements-dev.lock":
        smaller = "requirements.lock"  # the larger lock holds all of it
        (VENV / f"{smaller}.stamp").write_text(_wanted(smaller))
    return 0


def _wanted(lock: str) -> str:
    """Return what the stamp of ``lock`` holds when all of it is installed."""
    parts = [Path(ROOT / name).read_bytes() for name in (lock, "pyproject.toml")]
    return hashlib.sha256(b"\0".join([sys.version.encode(), *parts])).hexdigest()


def _same_python() -> bool:
    """Tell whether the environment was made by this Python."""
    try:
        made = subprocess.run(
            [str(python()), "-c", "import sys; print(sys.version)"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return made.stdout.strip() == sys.version.strip()


def find_browser() -> str | None:
    """Return a browser for the tests, and install one where that is possible; None with a line that says how."""
    named = os.environ.get("BROWSER_PATH")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if not found and not named:
        found = _playwright_browser() or _debian_browser()
    if not found:
        print("run.py: no Chromium, Chrome or Edge found: the browser tests are skipped.")
        print("run.py: install one, or name it in BROWSER_PATH.")
    return found


def _playwright_browser() -> str | None:
    """Return the browser that Playwright has downloaded."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    asked = subprocess.run([str(python()), "-c", code], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and path and Path(path).is_file() else None


def _debian_browser() -> str | None:
    """Install Debian's Chromium where this user may."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    print("run.py: installing Debian's chromium for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", *step], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            break
    return shutil.which("chromium")


def run_tests(arguments: list[str]) -> int:
    """Check style and types, then run the tests; return the first status that is not 0."""
    if arguments:
        return run("-m", "pytest", *arguments)
    return (
        run("-m", "ruff", "check", ".")
        or run("-m", "ruff", "format", "--check", ".")
        or run("-m", "mypy")
        or run("-m", "pytest", "-n", "auto")
    )


def run_bench(arguments: list[str]) -> int:
    """Run the benchmark that the first argument names, or those of docs/speed.md; return 1 if one of them failed."""
    benches = _scripts("bench")
    if arguments and not arguments[0].startswith("-"):
        if arguments[0] not in benches:
            return _stop(f"name a benchmark, or none for {', '.join(BENCHES)}: {', '.join(benches)}")
        return run(str(benches[arguments[0]]), *arguments[1:])
    statuses = [run(str(benches[name]), *arguments) for name in BENCHES]
    return 1 if any(statuses) else 0


def run_torture(arguments: list[str]) -> int:
    """Run the torture that the first argument names, or all of them; return 1 if one of them missed."""
    tortures = _scripts("torture")
    if arguments and arguments[0] not in tortures:
        return _stop(f"name a torture, or none for all: {', '.join(tortures)}")
    names, rest = (arguments[:1], arguments[1:]) if arguments else (list(tortures), [])
    statuses = [run(str(tortures[name]), *rest) for name in names]
    return 1 if any(statuses) else 0


def run_judge(script: Path, arguments: list[str]) -> int:
    """Judge or show the built site with a script."""
    return run(str(script), *arguments, folder=Path.cwd())


def _scripts(folder: str) -> dict[str, Path]:
    """Return the scripts of a folder of the tests by their names."""
    return {file.stem: file for file in sorted((ROOT / "tests" / folder).glob("*.py"))}


if __name__ == "__main__":
    if sys.argv[1:] in ([], ["-h"], ["--help"], ["help"]):
        print(USAGE, end="")
        sys.exit(0 if sys.argv[1:] else 2)
    sys.exit(main(sys.argv[1:]))
