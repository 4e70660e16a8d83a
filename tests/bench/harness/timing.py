"""What a command takes: wall clock, processor time and memory, its children's included."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

WATCHER = """
import json, os, sys, time
began = time.perf_counter()
pid = os.fork()
if not pid:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - began
unit = 2**20 if sys.platform == "darwin" else 1024
figures = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / unit}
print(json.dumps({**figures, "status": os.waitstatus_to_exitcode(status)}))
"""
"""Runs a command beneath a small process, whose own memory would count where the benchmark's did."""
TIMEOUT = 1_500


class FailedError(Exception):
    """A command that could not be measured, and why."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processors, in the command and what it started."""
    memory: float
    """The most that one of its processes had, in MiB."""
    status: int = 0
    written: int = 0
    """Bytes of the files that it wrote in its output."""
    files: int = 0
    """How many of them."""
    total: int = 0
    """Bytes of the whole output."""

    def as_data(self) -> dict[str, float]:
        """Return it as it is kept."""
        return {key: round(value, 3) for key, value in asdict(self).items() if key != "status"}


def run(
    command: Sequence[str],
    folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    expected: Sequence[int] = (0,),
    timeout: float = TIMEOUT,
) -> Figure:
    """Return what a command takes; what it prints is thrown away.

    Raises:
        FailedError: it cannot be started, ends with another status than expected, or takes too long.

    """
    wrapped = [sys.executable, "-S", "-c", WATCHER, *command]
    watcher = subprocess.Popen(
        wrapped,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        printed, complained = watcher.communicate(timeout=timeout)
    except BaseException as error:  # whatever ends the wait ends the command too
        os.killpg(watcher.pid, signal.SIGKILL)
        watcher.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise FailedError(f"not finished in {timeout} seconds") from None
        raise
    told = complained.strip().splitlines()
    if watcher.returncode:
        raise FailedError(told[-1] if told else f"status {watcher.returncode}")
    figure = Figure(**json.loads(printed))
    if figure.status not in expected:
        raise FailedError(f"status {figure.status}: {told[-1] if told else 'nothing was said'}")
    return figure
