"""YAML files as nodes with positions.

Every scalar is the text in the file: ``012``, ``no`` and ``2026-11-24`` remain text, and the model decides what a
key may contain. Anchors, aliases, tags and directives are refused. A second document, deep nesting or too many
values end the reading, so that a small file can't use much memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # fails without the C parser, instead of being slow
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.resolver import implicit_resolvers

from generator.problem import FILE_START, MAX_PROBLEMS_PER_FILE, CatalogError, Loc, Position, describe_character
from generator.sources.text import HIDDEN_CHARACTERS, SourceText, mask_hidden, replace_no_break_spaces
from generator.sources.yaml_errors import ESCAPES, explain_syntax_error

_COMMENT = re.compile(r"\s+#")
"""The start of a comment after a text."""
_HASH = re.compile(r"\s*#\S")
"""The start of a comment instead of a text."""
_PATH = re.compile(r"\b[A-Za-z]:\\(?![\\\"])")
"""A drive with a single backslash."""

MAX_DEPTH = 8
MAX_VALUES = 20_000
"""The most texts, lists and mappings of a file; a list of 2,000 articles has fewer."""


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


@dataclass(frozen=True, kw_only=True)
class Document(SourceText):
    """A source file whose content is a mapping."""

    root: Node

    def place(self, loc: Loc, words: str = "", before: int = 0) -> Position:
        """Return the position of words in the text at ``loc``, or of the text's key if the words aren't there.

        The same words appear ``before`` times earlier in the text, whose lines may be wrapped anywhere.
        """
        node, position = self.root.walk(loc)
        wrapped = re.compile(r"\s+".join(map(re.escape, words.split())))
        matches = wrapped.finditer(self.text, *node.span) if words else iter(())
        match = next(islice(matches, before, None), None)
        return Position.of(self.text, match.start()) if match else position


def parse_yaml(source: SourceText) -> Document:
    """Return the content of a YAML text, or raise a ``CatalogError`` if it can't be read."""
    source = replace_no_break_spaces(source)
    reader = _Reader(source)
    try:
        root = reader.read()
    except MarkedYAMLError as error:
        end = Position.of(source.text, len(source.text))  # the parser may report a position after it
        marks = (error.problem_mark or error.context_mark, error.context_mark)
        at, start = (min(_position(mark), end) if mark else None for mark in marks)
        problem = explain_syntax_error(source, str(error.problem), at or FILE_START, start)
    except YAMLError as error:
        message = f"the file isn't valid YAML: {str(error).splitlines()[0]}"
        problem = source.problem("syntax", message, "Compare with a similar file.")
    else:
        if root and isinstance(root.value, dict):
            return Document(source.path, source.text, tuple(reader.problems), root=root)
        if root and root.value != "":
            message, hint = "the file doesn't start with 'key: value'", "Compare with a similar file."
            problem = source.problem("syntax", message, hint, root.position)
        else:
            hint = "Fill it in like a similar file, or delete it."
            problem = source.problem("empty-file", "the file is empty", hint)
    raise CatalogError(replace(source, problems=tuple(reader.problems)).with_further([problem]))


def reads_as_text(plain: str, version: tuple[int, int] = (1, 1)) -> bool:
    """Return whether YAML reads an unquoted text as a string; MkDocs reads version 1.1, editors read 1.2."""
    return not any(form.match(plain) for versions, _, form, _ in implicit_resolvers if version in versions)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.problems = list(source.problems)
        self._parser = CParser(source.text)
        self._values = 0

    def read(self) -> Node | None:
        """Return the root of the document, or None if the file is empty."""
        root: Node | None = None
        while self._parser.check_event():
            event = self._parser.get_event()
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._stop(
                        event, "a second document starts here", "Keep one entry per file: remove the '---'."
                    )
                if event.version or event.tags:
                    self._refuse(event, "directives aren't supported", "Remove the line that starts with '%'.")
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                root = self._node(event, 1)
        return root

    def _refuse(self, event: Event, message: str, hint: str, rule: str = "yaml-feature") -> None:
        self.problems.append(self.source.problem(rule, message, hint, _position(event.start_mark)))
        if len(self.problems) > MAX_PROBLEMS_PER_FILE:
            raise CatalogError(self.problems)

    def _stop(self, event: Event, message: str, hint: str, rule: str = "yaml-feature") -> CatalogError:
        self._refuse(event, message, hint, rule)
        return CatalogError(self.problems)

    def _node(self, event: NodeEvent, depth: int) -> Node:
        self._refuse_features(event, depth)
        position = _position(event.start_mark)
        if isinstance(event, ScalarEvent):
            end, span = _position(event.end_mark), (event.start_mark.index, event.end_mark.index)
            return Node(value=self._scalar(event), position=position, style=event.style, end=end, span=span)
        node = Node(value="", position=position)
        if isinstance(event, MappingStartEvent):
            node.value = self._mapping(node, depth)
        elif isinstance(event, SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(item := self._parser.get_event(), SequenceEndEvent):
                items.append(self._node(item, depth + 1))
            node.value = items
        elif isinstance(event, AliasEvent):
            node.value = f"*{event.anchor}"
        return node

    def _mapping(self, node: Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := self._parser.get_event(), MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key.value, str):
                hint = "Write 'key: value' with a single word as the key; quote a text that starts with '[' or '{'."
                raise self._stop(event, "the key is a list or a group", hint, "syntax")
            value = self._node(self._parser.get_event(), depth + 1)
            if key.value in entries:
                hint = f"The same key is on line {node.keys[key.value].line}: keep one of the two."
                self._refuse(event, f"duplicate key {key.value!r}", hint, "duplicate-key")
            else:
                entries[key.value] = value
                node.keys[key.value] = key.position
        return entries

    def _refuse_features(self, event: NodeEvent, depth: int) -> None:
        if event.anchor:
            hint = "Write out the value, or quote the text that starts with '&' or '*'."
            self._refuse(event, "anchors and aliases ('&' and '*') aren't supported", hint)
        if getattr(event, "tag", None):
            self._refuse(event, "tags ('!') aren't supported", "Remove it, or quote the text that starts with '!'.")
        if depth > MAX_DEPTH:
            raise self._stop(event, f"more than {MAX_DEPTH} levels of nesting", "Compare with a similar file.")
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"the file has more than {MAX_VALUES} values"
            raise self._stop(event, message, "Compare with a similar file.", "too-large")

    def _scalar(self, event: ScalarEvent) -> str:
        text = str(event.value)
        if not event.style:
            end = event.end_mark
            line = self.lines[end.line] if end.line < len(self.lines) else ""
            if (_COMMENT if text else _HASH).match(line, end.column):
                hint = "YAML reads ' #' as a comment: quote the text, or put the comment on a separate line."
                message = f"the text ends before {line[end.column :].strip()[:30]!r}"
                self._refuse(event, message, hint, "cut-text")
        if event.style == '"':
            text = self._quoted(event, text)
        return text.removesuffix("\n") if event.style in ("|", ">") else text

    def _quoted(self, event: ScalarEvent, text: str) -> str:
        """Return a text in double quotes, where an escape may stand for an invisible character."""
        if self._has_path(event):
            message = "Windows path in double quotes, where '\\' starts an escape"
            self._refuse(event, message, ESCAPES, "cut-text")
        elif hidden := HIDDEN_CHARACTERS.search(text):
            message = f"the text contains the invisible character {describe_character(hidden[0][0])} as an escape"
            self._refuse(event, message, ESCAPES, "hidden-character")
        return mask_hidden(text)

    def _has_path(self, event: ScalarEvent) -> bool:
        start, end = event.start_mark, event.end_mark
        if start.line == end.line:
            return bool(_PATH.search(self.lines[start.line], start.column, end.column))
        return any(map(_PATH.search, self.lines[start.line : end.line]))


def _position(mark: Any) -> Position:  # noqa: ANN401  # an untyped class of the C parser
    return Position(mark.line + 1, mark.column + 1)
