"""A line, or a bounce, and the reply that it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator.matching.log_line import W3C_FIELDS, LogLine, ReplyCode, read_line
from generator.matching.matcher import Match, find
from generator.matching.patterns import PatternTable
from generator.matching.suggestions import suggest_replies
from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.model.words import Tokens


class Confidence(StrEnum):
    """How well a line agrees with what it is said to hold."""

    EXACT = "exact"
    """The whole text with its code."""
    VARIANT = "variant"
    """The text is cut off, goes on, is misspelt or has no code, or the line is the debug log's."""
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
    row: Mapping[str, str] = field(default_factory=dict)
    """What stands beside the reply: ``time``, ``address``, ``recipient``, where the line tells them."""
    confidence: Confidence | None = None
    candidates: tuple[str, ...] = ()
    """The ids of other replies that come near, the nearest first."""

    @property
    def known(self) -> bool:
        """Whether the catalogue has the reply."""
        return self.reply is not None

    def as_data(self) -> dict[str, object]:
        """Return the explanation as it is written in JSON, without ``url`` and ``row``."""
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
        }


class Explainer:
    """A catalogue, ready to explain lines."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.table = PatternTable(catalog.replies.values())
        marks = catalog.product.sides
        self._sides = {marks.inbound: "in", marks.outbound: "out"}
        debug: dict[str, list[str]] = {}
        for reply in catalog.replies.values():
            for code in reply.debug:
                debug.setdefault(code, []).append(reply.id)
        self._debug = debug

    def reply_in(self, read: LogLine) -> str | None:
        """Return the id of the reply that a line holds, and nothing more about it; None for an unknown one."""
        own = self._own(read)
        if own:
            return own[0].pattern.reply
        replies = self._debug.get(read.debug or "", ())
        return replies[0] if len(replies) == 1 else None

    def side_of(self, read: LogLine) -> str | None:
        """Return ``in``, ``out``, or None where the line does not tell its side."""
        return self._sides.get(read.mark or "")

    def matches(self, line: str) -> list[Match]:
        """Return the wordings of this catalogue that a line holds, the best first."""
        return self._own(read_line(line))

    def explain(self, line: str, fields: Sequence[str] = W3C_FIELDS) -> Explanation:
        """Return what a line of a log, a bounce or a bare reply holds.

        Args:
            line: without its line end; a bounce may hold several lines.
            fields: the columns of the W3C log that it may come from.

        """
        read = read_line(line, fields)
        side = self.side_of(read)
        if own := self._own(read):
            return self._known(line, read, own, side)
        if read.debug in self._debug:
            return self._beside(line, read, self._debug[read.debug])
        first = read.first_code
        is_code = first is not None and not first.is_enhanced and str(first.code) in self.catalog.codes
        return Explanation(
            line=line,
            code=first.code if first else None,
            side=side,
            row=read.beside,
            confidence=Confidence.CODE_ONLY if is_code else None,
            candidates=tuple(suggest_replies(self.table, Tokens(read.text))),
        )

    def _known(self, line: str, read: LogLine, own: list[Match], side: str | None) -> Explanation:
        best = own[0]
        reply = self.catalog.replies[best.pattern.reply]
        others = (match.pattern.reply for match in own if match.pattern.reply != reply.id)
        is_exact = (
            best.is_whole and best.is_alone and not best.is_corrected and read.code_before(best.position) is not None
        )
        return self._page(
            reply,
            line=line,
            side=side,
            row=read.beside,
            values=best.values,
            confidence=Confidence.EXACT if is_exact else Confidence.VARIANT,
            candidates=tuple(dict.fromkeys(others)),
        )

    def _beside(self, line: str, read: LogLine, replies: Sequence[str]) -> Explanation:
        """Return what a row of the debug log tells: its reply, or the several that it may stand beside."""
        if len(replies) > 1:
            return Explanation(line=line, row=read.beside, candidates=tuple(replies))
        reply = self.catalog.replies[replies[0]]
        return self._page(reply, line=line, row=read.beside, confidence=Confidence.VARIANT)

    def _page(self, reply: Reply, **told: Any) -> Explanation:  # noqa: ANN401  # the fields of an explanation
        return Explanation(
            reply=reply.id,
            code=reply.code,
            text=reply.text,
            **told,
        )

    def _own(self, read: LogLine) -> list[Match]:
        """Return the matches that are a reply of this catalogue, the best first.

        Small typing errors are looked for last, and not in the rows of a log: no person typed those.
        """
        if read.is_row and (read.first_code is None or read.first_code.is_enhanced or not read.first_code.leads):
            return []
        tokens = Tokens(read.text)
        own = self._fitting(read, tokens)
        if own or read.is_row:
            return own
        corrections = self.table.spelling.corrections(tokens.words)
        return self._fitting(read, Tokens(read.text, corrections)) if corrections else []

    def _fitting(self, read: LogLine, tokens: Tokens) -> list[Match]:
        first = read.first_code
        return [match for match in find(self.table, tokens) if _fits(match, read, first)]


MAX_NEEDED_LITERALS = 6
"""A text without its code is known by so many of its words, or by all of them."""


def _fits(match: Match, read: LogLine, first: ReplyCode | None) -> bool:
    """Tell whether a match is this catalogue's reply and not another server's words.

    Another number, or an enhanced status code, before the text is another server's. With its own code
    a short text must stand alone; without a code only a telling text counts, and only in a line that
    does not begin with a code of its own. In the row of a log nothing stands before the code.
    """
    code = read.code_before(match.position)
    if code is None:
        is_quoted = (first is None or not first.leads) and not read.is_row
        return is_quoted and match.is_telling and match.literals >= min(match.pattern.literals, MAX_NEEDED_LITERALS)
    if code.is_enhanced or code.code != match.pattern.code or (read.is_row and not code.leads):
        return False
    return match.is_telling or (match.is_whole and match.is_alone)
