"""Explanations: which reply a line or a bounce contains, and how certain that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.matching.log_formats import W3C_FIELDS, LogLine, read_line, without_markup
from generator.matching.matcher import Match, find_matches
from generator.matching.patterns import PatternTable
from generator.matching.reply_code import ReplyCode, code_before, first_code, last_code
from generator.matching.shortened import RunTable
from generator.matching.suggestions import suggest_replies
from generator.model.reply_index import ReplyIndex
from generator.model.words import Tokens

MAX_NEEDED_LITERALS = 6
"""A text without its code is recognized by this many of its words, or by all of them."""


GREETING_CODE = 220
"""A row with this code and without a command is the greeting, which can have any words."""


class Confidence(StrEnum):
    """How well a line agrees with its explanation."""

    EXACT = "exact"
    """The whole text with its code."""
    VARIANT = "variant"
    """The text is cut off, continues, is misspelled, has no code or other words instead of its values, or the line is
    from the debug log."""
    SHORTENED = "shortened"
    """The text lacks words, but what is left appears in no other reply."""
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


@dataclass(frozen=True)
class _Answer:
    reply: str | None
    others: Sequence[str] = ()
    """The ids of other replies that it may be."""
    confidence: Confidence | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def _only(replies: Sequence[str], confidence: Confidence) -> _Answer:
    """Return the only one of some replies as the answer, and several as what it may be."""
    return _Answer(replies[0], confidence=confidence) if len(replies) == 1 else _Answer(None, replies)


class Explainer:
    """A reply index, ready to explain lines."""

    def __init__(self, index: ReplyIndex) -> None:
        self.index = index
        self.table = PatternTable(index.replies.values())
        self.runs = RunTable(self.table.patterns)
        self._sides = {index.inbound: "in", index.outbound: "out"}
        self._greetings = [id for id, reply in index.replies.items() if reply.code == GREETING_CODE]
        self._by_debug_code: dict[str, list[str]] = {}
        for reply in index.replies.values():
            for code in reply.debug:
                self._by_debug_code.setdefault(code, []).append(reply.id)

    def reply_in(self, line: LogLine) -> str | None:
        """Return the id of the reply in a line; None if it is unknown."""
        return self._answer(line).reply

    def side_of(self, line: LogLine) -> str | None:
        """Return ``in``, ``out``, or None if the line doesn't show its side."""
        return self._sides.get(line.mark) if line.mark else None

    def explain(self, line: str, fields: Sequence[str] = W3C_FIELDS) -> Explanation:
        """Return the explanation of a row of a log, a bounce or a bare reply; see ``read_line`` for the arguments."""
        row = read_line(line, fields)
        answer = self._answer(row)
        if not answer.reply:
            return self._unknown(line, row, answer.others)
        reply = self.index.replies[answer.reply]
        return Explanation(
            line=line,
            reply=reply.id,
            code=reply.code,
            text=reply.text,
            side=self.side_of(row),
            values=answer.values,
            row=row.beside,
            confidence=answer.confidence,
            candidates=tuple(answer.others),
        )

    def _answer(self, row: LogLine) -> _Answer:
        answer = self._answer_as_written(row)
        if answer.reply or answer.others or row.is_row:
            return answer
        shown = without_markup(row.text)
        return answer if shown == row.text else self._answer_as_written(replace(row, text=shown))

    def _answer_as_written(self, row: LogLine) -> _Answer:
        if matches := self.matches(row):
            best, *others = dict.fromkeys(match.pattern.reply for match in matches)
            confidence = Confidence.EXACT if _is_exact(matches[0], row) else Confidence.VARIANT
            return _Answer(best, others, confidence, matches[0].values)
        if debug := self._by_debug_code.get(row.debug or ""):
            return _only(debug, Confidence.VARIANT)
        if shortened := self.shortened_replies(row):
            return _only(shortened, Confidence.SHORTENED)
        if self._is_greeting(row):
            return _only(self._greetings, Confidence.VARIANT)
        return _Answer(None)

    def _is_greeting(self, row: LogLine) -> bool:
        """Return whether a row is the greeting of the reader's own server, which can have any words."""
        first = first_code(row.text)
        is_answer = row.has_command or self.side_of(row) != "in"
        return first is not None and first.leads and first.code == GREETING_CODE and not is_answer

    def _unknown(self, line: str, row: LogLine, near: Sequence[str]) -> Explanation:
        first = first_code(row.text)
        is_code_known = first is not None and not first.is_enhanced and first.code in self.index.codes
        return Explanation(
            line=line,
            code=first.code if first else None,
            side=self.side_of(row),
            row=row.beside,
            confidence=Confidence.CODE_ONLY if is_code_known else None,
            candidates=tuple(near or suggest_replies(self.table, Tokens(row.text))),
        )

    def matches(self, row: LogLine) -> list[Match]:
        """Return the matches that are replies of this catalogue, the best first.

        Small typing errors are corrected only if nothing matches otherwise, and not in the rows of a log: no person
        typed those.
        """
        first, tokens = first_code(row.text), Tokens(row.text)
        if row.is_row and (first is None or first.is_enhanced or not first.leads):
            return []
        own = [match for match in find_matches(self.table, tokens) if self._is_own(match, row, first)]
        if own or row.is_row:
            return own
        corrections = self.table.spelling.corrections(tokens.words)
        if not corrections:
            return []
        corrected = find_matches(self.table, Tokens(row.text, corrections))
        return [match for match in corrected if self._is_own(match, row, first)]

    def shortened_replies(self, row: LogLine) -> Sequence[str]:
        """Return the ids of the replies of which a line that isn't a row of a log contains a run, best first.

        A code before the run is the reply's own, and no enhanced status code follows it.
        """
        if row.is_row:
            return ()
        tokens = Tokens(row.text)
        corrections = self.table.spelling.corrections(tokens.words)
        for text in (tokens, Tokens(row.text, corrections)) if corrections else (tokens,):
            runs = self.runs.runs(text)
            codes = [last_code(row.text, run.position) for run in runs]
            own = [
                run.pattern.reply
                for run, code in zip(runs, codes, strict=True)
                if (run.is_long if code is None else code.code == run.pattern.code and not code.is_enhanced)
            ]
            if own:
                return own
        return ()

    def _is_own(self, match: Match, row: LogLine, first: ReplyCode | None) -> bool:
        """Return whether a match is a reply of this catalogue and not the words of another server.

        Another code, or an enhanced status code, before the text is another server's. A short text counts only if it
        has its code and is alone, and a text that is cut off only if more than a standard's text is left. Without a
        code only a long text counts, in a line that doesn't begin with a code, or a telling one that is the whole
        line. In a row of a log nothing precedes the code.
        """
        code, own = code_before(row.text, match.position), self.runs.own[match.pattern.index]
        if not match.is_whole and own and own.isdisjoint(match.found):
            return False
        if code is None:
            if match.is_entire and self.runs.telling[match.pattern.index]:
                return True
            is_quoted = (first is None or not first.leads) and not row.is_row
            return is_quoted and match.is_telling and match.literals >= min(match.pattern.literals, MAX_NEEDED_LITERALS)
        if code.is_enhanced or code.code != match.pattern.code or (row.is_row and not code.leads):
            return False
        return match.is_telling or (match.is_whole and match.is_alone)


def _is_exact(match: Match, row: LogLine) -> bool:
    has_code = code_before(row.text, match.position) is not None
    return has_code and match.is_whole and match.is_alone and not (match.is_corrected or match.is_redacted)
