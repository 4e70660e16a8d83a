"""After a build the complete new site is published, or still the complete old one."""

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import project
import pytest


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project and its site."""
    folder = project.make(tmp_path_factory.mktemp("atomic") / "project")
    status, printed = project.build(folder)
    assert status == 0, printed
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the project and its site, for a test to break."""
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture(scope="module")
def new(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """The site of the same project under another product name, and the number of file changes that built it."""
    folder = project.make(tmp_path_factory.mktemp("atomic") / "project", "Mailbox")
    project.build(folder)
    status, printed = project.build(folder, dying=("9999", "SIGKILL"))
    assert status == 0, printed
    assert project.manifest(folder / "site") != project.manifest(built / "site")
    return project.manifest(folder / "site"), int(printed.splitlines()[-1])


def test_a_build_leaves_nothing_beside_the_site(built: Path) -> None:
    assert project.rests(built) == []
    assert (built / "site/codes/451/delayed/index.html").is_file()


KILLS = [
    (("SIGKILL", "no-exchange")[at % 2], ("SIGKILL", "SIGTERM", "SIGINT")[at % 3], share)
    for at, share in enumerate((0.0, 0.02, 0.3, 0.55, 0.575, 0.58, 0.6, 0.98))
]


@pytest.mark.parametrize(("way", "how", "share"), KILLS)
def test_a_killed_build_leaves_a_complete_site_and_the_next_build_recovers(
    copy: Path, new: tuple[dict[str, str], int], way: str, how: str, share: float
) -> None:
    complete, changes = new
    old = project.manifest(copy / "site")
    project.rename(copy, "Mailbox")
    point = (str(1 + int(share * changes)), how)
    status, printed = project.build(copy, dying=("no-exchange", *point) if way == "no-exchange" else point)
    assert status == {"SIGKILL": -9, "SIGTERM": -15, "SIGINT": 130}[how], printed
    assert "Traceback" not in printed
    assert project.manifest(copy / "site") in (old, complete)
    assert project.rests(copy) == [] or how != "SIGINT"
    status, printed = project.build(copy)
    assert status == 0, printed
    assert project.manifest(copy / "site") == complete
    assert project.rests(copy) == []


def test_the_next_build_recovers_from_a_kill_between_two_renames_even_if_it_fails(copy: Path) -> None:
    old = project.manifest(copy / "site")
    status, _ = project.build(copy, dying=("no-exchange", "2:os.rename", "SIGKILL"))
    assert (status, (copy / "site").exists()) == (-9, False)
    (copy / "codes/451/delayed.yml").write_text("title: [x\n", "utf-8")
    assert project.build(copy)[0] == 1
    assert project.manifest(copy / "site") == old
    assert project.rests(copy) == []


def fails(copy: Path, *arguments: str, **options: object) -> str:
    """Run a build that must fail and leave the old site unchanged; return everything it printed."""
    old = project.manifest(copy / "site")
    status, printed = project.build(copy, *arguments, **options)
    assert status == 1, printed
    assert "Traceback" not in printed
    assert project.manifest(copy / "site") == old
    assert project.rests(copy) == []
    return printed


def test_a_warning_in_a_strict_build_prevents_publishing(copy: Path) -> None:
    (copy / "docs/about.md").write_text("# About\n\n[Home](index.md#none)\n", "utf-8")
    assert "Aborted with 1 warning(s) in strict mode." in fails(copy)


def test_without_strict_a_warning_is_published_but_a_broken_link_is_not(copy: Path) -> None:
    settings = (copy / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    (copy / "mkdocs.yml").write_text(settings, "utf-8")
    (copy / "docs/stray.md").write_text("# Stray\n\n[Home](/)\n", "utf-8")
    assert "starts with a slash" in fails(copy)
    (copy / "docs/stray.md").write_text("# Stray\n", "utf-8")
    assert project.build(copy)[0] == 0


DAMAGE = {
    "page-missing": (
        "(site / 'codes/451/delayed/index.html').unlink()",
        "codes/451/delayed/index.html: the file is missing",
    ),
    "page-by-hand-missing": ("(site / 'about/index.html').unlink()", "about/index.html: the file is missing"),
    "page-empty": (
        "(site / 'codes/451/delayed/index.html').write_text('')",
        "codes/451/delayed/index.html: the page is empty",
    ),
    "redirect-to-nowhere": (
        "(site / 'old.html').write_text('<html><meta http-equiv=\"refresh\" content=\"0; url=none/\"></html>')",
        "old.html: the link 'none/' leads to a missing file",
    ),
    "script-missing": (
        "(site / 'assets/javascripts/patterns.js').unlink()",
        "assets/javascripts/patterns.js' leads to a missing file",
    ),
}


@pytest.mark.parametrize(("code", "problem"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_site_is_not_published(copy: Path, code: str, problem: str) -> None:
    hook = f"import pathlib\ndef on_post_build(config):\n    site = pathlib.Path(config.site_dir)\n    {code}\n"
    (copy / "hook.py").write_text(hook, "utf-8")
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [hook.py]\n")
    assert problem in fails(copy)


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<a href="../none/">x</a>', "about/index.html: the link '../none/' leads to a missing file"),
        ('<a href="../#none">x</a>', "about/index.html: the link '../#none' leads to a missing anchor"),
    ],
)
def test_a_broken_link_in_raw_html_is_not_published(copy: Path, html: str, problem: str) -> None:
    (copy / "docs/about.md").write_text(f"# About\n\n{html}\n", "utf-8")
    assert problem in fails(copy)


def test_a_catalogue_with_a_problem_leaves_the_old_site(copy: Path) -> None:
    (copy / "codes/451/delayed.yml").write_text("title: [x\n", "utf-8")
    assert "codes/451/delayed.yml:1:8: error:" in fails(copy)


def test_a_symbolic_link_in_the_theme_is_not_published(copy: Path) -> None:
    (copy / "overrides/assets/secret.txt").symlink_to("/etc/hostname")
    (copy / "overrides/assets/folder").symlink_to("/etc")
    printed = fails(copy)
    assert "overrides/assets/secret.txt:1:1: error: this is a symbolic link, not a regular file (not-a-file)" in printed
    assert "overrides/assets/folder:1:1: error: this is a symbolic link, not a regular file (not-a-file)" in printed


def test_a_dirty_build_is_refused(copy: Path) -> None:
    assert "A --dirty build is incomplete and can't be published." in fails(copy, "--dirty")


def test_a_foreign_folder_is_refused(copy: Path) -> None:
    (copy / "letters").mkdir()
    (copy / "letters/letter.txt").write_text("kept", "utf-8")
    assert "contains files and isn't a site that this build created" in fails(copy, "--site-dir", "letters")
    assert (copy / "letters/letter.txt").read_text("utf-8") == "kept"


def test_another_folder_gets_the_same_site(copy: Path) -> None:
    assert project.build(copy, "--site-dir", "out/of/site")[0] == 0
    assert project.manifest(copy / "out/of/site") == project.manifest(copy / "site")


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_an_error_of_the_system_is_reported_in_one_line(copy: Path) -> None:
    import resource  # Windows has none

    limit = (20_000, 20_000)
    printed = fails(copy, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
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
    def git(*arguments: str) -> str:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        command = ["git", *who, *arguments]
        return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True).stdout

    git("init", "-q", "--bare", str(tmp_path / "remote"))
    git("init", "-q")
    git("config", "user.name", "x")
    git("config", "user.email", "x@example.org")
    git("remote", "add", "origin", str(tmp_path / "remote"))
    git("commit", "-q", "--allow-empty", "-m", "Begin")
    command = [sys.executable, "-m", "mkdocs", "gh-deploy"]
    done = subprocess.run(command, cwd=copy, env=project.ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pushed = set(git("ls-tree", "-r", "--name-only", "gh-pages").split())
    assert pushed - {".nojekyll"} == project.manifest(copy / "site").keys()
    assert project.rests(copy) == []


def test_live_preview_shows_changes_and_survives_mistakes(copy: Path) -> None:
    old = project.manifest(copy / "site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    log = copy / "log"
    with log.open("w", encoding="utf-8") as stream:
        server = subprocess.Popen(command, cwd=copy, env=project.ENVIRONMENT, stdout=stream, stderr=stream)

    def wait(condition: Callable[[], bool]) -> None:
        until = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < until, log.read_text("utf-8")
            assert server.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)

    def shows(text: str, address: str = "codes/451/") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=2) as page:
                return text in page.read().decode()
        except OSError:
            return False

    try:
        wait(lambda: shows("Postbox"))
        project.rename(copy, "Mailbox")
        wait(lambda: shows("Mailbox"))
        (copy / "docs/about.md").write_text('# A draft\n\n<a href="../none/">x</a>\n', "utf-8")
        wait(lambda: shows("A draft", "about/"))  # which would not be published
        (copy / "codes/451/busy.yml").rename(copy / "busy.yml")
        (copy / "codes/451/busy.yml").write_text("title: [x\n", "utf-8")
        wait(lambda: "codes/451/busy.yml:1:8: error:" in log.read_text("utf-8"))
        (copy / "busy.yml").replace(copy / "codes/451/busy.yml")
        project.rename(copy, "Letterbox")
        wait(lambda: shows("Letterbox"))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)
    assert project.manifest(copy / "site") == old
    assert project.rests(copy) == []
