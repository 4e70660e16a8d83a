"""The hand-written pages: problems that MkDocs would publish without a warning.

MkDocs follows links, shows front matter that isn't YAML as text, takes a line such as ``Note: this`` at the
top of a page for metadata, and drops one of two sources with the same address.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from generator.problem import FILE_START, MAX_PROBLEMS_PER_FILE, CatalogError, Position, Problem, did_you_mean
from generator.sources.folder import label_of, list_folder
from generator.sources.text import SourceText, read_text
from generator.sources.yaml import Document, Node, parse_yaml, reads_as_text

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""The endings of the files that MkDocs makes pages from."""

_TEXTS = ("title", "description", "icon", "status")
_LISTS = ("hide", "tags")
_GROUPS = {"search": ("boost", "exclude")}
"""The keys that front matter may contain, by the type of their values."""

FRONT_MATTER = re.compile(r"\A-{3}[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:\.{3}|-{3})[ \t]*(?=\n|\Z)")
_OPENED = re.compile(r"-{3}[ \t]*(?:\n|\Z)")
_METADATA = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_GROUP_VALUE = re.compile(r"true|false|[0-9]+(\.[0-9]+)?")


def check_pages(docs: Path, generated: Iterable[str] = ()) -> list[Problem]:
    """Return the problems of the hand-written pages, which can't have the addresses of the generated ones."""
    folder = list_folder(docs)
    problems = [*folder.problems]
    owners = dict.fromkeys(map(_document, generated), "a generated page")
    for name in folder.files:
        path = f"{label_of(docs)}/{name}"
        owner = owners.setdefault(_document(_address(name)), path)
        if owner != path:
            message = f"its address, {_address(name) or '/'}, already belongs to {owner}"
            problems.append(_problem(path, "duplicate-address", message, "Rename one of the two."))
        if name.endswith(MARKDOWN):
            try:
                problems += _check_page(read_text(docs / name, path))
            except CatalogError as error:
                problems += error.problems
    return problems


def _address(name: str) -> str:
    """Return where a file is published, in lowercase because some hosts ignore the case."""
    path = PurePosixPath(name.lower())
    if path.suffix not in MARKDOWN:
        return str(path)
    folder = path.parent if path.stem in ("index", "readme") else path.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def _document(address: str) -> str:
    return f"{address}index.html" if address.endswith("/") or not address else address


def _problem(path: str, rule: str, message: str, hint: str, position: Position = FILE_START) -> Problem:
    return Problem(path=path, position=position, rule=rule, message=message, hint=hint)


def _check_page(page: SourceText) -> Iterable[Problem]:
    if front_matter := FRONT_MATTER.match(page.text):
        if not front_matter["yaml"].strip():
            return page.problems
        document = parse_yaml(SourceText(page.path, "\n" + front_matter["yaml"].removesuffix("\n"), page.problems))
        return document.with_further(islice(_check_front_matter(document), MAX_PROBLEMS_PER_FILE + 1))
    if _OPENED.match(page.text):
        problem = page.problem("syntax", "the front matter isn't closed", "Put a line '---' below its last key.")
    elif _METADATA.match(page.text):
        message = "the first line has a colon, so MkDocs would read it as metadata and not show it"
        hint = "Put an empty line or a heading above it. If it is metadata, put '---' above and below it."
        problem = page.problem("cut-text", message, hint)
    else:
        return page.problems
    return [*page.problems, problem]


def _check_front_matter(document: Document) -> Iterator[Problem]:
    path = document.path
    for key, position in document.root.keys.items():
        node = document.root.at((key,))
        if key in _TEXTS:
            yield from _check_text(path, key, node, position)
        elif key in _LISTS and isinstance(node.value, list):
            for item in node.value:
                yield from _check_text(path, key, item, item.position)
        elif key in _LISTS:
            hint = "Write each item on a separate line after '- '."
            yield _problem(path, "wrong-type", f"{key!r} is not a list", hint, position)
        elif key in _GROUPS and isinstance(node.value, dict):
            yield from _check_group(path, key, node)
        elif key in _GROUPS:
            hint = f"Known keys here: {', '.join(_GROUPS[key])}."
            yield _problem(path, "wrong-type", f"{key!r} is not a group of `key: value` lines", hint, position)
        else:
            yield _unknown_key(path, key, sorted((*_TEXTS, *_LISTS, *_GROUPS)), position)


def _unknown_key(path: str, key: str, known: Iterable[str], position: Position) -> Problem:
    hint = f"{did_you_mean(key, known)}Known keys here: {', '.join(known)}."
    return _problem(path, "unknown-key", f"unknown key {key!r}", hint, position)


def _check_group(path: str, group: str, node: Node) -> Iterator[Problem]:
    for key, position in node.keys.items():
        value = str(node.at((key,)).value)
        if key not in _GROUPS[group]:
            yield _unknown_key(path, key, _GROUPS[group], position)
        elif not _GROUP_VALUE.fullmatch(value):
            hint = "Expected: true or false, or a number such as 2 for boost."
            yield _problem(path, "wrong-form", f"{key!r} is {value!r}", hint, position)


def _check_text(path: str, key: str, node: Node, position: Position) -> Iterator[Problem]:
    """Yield the problem of a value that isn't a text, or that MkDocs wouldn't read as one."""
    if not isinstance(node.value, str):
        yield _problem(path, "wrong-type", f"{key!r} is not a text", "Write one text after the colon.", position)
    elif not node.value.strip():
        yield _problem(path, "empty", f"{key!r} has no text", "Fill it in, or remove the key.", position)
    elif node.is_plain and not reads_as_text(node.value):
        message = f"{key!r} is {node.value!r}, which MkDocs would read as a number, a date, true or false"
        yield _problem(path, "wrong-type", message, "Put the text in quotes.", position)
