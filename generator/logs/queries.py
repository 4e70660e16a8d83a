"""The pattern table for other engines: JSON, SQL for DuckDB and ClickHouse, grok for Logstash.

Each wording becomes regular expressions without look-around and back-references, which engines of linear time such as
RE2 can run. In the reply of an activity row they find what `explain` finds there. The expression of a text that is cut
off contains a nested optional group for each character that may be missing.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from generator.logs.scanner import VALUE_MASK
from generator.matching.explainer import GREETING_CODE
from generator.matching.matcher import (
    MAX_LEADING_WORDS,
    MAX_STAND_IN_WORDS,
    MIN_CONTINUED_LITERALS,
    MIN_TELLING_LITERALS,
    STAND_IN,
)
from generator.matching.patterns import Atom, Pattern, PatternTable
from generator.matching.shortened import RunTable
from generator.model.reply_index import ReplyIndex
from generator.model.wording import PlaceholderType, wording_text

FORMS = ("json", "sql", "grok")
ENGINES = ("duckdb", "clickhouse")
QUERY_VERSION = 1
"""The version of the JSON; it grows when a program that reads it has to change."""

_GAP = "[^A-Za-z0-9]+"
"""The characters between two words."""
_WORD, _NAME = "[A-Za-z0-9]+", "(?:[A-Za-z0-9]{2,}|[A-Za-z0136-9])"
_ANY_WORDS = f"{_WORD}(?:{_GAP}{_WORD}){{0,{MAX_STAND_IN_WORDS - 1}}}"
_STAND_INS = f"(?:{STAND_IN})(?:{_GAP}(?:{STAND_IN}))*"
_START = "^[^A-Za-z0-9]*"
_END = "[^A-Za-z0-9]*$"
_AFTER = "[.!]?(?:[^A-Za-z0-9]*$|[ \\t\\r]*[\\n\"'()\\[\\]<>;|\\\\]|[ \\t\\r][ \\t\\r])"
"""The characters that can follow a whole text, as in `matching.matcher`."""
_GROK_ROW = (
    r"(?<time>[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})\t(?<mark>[A-Z]+-[A-Z]+)\t(?<message_file>[^\t]*)"
    r"\t(?<socket>[^\t]*)\t(?<address>[^\t]*)\t(?<command>[^\t]*)\t(?<command_line>[^\t]*)\t(?<reply>[^\t]*)"
)


@dataclass(frozen=True, kw_only=True)
class Expression:
    """One wording as a regular expression; case doesn't matter."""

    pattern: Pattern
    text: str
    is_cut: bool
    """Whether it matches texts that are cut off, and not whole ones."""

    @property
    def grok_name(self) -> str:
        """The name in a grok file, such as ``SMTP_451_GREYLISTING_0``; the number is the wording's."""
        id = self.pattern.reply.replace("/", "_").replace("-", "_").upper()
        return f"SMTP_{id}_{self.pattern.wording}"


def patterns_text(index: ReplyIndex, form: str, engine: str = "duckdb") -> str:
    """Return the pattern table in one of ``FORMS``; the engine matters for SQL only."""
    table = expressions(PatternTable(index.replies.values()).patterns)
    match form:
        case "json":
            return _json(index, table)
        case "sql":
            return _sql(index, table, engine)
        case _:
            return "".join(f"{line}\n" for line in _grok_lines(table))


def expressions(patterns: Sequence[Pattern]) -> list[Expression]:
    """Return the expressions in the order in which to try them: the first that matches is the answer.

    Whole texts come before cut ones, long ones before short ones.
    """
    own = RunTable(patterns).own
    by_length = sorted(patterns, key=lambda pattern: -pattern.literals)
    whole = [Expression(pattern=pattern, text=_whole(pattern), is_cut=False) for pattern in by_length]
    can_be_cut = (pattern for pattern in by_length if pattern.literals > MIN_TELLING_LITERALS)
    cut = [Expression(pattern=one, text=_cut(one, min(own[one.index], default=0)), is_cut=True) for one in can_be_cut]
    return whole + cut


def _whole(pattern: Pattern, *, names: bool = False) -> str:
    after = "(?:$|[^A-Za-z0-9])" if pattern.literals >= MIN_CONTINUED_LITERALS else _AFTER
    return _code(pattern) + _sequence(pattern.atoms, names=names) + after


def _cut(pattern: Pattern, first_own: int) -> str:
    """Return the expression of a text that ends within the wording, after enough words to be telling."""
    needed, literals = 0, 0
    while literals < MIN_TELLING_LITERALS or needed <= first_own:
        literals += not isinstance(pattern.atoms[needed], PlaceholderType)
        needed += 1
    rest = after = ""  # the expressions of what follows, and of what follows the atom after it
    for index in reversed(range(needed, len(pattern.atoms))):
        atom, following = pattern.atoms[index], pattern.atoms[index + 1 : index + 2]
        if not isinstance(atom, PlaceholderType):
            part = _beginning(atom, rest)
        else:
            part = f"(?:{_placeholder(atom)}|{_STAND_INS}){rest}"
            if following and not isinstance(following[0], PlaceholderType):
                part = f"(?:{part}|{_ANY_WORDS}{_GAP}{following[0]}{after})"
        rest, after = f"(?:{_GAP}{part})?", rest
    return _code(pattern) + _sequence(pattern.atoms[:needed]) + rest + _END


def _code(pattern: Pattern) -> str:
    """Return the expression of the code, once or, as some clients show it, twice."""
    return f"{_START}{pattern.code}(?:[ -]+{pattern.code})?{_GAP}"


def _sequence(atoms: Sequence[Atom], *, names: bool = False) -> str:
    """Return the expression of atoms and the characters between them.

    Other words, or none, can stand for values; what precedes a value, such as "at", may be left out with it.
    """
    named: set[str] = set()
    text, index = "", 0
    while index < len(atoms):
        end = next((at for at in range(index, len(atoms)) if not isinstance(atoms[at], PlaceholderType)), len(atoms))
        types = [atom for atom in atoms[index:end] if isinstance(atom, PlaceholderType)]
        values = _GAP.join(_named(type, named, names=names) for type in types)
        if not values:
            text += f"{_GAP if index else ''}{atoms[index]}"
            index += 1
        elif not index:
            others = f"(?:{_NAME}{_GAP}(?:{_WORD}{_GAP}){{0,{MAX_LEADING_WORDS - 1}}})?"
            text += f"(?:{values}{_GAP}|{others}){atoms[end]}"
            index = end + 1
        elif end == len(atoms):
            text += f"(?:{_GAP}{values}|(?:{_GAP}(?:{STAND_IN}))*)"
            index = end
        else:
            text += f"{_GAP}(?:{values}{_GAP}|(?:{_WORD}{_GAP}){{0,{MAX_STAND_IN_WORDS}}}){atoms[end]}"
            index = end + 1
    return text


def _named(type: PlaceholderType, named: set[str], *, names: bool) -> str:
    """Return the expression of a value, in a named group if it is the first of its type."""
    if not names or type in named:
        return _placeholder(type)
    named.add(type)
    return _placeholder(type, f"?<{type}>")


def _placeholder(type: PlaceholderType, group: str = "?:") -> str:
    return f"({group}{type.expression.replace('(', '(?:')})"


def _beginning(word: str, rest: str) -> str:
    """Return the expression of the first characters of a word, or of the whole word and what may follow it."""
    nested = rest
    for character in reversed(word[1:]):
        nested = f"(?:{character}{nested})?"
    return word[0] + nested


def _json(index: ReplyIndex, table: Sequence[Expression]) -> str:
    patterns = [
        {
            "rank": rank,
            "id": item.pattern.reply,
            "code": item.pattern.code,
            "text": wording_text(index.replies[item.pattern.reply].wordings[item.pattern.wording]),
            "cut": item.is_cut,
            "expression": f"(?i){item.text}",
        }
        for rank, item in enumerate(table)
    ]
    data = {"version": QUERY_VERSION, "sides": {index.inbound: "in", index.outbound: "out"}, "patterns": patterns}
    return json.dumps(data, indent=2) + "\n"


def _sql(index: ReplyIndex, table: Sequence[Expression], engine: str) -> str:
    """Return a query over a folder of activity logs that gives what `scan` gives."""
    backslash, match = {"duckdb": ("\\", "regexp_matches"), "clickhouse": ("\\\\", "match")}[engine]

    def quote(text: str) -> str:
        return "'" + text.replace("\\", backslash).replace("'", "''") + "'"

    def conditions(code: int) -> Iterator[str]:
        """Yield the choice among the replies of one code; a text is compared with these alone."""
        yield f"           WHEN '{code}' THEN CASE"
        for item in table:
            if item.pattern.code == code:
                yield f"             WHEN {match}(reply, {quote(f'(?i){item.text}')}) THEN {quote(item.pattern.reply)}"
        yield "             ELSE NULL END"

    greetings = [quote(id) for id, reply in index.replies.items() if reply.code == GREETING_CODE]
    codes = sorted({item.pattern.code for item in table})
    template = Template(Path(__file__).with_name(f"{engine}.sql").read_text("utf-8"))
    return template.substitute(
        mask=quote(VALUE_MASK),
        inbound=quote(index.inbound),
        outbound=quote(index.outbound),
        greeting_code=GREETING_CODE,
        greeting=greetings[0] if len(greetings) == 1 else "NULL",
        cases="\n".join(line for code in codes for line in conditions(code)),
    )


def _grok_lines(table: Sequence[Expression]) -> Iterator[str]:
    """Yield definitions for Logstash: one for a row of the activity log, and one for each whole wording."""
    yield "# SMTP replies in activity logs, by the pattern table of the catalogue; for Logstash's grok."
    yield "# SMTP_ACTIVITY_ROW splits a row; try the others on its column 'reply', in this order."
    yield f"SMTP_ACTIVITY_ROW {_GROK_ROW}"
    for item in table:
        if not item.is_cut:
            yield f"{item.grok_name} (?i){_whole(item.pattern, names=True)}"
