#!/usr/bin/env python3
"""Set up the project's environment and run a command in it: ``python3 run.py build``.

Standard library only. The first run creates ``.venv`` beside this file and installs the locked packages, with uv if
it is on PATH and with pip if not. A stamp in ``.venv`` shows what is installed, so that later runs start at once.
"""

from __future__ import annotations  # an old Python must reach the message about its version

import argparse
import contextlib
import difflib
import hashlib
import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MIN_PYTHON = (3, 11)

USAGE = """usage: python3 run.py COMMAND [ARGUMENTS]

The catalogue and its site (add --help to a command for its options):
  build     build the site in site/
  serve     show the site on this machine and rebuild it on every change
  bundle    write the offline zip
  render    write the pages as plain files, without a theme
  check     report every problem in codes/ and docs/
  new       write a starting file for a missing reply
  format    format the files in codes/
  schema    write the JSON Schemas for editors
  explain   find the reply in a line of a log or a bounce
  scan      count the replies in log files
  patterns  write the pattern table for another engine

Development:
  test      lint, and run all tests; 'test FILE' runs one file, 'test --newest' and 'test --lowest' run the tests of
            the theme with the newest and the lowest dependencies that pyproject.toml allows
  lint      check style, types and workflows
  clickhouse  run the tests of the SQL for ClickHouse in its engine, a large download
  torture   run the long tests: faults, fuzz, payloads
  bench     measure speed: build, serve, search, scan
  audit     run the HTML checker and Lighthouse on the site
  pictures  take pictures of pages; 'pictures --changed BASE' of those that differ from BASE
  links     check the links to other sites
  lock      update the lock files to the newest versions that pyproject.toml allows
"""

COMMANDS = re.findall(r"(?m)^  (\w+) ", USAGE)
ENVIRONMENTS = {"lint": "lint", "lock": "lint", "clickhouse": "clickhouse"}  # all others use that of the tests


class SetUpError(Exception):
    """The environment could not be set up."""


def main(arguments: list[str]) -> int:
    """Run a command; return its exit status."""
    if sys.version_info < MIN_PYTHON:
        running, needed = ".".join(map(str, sys.version_info[:3])), ".".join(map(str, MIN_PYTHON))
        return stop(f"Python {needed} or newer is needed, and this is {running}. Try: python{needed} run.py")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0 if arguments else 2
    [version] = re.findall(r'(?m)^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    parser = argparse.ArgumentParser("run.py", usage="python3 run.py [--codes DIR] COMMAND [ARGUMENTS]", add_help=False)
    parser.add_argument("--version", action="version", version=version)
    parser.add_argument("--codes", default=str(ROOT / "codes"))
    parser.add_argument("command", nargs="?", default="")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    command = options.command
    if command not in COMMANDS:
        near = difflib.get_close_matches(command, COMMANDS, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"The commands are {', '.join(COMMANDS)}."
        return stop(f"there is no command {command!r}. {hint}")
    is_development = COMMANDS.index(command) >= COMMANDS.index("test")
    try:
        python = set_up(ENVIRONMENTS.get(command, "test") if is_development else "")
    except SetUpError as error:
        return stop(str(error))
    except KeyboardInterrupt:
        return 130
    program = [str(ROOT / "tests/tasks.py")] if is_development else ["-m", "generator", "--codes", options.codes]
    return run(python, *program, command, *options.arguments)


def stop(message: str) -> int:
    """Print why nothing was run; return the exit status of wrong use."""
    print(f"run.py: {message}", file=sys.stderr)
    return 2


def run(program: Path | str, *arguments: str, folder: Path | None = None) -> int:
    """Run a program in a folder, by default the current one; return its exit status."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    process = subprocess.Popen([str(program), *arguments], cwd=folder, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()  # the signal reached it too
        return 130


def set_up(name: str = "") -> Path:
    """Install what a lock file lists, if necessary; return the interpreter of its environment.

    Raises:
        SetUpError: a package can't be installed.

    """
    folder = ROOT / (f".venv-{name}" if name in ENVIRONMENTS.values() else ".venv")
    lock = f"requirements-{name}.lock" if name else "requirements.lock"
    if not is_current(folder, lock):
        with exclusive(folder):
            if not is_current(folder, lock):  # another process may have set it up in the meantime
                for stamp in folder.glob("*.stamp"):
                    stamp.unlink()
                install(folder, "--require-hashes", "--requirement", str(ROOT / lock))
                for contained in {lock, "requirements.lock"}:  # every lock file contains the first
                    (folder / f"{contained}.stamp").write_text(state(contained), "utf-8")
    return interpreter(folder)


def interpreter(folder: Path) -> Path:
    """Return the path of an environment's interpreter."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_current(folder: Path, lock: str) -> bool:
    """Tell whether an environment contains what a lock file lists."""
    stamp = folder / f"{lock}.stamp"
    return interpreter(folder).is_file() and stamp.is_file() and stamp.read_text("utf-8") == state(lock)


def state(lock: str) -> str:
    """Return the content of the stamp for a lock file."""
    files = [(ROOT / name).read_bytes() for name in (lock, "pyproject.toml")]
    return hashlib.sha256(b"\0".join([sys.version.encode(), *files])).hexdigest()


@contextlib.contextmanager
def exclusive(folder: Path):  # noqa: ANN201  # its type has no name that an old Python knows
    """Hold a lock beside a folder; the system releases it if this process dies."""
    with (ROOT / f"{folder.name}.lock").open("a") as file:
        for attempt in itertools.count():
            try:
                if os.name == "nt":
                    import msvcrt  # noqa: PLC0415

                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                else:
                    import fcntl  # noqa: PLC0415

                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except (BlockingIOError, PermissionError):
                if attempt == 0:
                    print(f"run.py: waiting for another process that sets up {folder.name}", file=sys.stderr)
                time.sleep(0.2)
        yield


def install(folder: Path, *requirements: str) -> None:
    """Install requirements and this project into an environment, which is created if there is none.

    Raises:
        SetUpError: the environment can't be created, or a package can't be installed.

    """
    python, uv, begun = interpreter(folder), shutil.which("uv"), time.monotonic()
    print(f"run.py: setting up {folder.name} with {'uv' if uv else 'pip'}", file=sys.stderr, flush=True)
    if not is_usable(python, "sys" if uv else "pip"):
        shutil.rmtree(folder, ignore_errors=True)
        if uv:
            run(uv, "venv", "--quiet", "--python", sys.executable, str(folder))
        else:
            try:
                import ensurepip  # noqa: F401, PLC0415  # some systems ship Python without it
                import venv  # noqa: PLC0415
            except ImportError as error:
                package = "python{}.{}-venv".format(*sys.version_info)
                raise SetUpError(f"this Python can't create environments. On Debian: apt install {package}") from error
            venv.create(folder, with_pip=True)
    program = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    for step in (requirements, ("--no-deps", "--no-build-isolation", "--editable", str(ROOT))):
        if report_progress([*program, *step]):
            raise SetUpError("the packages could not be installed; the lines above say why")
    print(f"run.py: {folder.name} is ready after {time.monotonic() - begun:.0f} seconds", file=sys.stderr, flush=True)


def is_usable(python: Path, module: str) -> bool:
    """Tell whether an environment was created by this Python, and has a module."""
    command = [str(python), "-c", f"import sys, {module}; print(sys.version)"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == sys.version.strip()
    except (OSError, subprocess.CalledProcessError):
        return False


def report_progress(command: list[str]) -> int:
    """Run uv, which shows its progress, or pip, and count its packages; return the exit status."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace")
    for count, line in enumerate(filter(re.compile("Collecting |Installing ").match, process.stdout or ()), 1):
        step = "installing" if line.startswith("Installing") else f"{count} packages"
        print(f"\rrun.py: {step:20}", end="", file=sys.stderr, flush=True)
    print("\r", end="", file=sys.stderr)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
