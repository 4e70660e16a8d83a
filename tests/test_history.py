"""Dates come from git: the newest change of what a page shows, or none."""

import os
from pathlib import Path

import pytest
from project import git

from generator.sources.git_history import last_changed, newest


def commit(folder: Path, date: str, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(date, "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-m", date, date=date)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-b", "main")
    commit(folder, "2026-01-02T12:00:00+00:00", "codes/a.yml", "codes/ä.yml")
    commit(folder, "2026-03-04T23:30:00-05:00", "codes/a.yml")
    return folder


def test_a_file_has_the_newest_date_of_its_commits(repository: Path) -> None:
    assert last_changed(repository) == {"codes/a.yml": "2026-03-04", "codes/ä.yml": "2026-01-02"}
    commit(repository, "2026-02-01T12:00:00+00:00", "codes/a.yml")
    assert last_changed(repository)["codes/a.yml"] == "2026-03-04"


def test_a_renamed_file_has_the_date_of_its_renaming(repository: Path) -> None:
    git(repository, "mv", "codes/a.yml", "codes/b.yml")
    git(repository, "commit", "-m", "rename", date="2026-05-06T12:00:00+00:00")
    assert last_changed(repository)["codes/b.yml"] == "2026-05-06"


def test_paths_are_relative_to_the_project(repository: Path) -> None:
    assert last_changed(repository / "codes") == {"a.yml": "2026-03-04", "ä.yml": "2026-01-02"}


def test_settings_of_the_repository_change_nothing(repository: Path) -> None:
    dates = last_changed(repository)
    for setting in (
        "log.showRoot=false",
        "core.quotePath=true",
        "diff.renames=copies",
        "color.ui=always",
        "log.diffMerges=first-parent",
    ):
        git(repository, "config", *setting.split("="))
        assert last_changed(repository) == dates, setting


@pytest.mark.skipif(os.name == "nt", reason="the signer is a shell script")
def test_signatures_are_ignored(repository: Path, tmp_path: Path) -> None:
    signer = tmp_path / "gpg"
    signer.write_text(
        '#!/bin/sh\ncat >/dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho "signed, or good signature"\n', "utf-8"
    )
    signer.chmod(0o755)
    git(repository, "config", "gpg.program", str(signer))
    git(repository, "commit", "--allow-empty", "-S", "-m", "signed")
    dates = last_changed(repository)
    git(repository, "config", "log.showSignature", "true")
    assert last_changed(repository) == dates


def test_settings_and_environment_of_the_user_change_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dates = last_changed(repository)
    (tmp_path / ".gitconfig").write_text("[log]\n showRoot = false\n[color]\n ui = always\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert last_changed(repository) == dates


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root can change the owner of a folder")
def test_a_folder_of_another_user_has_the_same_dates(repository: Path) -> None:
    dates = last_changed(repository)
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    assert last_changed(repository) == dates


def test_a_shallow_clone_and_a_folder_without_history_have_no_dates(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth", "1", repository.as_uri(), "shallow")
    assert last_changed(tmp_path / "shallow") == {}
    assert last_changed(tmp_path) == {}


def test_without_git_there_are_no_dates(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert last_changed(repository) == {}


def test_a_list_has_the_newest_date_of_what_it_shows() -> None:
    dates = {"a": "2026-01-02", "b": "2026-03-04"}
    assert newest(dates, ["a", "b", "unknown"]) == "2026-03-04"
    assert newest(dates, ["unknown"]) == ""
    assert newest(dates, []) == ""
