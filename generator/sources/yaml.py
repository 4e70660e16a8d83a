"""YAML files as plain data, with a place for every value.

Every scalar is the text that was written: ``012``, ``no`` and ``2026-11-24`` stay text, and what a
key holds is decided by the model. The parser's event stream is read once; an anchor, an alias, a
tag or a directive is a fault and gives nothing to build on; a second document, a deep nesting or very
many values stop it there, before anything can grow.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # the C parser, never a silent slow one
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

from generator.model.types import Loc
from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Position, Problem
from generator.sources.node import Node
from generator.sources.text import HIDDEN_CHARACTERS, Clean, mask_hidden, named, plain_blanks, read_text
from generator.sources.yaml_errors import ESCAPES, diagnose

_COMMENT = re.compile(r"\s+#")
"""What cuts a text."""
_HASH = re.compile(r"\s*#\S")
"""What leaves nothing of a text that begins with '#'."""

_PATH = re.compile(r"\b[A-Za-z]:\\(?![\\\"])")
"""A drive and one backslash."""

MAX_DEPTH = 8
MAX_VALUES = 20_000
"""Texts, lists and mappings of a file; a list of 2,000 articles has fewer."""


@dataclass(frozen=True)
class Document:
    """The content of a source file, a mapping, and the problems that left it readable."""

    path: str
    """The file's name in problems."""
    root: Node
    problems: tuple[Problem, ...]
    text: str = ""

    def place(self, loc: Loc, words: str = "", before: int = 0) -> Position:
        """Return where words stand in the text at ``loc``; where they do not, the place of the text's key."""
        return self.root.at(loc).find(self.text, words, before) or self.root.locate(loc)

    def further(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return further faults, but for those of lines that have one already: they follow from it."""
        told = {problem.position.line for problem in self.problems}
        return [problem for problem in problems if problem.position.line not in told]

    def with_further(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the faults so far and further ones."""
        return [*self.problems, *self.further(problems)]


def read_yaml(file: Path, path: str) -> Document:
    """Return the content of a YAML file.

    Args:
        file: where the file is.
        path: how problems name it.

    Raises:
        CatalogError: the file cannot be read, or is not the YAML this catalogue is written in.

    """
    return parse_yaml(read_text(file, path), path)


def parse_yaml(clean: Clean, path: str) -> Document:
    """Return the content of a YAML text.

    Raises:
        CatalogError: it is not the YAML this catalogue is written in.

    """
    clean = plain_blanks(clean, path)
    reader = _Reader(path, clean)

    def stop(rule: str, message: str, hint: str, position: Position | None = None) -> CatalogError:
        position = position or Position()
        fault = Problem(path=path, position=position, rule=rule, message=message, hint=hint)
        return CatalogError(
            Document(path, Node(value="", position=position), tuple(reader.problems)).with_further([fault])
        )

    try:
        node = reader.read()
    except MarkedYAMLError as error:
        mark, context = error.problem_mark or error.context_mark, error.context_mark
        position = _within(clean.text, _position(mark)) if mark else Position()
        begun = _within(clean.text, _position(context)) if context else None
        fault = diagnose(clean.text, str(error.problem), position, begun)
        raise stop("syntax", fault.message, fault.hint, fault.position) from error
    except YAMLError as error:
        message = f"the file cannot be read as YAML: {str(error).splitlines()[0]}"
        raise stop("syntax", message, "Compare with a neighbouring file.") from error
    if node is None or node.value == "":
        raise stop("empty-file", "the file is empty", "Fill it in after a neighbouring file, or delete it.")
    if not isinstance(node.value, dict):
        message = "the file does not begin with 'key: value'"
        raise stop("syntax", message, "Compare with a neighbouring file.", node.position)
    return Document(path, node, tuple(reader.problems), clean.text)


@dataclass(frozen=True)
class Source:
    """The text of a file that was read; it is parsed again if someone asks for a place in it.

    The nodes of a whole catalogue take too much memory to keep, and a catalogue without problems needs none of them.
    """

    path: str
    text: str

    def place(self, loc: Loc, words: str = "", before: int = 0) -> Position:
        """Return the position of words in the text at ``loc``, or of the text's key if the words aren't there."""
        return self._document.place(loc, words, before)

    @cached_property
    def _document(self) -> Document:
        return parse_yaml(Clean(self.text), self.path)


def reads_as_text(plain: str, version: tuple[int, int] = (1, 1)) -> bool:
    """Tell whether YAML takes a text without quotes for a text; MkDocs reads version 1.1, editors read 1.2."""
    return not any(form.match(plain) for versions, _, form, _ in implicit_resolvers if version in versions)


class _Reader:
    """One file on its way from text to a node; faults that leave the rest readable are collected."""

    def __init__(self, path: str, clean: Clean) -> None:
        self.path = path
        self.lines = clean.text.split("\n")
        self.problems = list(clean.problems)
        self._parser = CParser(clean.text)
        self._values = 0

    def read(self) -> Node | None:
        """Return the file's only document, or None for an empty file."""
        root: Node | None = None
        while self._parser.check_event():
            event = self._parser.get_event()
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._stop(event, "a second document begins here", "Keep one entry a file: remove the '---'.")
                if event.version or event.tags:
                    self._refuse(event, "a YAML directive stands here", "Remove the line that begins with '%'.")
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                root = self._node(event, 1)
        return root

    def _refuse(self, event: Event, message: str, hint: str, rule: str = "yaml-feature") -> None:
        position = _position(event.start_mark)
        self.problems.append(Problem(path=self.path, position=position, rule=rule, message=message, hint=hint))
        if len(self.problems) > MAX_PROBLEMS_PER_FILE:
            raise CatalogError(self.problems)

    def _stop(self, event: Event, message: str, hint: str, rule: str = "yaml-feature") -> CatalogError:
        self._refuse(event, message, hint, rule)
        return CatalogError(self.problems)

    def _node(self, event: NodeEvent, depth: int) -> Node:
        self._refuse_features(event, depth)
        position = _position(event.start_mark)
        if isinstance(event, ScalarEvent):
            end = _position(event.end_mark)
            return Node(value=self._scalar(event), position=position, style=event.style, end=end)
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
                hint = "Write 'key: value', the key a plain word; quote a text that begins with '[' or '{'."
                raise self._stop(event, "a list or a group stands in the place of a key", hint, "syntax")
            value = self._node(self._parser.get_event(), depth + 1)
            if key.value in entries:
                hint = f"It stands on line {node.keys[key.value].line} already: keep one of the two."
                self._refuse(event, f"the key {key.value!r} stands here again", hint, "duplicate-key")
            else:
                entries[key.value] = value
                node.keys[key.value] = key.position
        return entries

    def _refuse_features(self, event: NodeEvent, depth: int) -> None:
        if event.anchor:
            hint = "Write the value out, or quote the text that begins with '&' or '*'."
            self._refuse(event, "an anchor or an alias ('&' or '*') stands here", hint)
        if getattr(event, "tag", None):
            self._refuse(event, "a tag ('!') stands here", "Remove it, or quote the text that begins with '!'.")
        if depth > MAX_DEPTH:
            hint = "Look at a neighbouring file for the expected shape."
            raise self._stop(event, f"the nesting is deeper than {MAX_DEPTH} levels", hint)
        self._values += 1
        if self._values > MAX_VALUES:
            hint = "Look at a neighbouring file for the expected shape."
            raise self._stop(event, f"the file holds more than {MAX_VALUES} values", hint, "too-large")

    def _scalar(self, event: ScalarEvent) -> str:
        text = str(event.value)
        if not event.style:
            end = event.end_mark
            line = self.lines[end.line] if end.line < len(self.lines) else ""
            if (_COMMENT if text else _HASH).match(line, end.column):
                hint = "YAML reads ' #' as a comment: quote the text, or put the comment on a line of its own."
                message = f"the text is cut before {line[end.column :].strip()[:30]!r}"
                self._refuse(event, message, hint, "cut-text")
        if event.style == '"':
            text = self._quoted(event, text)
        return text.removesuffix("\n") if event.style in ("|", ">") else text

    def _quoted(self, event: ScalarEvent, text: str) -> str:
        """Return a text in double quotes: there alone an escape brings in what the file does not show."""
        if self._has_path(event):
            message = "a path of Windows stands within double quotes, where a '\\' begins an escape"
            self._refuse(event, message, ESCAPES, "cut-text")
        elif found := HIDDEN_CHARACTERS.search(text):
            message = f"the text holds {named(found[0][0])}, written as an escape, which a reader cannot see"
            self._refuse(event, message, ESCAPES, "hidden-character")
        return mask_hidden(text)

    def _has_path(self, event: ScalarEvent) -> bool:
        """Tell whether a path of Windows stands in a quoted text, its signs not doubled."""
        start, end = event.start_mark, event.end_mark
        if start.line == end.line:
            return bool(_PATH.search(self.lines[start.line], start.column, end.column))
        return any(map(_PATH.search, self.lines[start.line : end.line]))


def _within(text: str, position: Position) -> Position:
    """Return a position, or the end of the text where the parser names one behind it."""
    lines = text.split("\n")
    last = Position(line=len(lines), column=len(lines[-1]) + 1)
    return min(position, last)


def _position(mark: Any) -> Position:  # noqa: ANN401  # the parser's own, written in C
    return Position(mark.line + 1, mark.column + 1)
