"""Values of a source file, with their positions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

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
    span: tuple[int, int] = (0, 0)
    """The start and the end of a text, counted in characters from the start of the file."""

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
        return self.walk(loc)[0]

    def walk(self, loc: Loc) -> "tuple[Node, Position]":
        """Return the value at ``loc`` and the position of its key or itself; or those of the nearest value above it."""
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
