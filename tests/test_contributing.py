"""The page of tasks is right: each task is carried out in a fresh clone as the page shows it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Site

PAGE = (ROOT / "docs/contributing/tasks.md").read_text("utf-8")
TASKS = dict(re.findall(r"(?ms)^## (.*?) \{:.*?\}\n(.*?)(?=^## |\Z)", PAGE))
BLOCKS = re.compile(r"(?ms)^```(diff|console)\n(.*?)^```$")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout on its main branch."""
    folder = tmp_path_factory.mktemp("origin")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if name.split("/")[0] in ("codes", "docs", "generator", ".gitattributes") and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", origin.as_uri(), "clone")
    return tmp_path / "clone"


def git(folder: Path, *arguments: str, text: str | None = None) -> None:
    who = {f"GIT_{role}_{part}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environment = {**os.environ, **who}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, input=text, text=True, check=True)


def commands(block: str) -> Iterator[tuple[list[str], str]]:
    """Yield the commands of a transcript, each with its output."""
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        command, _, printed = part.partition("\n")
        yield shlex.split(command), printed


def run(clone: Path, command: list[str]) -> str:
    """Run a command of the page in this environment instead of the one that run.py sets up."""
    assert command[:2] == ["python3", "run.py"]
    arguments = [sys.executable, "-m", "generator", "--codes", str(clone / "codes"), *command[2:]]
    environment = {**os.environ, "PYTHONPATH": str(clone), "PYTHONUTF8": "1"}
    done = subprocess.run(arguments, cwd=clone, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


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
def test_a_task_works_as_the_page_shows(title: str, clone: Path) -> None:
    """The change passes the check, and each command prints what the page shows.

    ``new`` writes the file of the change, and therefore runs without the change.
    """
    blocks = BLOCKS.findall(TASKS[title])
    [change] = [block for kind, block in blocks if kind == "diff"]
    transcript = [step for kind, block in blocks if kind == "console" for step in commands(block)]
    assert transcript
    git(clone, "apply", "-", text=change)
    assert run(clone, ["python3", "run.py", "check"]) == "0 problems found\n"
    assert run(clone, ["python3", "run.py", "format", "--check"]) == "0 problems found\n"
    if any("new" in command for command, _ in transcript):
        git(clone, "stash", "-q", "--include-untracked")
    for command, printed in transcript:
        assert run(clone, command) == printed.rstrip("\n") + "\n"


def test_a_renamed_reply_without_its_alias_is_reported(clone: Path) -> None:
    [change] = [
        block for kind, block in BLOCKS.findall(TASKS["Rename a reply without breaking links"]) if kind == "diff"
    ]
    git(clone, "apply", "-", text=change)
    file = clone / "codes/554/spf-failed.yml"
    file.write_text(file.read_text("utf-8").replace("aliases:\n  - 554/spf-mismatch\n\n", ""), "utf-8")
    printed = run(clone, ["python3", "run.py", "check"])
    assert "error: the published reply '554/spf-mismatch' is missing (lost-reply)" in printed


def test_contributing_links_to_the_page() -> None:
    short = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "docs/contributing/tasks.md" in short
    assert len(short.splitlines()) < 20


def test_the_edit_link_opens_the_file_of_the_page(site: Site) -> None:
    edited = {
        address: [link.get("href") for link in page.iter("a") if link.get("rel") == "edit"]
        for address, page in site.documents.items()
    }
    base = "https://code.example/smtp-replies/edit/main/"
    seen = 0
    for file in sorted((ROOT / "codes").glob("*/*.yml")):
        name = file.relative_to(ROOT).as_posix()
        address = f"{name.removesuffix('code.yml').removesuffix('.yml')}/".replace("//", "/")
        if file.parent.name.isdigit():
            assert edited[address] == [base + name], address
            seen += 1
    assert seen > 40
    for file in sorted((ROOT / "codes/settings").glob("*/*.yml")):
        name = file.relative_to(ROOT / "codes").as_posix()
        assert edited[f"{name.removesuffix('.yml')}/"] == [f"{base}codes/{name}"], name
