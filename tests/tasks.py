"""The development commands of ``run.py``, which runs this file in the right environment."""

import os
import re
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
import run

THEME_TESTS = ("test_calls.py", "test_theme.py", "test_site.py", "test_policy.py", "test_preview.py", "test_offline.py")
"""The tests that touch MkDocs and its theme."""

LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("zizmor", "--offline", "--no-progress", "--quiet", "--persona=pedantic", ".github"),
    ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", ".github/workflows/*.yml"),
    ("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/*-*.yml"),
    ("check-jsonschema", "--builtin-schema", "vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"),
)
"""The commands of ``lint``; a pattern stands for the files that match it."""

BENCHES = ("build", "serve", "search")
"""The benchmarks of docs/speed.md."""

LOCKS = {"": (), "-test": ("test",), "-lint": ("lint",), "-clickhouse": ("test", "clickhouse")}
"""The dependency groups in each lock file, besides those that every environment needs."""

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


def main(command: str, arguments: list[str]) -> int:
    """Run a command and return its exit status."""
    if browser := find_browser():
        os.environ["BROWSER_PATH"] = browser
    if command in scripts("audit"):
        return script(scripts("audit")[command], arguments)
    try:
        return TASKS[command](arguments)
    except run.SetUpError as error:
        return run.stop(str(error))


def find_browser() -> str | None:
    """Return the browser for the tests: the one in ``BROWSER_PATH``, or an installed one."""
    chosen = os.environ.get("BROWSER_PATH")
    return next(filter(None, map(shutil.which, [chosen] if chosen else BROWSERS)), None)


def tool(*command: str) -> int:
    """Run a program of the environment in the project's folder; return its exit status."""
    program = shutil.which(command[0], path=sysconfig.get_path("scripts")) or command[0]
    return run.run(program, *command[1:], folder=ROOT)


def python(*arguments: str) -> int:
    """Run Python in the project's folder; return its exit status."""
    return tool(sys.executable, *arguments)


def script(file: Path, arguments: list[str]) -> int:
    """Run a script in the current folder; return its exit status."""
    return run.run(sys.executable, str(file), *arguments)


def scripts(folder: str) -> dict[str, Path]:
    """Return the scripts in a folder of the tests by name."""
    return {file.stem: file for file in sorted((ROOT / "tests" / folder).glob("*.py"))}


def lint(_: list[str]) -> int:
    """Run all linters; return 1 if one of them failed."""
    statuses = []
    for name, *arguments in LINTERS:
        files = chain(*(sorted(map(str, ROOT.glob(each))) if "*" in each else [each] for each in arguments))
        statuses.append(tool(name, *files))
    return 1 if any(statuses) else 0


def test(arguments: list[str]) -> int:
    """Lint and run all tests, or run what the arguments ask for."""
    if arguments in (["--newest"], ["--lowest"]):
        return test_resolution(arguments[0].removeprefix("--"))
    if arguments:
        return python("-m", "pytest", *arguments)
    if not find_browser():
        print("No Chromium, Chrome or Edge found: the browser tests are skipped. Install one, or set BROWSER_PATH.")
    return run.main(["lint"]) or python("-m", "pytest", "-n", "auto")


def test_resolution(resolution: str) -> int:
    """Run the tests of the theme with the newest or the lowest dependencies that ``pyproject.toml`` allows."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    ranges = settings["project"]["dependencies"] + settings["project"]["optional-dependencies"]["site"]
    if resolution == "lowest":
        ranges = lowest(ranges)
    groups = settings["dependency-groups"]
    folder = ROOT / f".venv-{resolution}"
    with run.exclusive(folder):
        run.install(folder, "--upgrade", *ranges, *groups["build"], *groups["test"])
    tests = [str(ROOT / "tests" / name) for name in THEME_TESTS]
    return tool(str(run.interpreter(folder)), "-m", "pytest", "-n", "auto", *tests)


def lowest(ranges: list[str]) -> list[str]:
    return [re.sub(r">=([^,;]+)[^;]*", r"==\1", requirement) for requirement in ranges]


def clickhouse(arguments: list[str]) -> int:
    """Run the tests of the SQL for ClickHouse."""
    return python("-m", "pytest", "tests/clickhouse", *arguments)


def lock(_: list[str]) -> int:
    """Update the lock files; return the first status that isn't 0."""
    options = (
        "--universal",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--python-version",
        "3.11",
        "--quiet",
    )
    for name, groups in LOCKS.items():
        file = f"requirements{name}.lock"
        same = ("--constraints", "requirements.lock") if name else ()
        chosen = [argument for group in ("build", *groups) for argument in ("--group", group)]
        options_of = (*options, *same, "--extra", "site", *chosen)
        if status := tool("uv", "pip", "compile", "--upgrade", *options_of, "pyproject.toml", "-o", file):
            return status
    return 0


def bench(arguments: list[str]) -> int:
    """Run one benchmark, or those of docs/speed.md; return 1 if one of them failed."""
    benches = scripts("bench")
    if arguments and not arguments[0].startswith("-"):
        if arguments[0] not in benches:
            return run.stop(f"there is no benchmark {arguments[0]!r}. The benchmarks are {', '.join(benches)}.")
        return script(benches[arguments[0]], arguments[1:])
    statuses = [script(benches[name], arguments) for name in BENCHES]
    return 1 if any(statuses) else 0


def torture(arguments: list[str]) -> int:
    """Run one of the long tests, or all of them; return 1 if one of them failed."""
    tortures = scripts("torture")
    if arguments and arguments[0] not in tortures:
        return run.stop(f"there is no long test {arguments[0]!r}. The long tests are {', '.join(tortures)}.")
    names, rest = (arguments[:1], arguments[1:]) if arguments else (list(tortures), [])
    statuses = [script(tortures[name], rest) for name in names]
    return 1 if any(statuses) else 0


TASKS: dict[str, Callable[[list[str]], int]] = {
    "bench": bench,
    "clickhouse": clickhouse,
    "lint": lint,
    "lock": lock,
    "test": test,
    "torture": torture,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
