"""Output that survives any terminal, pipe or file."""

import codecs
import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from generator.checks.report import report
from generator.problem import CatalogError
from generator.sources.text import HIDDEN_CHARACTERS

_CONTROLS = re.compile(f"{HIDDEN_CHARACTERS.pattern}|\r(?!\n)")

BAD_USE, INTERRUPTED, PIPE_CLOSED = 2, 130, 141
"""Exit statuses; the last two are those that shells use."""


def _written_out(text: str) -> str:
    r"""Return each character as ``\u0430``, which JSON reads as the character itself."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _written_out(error.object[error.start : error.end]), error.end


def run(command: Callable[[], int]) -> int:
    """Run a command so that no terminal, pipe or file can end it with a traceback; return the exit status.

    Characters that the encoding lacks are escaped. A closed pipe, an interrupt and a system error have their own
    exit status.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # the shell closed it
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open until the command ends
    codecs.register_error("written-out", _replace_unencodable)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="written-out")
    try:
        try:
            status = command()
        except CatalogError as error:
            print_text(report(error.problems, "text"))
            status = 1
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # discards the rest of the buffer
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        print_error(f"error: {error.filename or 'the output'}: {error.strerror or error}")
        return BAD_USE
    return status


def escape_controls(text: str) -> str:
    r"""Return a text with each hidden character as ``\u001b``."""
    return _CONTROLS.sub(lambda match: _written_out(match[0]), text)


def print_text(text: str) -> None:
    """Print a text that may contain anything, such as a line from a log."""
    sys.stdout.write(escape_controls(text))


def print_error(text: str) -> None:
    """Print a message on standard error."""
    sys.stderr.write(escape_controls(f"{text}\n"))
