"""The hand-written pages: what MkDocs would take, or change, without a word.

MkDocs follows links, shows front matter that is no YAML as text, takes lines such as ``Note: this`` at
the top of a page for metadata, and of two sources for one address drops one.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Position, Problem, did_you_mean
from generator.sources.folder import label_of, list_folder
from generator.sources.node import Node
from generator.sources.text import Clean, read_text
from generator.sources.yaml import Document, parse_yaml, reads_as_text

TEXTS = ("title", "description", "icon", "status")
"""Keys of a page's front matter that hold a text."""
LISTS = ("hide", "tags")
"""Keys that hold a list of texts."""
GROUPS = {"search": ("boost", "exclude")}
"""Keys that hold a group of keys."""

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page."""

_EDGE = re.compile(r"-{3}[ \t]*")
_END = re.compile(r"(?:\.{3}|-{3})[ \t]*")
_LIKE_METADATA = re.compile(r" {0,3}[A-Za-z0-9_-]+:")


def check_pages(docs: Path, generated: Iterable[str] = ()) -> list[Problem]:
    """Return what is wrong with the hand-written pages.

    Args:
        docs: their folder.
        generated: the addresses of the pages that are made from the catalogue.

    """
    folder = list_folder(docs)
    problems = [*folder.problems]
    owners = dict.fromkeys(map(_document, generated), "a page of the catalogue")
    for name in folder.files:
        path = f"{label_of(docs)}/{name}"
        owner = owners.setdefault(_document(_address(name)), path)
        if owner != path:
            message = f"its address, {_address(name) or '/'}, is that of {owner} already"
            problems.append(_problem(path, "duplicate-address", message, "Give one of the two another name."))
        if name.endswith(MARKDOWN):
            try:
                problems += _page(read_text(docs / name, path), path)
            except CatalogError as error:
                problems += error.problems
    return problems


def _address(name: str) -> str:
    """Return where a file is published, in small letters: some hosts know no others."""
    path = PurePosixPath(name.lower())
    if path.suffix not in MARKDOWN:
        return str(path)
    way = path.parent if path.stem in ("index", "readme") else path.with_suffix("")
    return "" if way == PurePosixPath() else f"{way}/"


def _document(address: str) -> str:
    """Return the file behind an address."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def _problem(path: str, rule: str, message: str, hint: str, position: Position | None = None) -> Problem:
    return Problem(path=path, position=position or Position(), rule=rule, message=message, hint=hint)


def _page(clean: Clean, path: str) -> list[Problem]:
    """Return what is wrong with a page's characters and with its front matter."""
    lines = clean.text.split("\n")
    if not _EDGE.fullmatch(lines[0]):
        if _LIKE_METADATA.match(lines[0]):
            hint = "Put an empty line or a heading above it, or '---' above and below what is meant as metadata."
            message = "a first line with a colon would be taken for metadata and not be shown"
            return [*clean.problems, _problem(path, "cut-text", message, hint)]
        return [*clean.problems]
    end = next((at for at, line in enumerate(lines[1:], 1) if _END.fullmatch(line)), None)
    if end is None:
        message, hint = "the front matter is opened and not closed", "Put a line '---' below its last key."
        return [*clean.problems, _problem(path, "syntax", message, hint)]
    front = Clean("\n" + "\n".join(lines[1:end]), clean.problems)
    if not front.text.strip():
        return [*clean.problems]
    try:
        source = parse_yaml(front, path)
    except CatalogError as error:
        return [*error.problems]
    return source.with_further(list(_front_matter(source))[: MAX_PROBLEMS_PER_FILE + 1])


def _front_matter(source: Document) -> Iterator[Problem]:
    """Yield what is wrong with the keys of a page's front matter."""
    for key, at in source.root.keys.items():
        node = source.root.at((key,))
        known = (*TEXTS, *LISTS, *GROUPS)
        if key not in known:
            hint = f"{did_you_mean(key, known)}Known keys here: {', '.join(sorted(known))}."
            yield _problem(source.path, "unknown-key", f"unknown key {key!r}", hint, at)
        elif key in TEXTS:
            yield from _text(source.path, key, node, at)
        elif key in LISTS and isinstance(node.value, list):
            for item in node.value:
                yield from _text(source.path, key, item, item.position)
        elif key in LISTS or not isinstance(node.value, dict):
            wanted = "a list" if key in LISTS else "a group of 'key: value' lines"
            hint = "Write each item on a line after '- '." if key in LISTS else f"Known keys: {GROUPS[key]}."
            yield _problem(source.path, "wrong-type", f"{key!r} is not {wanted}", hint, at)
        else:
            yield from _group(source.path, key, node)


def _group(path: str, group: str, node: Node) -> Iterator[Problem]:
    for key, at in node.keys.items():
        if key not in GROUPS[group]:
            hint = f"{did_you_mean(key, GROUPS[group])}Known keys here: {', '.join(GROUPS[group])}."
            yield _problem(path, "unknown-key", f"unknown key {key!r}", hint, at)
        elif not re.fullmatch(r"true|false|[0-9]+(\.[0-9]+)?", str(node.at((key,)).value)):
            hint = "Expected: true or false; for boost, a number such as 2."
            yield _problem(path, "wrong-form", f"{key!r} is {node.at((key,)).value!r}", hint, at)


def _text(path: str, key: str, node: Node, at: Position) -> Iterator[Problem]:
    """Yield what is wrong with a value that must be a text, and must be one for MkDocs' YAML too."""
    if not isinstance(node.value, str):
        yield _problem(path, "wrong-type", f"{key!r} is not a text", "Write one text after the colon.", at)
    elif not node.value.strip():
        yield _problem(path, "empty", f"{key!r} has no text", "Fill it in, or remove the key.", at)
    elif node.is_plain and not reads_as_text(node.value):
        message = f"{key!r} is {node.value!r}, which the site's YAML takes for a number, a date or a switch"
        yield _problem(path, "wrong-type", message, "Put the text in quotes.", at)
