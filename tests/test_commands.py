"""The command line: its help, and one line and a status for wrong use and a hostile environment."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

from generator.cli import main as cli

LINE = "451 Сервер занят \U0001f600 é"


def call(*arguments: str, script: str = '"$@"') -> subprocess.CompletedProcess[bytes]:
    """Run a command in a shell, ``"$@"`` in its script."""
    command = ["bash", "-c", script, "bash", sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


CORE = ["check", "new", "format", "schema", "explain", "scan", "patterns"]
SITE = ["build", "serve", "bundle", "render"]
WITHOUT_SITE = """
import json, sys
for name in ("filelock", "lxml", "markdown", "mkdocs", "nh3", "rcssmin", "rjsmin", "watchdog"):
    sys.modules[name] = None
from generator.cli.main import main
sys.exit(max([main(arguments) for arguments in json.loads(sys.argv[1])]))
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--codes", "nowhere", "check"], "check: there is no folder 'nowhere'. Run this in the folder that contains"),
        (["--codes", "README.md", "check"], "check: there is no folder 'README.md'."),
        (["chek"], "python3 run.py: there is no command 'chek'. Did you mean 'check'?"),
        (["--codes", "", "frobnicate"], "there is no command 'frobnicate'. The commands are build, serve, bundle,"),
        (["check", "--format", "xml"], "check: Invalid value for '--format': 'xml' is not one of 'text', 'github',"),
        (["scan"], "scan: Missing argument 'FILE...'."),
        (["scan", "nowhere.log"], "scan: nowhere.log: No such file or directory"),
        (["scan", "docs"], "scan: docs: Is a directory"),
        (["render", "--out", "README.md"], "render: 'README.md' isn't an empty folder. Give a new one."),
        (["render", "--out", "/proc/nowhere/out"], "error: /proc/nowhere: No such file or directory"),
        (["render", "--out", "x" * 300], "File name too long"),
    ],
)
def test_wrong_use_is_answered_in_one_line(
    arguments: list[str], expected: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(arguments, prog_name="python3 run.py") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert expected in printed.err
    assert printed.err.count("\n") == 1


def test_without_a_command_it_shows_the_help() -> None:
    done = call()
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Usage: python3 run.py [OPTIONS] COMMAND [ARGS]...")


def test_help_and_completion_import_no_command() -> None:
    code = "import sys; from generator.cli.main import main; assert main(['--help']) == 0; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"(?m)^  (\w+) ", shown)) >= {*CORE, *SITE}
    assert not {"pydantic", "ruamel.yaml", "mkdocs", "jinja2", "lxml"} & set(shown.splitlines()[-1].split())
    completion = {"_SMTP_REPLIES_COMPLETE": "bash_complete", "COMP_WORDS": "smtp-replies s", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from generator.cli.main import main; main([])"],
        env={**os.environ, **completion},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["plain,serve", "plain,schema", "plain,scan"]


@pytest.mark.parametrize("command", [*CORE, *SITE])
def test_a_command_has_a_help_page(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: smtp-replies {command} [OPTIONS]")


def call_without_site(*commands: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run commands in one process that lacks the dependencies of the site."""
    command = [sys.executable, "-c", WITHOUT_SITE, json.dumps(commands)]
    return subprocess.run(command, cwd=folder, input="", capture_output=True, text=True, check=False)


def test_the_core_works_without_the_dependencies_of_the_site(tmp_path: Path) -> None:
    lay(tmp_path)
    expected = {
        "0 problems found\n": ["check"],
        "451/delayed: ": ["explain", "451 Delayed, try again"],
        "0 lines": ["scan", "-"],
        "-- ": ["patterns", "--format", "sql"],
        "files formatted\n": ["format"],
        "codes/.schema/": ["schema"],
        "codes/451/other.yml written\n": ["new", "451/other", "--text", "Other words"],
    }
    assert {arguments[0] for arguments in expected.values()} == set(CORE)
    done = call_without_site(*expected.values(), folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [text for text in expected if text not in done.stdout] == []


def test_a_command_lists_the_dependencies_that_are_missing(tmp_path: Path) -> None:
    done = call_without_site(*([command] for command in SITE), folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "".join(
        f"smtp-replies: {command} needs the site's dependencies: pip install 'smtp-reply-reference[site]'\n"
        for command in SITE
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_a_refusal_of_the_system_is_reported(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir(mode=0o700)
    (secret / "smtp.log").write_text("451 x\n", "utf-8")
    commands = (["scan", str(secret / "smtp.log")], ["render", "--out", str(secret / "out")])
    code = (
        "import encodings.utf_8_sig, os; from generator.cli import logs, main, site; os.setgid(65534); os.setuid(65534)"
        f"; print([main.main(['--codes', 'codes', *command]) for command in {commands!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[2, 2]\n"
    assert [line.rpartition(": ")[2] for line in done.stderr.splitlines()] == ["Permission denied"] * 2


def test_the_paths_of_problems_are_complete_for_any_spelling_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = lay(tmp_path)
    (codes / "451/busy.yml").write_text("title: [x\n", "utf-8")
    reply = codes / "451/delayed.yml"
    reply.write_text(reply.read_text("utf-8").replace("procedure: wait", "procedure: weit"), "utf-8")
    for folder, name in ((codes, "."), (codes / "451", ".."), (tmp_path, "codes"), (tmp_path, f"{codes}/")):
        monkeypatch.chdir(folder)
        assert cli.main(["--codes", name, "check"]) == 1
        printed = capsys.readouterr().out
        assert "codes/451/delayed.yml:16:20: error: there is no procedure 'weit' (dangling-reference)" in printed
        assert "codes/451/busy.yml:1:8: error: the '[' or '{' that starts here isn't closed" in printed


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}])
def test_characters_that_the_terminal_lacks_are_escaped(environment: dict[str, str]) -> None:
    code = "from generator.cli.main import main; import sys; sys.exit(main(sys.argv[1:]))"
    for form in ("text", "json"):
        command = [sys.executable, "-c", code, "explain", "--format", form, LINE]
        variables = {**os.environ, "PYTHONCOERCECLOCALE": "0", **environment}
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
        if form == "text":
            assert done.stdout.startswith(b"not in the catalogue: 451 ")
        elif "PYTHONIOENCODING" in environment:
            assert json.loads(done.stdout.decode("cp1252"))["line"] == LINE
        else:
            assert json.loads(done.stdout)["line"].startswith("451 ")


@pytest.mark.parametrize("command", [["patterns", "--format", "json"], ["check"]])
def test_a_closed_pipe_ends_the_command(command: list[str]) -> None:
    done = call(*command, script='"$@" | true; echo ${PIPESTATUS[0]}')
    assert done.stderr == b""
    assert done.stdout.strip() in (b"0", b"141")


def test_endless_output_into_a_closed_pipe_ends_with_the_status_of_the_shell() -> None:
    done = call("explain", script='yes "451 x" | "$@" | head -1; echo ${PIPESTATUS[1]}')
    assert done.stderr == b""
    assert done.stdout.splitlines()[1:] == [b"141"]


def test_a_full_disk_is_reported() -> None:
    done = call("patterns", "--format", "json", script='"$@" > /dev/full')
    assert done.returncode == 2
    assert done.stderr == b"error: the output: No space left on device\n"


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        (["explain"], "<&-"),
        (["explain"], ">&-"),
        (["explain"], "2>&-"),
        (["check"], "<&- >&- 2>&-"),
        (["scan", "-"], "<&- >&- 2>&-"),
    ],
)
def test_a_closed_stream_does_no_harm(command: list[str], closed: str) -> None:
    assert call(*command, script=f'"$@" </dev/null {closed}').returncode == 0


def test_an_interrupted_command_prints_nothing() -> None:
    command = [sys.executable, "-u", "-m", "generator", "explain"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        process.stdin.write(b"451 x\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"not in the catalogue")  # it waits for the next line
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, b"")
