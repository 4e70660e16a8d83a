"""The page that the live preview shows instead of every other one while the sources have problems."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.site.renderer import environment_of

TEMPLATE_SUFFIXES = (".jinja", ".html", ".xml")


@dataclass(frozen=True)
class Fault:
    """A problem of the sources, a warning of MkDocs or an error in a template."""

    text: str
    hint: str = ""


def template_error(error: BaseException, root: Path) -> str | None:
    """Return an error in a template, with its place below ``root``; None if the error is anywhere else."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    frame = next((frame for frame in frames if frame.filename.endswith(TEMPLATE_SUFFIXES)), None)
    if not frame:
        return None
    path = Path(frame.filename)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return f"{name}:{frame.lineno}: error: {getattr(error, 'message', None) or error} ({type(error).__name__})"


def problems_page(faults: Sequence[Fault]) -> str:
    """Return the page as HTML."""
    return environment_of().get_template("problems.html.jinja").render(faults=faults)
