"""After a build the complete new site is published, or still the complete old one."""

import functools
import shutil
import sys
from pathlib import Path

import project
import pytest


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project and its site."""
    folder = project.make(tmp_path_factory.mktemp("atomic") / "project")
    status, printed = project.build(folder)
    assert status == 0, printed
    assert project.leftovers(folder) == []
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the project and its site, for a test to break."""
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture(scope="module")
def new(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """The site of the same project under another product name, and the number of file changes that built it."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("new") / "project")
    project.rename(folder, "Mailbox")
    status, printed = project.build(folder, dying=("9999", "SIGKILL"))
    assert status == 0, printed
    assert project.manifest(folder / "site") != project.manifest(built / "site")
    return project.manifest(folder / "site"), int(printed.splitlines()[-1])


@pytest.mark.parametrize(
    ("signal_name", "can_exchange", "share"),
    [
        ("SIGKILL", True, 0.0),
        ("SIGTERM", False, 0.3),
        ("SIGINT", True, 0.55),
        ("SIGKILL", False, 0.575),
        ("SIGTERM", True, 0.98),
    ],
)
def test_a_killed_build_leaves_a_complete_site_and_the_next_build_recovers(
    copy: Path, new: tuple[dict[str, str], int], signal_name: str, share: float, *, can_exchange: bool
) -> None:
    complete, changes = new
    old = project.manifest(copy / "site")
    project.rename(copy, "Mailbox")
    point = (str(1 + int(share * changes)), signal_name)
    status, printed = project.build(copy, dying=point if can_exchange else ("no-exchange", *point))
    assert status == {"SIGKILL": -9, "SIGTERM": -15, "SIGINT": 130}[signal_name], printed
    assert "Traceback" not in printed
    assert project.manifest(copy / "site") in (old, complete)
    assert project.leftovers(copy) == [] or signal_name != "SIGINT"
    status, printed = project.build(copy)
    assert status == 0, printed
    assert project.manifest(copy / "site") == complete
    assert project.leftovers(copy) == []


def test_the_next_build_recovers_from_a_kill_between_two_renames_even_if_it_fails(copy: Path) -> None:
    old = project.manifest(copy / "site")
    status, _ = project.build(copy, dying=("no-exchange", "2:os.rename", "SIGKILL"))
    assert (status, (copy / "site").exists()) == (-9, False)
    (copy / "codes/451/delayed.yml").write_text("title: [x\n", "utf-8")
    status, printed = project.build(copy)
    assert status == 1
    assert "codes/451/delayed.yml:1:8: error:" in printed
    assert project.manifest(copy / "site") == old
    assert project.leftovers(copy) == []


def failed_build(copy: Path, *arguments: str, **options: object) -> str:
    """Run a build, which must fail and leave the old site unchanged, and return its output."""
    old = project.manifest(copy / "site")
    status, printed = project.build(copy, *arguments, **options)
    assert status == 1, printed
    assert "Traceback" not in printed
    assert project.manifest(copy / "site") == old
    assert project.leftovers(copy) == []
    return printed


def test_a_warning_in_a_strict_build_prevents_publishing(copy: Path) -> None:
    (copy / "docs/about.md").write_text("# About\n\n[Home](index.md#none)\n", "utf-8")
    assert "Aborted with 1 warning(s) in strict mode." in failed_build(copy)


def test_without_strict_a_warning_is_published_but_a_broken_link_is_not(copy: Path) -> None:
    settings = (copy / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    (copy / "mkdocs.yml").write_text(settings, "utf-8")
    (copy / "docs/stray.md").write_text("# Stray\n\n[Home](/)\n", "utf-8")
    assert "starts with a slash" in failed_build(copy)
    (copy / "docs/stray.md").write_text("# Stray\n", "utf-8")
    assert project.build(copy)[0] == 0


DAMAGE = """
import pathlib

def on_post_build(config):
    site = pathlib.Path(config.site_dir)
    (site / "codes/451/delayed/index.html").unlink()
    (site / "assets/javascripts/patterns.js").unlink()
"""


def test_a_damaged_site_is_not_published(copy: Path) -> None:
    (copy / "hook.py").write_text(DAMAGE, "utf-8")
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [hook.py]\n")
    printed = failed_build(copy)
    assert "codes/451/delayed/index.html: the file is missing" in printed
    assert "assets/javascripts/patterns.js' leads to a missing file" in printed


def test_only_regular_files_are_published(copy: Path) -> None:
    links = {"overrides/assets/secret.txt": "/etc/hostname", "overrides/assets/folder": "/etc", "docs/a.md": "about.md"}
    for name, target in links.items():
        (copy / name).symlink_to(target)
    printed = failed_build(copy)
    for name in links:
        assert f"{name}:1:1: error: this is a symbolic link, not a regular file (not-a-file)" in printed


def test_a_folder_with_other_files_is_refused(copy: Path) -> None:
    (copy / "letters").mkdir()
    (copy / "letters/letter.txt").write_text("kept", "utf-8")
    assert "contains files and isn't a site that this build created" in failed_build(copy, "--site-dir", "letters")
    assert (copy / "letters/letter.txt").read_text("utf-8") == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_an_error_of_the_system_is_reported_in_one_line(copy: Path) -> None:
    import resource  # Windows has none

    limit = (20_000, 20_000)
    printed = failed_build(copy, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert "The system refused: [Errno 27] File too large" in printed


def test_builds_at_the_same_time_do_not_mix(copy: Path, new: tuple[dict[str, str], int], tmp_path: Path) -> None:
    old = project.manifest(copy / "site")
    other = project.make(tmp_path / "other", "Mailbox")
    site = str(tmp_path / "shared/site")
    builds = [project.start(folder, "--site-dir", site) for folder in (copy, other, copy)]
    printed = [process.communicate(timeout=60)[0] for process in builds]
    assert [process.returncode for process in builds] == [0, 0, 0], printed
    assert "Waiting for another build of" in "".join(printed)
    assert project.manifest(Path(site)) in (old, new[0])
    assert sorted(path.name for path in Path(site).parent.iterdir()) == ["site"]


def test_deploying_pushes_what_was_published(copy: Path, tmp_path: Path) -> None:
    git = functools.partial(project.git, copy)
    git("init", "-q", "--bare", str(tmp_path / "remote"))
    git("init", "-q")
    git("config", "user.name", "x")
    git("config", "user.email", "x@example.org")
    git("remote", "add", "origin", str(tmp_path / "remote"))
    git("commit", "-q", "--allow-empty", "-m", "Begin")
    status, printed = project.build(copy, command="gh-deploy")
    assert status == 0, printed
    pushed = set(git("ls-tree", "-r", "--name-only", "gh-pages").split())
    assert pushed - {".nojekyll"} == project.manifest(copy / "site").keys()
    assert project.leftovers(copy) == []
