r"""Prose: text with a small closed set of inline formatting.

`code`, *emphasis*, **strong**, [label](https://address) and [[reference]] or [[reference|label]].
[[value:address|the IP address of the sending server]] is followed by the value in the reader's own line.
Everything else is plain text; ``\`` before a mark makes it plain. Formatting doesn't nest.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

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
    DEBUG = "debug"
    NOTICE = "notice"
    RFC = "rfc"


FOLDERS = {
    ReferenceKind.REPLY: "codes",
    ReferenceKind.CODE: "codes",
    ReferenceKind.SETTING: "settings",
    ReferenceKind.ARTICLE: "articles",
    ReferenceKind.PROCEDURE: "procedures",
    ReferenceKind.DEBUG: "debug",
    ReferenceKind.NOTICE: "notices",
}
"""The folder of each kind of page on the site. Permanent: readers bookmark the addresses and vendors link to them."""

_PREFIXED = tuple(kind for kind in ReferenceKind if kind not in (ReferenceKind.REPLY, ReferenceKind.CODE))
"""The kinds that are written before a colon."""


def rfc_label(section: str) -> str:
    """Return the name of an RFC section given as ``5321#4.2.3``."""
    number, _, part = section.partition("#")
    return f"RFC {number}" + (f", section {part}" if part else "")


class Reference(NamedTuple):
    """The target of a cross-reference."""

    kind: ReferenceKind
    id: str

    def label(self, title: str | None = None) -> str:
        """Return the words of a link that has none: the title of its target if there is one, or what it is called."""
        if self.kind is ReferenceKind.RFC:
            return rfc_label(self.id)
        if title is None:
            return self.id
        return f"{self.id.partition('/')[0]} {title}" if self.kind is ReferenceKind.REPLY else title

    def __str__(self) -> str:
        """Return the reference as it is written in prose, without brackets."""
        return f"{self.kind}:{self.id}" if self.kind in _PREFIXED else self.id


def address(reference: Reference) -> str:
    """Return the address of an entry's page below the root of a site, with a slash at the end."""
    return f"{FOLDERS[reference.kind]}/{reference.id}/"


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


_MARK = re.compile(
    r"\\(?P<escaped>[\\`*\[\]])"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|\[\[(?P<reference>[^\[\]|]+)(?:\|(?P<label>[^\[\]]+))?\]\]"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<url>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)"
    r"|(?P<stray>`|\*|\[\[|\]\]|\]\()"
    r"|\[(?P<single>[2-5][0-9]{2}/[a-z0-9-]+|(?:setting|article|procedure|debug|notice|rfc|value):[^\[\]]+)\]"
)


def parse(text: str) -> Iterator[Span]:
    """Yield the spans of a text in order, or raise a ``MarkError``."""
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
        reference = _parse_reference(mark["reference"].strip())
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


def _parse_reference(text: str) -> Reference:
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


URL_SCHEMES = ("https://", "http://")
MAX_URL_LENGTH = 2000

_URL = re.compile(
    r"https?://"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s\"<>\\^`{|}\x00-\x1f\x7f-\U0010ffff]*)?"
)
"""Scheme, host, port, and the rest in the characters of RFC 3986, without a user name."""


def check_url(url: str) -> str:
    """Return a web address unchanged, or raise a ``ValueError`` that says why it can't be a link."""
    shown = url if len(url) <= 80 else f"{url[:80]} ..."  # noqa: PLR2004  # enough to find it by
    if not url.startswith(URL_SCHEMES):
        raise ValueError(
            f"the address {shown!r} doesn't start with https:// or http://; "
            "write the whole address, or [[451/greylisting]] for a page of this site"
        )
    if "@" in re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0]:
        raise ValueError(
            f"the address {shown!r} has a user name before '@', which hides where it leads; remove the user name"
        )
    if len(url) > MAX_URL_LENGTH:
        raise ValueError(f"the address {shown!r} is longer than {MAX_URL_LENGTH} characters; remove what follows '?'")
    if not _URL.fullmatch(url):
        raise ValueError(f"the address {shown!r} isn't valid; copy it from the address bar of a browser")
    return url


def plain_text(spans: Iterable[Span], title_of: Callable[[Reference], str | None]) -> str:
    """Return prose without formatting; a reference shows its own words, or the title of its target."""
    return "".join(
        span.reference.label(title_of(span.reference)) if span.reference and not span.text else span.text
        for span in spans
    )
