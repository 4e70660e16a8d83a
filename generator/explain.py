"""A line, or a bounce, and the reply that it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.catalog import Catalog
from generator.links import address
from generator.logs import LogLine, ReplyCode, read_line
from generator.matching import Match, find
from generator.patterns import PatternTable
from generator.prose import Reference, ReferenceKind
from generator.tokens import Tokens


class Confidence(StrEnum):
    """How well a line agrees with what it is said to hold."""

    EXACT = "exact"
    """The whole text with its code."""
    VARIANT = "variant"
    """The text is cut off, goes on, or has no code."""
    CODE_ONLY = "code-only"
    """The code is in the catalogue, the text is not."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What a line holds."""

    line: str
    reply: str | None = None
    """The id of the reply; None where the catalogue does not have it."""
    code: int | None = None
    text: str | None = None
    """The reply's canonical wording."""
    side: str | None = None
    """``in``: the server said it; ``out``: another server did; None: the line does not tell."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in the placeholders' places."""
    confidence: Confidence | None = None
    candidates: tuple[str, ...] = ()
    """The ids of other replies that come near, the nearest first."""
    url: str | None = None
    """The address of the page below the site's root."""

    @property
    def known(self) -> bool:
        """Whether the catalogue has the reply."""
        return self.reply is not None

    def as_data(self) -> dict[str, object]:
        """Return the explanation as it is written in JSON."""
        return {
            "line": self.line,
            "known": self.known,
            "id": self.reply,
            "code": self.code,
            "text": self.text,
            "side": self.side,
            "values": dict(self.values),
            "confidence": self.confidence,
            "candidates": list(self.candidates),
            "url": self.url,
        }


class Explainer:
    """A catalogue, ready to explain lines."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.table = PatternTable(catalog.replies.values())
        marks = catalog.product.sides
        self._sides = {marks.inbound: "in", marks.outbound: "out"}

    def matches(self, line: str) -> list[Match]:
        """Return the wordings of this catalogue that a line holds, the best first."""
        read = read_line(line)
        return [match for match, fits in self._judged(read) if fits]

    def explain(self, line: str) -> Explanation:
        """Return what a line of a log, a bounce or a bare reply holds."""
        read = read_line(line)
        judged = self._judged(read)
        own = [match for match, fits in judged if fits]
        side = self._sides.get(read.mark or "")
        if own:
            return self._known(line, read, own, side)
        first = read.first_code
        is_code = first is not None and not first.is_enhanced and str(first.code) in self.catalog.codes
        return Explanation(
            line=line,
            code=first.code if first else None,
            side=side,
            confidence=Confidence.CODE_ONLY if is_code else None,
            candidates=tuple(dict.fromkeys(match.pattern.reply for match, _ in judged)),
            url=address(Reference(ReferenceKind.CODE, str(first.code))) if first and is_code else None,
        )

    def _known(self, line: str, read: LogLine, own: list[Match], side: str | None) -> Explanation:
        best = own[0]
        reply = self.catalog.replies[best.pattern.reply]
        others = (match.pattern.reply for match in own if match.pattern.reply != reply.id)
        is_exact = best.is_whole and best.is_alone and read.code_before(best.position) is not None
        return Explanation(
            line=line,
            reply=reply.id,
            code=reply.code,
            text=reply.text,
            side=side,
            values=best.values,
            confidence=Confidence.EXACT if is_exact else Confidence.VARIANT,
            candidates=tuple(dict.fromkeys(others)),
            url=address(Reference(ReferenceKind.REPLY, reply.id)),
        )

    def _judged(self, read: LogLine) -> list[tuple[Match, bool]]:
        """Return every match in the line, the best first, and whether it is a reply of this catalogue."""
        first = read.first_code
        return [(match, _fits(match, read, first)) for match in find(self.table, Tokens(read.text))]


MOST_NEEDED = 6
"""A text without its code is known by so many of its words, or by all of them."""


def _fits(match: Match, read: LogLine, first: ReplyCode | None) -> bool:
    """Tell whether a match is this catalogue's reply and not another server's words.

    Another number, or an enhanced status code, before the text is another server's. With its own code
    a short text must stand alone; without a code only a telling text counts, and only in a line that
    does not begin with a code of its own.
    """
    code = read.code_before(match.position)
    if code is None:
        is_quoted = first is None or not first.leads
        return is_quoted and match.is_telling and match.literals >= min(match.pattern.literals, MOST_NEEDED)
    if code.is_enhanced or code.code != match.pattern.code:
        return False
    return match.is_telling or (match.is_whole and match.is_alone)
