"""Explanations: which reply a line or a bounce contains, and how certain that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generator.matching.log_formats import W3C_FIELDS, LogLine, read_line
from generator.matching.matcher import Match, find_matches
from generator.matching.patterns import PatternTable
from generator.matching.reply_code import ReplyCode, code_before, first_code
from generator.matching.suggestions import suggest_replies
from generator.model.reply_index import ReplyIndex
from generator.model.words import Tokens

MAX_NEEDED_LITERALS = 6
"""A text without its code is recognized by this many of its words, or by all of them."""


class Confidence(StrEnum):
    """How well a line agrees with its explanation."""

    EXACT = "exact"
    """The whole text with its code."""
    VARIANT = "variant"
    """The text is cut off, continues, is misspelled or has no code, or the line is from the debug log."""
    CODE_ONLY = "code-only"
    """The code is in the catalogue, the text isn't."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The explanation of a line."""

    line: str
    reply: str | None = None
    """The id of the reply; None if it isn't in the catalogue."""
    code: int | None = None
    text: str | None = None
    """The canonical wording of the reply."""
    side: str | None = None
    """``in``: the server said it; ``out``: another server did; None: the line doesn't show it."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The value of each placeholder, by its type."""
    row: Mapping[str, str] = field(default_factory=dict)
    """The facts beside the reply that the line shows: ``time``, ``address``, ``recipient``."""
    confidence: Confidence | None = None
    candidates: tuple[str, ...] = ()
    """The ids of other replies that are near, the nearest first."""

    @property
    def known(self) -> bool:
        """Whether the reply is in the catalogue."""
        return self.reply is not None


class Explainer:
    """A reply index, ready to explain lines."""

    def __init__(self, index: ReplyIndex) -> None:
        self.index = index
        self.table = PatternTable(index.replies.values())
        self._sides = {index.inbound: "in", index.outbound: "out"}
        self._by_debug_code: dict[str, list[str]] = {}
        for reply in index.replies.values():
            for code in reply.debug:
                self._by_debug_code.setdefault(code, []).append(reply.id)

    def reply_in(self, line: LogLine) -> str | None:
        """Return the id of the reply in a line; None if it is unknown."""
        if matches := self.matches(line):
            return matches[0].pattern.reply
        replies = self._by_debug_code.get(line.debug or "", ())
        return replies[0] if len(replies) == 1 else None

    def side_of(self, line: LogLine) -> str | None:
        """Return ``in``, ``out``, or None if the line doesn't show its side."""
        return self._sides.get(line.mark) if line.mark else None

    def explain(self, line: str, fields: Sequence[str] = W3C_FIELDS) -> Explanation:
        """Return the explanation of a row of a log, a bounce or a bare reply; see ``read_line`` for the arguments."""
        row = read_line(line, fields)
        matches = self.matches(row)
        ids = [*dict.fromkeys(match.pattern.reply for match in matches)] or self._by_debug_code.get(row.debug or "", [])
        if not ids:
            return self._unknown(line, row)
        if not matches and len(ids) > 1:  # a row of the debug log that may belong to any of them
            return Explanation(line=line, row=row.beside, candidates=tuple(ids))
        reply = self.index.replies[ids[0]]
        return Explanation(
            line=line,
            reply=reply.id,
            code=reply.code,
            text=reply.text,
            side=self.side_of(row),
            values=matches[0].values if matches else {},
            row=row.beside,
            confidence=Confidence.EXACT if matches and _is_exact(matches[0], row) else Confidence.VARIANT,
            candidates=tuple(ids[1:]),
        )

    def _unknown(self, line: str, row: LogLine) -> Explanation:
        first = first_code(row.text)
        is_code_known = first is not None and not first.is_enhanced and first.code in self.index.codes
        return Explanation(
            line=line,
            code=first.code if first else None,
            side=self.side_of(row),
            row=row.beside,
            confidence=Confidence.CODE_ONLY if is_code_known else None,
            candidates=tuple(suggest_replies(self.table, Tokens(row.text))),
        )

    def matches(self, row: LogLine) -> list[Match]:
        """Return the matches that are replies of this catalogue, the best first.

        Small typing errors are corrected only if nothing matches otherwise, and not in the rows of a log: no person
        typed those.
        """
        first, tokens = first_code(row.text), Tokens(row.text)
        if row.is_row and (first is None or first.is_enhanced or not first.leads):
            return []
        own = [match for match in find_matches(self.table, tokens) if _is_own(match, row, first)]
        if own or row.is_row:
            return own
        corrections = self.table.spelling.corrections(tokens.words)
        if not corrections:
            return []
        corrected = find_matches(self.table, Tokens(row.text, corrections))
        return [match for match in corrected if _is_own(match, row, first)]


def _is_exact(match: Match, row: LogLine) -> bool:
    has_code = code_before(row.text, match.position) is not None
    return has_code and match.is_whole and match.is_alone and not match.is_corrected


def _is_own(match: Match, row: LogLine, first: ReplyCode | None) -> bool:
    """Return whether a match is a reply of this catalogue and not the words of another server.

    Another code, or an enhanced status code, before the text is another server's. A short text counts only if it has
    its code and is alone. Without a code only a telling text counts, and only in a line that doesn't begin with a
    code. In a row of a log nothing precedes the code.
    """
    code = code_before(row.text, match.position)
    if code is None:
        is_quoted = (first is None or not first.leads) and not row.is_row
        return is_quoted and match.is_telling and match.literals >= min(match.pattern.literals, MAX_NEEDED_LITERALS)
    if code.is_enhanced or code.code != match.pattern.code or (row.is_row and not code.leads):
        return False
    return match.is_telling or (match.is_whole and match.is_alone)
