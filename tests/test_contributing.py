"""The page of tasks is right: each task is carried out in a fresh clone as the page shows it."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from project import git

from generator.cli import main as cli

PAGE = (ROOT / "docs/contributing/tasks.md").read_text("utf-8")
TASKS = dict(re.findall(r"(?ms)^## (.*?) \{:.*?\}\n(.*?)(?=^## |\Z)", PAGE))
BLOCKS = re.compile(r"(?ms)^```(diff|console)\n(.*?)^```$")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout on its main branch."""
    folder = tmp_path_factory.mktemp("origin")
    for name in filter(None, git(ROOT, "ls-files", "-z").split("\0")):
        if name.split("/")[0] in ("codes", "docs", ".gitattributes") and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh clone, which is the current folder."""
    git(tmp_path, "clone", "-q", origin.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


def commands(block: str) -> Iterator[tuple[list[str], str]]:
    """Yield the commands of a transcript, each with its output."""
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        command, _, printed = part.partition("\n")
        yield shlex.split(command), printed


def run(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the output of a command of the page, called without the environment that run.py sets up."""
    assert command[:2] == ["python3", "run.py"]
    cli.main(command[2:], prog_name="python3 run.py")
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def test_the_page_has_the_five_tasks() -> None:
    assert list(TASKS) == [
        "Fix a sentence",
        "Add a wording seen in a log",
        "Add a reply",
        "Add a setting",
        "Rename a reply without breaking links",
    ]
    for body in TASKS.values():
        assert body.index("**On the web:**") < body.index("```diff") < body.index("**On your machine:**")


@pytest.mark.parametrize("title", TASKS)
def test_a_task_works_as_the_page_shows(title: str, clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The change passes the check, and each command prints what the page shows.

    ``new`` writes the file of the change, and therefore runs without the change.
    """
    blocks = BLOCKS.findall(TASKS[title])
    [change] = [block for kind, block in blocks if kind == "diff"]
    transcript = [step for kind, block in blocks if kind == "console" for step in commands(block)]
    assert transcript
    git(clone, "apply", "-", text=change)
    for command in ("python3 run.py check", "python3 run.py format --check"):
        assert run(command.split(), capsys) == "0 problems found\n"
    if any("new" in command for command, _ in transcript):
        git(clone, "stash", "-q", "--include-untracked")
    for command, printed in transcript:
        # a line "…" stands for lines whose words writers may change
        expected = re.escape(printed.rstrip("\n") + "\n").replace("\\ \\ \\ \\ …\\\n", "(?: {4}.*\n)+")
        assert re.fullmatch(expected, run(command, capsys))


def test_contributing_links_to_the_page() -> None:
    short = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "docs/contributing/tasks.md" in short
    assert len(short.splitlines()) < 20
