"""A line, or a bounce, and the reply that it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.catalog import Catalog
from generator.links import address
from generator.logs import LogReply, find_reply
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
        found = find_reply(line)
        return [match for match in find(self.table, Tokens(found.text)) if _fits(match, found)]

    def explain(self, line: str) -> Explanation:
        """Return what a line of a log, a bounce or a bare reply holds."""
        found = find_reply(line)
        matches = find(self.table, Tokens(found.text))
        own = [match for match in matches if _fits(match, found)]
        side = self._sides.get(found.side or "")
        if own:
            best = own[0]
            reply = self.catalog.replies[best.pattern.reply]
            others = [match.pattern.reply for match in own[1:] if match.pattern.reply != reply.id]
            is_exact = found.code is not None and best.is_whole and best.is_alone and best.start == 0
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
        candidates = tuple(dict.fromkeys(match.pattern.reply for match in matches))
        is_code = str(found.code) in self.catalog.codes and not found.is_enhanced
        return Explanation(
            line=line,
            code=found.code,
            side=side,
            confidence=Confidence.CODE_ONLY if is_code else None,
            candidates=candidates,
            url=address(Reference(ReferenceKind.CODE, str(found.code))) if is_code else None,
        )


MOST_NEEDED = 6
"""A text without its code is known by so many of its words, or by all of them."""


def _fits(match: Match, found: LogReply) -> bool:
    """Tell whether a match is this catalogue's reply and not another server's words.

    With its code, a text must begin where the reply begins; a short one must also end there.
    Without a code only a telling text counts.
    """
    if found.is_enhanced or found.code not in (None, match.pattern.code):
        return False
    if found.code is None:
        return match.is_telling and match.literals >= min(match.pattern.literals, MOST_NEEDED)
    return match.start == 0 and (match.is_telling or (match.is_whole and match.is_alone))
