"""The kinds of source files: their names, their models and their schemas for editors."""

import re
from dataclasses import dataclass

from generator.model.entries import (
    Article,
    Code,
    Debug,
    Entry,
    Notice,
    Procedure,
    Product,
    Reply,
    Section,
    Setting,
    Source,
    Style,
)
from generator.model.types import DEBUG_CODE, SLUG

SCHEMAS = ".schema"
"""The folder of the schemas, in the folder of the sources."""
SCHEMA_MARK = "# yaml-language-server:"
"""The start of the first line of a source, by which editors find the schema."""


@dataclass(frozen=True)
class FileType:
    """A kind of source file."""

    model: type[Entry]
    schema: str
    """The name of the schema."""
    name: re.Pattern[str]
    """The name of the file below ``codes/``; its group is the id of the entry."""
    key: re.Pattern[str] | None = None
    """The form of the ids if each top-level key is an entry; None if the file is one entry."""


FILE_TYPES = (
    FileType(Product, "product", re.compile(r"(product)\.yml")),
    FileType(Style, "style", re.compile(r"(style)\.yml")),
    FileType(Article, "articles", re.compile(r"articles\.yml()"), key=re.compile(r"[A-Za-z0-9]+")),
    FileType(Section, "manual", re.compile(r"manual\.yml()"), key=re.compile(rf"{SLUG}/{SLUG}")),
    FileType(Source, "sources", re.compile(r"sources\.yml()"), key=re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")),
    FileType(Setting, "setting", re.compile(rf"settings/({SLUG}/{SLUG})\.yml")),
    FileType(Procedure, "procedure", re.compile(rf"procedures/({SLUG})\.yml")),
    FileType(Debug, "debug", re.compile(rf"debug/({DEBUG_CODE})\.yml")),
    FileType(Notice, "notice", re.compile(rf"notices/({SLUG})\.yml")),
    FileType(Code, "code", re.compile(r"([2-5][0-5][0-9])/code\.yml")),
    FileType(Reply, "reply", re.compile(rf"([2-5][0-5][0-9]/{SLUG})\.yml")),
)
"""All kinds of files; the first whose name matches wins."""


def schema_line(name: str) -> str:
    """Return the first line of a source, by which editors find its schema, without a line feed.

    ``name`` is the name below the folder of the sources, such as ``451/greylisting.yml``.
    """
    for kind in FILE_TYPES:
        if kind.name.fullmatch(name):
            return f"{SCHEMA_MARK} $schema={'../' * name.count('/')}{SCHEMAS}/{kind.schema}.json"
    raise ValueError(f"no kind of source has the name {name!r}")
