"""Runs MkDocs and kills it before a given change of a file: ``dying.py 12 SIGKILL build``.

Changes are counted from 1, starting with the lock file; ``2:os.rename`` counts only renames. If the number is larger
than the number of changes, nothing happens. The last line printed is the number of changes. With ``no-exchange``
before the number, the system can't exchange two folders in one step.
"""

import os
import signal
import sys

from mkdocs.__main__ import cli

from generator.publishing import folders

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod"}
WRITES = os.O_WRONLY | os.O_RDWR


def main(arguments: list[str]) -> None:
    if arguments[0] == "no-exchange":
        arguments.pop(0)
        folders.exchange = lambda *_: False
    point, _, kind = arguments[0].partition(":")
    has_begun, count = False, 0

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal has_begun, count
        if event in CHANGES or (event == "open" and isinstance(values[2], int) and values[2] & WRITES):
            has_begun = has_begun or str(values[0]).endswith(".lock")
            if has_begun and kind in ("", event):
                count += 1
                if count == int(point):
                    os.kill(os.getpid(), signal.Signals[arguments[1]])

    sys.addaudithook(watch)
    try:
        cli(arguments[2:])
    finally:
        sys.stdout.write(f"{count}\n")


main(sys.argv[1:])
