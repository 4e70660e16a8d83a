"""How far a build is, on a terminal, when it takes its time."""

import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

import click

PATIENCE = 2.0
"""Seconds before a person wants to know."""


class Progress:
    """A bar that appears late, and only where a person looks."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin to count the time.

        Args:
            stream: where the bar is drawn; standard error if it is not named.
            clock: gives the seconds.

        """
        self._stream = stream or sys.stderr
        self._clock = clock
        self._begun = clock()
        self._done = 0
        self._bar: Any = None  # click's own; it has no public name

    def step(self, total: int) -> None:
        """Count a page of so many; with the last one the bar is gone."""
        self._done += 1
        if self._bar:
            self._bar.update(1)
        elif self._clock() - self._begun > PATIENCE and self._stream.isatty() and self._done < total:
            self._bar = click.progressbar(length=total, label="Pages", file=self._stream)
            self._bar.update(self._done)
        if self._done == total and self._bar:
            self._bar.render_finish()
            self._bar = None
