"""The files under ``codes/`` as entries: which file holds what, and what it is called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.model import Article, Code, Entry, Procedure, Product, Reply, Section, Setting
from generator.problem import CatalogError, Problem
from generator.source import Node, read
from generator.validation import validate

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True)
class Kind:
    """A kind of source file."""

    model: type[Entry]
    name: re.Pattern[str]
    """The file's name below ``codes/``; its group is the entry's id."""
    key: re.Pattern[str] | None = None
    """The form of an id where each top key of the file is an entry; None where the file is one."""


KINDS = (
    Kind(Product, re.compile(r"(product)\.yml")),
    Kind(Article, re.compile(r"articles\.yml()"), key=re.compile(r"[A-Za-z0-9]+")),
    Kind(Section, re.compile(r"manual\.yml()"), key=re.compile(rf"{SLUG}/{SLUG}")),
    Kind(Setting, re.compile(rf"settings/({SLUG}/{SLUG})\.yml")),
    Kind(Procedure, re.compile(rf"procedures/({SLUG})\.yml")),
    Kind(Code, re.compile(r"([2-5][0-5][0-9])/code\.yml")),
    Kind(Reply, re.compile(rf"([2-5][0-5][0-9]/{SLUG})\.yml")),
)
"""Every kind of file, the first that fits wins."""


@dataclass(frozen=True)
class Sources:
    """What was read: the entries, and the faults of the rest."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def read_sources(root: Path) -> Sources:
    """Return the entries of every file below ``root``, and the problems of all of them."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for file in sorted(root.rglob("*")):
        if file.is_dir() and not file.is_symlink():
            continue
        name = file.relative_to(root).as_posix()
        try:
            entries += _read_file(file, name, f"{root.name}/{name}")
        except CatalogError as error:
            problems += error.problems
    return Sources(tuple(entries), tuple(problems))


def _read_file(file: Path, name: str, path: str) -> Iterator[Entry]:
    for kind in KINDS:
        if found := kind.name.fullmatch(name):
            if _is_reserved(found[1]):
                hint = "Give it another name: the page of the folder above has this address."
                message = "the name is kept for a folder's own page"
                raise CatalogError([Problem(path=path, rule="reserved-id", message=message, hint=hint)])
            node = read(file, path)
            if kind.key:
                yield from _list_entries(kind.model, kind.key, node, path)
            else:
                yield validate(kind.model, node, id=found[1], file=path)
            return
    raise CatalogError(
        [Problem(path=path, rule="stray-file", message="no kind of entry has this name", hint=_expected(name))]
    )


def _is_reserved(id: str) -> bool:
    """Tell whether an id's address is that of the folder above it."""
    return id.rpartition("/")[2].lower() in ("index", "readme")


def _list_entries(model: type[Entry], form: re.Pattern[str], node: Node, path: str) -> Iterable[Entry]:
    assert isinstance(node.value, dict)  # noqa: S101  # read() returns a mapping
    entries: list[Entry] = []
    problems: list[Problem] = []
    for key, inner in node.value.items():
        same = [other for other in node.value if other != key and other.lower() == key.lower()]
        if not form.fullmatch(key) or _is_reserved(key) or same:
            hint = "Use an article's number as it is, such as ME020073; elsewhere small letters, digits and hyphens."
            at = node.keys[key]
            problems.append(Problem(path=path, position=at, rule="wrong-form", message=f"the id {key!r}", hint=hint))
            continue
        try:
            entries.append(validate(model, inner, id=key, file=path, loc=(key,)))
        except CatalogError as error:
            problems += error.problems
    if problems:
        raise CatalogError(problems)
    return entries


def _expected(name: str) -> str:
    if name.endswith(".yaml"):
        return "Name it with '.yml' at the end."
    if name != name.lower() or " " in name or "_" in name:
        return "Use small letters, digits and single hyphens in the name."
    return (
        "Expected: <code>/code.yml, <code>/<slug>.yml, settings/<group>/<slug>.yml, procedures/<slug>.yml, "
        "articles.yml, manual.yml or product.yml."
    )
