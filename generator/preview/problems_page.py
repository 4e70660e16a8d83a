"""The page that the live preview shows instead of every other one while the sources have problems."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.site.renderer import environment_of

TEMPLATE_SUFFIXES = (".jinja", ".html", ".xml")
"""The file name extensions of templates."""


@dataclass(frozen=True)
class Message:
    """A problem of the sources, a warning of MkDocs or an error in a template."""

    text: str
    hint: str = ""


def template_error(error: BaseException, root: Path) -> Message | None:
    """Return an error in a template, with its place below ``root``; None if the error is anywhere else."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(TEMPLATE_SUFFIXES):
            file, line = frame.filename, frame.lineno
    if not file or not str(file).endswith(TEMPLATE_SUFFIXES):
        return None
    path = Path(file)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return Message(f"{name}:{line}: error: {getattr(error, 'message', None) or error} ({type(error).__name__})")


def problems_page(messages: Sequence[Message]) -> str:
    """Return the page as HTML."""
    return environment_of().get_template("problems.html.jinja").render(messages=messages)
