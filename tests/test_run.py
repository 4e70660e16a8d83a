"""run.py explains what is missing, and does nothing twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))
import run


def call(*arguments: str, path: Path | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path or "")}
    command = [sys.executable, str(cwd / "run.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_without_a_command_it_says_what_there_is() -> None:
    done = call()
    assert (done.returncode, done.stdout) == (2, run.USAGE)


def test_help_is_no_error() -> None:
    assert call("--help").returncode == 0


def test_a_too_old_python_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run, "NEEDS", (99, 0))
    assert run.main(["build"]) == 2
    found = ".".join(map(str, sys.version_info[:3]))
    assert f"this needs Python 99.0, and {found} is running" in capsys.readouterr().err


def copy_of_the_project(folder: Path) -> Path:
    """Return a folder with what run.py itself needs, and no environment."""
    for name in ("run.py", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def test_a_missing_venv_module_is_explained(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/ensurepip.py").write_text("raise ImportError", "utf-8")
    done = call("build", path=tmp_path / "broken", cwd=copy_of_the_project(tmp_path))
    assert done.returncode == 2
    assert f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_environment_that_is_there_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ROOT", copy_of_the_project(tmp_path))
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "run", lambda *_: pytest.fail("nothing is to be installed"))
    run.python().parent.mkdir(parents=True)
    run.python().touch()
    (tmp_path / ".venv/requirements.lock.stamp").write_text(run._wanted("requirements.lock"), "utf-8")
    assert run.install("requirements.lock", quiet=True) == 0


def test_a_changed_lock_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ROOT", copy_of_the_project(tmp_path))
    before = run._wanted("requirements.lock")
    with (tmp_path / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    assert run._wanted("requirements.lock") != before


def test_the_exit_status_is_passed_through() -> None:
    assert call("--no-such-option").returncode == 2
    assert call("--codes", str(ROOT / "tests/cases/catalog"), "check").returncode == 0


def test_torture_runs_all_and_fails_if_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(run, "find_browser", lambda: None)
    monkeypatch.setattr(run, "_scripts", lambda _: {"one": Path("one"), "two": Path("two")})
    monkeypatch.setattr(run, "run", lambda name: ran.append(name) or {"one": -9, "two": 0}[name])
    assert run.run_torture([]) == 1
    assert ran == ["one", "two"]
    assert run.run_torture(["two"]) == 0
    assert run.run_torture(["three"]) == 2


def test_a_path_is_seen_from_where_the_caller_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "install", lambda *_, **__: 0)
    monkeypatch.setattr(run, "run", lambda *arguments: asked.append(arguments))
    run.main(["build", "-d", "out", "--strict"])
    run.main(["build", "--site-dir=out", "-f", "/mkdocs.yml"])
    here = str(tmp_path / "out")
    assert [arguments[3:] for arguments in asked] == [
        ("-d", here, "--strict"),
        (f"--site-dir={here}", "-f", "/mkdocs.yml"),
    ]


def test_without_a_browser_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setattr(run, "BROWSERS", ("no-such-browser",))
    monkeypatch.setattr(run, "_playwright_browser", lambda: None)
    monkeypatch.setattr(run, "_debian_browser", lambda: None)
    assert run.find_browser() is None
    assert "the browser tests are skipped" in capsys.readouterr().out
