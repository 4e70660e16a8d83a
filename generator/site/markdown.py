"""Prose as Markdown, for the twins of the pages: whatever stands in a text stays a text."""

import re

from generator.site.links import Links
from generator.model.prose import Prose, Reference, ReferenceKind, Span, SpanKind

_MARKS = re.compile(r"([\\`*_\[\]<>|&~])")
_START = re.compile(r"^(?:([#+=-]+)|(\d{1,9})([.)]))(?=\s|$)")


class Verbatim(str):
    """Text that is Markdown already."""

    __slots__ = ()


def escape(value: object) -> object:
    """Return a value that was not made here as Markdown that shows it as it is, on one line."""
    if isinstance(value, Verbatim) or not isinstance(value, str):
        return value
    return _begun(_inline(" ".join(value.split())))


def _inline(text: str) -> str:
    return _MARKS.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _begun(text: str) -> str:
    """Return a text that begins no heading and no list."""
    return _START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def target(url: str) -> Verbatim:
    """Return an address as it stands in a link's brackets."""
    return Verbatim(re.sub(r"[\s()<>\\]", lambda found: f"%{ord(found[0]):02X}", url))


def markdown(links: Links, prose: Prose) -> Verbatim:
    """Return prose as Markdown, with the links of one page."""
    return Verbatim(_begun("".join(_span(links, span) for span in prose.spans)))


def twin(links: Links, reference: Reference) -> Verbatim:
    """Return the way to the twin of an entry's page; that of an RFC has none."""
    url = links.url(reference)
    return target(url if reference.kind is ReferenceKind.RFC else f"{url}index.md")


def _span(links: Links, span: Span) -> str:
    if span.kind is SpanKind.CODE:
        return f"`{span.text}`"
    if span.reference:
        label = span.text or links.catalog.label(span.reference)
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
