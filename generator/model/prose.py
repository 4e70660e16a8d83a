r"""Prose: text with a small closed set of inline formatting.

`code`, *emphasis*, **strong**, [label](https://address) and [[reference]] or [[reference|label]].
[[value:address|the IP address of the sending server]] is followed by the value in the reader's own line.
Everything else is plain text; ``\`` before a mark makes it plain. Formatting doesn't nest.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, RootModel, StringConstraints

from generator.model.types import check_url, not_in_curly_quotes
from generator.model.wording import PlaceholderType
from generator.problem import did_you_mean


class SpanKind(StrEnum):
    """The kind of a piece of prose."""

    TEXT = "text"
    CODE = "code"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    LINK = "link"
    REFERENCE = "reference"
    VALUE = "value"


ROW_VALUES = ("time", "address", "recipient")
"""The values of a log row besides those of its reply."""


class ReferenceKind(StrEnum):
    """The kind of entry that a reference leads to, written before a colon except for replies and codes."""

    REPLY = "reply"
    CODE = "code"
    SETTING = "setting"
    ARTICLE = "article"
    PROCEDURE = "procedure"
    RFC = "rfc"


_PREFIXED = tuple(kind for kind in ReferenceKind if kind not in (ReferenceKind.REPLY, ReferenceKind.CODE))
"""The kinds that are written before a colon."""


class Reference(NamedTuple):
    """The target of a cross-reference."""

    kind: ReferenceKind
    id: str

    def __str__(self) -> str:
        """Return the reference as it is written in prose, without brackets."""
        return f"{self.kind}:{self.id}" if self.kind in _PREFIXED else self.id


class Span(NamedTuple):
    """A piece of prose of one kind."""

    kind: SpanKind
    text: str
    """The visible text; empty for a reference that shows the label of its target."""
    url: str = ""
    """The absolute http or https address of a link."""
    reference: Reference | None = None
    """The target of a reference."""
    value: str = ""
    """The name of a value in the reader's line: a type of placeholder, or one of ``ROW_VALUES``."""


class MarkError(ValueError):
    """Inline formatting that can't be parsed."""

    def __init__(self, message: str, mark: str, before: int) -> None:
        super().__init__(message)
        self.mark = mark
        """The characters that can't be parsed."""
        self.before = before
        """How many times the same characters appear in the text before."""


_CODE = re.compile("`[^`]+`")

_MARK = re.compile(
    r"\\(?P<escaped>[\\`*\[\]])"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|\[\[(?P<reference>[^\[\]|]+)(?:\|(?P<label>[^\[\]]+))?\]\]"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<url>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)"
    r"|(?P<stray>`|\*|\[\[|\]\]|\]\()"
    r"|\[(?P<single>[2-5][0-9]{2}/[a-z0-9-]+|(?:setting|article|procedure|rfc|value):[^\[\]]+)\]"
)


def parse(text: str) -> Iterator[Span]:
    """Yield the spans of a text in order.

    Raises:
        MarkError: a mark has no closing mark, or an address isn't an http or https address.

    """
    plain, end = "", 0
    for mark in _MARK.finditer(text):
        plain += text[end : mark.start()]
        end = mark.end()
        if mark["escaped"]:
            plain += mark["escaped"]
            continue
        if plain:
            yield Span(kind=SpanKind.TEXT, text=plain)
        plain = ""
        try:
            yield _span(mark)
        except ValueError as error:
            raise MarkError(str(error), mark[0], text.count(mark[0], 0, mark.start())) from error
    plain += text[end:]
    if plain:
        yield Span(kind=SpanKind.TEXT, text=plain)


_RFC = re.compile(r"[0-9]{3,5}(#[0-9]+(\.[0-9]+)*)?")


def _span(mark: re.Match[str]) -> Span:
    if mark["stray"]:
        raise ValueError(
            f"unmatched {mark['stray']}; add the other half, or write \\{mark['stray'][0]} for the character itself"
        )
    if mark["single"]:
        raise ValueError(f"a reference needs two pairs of brackets; write [[{mark['single']}]]")
    if mark["reference"] and mark["reference"].startswith(_VALUE):
        return _value(mark["reference"].removeprefix(_VALUE).strip(), (mark["label"] or "").strip())
    if mark["reference"]:
        reference = parse_reference(mark["reference"].strip())
        return Span(kind=SpanKind.REFERENCE, text=(mark["label"] or "").strip(), reference=reference)
    if mark["link"]:
        return Span(kind=SpanKind.LINK, text=mark["link"], url=check_url(mark["url"]))
    kind = next(kind for kind in (SpanKind.CODE, SpanKind.STRONG, SpanKind.EMPHASIS) if mark[kind])
    return Span(kind=kind, text=mark[kind])


_VALUE = "value:"
_VALUES = (*ROW_VALUES, *PlaceholderType)


def _value(name: str, label: str) -> Span:
    if name not in _VALUES:
        raise ValueError(f"unknown value {name!r}; {did_you_mean(name, _VALUES)}Expected one of: {', '.join(_VALUES)}")
    if not label:
        raise ValueError(f"[[value:{name}]] has no text; write [[value:{name}|the text to show]]")
    return Span(kind=SpanKind.VALUE, text=label, value=name)


def parse_reference(text: str) -> Reference:
    """Return the reference written as ``451/greylisting``, ``451`` or ``setting:smtp/greylisting``.

    Raises:
        ValueError: the word before the colon isn't a kind of reference, or the id contains a backslash.

    """
    if "\\" in text:
        raise ValueError(f"the reference [[{text}]] contains a backslash; write [[{text.replace(chr(92), '/')}]]")
    kind, colon, target = text.partition(":")
    if not colon:
        return Reference(ReferenceKind.REPLY if "/" in text else ReferenceKind.CODE, text)
    if kind not in _PREFIXED:
        near = did_you_mean(kind, _PREFIXED)
        raise ValueError(
            f"the reference [[{text}]] has the unknown kind {kind!r}; {near}Expected one of: {', '.join(_PREFIXED)}"
        )
    if kind == ReferenceKind.RFC and not _RFC.fullmatch(target):
        raise ValueError(f"the reference [[{text}]] isn't an RFC or a section of one; write it like [[rfc:5321#4.2.3]]")
    return Reference(ReferenceKind(kind), target)


_HTML = re.compile(
    r"<(?P<tag>b|i|u|em|strong|code|tt|p|li|span)>[^<]*</(?P=tag)>|<br */?>|<a href=[\"']https?://[^>]*>"
)
"""HTML that a writer pasted; it wouldn't format anything, and readers would see it."""


def _refuse_html(text: str) -> None:
    if html := _HTML.search(_CODE.sub("", text)):
        message = f"{html[0]} is HTML, which readers would see as it is; write *word*, `code` or [words](https://...)"
        raise MarkError(message, html[0], 0)


class Prose(RootModel[Annotated[str, StringConstraints(min_length=1, max_length=5000, strip_whitespace=True)]]):
    """Sentences that may contain `code`, *emphasis*, [words](https://address) and [[451/greylisting]]."""

    model_config = ConfigDict(frozen=True)

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002  # pydantic's signature
        """Parse the text once, and refuse HTML and outer quotes."""
        _refuse_html(self.root)
        _ = self.spans
        not_in_curly_quotes(self.root)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the text, in order."""
        return tuple(parse(self.root))

    @property
    def references(self) -> Iterator[Reference]:
        """The targets of the text's references."""
        return (span.reference for span in self.spans if span.reference)
