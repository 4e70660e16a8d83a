"""A build replaces only a site that a build created."""

import os
import sys
import threading
from pathlib import Path

import pytest

from generator.publishing import folders
from generator.publishing.target import MARKER, Target, TargetError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with its folders of sources."""
    root = tmp_path / "project"
    for name in ("docs", "codes", "overrides"):
        (root / name).mkdir(parents=True)
    return root


def target(project: Path, folder: Path | None = None) -> Target:
    sources = [project / name for name in ("docs", "codes", "overrides")]
    return Target(folder or project / "site", root=project, sources=sources)


def publish(project: Path, **files: str) -> None:
    """Publish a site of files, as a build does."""
    built = target(project)
    built.begin(pytest.fail)
    for name, text in files.items():
        (built.staging / f"{name}.html").write_text(text, "utf-8")
    built.publish()
    built.end()


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") if path.is_file() else ""
        for path in folder.rglob("*")
    }


def test_a_new_site_replaces_the_old_one(project: Path) -> None:
    publish(project, index="old", gone="old")
    publish(project, index="new")
    assert everything(project / "site") == {"index.html": "new", MARKER: "index.html\n"}
    assert {path.name for path in project.iterdir()} == {"docs", "codes", "overrides", "site"}


def test_an_empty_folder_is_used(project: Path) -> None:
    (project / "site").mkdir()
    publish(project, index="new")
    assert (project / "site/index.html").read_text() == "new"


def test_the_folder_keeps_its_permissions(project: Path) -> None:
    (project / "site").mkdir(mode=0o750)
    publish(project, index="new")
    assert (project / "site").stat().st_mode & 0o777 == 0o750


REFUSED = {
    "the-project": ("project", "must not be replaced"),
    "a-parent-of-it": (".", "contains"),
    "docs": ("project/docs", "must not be replaced"),
    "codes": ("project/codes", "must not be replaced"),
    "overrides": ("project/overrides", "must not be replaced"),
    "within-codes": ("project/codes/site", "is in "),
    "home": ("home", "must not be replaced"),
    "a-parent-of-home": ("homes", "contains"),
    "the-root": ("/", "contains"),
    "a-link": ("link", "is a link"),
    "a-broken-link": ("broken", "is a link"),
    "a-file": ("file", "isn't a folder"),
    "a-pipe": ("pipe", "isn't a folder"),
    "foreign": ("foreign", "contains files and isn't a site"),
    "a-work-tree": ("tree", "contains files and isn't a site"),
}


@pytest.mark.parametrize(("place", "message"), REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused_and_unchanged(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, message: str
) -> None:
    (tmp_path / "homes/me").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / ("homes/me" if place == "homes" else "home")))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "file").write_text("kept")
    os.mkfifo(tmp_path / "pipe")
    for name in ("foreign/letter.txt", "tree/.git"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("kept")
    before = everything(tmp_path)
    with pytest.raises(TargetError, match=message) as error:
        target(project, tmp_path / place).begin(pytest.fail)
    assert "Use a new or an empty folder" in str(error.value)
    assert everything(tmp_path) == before


def test_a_folder_in_a_linked_folder_is_used(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    built = target(project, tmp_path / "link/site")
    built.begin(pytest.fail)
    built.publish()
    built.end()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["site"]


def test_a_mount_point_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "site").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name == "site")
    with pytest.raises(TargetError, match="is a mount point"):
        target(project).begin(pytest.fail)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("project", "project is read-only for you, but the build writes beside"),
        ("project/site", "site is read-only for you"),
    ],
)
def test_a_read_only_folder_is_refused_at_once(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, message: str
) -> None:
    (project / "site").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path / place)
    with pytest.raises(TargetError, match=message):
        target(project).begin(pytest.fail)
    assert not list(project.glob(".site*"))


def test_a_file_that_no_build_created_is_not_lost(project: Path) -> None:
    publish(project, index="old")
    (project / "site/assets").mkdir()
    (project / "site/assets/letter.txt").write_text("kept")
    built = target(project)
    with pytest.raises(TargetError, match=r"no build created: assets/letter\.txt\. Move them away"):
        built.begin(pytest.fail)
    built.end()
    assert (project / "site/assets/letter.txt").read_text() == "kept"
    assert not list(project.glob(".site*"))


def test_files_of_a_file_manager_are_ignored(project: Path) -> None:
    publish(project, index="old")
    (project / "site/.DS_Store").touch()
    publish(project, index="new")
    assert (project / "site/index.html").read_text() == "new"


@pytest.mark.parametrize("name", [".site.building", ".site.former"])
def test_only_leftovers_of_builds_are_removed(project: Path, name: str) -> None:
    (project / name).mkdir()
    (project / name / "letter.txt").write_text("kept")
    built = target(project)
    with pytest.raises(TargetError, match=f"{name} is in the way"):
        built.begin(pytest.fail)
    built.end()
    assert (project / name / "letter.txt").read_text() == "kept"


def test_the_marker_is_removed_last(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(project, **{f"page-{number}": "old" for number in range(20)})
    removed: list[str] = []
    unlink = Path.unlink

    def note(path: Path, **options: bool) -> None:
        removed.append(path.name)
        unlink(path, **options)

    monkeypatch.setattr(Path, "unlink", note)
    publish(project, index="new")
    assert len(removed) == 22
    assert removed[-2:] == [MARKER, ".site.lock"]


def test_the_old_site_is_restored_if_the_second_rename_fails(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(project, index="old")
    monkeypatch.setattr(folders, "exchange", lambda *_: False)
    rename = folders.rename

    def fail(source: Path, to: Path) -> None:
        if source.name == ".site.building":
            raise OSError(5, "Input/output error")
        rename(source, to)

    monkeypatch.setattr(folders, "rename", fail)
    built = target(project)
    built.begin(pytest.fail)
    with pytest.raises(OSError, match="Input/output error"):
        built.publish()
    built.end()
    assert (project / "site/index.html").read_text() == "old"
    assert not list(project.glob(".site*"))


def test_a_rename_is_repeated_while_a_reader_blocks_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, tries = Path.rename, []

    def busy(source: Path, to: Path) -> None:
        tries.append(source)
        if len(tries) < 3:
            raise PermissionError(13, "Permission denied")
        rename(source, to)

    monkeypatch.setattr(Path, "rename", busy)
    (tmp_path / "old").mkdir()
    folders.rename(tmp_path / "old", tmp_path / "new")
    assert (len(tries), (tmp_path / "new").is_dir()) == (3, True)


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="the system has no such call")
def test_two_folders_are_exchanged_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)
    assert folders.exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one/name").read_text() == "other"
    assert not folders.exchange(tmp_path / "one", tmp_path / "none")


def test_a_second_build_waits_and_says_so(project: Path) -> None:
    first, second, messages = target(project), target(project), []
    first.begin(pytest.fail)
    thread = threading.Thread(target=second.begin, args=(messages.append,))
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()
    assert messages == [f"Waiting for another build of {project / 'site'}."]
    first.end()
    thread.join(10)
    assert not thread.is_alive()


def test_a_build_gives_up_waiting(project: Path) -> None:
    first = target(project)
    first.begin(pytest.fail)
    staged = first.staging / "index.html"
    staged.write_text("half")
    second = target(project)
    with pytest.raises(TargetError, match="didn't finish within 0 seconds"):
        second.begin(lambda _: None, max_wait=0.2)
    second.end()
    assert staged.read_text() == "half"
    first.end()
    assert not list(project.glob(".site*"))
