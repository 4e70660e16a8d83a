"""YAML in the standard format: keys in the model's order, one blank line between blocks, comments kept."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.model.base import Prose
from generator.model.introspection import keys_of, leaves
from generator.problem import Loc
from generator.sources.comments import Comments
from generator.sources.yaml import Node, reads_as_text

WIDTH = 100
"""Maximum length of a line of prose, including its indentation."""
INLINE_LISTS = frozenset({"stage", "rfc", "editions", "debug", "sources", "versions"})
"""Keys whose items are single words, written on one line in brackets."""

_YAML = (1, 2)
"""The version that editors use; what it reads as a number is quoted."""
_INDICATOR = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)")
_SPECIAL = re.compile(r":\s|:$|\s#")
_FLOW_INDICATOR = re.compile(r"[,\[\]{}?:]")
_BREAK = re.compile(r"(?<! ) (?! )")
"""A space where prose may be wrapped."""


def format_yaml(root: Node, model: object, comments: Comments, *, is_list: bool) -> str:
    """Return the text of a source file in the standard format; ``is_list`` if each top-level key is an entry."""
    writer = _Writer(comments)
    kinds = dict.fromkeys(sorted(root.keys), model) if is_list else _in_order(root, model)
    pairs = [writer.pair(key, root.at((key,)), kind, (key,)) for key, kind in kinds.items()]
    blocks: list[list[str]] = []
    for is_short, run in groupby(pairs, key=lambda lines: len(lines) == 1):
        group = [*run]
        blocks += [[line for lines in group for line in lines]] if is_short else group
    body = "\n\n".join("\n".join(block) for block in [comments.head, *blocks, comments.foot] if block)
    return "".join(f"{part}\n" for part in (comments.schema, body) if part)


def _in_order(node: Node, kind: object) -> dict[str, object]:
    """Return the type of each key of a group, in the order of the model; unknown keys are last."""
    known = keys_of(kind, node.keys)
    order = [*(key for key in known if key in node.keys), *(key for key in node.keys if key not in known)]
    return {key: known.get(key) for key in order}


class _Writer:
    def __init__(self, comments: Comments) -> None:
        self.comments = comments

    def pair(self, key: str, node: Node, kind: object, loc: Loc, indent: str = "") -> list[str]:
        """Return the lines of a key and its value with their comments."""
        return [*self._above(loc, indent), *self._value(f"{indent}{yaml_scalar(key)}:", node, kind, loc, indent)]

    def _above(self, loc: Loc, indent: str) -> Iterator[str]:
        return (f"{indent}{comment}" for comment in self.comments.above.get(loc, ()))

    def _value(self, head: str, node: Node, kind: object, loc: Loc, indent: str) -> Iterator[str]:
        value = node.value
        if isinstance(value, str):
            folds = Prose in leaves(kind)
            yield from _text(head, value, indent, folds=folds, always=folds and not indent)
        elif not value:
            yield f"{head} {'{}' if isinstance(value, dict) else '[]'}"
        elif isinstance(value, dict):
            yield head
            yield from self._group(node, kind, loc, f"{indent}  ")
        elif line := self._short_list(head, value, loc):
            yield line
        else:
            yield head
            for index, item in enumerate(value):
                yield from self._item(item, kind, (*loc, index), f"{indent}  ")
        yield from (f"{indent}{comment}" for comment in self.comments.below.get(loc, ()))

    def _group(self, node: Node, kind: object, loc: Loc, indent: str) -> Iterator[str]:
        for key, of_key in _in_order(node, kind).items():
            yield from self.pair(key, node.at((key,)), of_key, (*loc, key), indent)

    def _item(self, node: Node, kind: object, loc: Loc, indent: str) -> Iterator[str]:
        """Yield the lines of an item; the first key of a group is on the line of the dash."""
        yield from self._above(loc, indent)
        if not isinstance(node.value, dict) or not node.value:
            yield from self._value(f"{indent}-", node, kind, loc, indent)
            return
        lines = [*self._group(node, kind, loc, f"{indent}  ")]
        first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (f"{indent}{line.lstrip()}" for line in lines[:first])
        yield f"{indent}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]
        yield from (f"{indent}{comment}" for comment in self.comments.below.get(loc, ()))

    def _short_list(self, head: str, items: Sequence[Node], loc: Loc) -> str:
        """Return a list of words as one line; empty if it isn't such a list, is too long or contains a comment."""
        if loc[-1] not in INLINE_LISTS or self.comments.within(loc):
            return ""
        words = [item.value for item in items if isinstance(item.value, str) and _is_plain(item.value)]
        line = f"{head} [{', '.join(words)}]"
        fits = len(words) == len(items) and len(line) <= WIDTH and not any(map(_FLOW_INDICATOR.search, words))
        return line if fits else ""


def _text(head: str, text: str, indent: str, *, folds: bool, always: bool) -> Iterator[str]:
    """Yield the lines of a text after its head, the key with its colon or the dash of an item.

    A text that ``folds`` may be wrapped, and ``always`` puts it below its key even if it fits beside it.
    """
    beside = f"{head} {yaml_scalar(text)}"
    if folds and _is_foldable(text) and (always or len(beside) > WIDTH or not _is_plain(text)):
        yield f"{head} >"
        for index, paragraph in enumerate(re.split(r"(\n+)", text)):
            if index % 2:
                yield from [""] * len(paragraph)
            else:
                yield from _wrapped(paragraph, f"{indent}  ")
    elif "\n" in text and _is_foldable(text):
        yield f"{head} |"
        yield from (f"{indent}  {line}" if line else "" for line in text.split("\n"))
    else:
        yield beside


def _wrapped(paragraph: str, indent: str) -> Iterator[str]:
    line = ""
    for word in _BREAK.split(paragraph):
        if line and len(f"{indent}{line} {word}") > WIDTH:
            yield indent + line
            line = ""
        line = f"{line} {word}" if line else word
    yield indent + line


def _is_foldable(text: str) -> bool:
    lines = text.split("\n")
    return text != "" and text == text.strip() and all(line.isprintable() and line == line.strip() for line in lines)


def _is_plain(text: str) -> bool:
    return (
        text.isprintable()
        and text == text.strip()
        and not _INDICATOR.match(text)
        and not _SPECIAL.search(text)
        and reads_as_text(text, _YAML)
        and text != ""
    )


def yaml_scalar(text: str) -> str:
    """Return a text as one line, quoted if YAML would change it."""
    if _is_plain(text):
        return text
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)
