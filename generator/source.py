"""YAML files as plain data, with a place for every value.

Every scalar is the text that was written: ``012``, ``no`` and ``2026-11-24`` stay text, and what a
key holds is decided by the model. The parser's event stream is read once; an anchor, an alias, a
tag, a directive, a second document or a deep nesting stops it there, before anything can grow.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml.cyaml import CParser
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

Loc = tuple[int | str, ...]
"""The way to a value: keys and list indexes from the top of the file."""

MAX_BYTES = 256 * 1024
MAX_DEPTH = 8
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that a reader cannot see: controls, zero width, text direction, lone surrogates."""


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
        for event in self._events():
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._fault(event, "yaml-feature", "a second document begins here", "Keep one entry per file: remove the '---'.")
                if event.version or event.tags:
                    raise self._fault(event, "yaml-feature", "a YAML directive stands here", "Remove the line that begins with '%'.")
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                root = self._node(event, 1)
        return root

    def _events(self) -> Iterator[Event]:
        while self._parser.check_event():
            yield self._parser.get_event()

    def _fault(self, event: Event, rule: str, message: str, hint: str) -> CatalogError:
        return CatalogError([*self.problems, self._problem(event, rule, message, hint)])

    def _problem(self, event: Event, rule: str, message: str, hint: str) -> Problem:
        mark = event.start_mark
        return Problem.at(self.path, mark.line + 1, mark.column + 1, rule, message, hint)

    def _node(self, event: Event, depth: int) -> Node:
        self._refuse_features(event, depth)
        mark = event.start_mark
        node = Node(value="", position=Position(line=mark.line + 1, column=mark.column + 1))
        if isinstance(event, MappingStartEvent):
            node.value = self._mapping(node, depth)
        elif isinstance(event, SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(event := self._parser.get_event(), SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            node.value = items
        else:
            node.value = self._scalar(event)
        return node

    def _mapping(self, node: Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := self._parser.get_event(), MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key.value, str):
                raise self._fault(event, "syntax", "a list or a mapping stands where a key was expected", "Write 'key: value', the key a plain word; quote a text that begins with '[' or '{'.")
            value = self._node(self._parser.get_event(), depth + 1)
            if key.value in entries:
                first = node.keys[key.value].line
                self.problems.append(self._problem(event, "duplicate-key", f"the key {key.value!r} stands here again", f"It stands on line {first} already: keep one of the two."))
                continue
            entries[key.value] = value
            node.keys[key.value] = key.position
        return entries

    def _refuse_features(self, event: Event, depth: int) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._fault(event, "yaml-feature", "an anchor or an alias ('&' or '*') stands here", "Write the value out, or quote the text that begins with '&' or '*'.")
        if getattr(event, "tag", None):
            raise self._fault(event, "yaml-feature", "a tag ('!') stands here", "Remove it, or quote the text that begins with '!'.")
        if depth > MAX_DEPTH:
            raise self._fault(event, "yaml-feature", f"the nesting is deeper than {MAX_DEPTH} levels", "Look at a neighbouring file for the expected shape.")

    def _scalar(self, event: ScalarEvent) -> str:
        if event.style in (None, "") and event.value:
            end = event.end_mark
            rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
            if rest.lstrip(" ").startswith("#") and rest.startswith(" "):
                self.problems.append(self._problem(event, "cut-text", f"the text is cut before {rest.strip()[:30]!r}", "YAML reads ' #' as a comment: quote the text, or move the comment to a line of its own."))
        if found := FORBIDDEN.search(event.value):
            self.problems.append(self._problem(event, "hidden-character", f"the text holds the character U+{ord(found[0]):04X}, which a reader cannot see", "Remove it; type the text again if it was pasted."))
        return event.value.removesuffix("\n") if event.style in ("|", ">") else str(event.value)


def read(file: Path, path: str) -> Node:
    """Return the content of a YAML file.

    Args:
        file: where the file is.
        path: how problems name it.

    Raises:
        CatalogError: the file cannot be read, or is not the YAML this catalogue is written in.

    """
    text = _decode(file, path)
    try:
        reader = _Reader(path, text)
        node = reader.read()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise CatalogError([_syntax_problem(path, text, line, column, str(error.problem))]) from error
    except YAMLError as error:
        raise CatalogError([Problem(path=path, rule="syntax", message=f"not readable as YAML: {error}".splitlines()[0], hint="Compare with a neighbouring file.")]) from error
    if node is None or node.value == "":
        raise CatalogError([Problem(path=path, rule="empty-file", message="the file is empty", hint="Fill it in after a neighbouring file, or delete it.")])
    if not isinstance(node.value, Mapping):
        raise CatalogError([Problem(path=path, position=node.position, rule="syntax", message="the file does not begin with 'key: value'", hint="Compare with a neighbouring file.")])
    if reader.problems:
        raise CatalogError(reader.problems)
    return node


def _decode(file: Path, path: str) -> str:
    try:
        if not file.is_file() or file.is_symlink():
            raise CatalogError([Problem(path=path, rule="not-a-file", message="this is not an ordinary file", hint="Put the file itself here; links, folders and pipes are not read.")])
        raw = file.read_bytes() if file.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise CatalogError([Problem(path=path, rule="not-a-file", message=f"the file cannot be read: {error.strerror}", hint="Check its permissions.")]) from error
    if raw is None:
        raise CatalogError([Problem(path=path, rule="too-large", message=f"the file is larger than {MAX_BYTES // 1024} KiB", hint="One entry per file; shorten it.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise CatalogError([Problem.at(path, line, column, "encoding", f"the byte 0x{raw[error.start]:02X} is not UTF-8", "Save the file as UTF-8.")]) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        raise CatalogError([Problem.at(path, line, column, "hidden-character", f"the character U+{ord(found[0]):04X} stands here, which a reader cannot see", "Remove it; type the text again if it was pasted.")])
    return text


def _syntax_problem(path: str, text: str, line: int, column: int, problem: str) -> Problem:
    lines = text.split("\n")
    found = lines[line - 1] if line <= len(lines) else ""
    if "\t" in found[: len(found) - len(found.lstrip())]:
        hint = "The line is indented with a tab: use spaces."
    elif "mapping values" in problem:
        hint = "A text that holds ': ' needs quotes around it, or '>' and the text on the next line."
    elif "cannot start any token" in problem:
        hint = "A text that begins with '@', '`', '%' or a tab needs quotes around it."
    elif "end of stream" in problem:
        hint = "A quote is opened and not closed."
    elif "','" in problem:
        hint = "A '[' or '{' is opened and not closed; quote a text that begins with one."
    else:
        hint = "Check the indentation of this line and of the one above: two spaces a level, '- ' before list items."
    return Problem.at(path, line, column, "syntax", f"not readable as YAML: {problem}", hint)
