"""Prose as Markdown for the twins of the pages, escaped so that text stays text."""

import re

from generator.model.base import Prose
from generator.model.prose import Reference, ReferenceKind, Span, SpanKind
from generator.site.links import Links

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|&~"})
_SPACE = re.compile(r"\s+")
_BLOCK_START = re.compile(r"^(?:([#+=-]+)|(\d{1,9})([.)]))(?=\s|$)")
_UNSAFE = re.compile(r"[\s()<>\\]")


class Verbatim(str):
    """Text that is already Markdown."""

    __slots__ = ()


def escape(value: object) -> object:
    """Return a value as Markdown on one line that shows it unchanged; Markdown stays as it is."""
    if isinstance(value, Verbatim) or not isinstance(value, str):
        return value
    return _as_paragraph(_inline(value.strip()))


def _inline(text: str) -> str:
    return _SPACE.sub(" ", text).translate(_MARKS)


def _as_paragraph(text: str) -> str:
    """Return a text that doesn't start a heading or a list."""
    return _BLOCK_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)


def target(url: str) -> Verbatim:
    """Return the address of a link, with the characters encoded that would end it."""
    return Verbatim(_UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", url))


def markdown(links: Links, prose: Prose) -> Verbatim:
    """Return prose as Markdown with the links of one page."""
    return Verbatim(_as_paragraph("".join(_span(links, span) for span in prose.spans)))


def twin(links: Links, reference: Reference) -> Verbatim:
    """Return the link to the twin of an entry's page, or to an RFC."""
    url = links.url(reference)
    return target(url if reference.kind is ReferenceKind.RFC else f"{url}index.md")


def _span(links: Links, span: Span) -> str:
    if span.kind is SpanKind.CODE:
        return f"`{span.text}`"
    if span.reference:
        label = span.text or links.label(span.reference)
        return f"[{_inline(label)}]({twin(links, span.reference)})"
    text = _inline(span.text)
    match span.kind:
        case SpanKind.LINK:
            return f"[{text}]({target(span.url)})"
        case SpanKind.EMPHASIS:
            return f"*{text}*"
        case SpanKind.STRONG:
            return f"**{text}**"
        case _:
            return text
