"""A rule of ``check`` as its docstring describes it: what it says, why, the cure, a wrong and a right example."""

import inspect
import re
from dataclasses import dataclass

from generator.model.base import Prose

_WORD = re.compile("[A-Z][a-z]*")
_INDENT = " " * 4


class Rule:
    """A rule; the class's name is that of the rule, and its docstring is the rule's page.

    The first line says what holds. Paragraphs say why, and one that begins with ``Cure:`` what to do. Two
    blocks, ``Wrong:`` and ``Right:``, hold an example each: lines of a file of the small catalogue in
    ``tests/cases/catalog``, below the name of the file. They take the place of the keys of the same name.
    ``the whole file`` behind the name puts them in the place of the file, ``is missing`` takes it away, and
    ``<<E2 80 8B>>`` stands for these bytes, ``<<78 x 1000>>`` for a thousand of them.
    """


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A file of an example, in part or as a whole."""

    path: str
    """Relative to the project."""
    remark: str
    """What stands behind its name: ``the whole file``, ``is missing`` or nothing."""
    text: str
    """Its lines."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """A rule, as its page tells it."""

    name: str
    """As ``check`` prints it, such as ``unknown-key``."""
    says: Prose
    """What holds where the rule is kept, in one sentence."""
    why: tuple[Prose, ...]
    """What happens otherwise."""
    cure: Prose
    """What to do."""
    wrong: tuple[Excerpt, ...]
    """An example that breaks this rule and no other."""
    right: tuple[Excerpt, ...]
    """The same, put right."""
    file: str
    """The source of the description, relative to the project."""


def describe(rule: type[Rule]) -> Description:
    """Return a rule as its docstring describes it.

    Raises:
        ValueError: the docstring is not in the form that ``Rule`` describes.

    """
    name = "-".join(_WORD.findall(rule.__name__)).lower()
    text, mark, examples = inspect.cleandoc(rule.__doc__ or "").partition("\nWrong:\n")
    wrong, also, right = examples.partition("\nRight:\n")
    says, *paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    cures = [part.removeprefix("Cure:").strip() for part in paragraphs if part.startswith("Cure:")]
    why = [part for part in paragraphs if not part.startswith("Cure:")]
    if not (mark and also and why and len(cures) == 1):
        raise ValueError(f"the docstring of {rule.__name__} needs a reason, one 'Cure:', 'Wrong:' and 'Right:'")
    return Description(
        name=name,
        says=Prose(says),
        why=tuple(map(Prose, why)),
        cure=Prose(cures[0][0].upper() + cures[0][1:]),
        wrong=_excerpts(wrong),
        right=_excerpts(right),
        file=f"{rule.__module__.replace('.', '/')}.py",
    )


def _excerpts(block: str) -> tuple[Excerpt, ...]:
    found: list[Excerpt] = []
    for part in re.split(rf"(?m)^{_INDENT}(?=\S)", block)[1:]:
        head, _, body = part.partition("\n")
        path, _, remark = head.partition(" ")
        lines = [line.removeprefix(_INDENT * 2) for line in body.rstrip().split("\n")]
        found.append(Excerpt(path=path, remark=remark, text="\n".join(lines)))
    return tuple(found)
