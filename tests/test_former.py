"""A published reply keeps its page, or its old address redirects."""

import json
from pathlib import Path

import pytest
from mistakes import lay
from project import git

from generator.checks.runner import load_catalog
from generator.cli import main as cli
from generator.matching.explainer import Explainer
from generator.matching.similar import similar_replies
from generator.model.catalog import Catalog
from generator.site.api import documents
from generator.site.pages import pages
from generator.site.renderer import Renderer
from generator.site.search_index import search_entries
from generator.sources.git_history import deleted_files

WITHDRAWN = """title: The message is delayed
withdrawn:
  reason: The service accepts the *message* since then.
  source: vendor
  version: "10.50"
  successor: 451/busy
"""


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "x")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose main branch has the small catalogue, with another branch checked out."""
    folder = tmp_path / "project"
    folder.mkdir()
    lay(folder)
    git(folder, "init", "-b", "main")
    commit(folder)
    git(folder, "checkout", "-b", "work")
    return folder


def follow_main(project: Path) -> None:
    """Give the project the main branch of a remote, as a clone has it."""
    git(project, "update-ref", "refs/remotes/origin/main", "main")
    git(project, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")


def rename(project: Path, old: str, new: str) -> None:
    (project / f"codes/{old}.yml").rename(project / f"codes/{new}.yml")
    for file in (project / "codes").rglob("*.yml"):
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def add_reply(project: Path) -> None:
    """Commit a new reply, ``451/other``."""
    text = (project / "codes/451/busy.yml").read_text("utf-8")
    (project / "codes/451/other.yml").write_text(text.replace("Too busy for", "Other for"), "utf-8")
    commit(project)


def withdraw(codes: Path) -> None:
    file = codes / "451/delayed.yml"
    file.write_text(file.read_text("utf-8").replace("title: The message is delayed\n", WITHDRAWN), "utf-8")


def check(project: Path, capsys: pytest.CaptureFixture[str]) -> str:
    cli.main(["--codes", str(project / "codes"), "check"])
    return capsys.readouterr().out


def test_a_reply_renamed_without_an_alias_is_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rename(project, "451/delayed", "451/delay")
    git(project, "add", "-A")
    expected = (
        "codes/451/delayed.yml:1:1: error: the published reply '451/delayed' is missing (lost-reply)\n"
        "    hint: If it was renamed, add '451/delayed' under 'aliases' in codes/451/delay.yml, which seems to replace "
        "it. If the product no longer sends it, restore the file and give the reason under 'withdrawn'. "
        "See contributing/rules/lost-reply/\n"
        "1 problem found\n"
    )
    assert check(project, capsys) == expected
    commit(project)
    assert check(project, capsys) == expected
    file = project / "codes/451/delay.yml"
    file.write_text(file.read_text("utf-8") + "aliases: [451/delayed]\n", "utf-8")
    assert check(project, capsys) == "0 problems found\n"


def test_a_removed_reply_is_reported_if_the_whole_history_is_there(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "codes/451/busy.yml").unlink()
    expected = "codes/451/busy.yml:1:1: error: the published reply '451/busy' is missing (lost-reply)"
    assert expected in check(project, capsys)
    commit(project)
    git(project, "commit", "--allow-empty", "-m", "later")
    assert expected in check(project, capsys)
    assert list(deleted_files(project / "codes")) == ["451/busy.yml"]
    git(tmp_path, "clone", "--depth", "1", project.as_uri(), "shallow")
    assert deleted_files(tmp_path / "shallow/codes") == {}
    assert deleted_files(lay(tmp_path / "archive")) == {}


def test_a_reply_that_was_never_published_is_not_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow_main(project)
    add_reply(project)
    rename(project, "451/other", "451/new")
    commit(project)
    assert check(project, capsys) == "0 problems found\n"


def test_a_reply_that_a_pull_request_removes_is_reported_in_its_merge(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rename(project, "451/delayed", "451/delay")
    commit(project)
    git(project, "checkout", "main")
    git(project, "commit", "--allow-empty", "-m", "meanwhile")
    follow_main(project)
    git(project, "merge", "--no-ff", "-m", "merge", "work")
    assert "(lost-reply)" in check(project, capsys)
    follow_main(project)  # someone merged it all the same
    assert "(lost-reply)" in check(project, capsys)


def test_a_branch_that_is_behind_reports_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "checkout", "main")
    add_reply(project)
    follow_main(project)
    git(project, "checkout", "work")
    assert check(project, capsys) == "0 problems found\n"


def test_nothing_is_reported_while_a_broken_reply_may_have_the_alias(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rename(project, "451/delayed", "451/delay")
    (project / "codes/451/delay.yml").write_text("title: [x\n", "utf-8")
    assert "(lost-reply)" not in check(project, capsys)


def test_a_removed_file_of_another_kind_is_not_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "codes/451/note.txt").write_text("x", "utf-8")
    commit(project)
    (project / "codes/451/note.txt").unlink()
    commit(project)
    assert deleted_files(project / "codes") == {"451/note.txt": ""}
    assert check(project, capsys) == "0 problems found\n"


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The small catalogue with a withdrawn reply."""
    codes = lay(tmp_path_factory.mktemp("withdrawn"))
    withdraw(codes)
    busy = codes / "451/busy.yml"
    busy.write_text(busy.read_text("utf-8").replace("Too busy for", "Delayed, try busy"), "utf-8")
    return load_catalog(codes)


def test_a_withdrawn_reply_leaves_the_lists(withdrawn: Catalog) -> None:
    renderer = Renderer(withdrawn)
    bodies = {page.address: renderer.body(page) for page in pages(withdrawn)}
    for address in ("", "settings/smtp/delay/", "articles/KB1/", "procedures/wait/"):
        assert "451/delayed" not in bodies[address], address
    assert "The message is delayed (withdrawn)" in bodies["codes/451/"]
    near = similar_replies(withdrawn.replies)
    assert [one.id for one in near["451/delayed"]] == ["451/busy"]
    assert near["451/busy"] == ()


def test_a_withdrawn_reply_is_still_explained(
    withdrawn: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Explainer(withdrawn.reply_index).explain("451 Delayed, try again").reply == "451/delayed"
    withdraw(lay(tmp_path))
    cli.main(["--codes", str(tmp_path / "codes"), "explain", "451 Delayed, try again"])
    assert capsys.readouterr().out.startswith(
        "451/delayed: The message is delayed (withdrawn)\n    Withdrawn: The service accepts the message since then.\n"
    )


def test_the_api_and_the_search_index_say_that_a_reply_is_withdrawn(withdrawn: Catalog) -> None:
    api = {address: json.loads(make()) for address, make in documents(withdrawn)}
    replies = {reply["id"]: reply for reply in api["api/v1/replies.json"]["replies"]}
    assert replies["451/busy"]["withdrawn"] is None
    assert replies["451/delayed"]["withdrawn"] == {
        "reason": "The service accepts the message since then.",
        "source": "vendor",
        "version": "10.50",
        "successor": "451/busy",
    }
    assert api["api/v1/settings.json"]["settings"][0]["replies"] == []
    titles = [entry["title"] for entry in search_entries(withdrawn)]
    assert "451 The message is delayed (withdrawn)" in titles
