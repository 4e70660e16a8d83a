"""Values of a source file, with their positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from generator.problem import Loc, Position


@dataclass(kw_only=True, slots=True)
class Node:
    """A value of a file: a text, a list or a mapping."""

    value: "str | list[Node] | dict[str, Node]"
    position: Position
    keys: dict[str, Position] = field(default_factory=dict)
    """The position of each key of a mapping."""
    style: str | None = None
    """The style indicator of a text, one of ``' " | >``; None for a plain text, a list and a mapping."""
    end: Position | None = None
    """The end of a text."""

    @property
    def is_plain(self) -> bool:
        """Whether it is an unquoted text, which other YAML parsers may read as a number or a date."""
        return isinstance(self.value, str) and not self.style

    def plain(self) -> object:
        """Return the value as strings, lists and dictionaries."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def texts(self) -> "Iterator[Node]":
        """Yield the texts in the value, in order."""
        if isinstance(self.value, str):
            yield self
            return
        for child in self.value.values() if isinstance(self.value, dict) else self.value:
            yield from child.texts()

    def at(self, loc: Loc) -> "Node":
        """Return the value at ``loc``, or the nearest one above it."""
        return self._walk(loc)[0]

    def locate(self, loc: Loc) -> Position:
        """Return the position of the value at ``loc``, of its key if it has one, or of the nearest value above it."""
        return self._walk(loc)[1]

    def find(self, source: str, words: str, before: int = 0) -> Position | None:
        """Return the position of words in this text, whose lines may be wrapped anywhere.

        Args:
            source: the text of the whole file.
            words: the words to find.
            before: how many times the same words appear before in the text.

        """
        if not (words and self.end):
            return None
        lines = source.split("\n")[self.position.line - 1 : self.end.line]
        start = self.position.column - 1
        written = "\n".join([" " * start + lines[0][start:], *lines[1:]])
        pattern = r"\s+".join(map(re.escape, words.split()))
        match = next(islice(re.finditer(pattern, written), before, None), None)
        if not match:
            return None
        position = Position.of(written, match.start())
        return position._replace(line=self.position.line - 1 + position.line)

    def _walk(self, loc: Loc) -> "tuple[Node, Position]":
        node, position = self, self.position
        for part in loc:
            if isinstance(node.value, dict) and part in node.value:
                position = node.keys[str(part)]
                node = node.value[str(part)]
            elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                position = node.position
            else:
                break
        return node, position
