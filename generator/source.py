"""YAML files as plain data, with a place for every value.

Every scalar is the text that was written: ``012``, ``no`` and ``2026-11-24`` stay text, and what a
key holds is decided by the model. The parser's event stream is read once; an anchor, an alias, a
tag, a directive, a second document or a deep nesting stops it there, before anything can grow.
"""

from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # the C parser, never a silent slow one
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generator.problem import CatalogError, Position, Problem
from generator.text import HIDDEN, HIDDEN_HINT, read_text

Loc = tuple[int | str, ...]
"""The way to a value: keys and list indexes from the top of the file."""

MAX_DEPTH = 8


@dataclass(kw_only=True)
class Node:
    """A value of a file: its text, its items or its keys, and where each stands."""

    value: "str | list[Node] | dict[str, Node]"
    position: Position
    keys: dict[str, Position] = field(default_factory=dict)
    """Where each key of a mapping stands."""

    def plain(self) -> object:
        """Return the value as strings, lists and dictionaries."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def locate(self, loc: Loc) -> Position:
        """Return where the value at ``loc`` stands, or the nearest value above it."""
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
        return position


def read(file: Path, path: str) -> Node:
    """Return the content of a YAML file, a mapping.

    Args:
        file: where the file is.
        path: how problems name it.

    Raises:
        CatalogError: the file cannot be read, or is not the YAML this catalogue is written in.

    """
    text = read_text(file, path)

    def problem(rule: str, message: str, hint: str, position: Position | None = None) -> CatalogError:
        return CatalogError(
            [Problem(path=path, position=position or Position(), rule=rule, message=message, hint=hint)]
        )

    try:
        reader = _Reader(path, text)
        node = reader.read()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = _position(mark) if mark else Position()
        hint = _syntax_hint(text, position, str(error.problem))
        raise problem("syntax", f"not readable as YAML: {error.problem}", hint, position) from error
    except YAMLError as error:
        message = f"not readable as YAML: {str(error).splitlines()[0]}"
        raise problem("syntax", message, "Compare with a neighbouring file.") from error
    if reader.problems:
        raise CatalogError(reader.problems)
    if node is None or node.value == "":
        raise problem("empty-file", "the file is empty", "Fill it in after a neighbouring file, or delete it.")
    if not isinstance(node.value, dict):
        message = "the file does not begin with 'key: value'"
        raise problem("syntax", message, "Compare with a neighbouring file.", node.position)
    return node


class _Reader:
    """One file on its way from text to a node; faults that leave the rest readable are collected."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self._parser = CParser(text)

    def read(self) -> Node | None:
        """Return the file's only document, or None for an empty file."""
        root: Node | None = None
        while self._parser.check_event():
            event = self._parser.get_event()
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._fault(
                        event, "a second document begins here", "Keep one entry a file: remove the '---'."
                    )
                if event.version or event.tags:
                    raise self._fault(event, "a YAML directive stands here", "Remove the line that begins with '%'.")
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                root = self._node(event, 1)
        return root

    def _problem(self, event: Event, rule: str, message: str, hint: str) -> Problem:
        return Problem(path=self.path, position=_position(event.start_mark), rule=rule, message=message, hint=hint)

    def _fault(self, event: Event, message: str, hint: str, rule: str = "yaml-feature") -> CatalogError:
        return CatalogError([*self.problems, self._problem(event, rule, message, hint)])

    def _node(self, event: Event, depth: int) -> Node:
        self._refuse_features(event, depth)
        node = Node(value="", position=_position(event.start_mark))
        if isinstance(event, MappingStartEvent):
            node.value = self._mapping(node, depth)
        elif isinstance(event, SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(item := self._parser.get_event(), SequenceEndEvent):
                items.append(self._node(item, depth + 1))
            node.value = items
        elif isinstance(event, ScalarEvent):
            node.value = self._scalar(event)
        return node

    def _mapping(self, node: Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := self._parser.get_event(), MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key.value, str):
                hint = "Write 'key: value', the key a plain word; quote a text that begins with '[' or '{'."
                raise self._fault(event, "a list or a mapping stands where a key was expected", hint, "syntax")
            value = self._node(self._parser.get_event(), depth + 1)
            if key.value in entries:
                hint = f"It stands on line {node.keys[key.value].line} already: keep one of the two."
                message = f"the key {key.value!r} stands here again"
                self.problems.append(self._problem(event, "duplicate-key", message, hint))
            else:
                entries[key.value] = value
                node.keys[key.value] = key.position
        return entries

    def _refuse_features(self, event: Event, depth: int) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            hint = "Write the value out, or quote the text that begins with '&' or '*'."
            raise self._fault(event, "an anchor or an alias ('&' or '*') stands here", hint)
        if getattr(event, "tag", None):
            raise self._fault(event, "a tag ('!') stands here", "Remove it, or quote the text that begins with '!'.")
        if depth > MAX_DEPTH:
            hint = "Look at a neighbouring file for the expected shape."
            raise self._fault(event, f"the nesting is deeper than {MAX_DEPTH} levels", hint)

    def _scalar(self, event: ScalarEvent) -> str:
        text = str(event.value)
        if not event.style and text:
            end = event.end_mark
            rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
            if rest.startswith(" ") and rest.lstrip(" ").startswith("#"):
                hint = "YAML reads ' #' as a comment: quote the text, or put the comment on a line of its own."
                message = f"the text is cut before {rest.strip()[:30]!r}"
                self.problems.append(self._problem(event, "cut-text", message, hint))
        if found := HIDDEN.search(text):
            message = f"the text holds the character U+{ord(found[0]):04X}, which a reader cannot see"
            self.problems.append(self._problem(event, "hidden-character", message, HIDDEN_HINT))
        return text.removesuffix("\n") if event.style in ("|", ">") else text


def _position(mark: object) -> Position:
    return Position(line=getattr(mark, "line", 0) + 1, column=getattr(mark, "column", 0) + 1)


_SYNTAX_HINTS = (
    ("mapping values", "A text that holds ': ' needs quotes around it, or '>' and the text on the next line."),
    ("cannot start any token", "A text that begins with '@', '`' or '%' needs quotes around it."),
    ("end of stream", "A quote is opened and not closed."),
    ("','", "A '[' or '{' is opened and not closed; quote a text that begins with one."),
)
"""What the parser says, and the usual cure."""


_INDENTATION_HINT = (
    "Check how far this line and the one above are indented: two spaces a level, '- ' before list items."
)


def _syntax_hint(text: str, position: Position, problem: str) -> str:
    lines = text.split("\n")
    line = lines[position.line - 1] if position.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "The line is indented with a tab: use spaces."
    if "mapping values" in problem and ": " not in line[: position.column - 1]:
        return _INDENTATION_HINT
    for said, hint in _SYNTAX_HINTS:
        if said in problem:
            return hint
    return _INDENTATION_HINT
