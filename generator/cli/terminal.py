"""What the commands write to: any terminal, pipe or file, and what may happen to it."""

import codecs
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.sources.text import HIDDEN_CHARACTERS

BAD_USE, INTERRUPTED, PIPE_CLOSED = 2, 130, 141
"""Exit statuses; the last two are those that shells use."""


@dataclass
class Terminal:
    """A command's run."""

    status: int = 0
    """What the command ends with."""


def _written_out(error: UnicodeError) -> tuple[str, int]:
    r"""Return letters that an encoding lacks as ``\\u0430``, which stays JSON within JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end


@contextmanager
def open_terminal() -> Iterator[Terminal]:
    """Run a command so that what its surroundings do to it ends in a line and a status, never in a traceback.

    An encoding without a letter, a reader that went away, an interruption, a file that the system refuses.
    """
    terminal = Terminal()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the shell
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # to the end of the run
    codecs.register_error("written-out", _written_out)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="written-out")
    try:
        yield terminal
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer goes nowhere
        terminal.status = PIPE_CLOSED
    except KeyboardInterrupt:
        terminal.status = INTERRUPTED
    except OSError as error:
        sys.stderr.write(f"error: {error.filename or 'the output'}: {error.strerror or error}\n")
        terminal.status = BAD_USE


_STEERING = re.compile(f"{HIDDEN_CHARACTERS.pattern}|\r(?!\n)")


def escape_controls(text: str) -> str:
    r"""Return a text with each hidden character as ``\u001b``, which JSON reads as the character itself."""
    return _STEERING.sub(lambda found: "".join(f"\\u{ord(letter):04x}" for letter in found[0]), text)
