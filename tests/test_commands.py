"""The commands under bad use and in bad surroundings: a line and a status, never a traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

LINE = "451 Сервер занят \U0001f600 é"


def call(
    *arguments: str, cwd: Path = ROOT, script: str = '"$@"', **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a shell, ``"$@"`` in its script."""
    command = ["bash", "-c", script, "bash", sys.executable, "-m", "generator", *arguments]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--codes", "nowhere", "check"], "there is no folder 'nowhere'"),
        (["--codes", "README.md", "check"], "there is no folder 'README.md'"),
        (["--codes", "", "frobnicate"], "invalid choice: 'frobnicate'"),
        (["check", "--format", "xml"], "invalid choice: 'xml'"),
        (["scan", "nowhere.log"], "scan: nowhere.log: No such file or directory"),
        (["scan", "docs"], "scan: docs: Is a directory"),
        (["render", "--out", "README.md"], "'README.md' is not an empty folder"),
        (["render", "--out", "/proc/nowhere/out"], "error: /proc/nowhere: No such file or directory"),
        (["render", "--out", "x" * 300], "File name too long"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_bad_use_is_told_in_one_line(arguments: list[str], told: str) -> None:
    done = call(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("command", ["scan", "render"])
def test_a_refusal_of_the_system_is_told(command: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir(mode=0o700)
    (secret / "smtp.log").write_text("451 x\n", "utf-8")
    arguments = ["scan", str(secret / "smtp.log")] if command == "scan" else ["render", "--out", str(secret / "out")]
    code = (
        "import encodings.utf_8_sig, os, sys; from generator.cli.main import main; "
        f"os.setgid(65534); os.setuid(65534); sys.exit(main({['--codes', 'codes', *arguments]!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("Permission denied\n")
    assert done.stderr.count("\n") == 1


def test_a_folder_given_as_a_dot_keeps_the_lines(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    (codes / "451/busy.yml").write_text("title: [x\n", "utf-8")
    reply = codes / "451/delayed.yml"
    reply.write_text(reply.read_text("utf-8").replace("procedure: wait", "procedure: weit"), "utf-8")
    for folder, name in ((codes, "."), (codes / "451", ".."), (tmp_path, "codes"), (tmp_path, f"{codes}/")):
        printed = call("--codes", name, "check", cwd=folder).stdout.decode()
        assert "codes/451/delayed.yml:16:16: error: there is no procedure 'weit' (dangling-reference)" in printed
        assert "codes/451/busy.yml:1:8: error: the '[' or '{' that starts here isn't closed" in printed


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}])
def test_letters_that_the_terminal_lacks_are_written_out(environment: dict[str, str]) -> None:
    code = "from generator.cli.main import main; import sys; sys.exit(main(sys.argv[1:]))"
    for form in ("text", "json"):
        command = [sys.executable, "-c", code, "explain", "--format", form, LINE]
        surroundings = {**os.environ, "PYTHONCOERCECLOCALE": "0", **environment}
        done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
        if form == "text":
            assert done.stdout.startswith(b"not in the catalogue: 451 ")
        elif "PYTHONIOENCODING" in environment:
            assert json.loads(done.stdout.decode("cp1252"))["line"] == LINE
        else:
            assert json.loads(done.stdout)["line"].startswith("451 ")


@pytest.mark.parametrize("command", [["patterns", "--format", "json"], ["check"]])
def test_a_reader_that_goes_away_ends_the_command(command: list[str]) -> None:
    done = call(*command, script='"$@" | true; echo ${PIPESTATUS[0]}')
    assert done.stderr == b""
    assert done.stdout.strip() in (b"0", b"141")


def test_an_output_without_end_that_is_cut_off_ends_with_the_shells_status() -> None:
    done = call("explain", script='yes "451 x" | "$@" | head -1; echo ${PIPESTATUS[1]}')
    assert done.stderr == b""
    assert done.stdout.splitlines()[1:] == [b"141"]


def test_a_full_disk_is_told() -> None:
    done = call("patterns", "--format", "json", script='"$@" > /dev/full')
    assert done.returncode == 2
    assert done.stderr == b"error: the output: No space left on device\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", [["check"], ["explain"], ["scan", "-"]])
def test_a_closed_stream_is_no_fault(command: list[str], closed: str) -> None:
    assert call(*command, script=f'"$@" </dev/null {closed}').returncode == 0


@pytest.mark.parametrize("command", [["explain"], ["scan", "-"]])
def test_an_interruption_ends_in_silence(command: list[str]) -> None:
    started = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", *command],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdin
    if command == ["explain"]:
        started.stdin.write(b"451 x\n")
        started.stdin.flush()
        assert started.stdout
        assert started.stdout.readline().startswith(b"not in the catalogue")  # now it waits for more
    else:
        time.sleep(2)
    started.send_signal(signal.SIGINT)
    _, told = started.communicate(timeout=30)
    assert (started.returncode, told) == (130, b"")
