"""The description of a rule, read from its Markdown file in ``rules/``.

The front matter gives the rule in one sentence (``says``) and its ``group`` in the list of rules. Four sections follow:
Why, Fix, Wrong and Right. An example consists of excerpts of files in the small catalogue ``tests/cases/catalog``: the
name of the file in backticks, then a fenced block with the keys that replace those of the same name; a group of keys
keeps its other keys. ``(the whole file)`` after the name replaces the file, and ``is missing`` removes it.
``<<E2 80 8B>>`` stands for these bytes, and ``<<78 x 1000>>`` for a thousand of them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from generator.model.base import Prose
from generator.sources.text import SourceText
from generator.sources.yaml import parse_yaml

RULES_FOLDER = Path(__file__).with_name("rules")

_FRONT_MATTER = re.compile(r"---\n(.*?)---\n", re.DOTALL)
_PARAGRAPH = re.compile(r"(?!## )(?:.+\n)+")
_EXCERPT = re.compile(
    r"`(?P<path>[^`\n]+)` ?(?:(?P<missing>is missing)\n|(?:\((?P<whole>the whole file)\))?\n\n"
    r"```[a-z]+\n(?P<text>.*?)\n```\n)",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A file of an example, in part or as a whole."""

    path: str
    """Relative to the project."""
    remark: str
    """``the whole file``, ``is missing`` or nothing."""
    text: str


@dataclass(frozen=True, kw_only=True)
class RuleDescription:
    """A rule as its page describes it."""

    name: str
    """The name that ``check`` prints, such as ``unknown-key``."""
    says: Prose
    """The rule in one sentence."""
    group: str
    """The heading in the list of rules."""
    why: tuple[Prose, ...]
    fix: tuple[Prose, ...]
    wrong: tuple[Excerpt, ...]
    """An example that breaks this rule and no other."""
    right: tuple[Excerpt, ...]
    """The same example, corrected."""
    file: str
    """The Markdown file, relative to the project."""


def describe(name: str, folder: Path = RULES_FOLDER) -> RuleDescription:
    """Return the description of a rule.

    Raises:
        ValueError: the file is malformed; the message gives its name and the line.
        CatalogError: the front matter isn't YAML.

    """
    file = _RuleFile((folder / f"{name}.md").read_text("utf-8"), f"generator/checks/rules/{name}.md")
    says, group = file.front_matter()
    description = RuleDescription(
        name=name,
        says=says,
        group=group,
        why=file.paragraphs("Why"),
        fix=file.paragraphs("Fix"),
        wrong=file.excerpts("Wrong"),
        right=file.excerpts("Right"),
        file=file.name,
    )
    file.take(re.compile(r"\Z"), "an excerpt or the end of the file")
    return description


class _RuleFile:
    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._text = text
        self._position = 0

    def front_matter(self) -> tuple[Prose, str]:
        """Return the rule in one sentence, and its group."""
        match = self.take(_FRONT_MATTER, "front matter between two lines '---'")
        values = parse_yaml(SourceText(self.name, f"\n{match[1]}")).root.plain()
        if not isinstance(values, dict) or set(values) != {"says", "group"}:
            raise self._error("expected the keys 'says' and 'group' above")
        return self._prose(values["says"], match.start(1)), values["group"]

    def paragraphs(self, heading: str) -> tuple[Prose, ...]:
        matches = self._section(heading, _PARAGRAPH, "a paragraph")
        return tuple(self._prose(match[0], match.start()) for match in matches)

    def excerpts(self, heading: str) -> tuple[Excerpt, ...]:
        matches = self._section(heading, _EXCERPT, "a file name in backticks, an empty line and a fenced block")
        return tuple(
            Excerpt(path=match["path"], remark=match["missing"] or match["whole"] or "", text=match["text"] or "")
            for match in matches
        )

    def _section(self, heading: str, pattern: re.Pattern[str], expected: str) -> list[re.Match[str]]:
        """Return everything below a heading that matches a pattern, at least once."""
        self.take(re.compile(f"## {heading}\n"), f"'## {heading}'")
        return [self.take(pattern, expected), *iter(lambda: self._next(pattern), None)]

    def take(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        """Return what comes next, after any empty lines."""
        if match := self._next(pattern):
            return match
        raise self._error(f"expected {expected}")

    def _next(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._position = len(self._text) - len(self._text[self._position :].lstrip())
        match = pattern.match(self._text, self._position)
        self._position = match.end() if match else self._position
        return match

    def _prose(self, text: str, position: int) -> Prose:
        try:
            return Prose(" ".join(text.split()))
        except ValueError as error:
            self._position = position
            raise self._error(str(error)) from error

    def _error(self, message: str) -> ValueError:
        line = self._text.count("\n", 0, self._position) + 1
        return ValueError(f"{self.name}:{line}: {message}")
