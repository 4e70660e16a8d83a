"""The comments of a source file, each with the key or the list item that it belongs to."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.problem import Loc, Position
from generator.sources.file_types import SCHEMA_MARK
from generator.sources.yaml import Node

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_DASH = 2
"""The columns from the dash of an item to the item."""


@dataclass(frozen=True)
class Comment:
    """A comment and its position."""

    position: Position
    text: str


@dataclass(frozen=True)
class Comments:
    """The comments of a file by the key or item that they belong to."""

    schema: str = ""
    """The line with the schema, or ""."""
    head: Sequence[str] = ()
    """Comments about the file: at the top, followed by an empty line."""
    above: Mapping[Loc, list[str]] = field(default_factory=dict)
    """Comments above a key or an item, or after it on the same line."""
    below: Mapping[Loc, list[str]] = field(default_factory=dict)
    """Comments at the end of a group, by its last key or item with the same indentation or less."""
    foot: Sequence[str] = ()
    """Comments at the end of the file."""

    def within(self, loc: Loc) -> bool:
        """Return whether a comment belongs to a value below ``loc``."""
        return any(other[: len(loc)] == loc and other != loc for other in (*self.above, *self.below))


class _Anchor(NamedTuple):
    position: Position
    loc: Loc


def find_comments(text: str, root: Node) -> list[Comment]:
    """Return every comment of a file, in order; ``root`` is the parsed text."""
    masked, end = "", 0
    for node in root.texts():
        start, stop = node.span
        if node.style in ("|", ">"):
            start = text.index("\n", start)  # a comment may follow the indicator
        masked += text[end:start] + re.sub(r"[^\n]", "x", text[start:stop])
        end = stop
    matches = _COMMENT.finditer(masked + text[end:])
    return [Comment(Position.of(text, match.start()), text[slice(*match.span())].rstrip()) for match in matches]


def place_comments(text: str, root: Node) -> Comments:
    """Return the comments of a file by the key or item that they belong to."""
    every = find_comments(text, root)
    comments = [comment for comment in every if not comment.text.startswith(SCHEMA_MARK)]
    schema = next((comment.text for comment in every if comment.text.startswith(SCHEMA_MARK)), "")
    anchors = [*_anchors(root, ())]
    head = _head(text, comments, anchors)
    del comments[: len(head)]
    above: defaultdict[Loc, list[str]] = defaultdict(list)
    below: defaultdict[Loc, list[str]] = defaultdict(list)
    foot = []
    open_: list[_Anchor] = []
    at = 0
    for comment in comments:
        while at < len(anchors) and anchors[at].position < comment.position:
            while open_ and open_[-1].position.column >= anchors[at].position.column:
                open_.pop()
            open_.append(anchors[at])
            at += 1
        following = anchors[at] if at < len(anchors) else None
        last = anchors[at - 1] if at else None
        outer = following.position.column if following else root.position.column
        owner = next((anchor for anchor in reversed(open_) if anchor.position.column <= comment.position.column), None)
        if last and last.position.line == comment.position.line:
            above[last.loc].append(comment.text)
        elif owner and owner.position.column > outer:
            below[owner.loc].append(comment.text)
        elif following:
            above[following.loc].append(comment.text)
        else:
            foot.append(comment.text)
    return Comments(schema, [comment.text for comment in head], dict(above), dict(below), foot)


def _anchors(node: Node, loc: Loc) -> Iterator[_Anchor]:
    """Yield the keys and items below a node in order, an item instead of its first key."""
    if isinstance(node.value, dict):
        for index, (key, value) in enumerate(node.value.items()):
            if index or not loc or isinstance(loc[-1], str):
                yield _Anchor(node.keys[key], (*loc, key))
            yield from _anchors(value, (*loc, key))
    elif isinstance(node.value, list):
        for index, item in enumerate(node.value):
            position = Position(line=item.position.line, column=max(1, item.position.column - _DASH))
            yield _Anchor(position, (*loc, index))
            yield from _anchors(item, (*loc, index))


def _head(text: str, comments: Sequence[Comment], anchors: Sequence[_Anchor]) -> Sequence[Comment]:
    """Return the comments at the top of the file, if an empty line separates them from the first key."""
    lines = text.split("\n")
    first = anchors[0].position.line if anchors else len(lines)
    early = [comment for comment in comments if comment.position.line < first]
    while early and all(lines[line].strip() for line in range(early[-1].position.line, first - 1)):
        early.pop()
    return early
