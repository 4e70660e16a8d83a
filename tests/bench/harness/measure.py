"""Wall-clock time, CPU time and memory of a command, including its children."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # people's packages are compiled
TIMEOUT = 1_500
WATCHER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 2**20 if sys.platform == "darwin" else 1024
cpu, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit
print(json.dumps({"status": status, "wall": round(wall, 3), "cpu": round(cpu, 3), "memory": round(memory, 1)}))
"""
"""Starts the command from a small process, because a child's peak includes its parent's memory at the start."""


class FailedError(Exception):
    """A command that can't be measured."""


def measure(
    command: Sequence[str], folder: Path, *, expected: Sequence[int] = (0,), timeout: float = TIMEOUT
) -> dict[str, float]:
    """Return what a command uses; its output is discarded.

    ``wall`` is in seconds, ``cpu`` in seconds of all cores, ``memory`` the peak of the largest process in MiB.

    Raises:
        FailedError: the command can't be started, ends with an unexpected status or takes too long.

    """
    watcher = subprocess.Popen(
        [sys.executable, "-S", "-c", WATCHER, *command],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        output, errors = watcher.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise FailedError(f"not finished in {timeout} seconds") from None
    finally:
        if watcher.returncode is None:
            os.killpg(watcher.pid, signal.SIGKILL)
            watcher.wait()
    reason = (errors.strip().splitlines() or ["no message"])[-1]
    if watcher.returncode:
        raise FailedError(reason)
    figures: dict[str, float] = json.loads(output)
    if (status := figures.pop("status")) not in expected:
        raise FailedError(f"status {status}: {reason}")
    return figures
