"""Runs MkDocs, and sends itself a signal before a given change of a file: ``dying.py 12 SIGKILL build``.

Changes are counted from 1, from the taking of the lock on; ``2:os.rename`` counts those of one kind. With a
number beyond the last nothing happens, and the last line printed is how many there were. The word
``no-exchange`` before the number makes a system that cannot exchange two folders.
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
    has_begun, seen = False, 0

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal has_begun, seen
        if event in CHANGES or (event == "open" and isinstance(values[2], int) and values[2] & WRITES):
            has_begun = has_begun or str(values[0]).endswith(".lock")
            if has_begun and kind in ("", event):
                seen += 1
                if seen == int(point):
                    os.kill(os.getpid(), signal.Signals[arguments[1]])

    sys.addaudithook(watch)
    try:
        cli(arguments[2:])
    finally:
        sys.stdout.write(f"{seen}\n")


main(sys.argv[1:])
