"""run.py answers wrong use at once, sets up what a command needs, and does nothing twice."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import tasks
from conftest import ROOT

import run


def call(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "run.py"), *arguments]
    variables = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=variables, check=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of run.py and what it reads, without an environment."""
    for name in ("run.py", "pyproject.toml", *(file.name for file in ROOT.glob("requirements*.lock"))):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(run, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "printed", "reported"),
    [
        ([], 2, run.USAGE, ""),
        (["--help"], 0, run.USAGE, ""),
        (["--version"], 0, "0.1.0\n", ""),
        (["chek"], 2, "", "run.py: there is no command 'chek'. Did you mean 'check'?\n"),
        (["xyz"], 2, "", f"run.py: there is no command 'xyz'. The commands are {', '.join(run.COMMANDS)}.\n"),
        (
            ["--verbose"],
            2,
            "",
            (
                "usage: python3 run.py [--codes DIR] COMMAND [ARGUMENTS]\n"
                "run.py: error: unrecognized arguments: --verbose\n"
            ),
        ),
    ],
)
def test_it_answers_before_it_installs_anything(
    arguments: list[str], status: int, printed: str, reported: str, project: Path
) -> None:
    done = call(*arguments, folder=project)
    assert (done.returncode, done.stdout, done.stderr) == (status, printed, reported)
    assert not list(project.glob(".venv*"))


def test_an_old_python_is_told_what_to_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run, "MIN_PYTHON", (99, 0))
    assert run.main(["build"]) == 2
    running = ".".join(map(str, sys.version_info[:3]))
    expected = f"run.py: Python 99.0 or newer is needed, and this is {running}. Try: python99.0 run.py\n"
    assert capsys.readouterr().err == expected


def test_a_python_without_venv_is_told_what_to_install(project: Path) -> None:
    (project / "broken").mkdir()
    (project / "broken/ensurepip.py").write_text("raise ImportError", "utf-8")
    done = call("build", folder=project, PYTHONPATH=str(project / "broken"), PATH="")
    assert done.returncode == 2
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert done.stderr == (
        "run.py: setting up .venv with pip\n"
        f"run.py: this Python can't create environments. On Debian: apt install {package}\n"
    )


def test_packages_that_cannot_be_installed_are_reported(project: Path) -> None:
    (project / "requirements.lock").write_text("none==1 --hash=sha256:0\n", "utf-8")
    done = call("build", folder=project, PATH="", PIP_NO_INDEX="1")
    assert done.returncode == 2
    assert done.stderr.endswith("run.py: the packages could not be installed; the lines above say why\n")
    assert not list(project.glob(".venv/*.stamp"))


def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the environments that will have been installed."""
    folders: list[str] = []

    def install(folder: Path, *_: str) -> None:
        folders.append(folder.name)
        run.interpreter(folder).parent.mkdir(parents=True, exist_ok=True)
        run.interpreter(folder).touch()

    monkeypatch.setattr(run, "install", install)
    return folders


@pytest.mark.usefixtures("project")
def test_an_environment_is_set_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = installed(monkeypatch)
    for name in ("test", "", "lint", "test", "lint"):
        run.set_up(name)
    assert folders == [".venv", ".venv-lint"]


def test_a_changed_lock_file_is_installed_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = installed(monkeypatch)
    run.set_up()
    with (project / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    run.set_up()
    assert folders == [".venv", ".venv"]


def test_a_second_set_up_waits_for_the_first(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = installed(monkeypatch)
    second = threading.Thread(target=run.set_up)
    with run.exclusive(project / ".venv"):
        second.start()
        second.join(0.5)
        assert (second.is_alive(), folders) == (True, [])
    second.join()
    assert folders == [".venv"]
    assert capsys.readouterr().err == "run.py: waiting for another process that sets up .venv\n"


def test_the_exit_status_is_passed_through() -> None:
    assert call("--codes", str(ROOT / "tests/cases/catalog"), "check").returncode == 0
    assert call("explain", "451 Something else").returncode == 1


def test_torture_runs_all_and_fails_if_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(tasks, "scripts", lambda _: {"one": Path("one"), "two": Path("two")})
    monkeypatch.setattr(tasks, "script", lambda file, _: ran.append(file.name) or {"one": -9, "two": 0}[file.name])
    assert tasks.torture([]) == 1
    assert ran == ["one", "two"]
    assert tasks.torture(["two"]) == 0
    assert tasks.torture(["three"]) == 2


def test_every_development_command_is_implemented() -> None:
    assert {*tasks.TASKS, *tasks.scripts("audit")} == set(run.COMMANDS[run.COMMANDS.index("test") :])


def test_the_named_tests_and_benchmarks_exist() -> None:
    assert set(tasks.BENCHES) <= set(tasks.scripts("bench"))
    assert [name for name in tasks.THEME_TESTS if not (ROOT / "tests" / name).is_file()] == []


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    ranges = ["mkdocs>=1.6.1,<2", "x>=1; sys_platform != 'win32'"]
    assert tasks.lowest(ranges) == ["mkdocs==1.6.1", "x==1; sys_platform != 'win32'"]
