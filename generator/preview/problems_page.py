"""What a build says is wrong, as a live preview shows it."""

import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.site.renderer import environment_of

TEMPLATES = (".jinja", ".html", ".xml")
"""What the names of templates end with."""


@dataclass(frozen=True)
class Told:
    """One thing that is wrong."""

    line: str
    """Where and what."""
    remarks: tuple[str, ...] = ()
    """The hint, and whatever else is said about it."""


def told(messages: Iterable[str]) -> Iterator[Told]:
    """Yield what messages tell: a line that is indented belongs to the one above it, one with a colon is a heading."""
    for message in messages:
        lines = [line for line in message.splitlines() if line.strip()]
        while lines:
            line, *lines = lines
            remarks = []
            while lines and lines[0].startswith(" "):
                remarks.append(lines.pop(0).strip())
            if remarks or not (line.endswith(":") and lines):
                yield Told(line.strip(), tuple(remarks))


def template_fault(error: BaseException, root: Path) -> str | None:
    """Return what is wrong in a template, with its place below ``root``; None where no template is at fault."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(TEMPLATES):
            file, line = frame.filename, frame.lineno
    if not file or not str(file).endswith(TEMPLATES):
        return None
    path = Path(file)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return f"{name}:{line}: error: {getattr(error, 'message', None) or error} ({type(error).__name__})"


def problems_page(problems: Sequence[Told]) -> str:
    """Return the page that a live preview shows while something is wrong."""
    return environment_of().get_template("problems.html.jinja").render(problems=problems)
