"""The pattern table for other engines: JSON, SQL for DuckDB and ClickHouse, grok for Logstash.

Each wording becomes regular expressions without look-around and back-references, which engines of linear time such as
RE2 can run. In the reply of an activity row they find what `explain` finds there. The expression of a text that is cut
off contains a nested optional group for each character that may be missing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from generator.logs.scanner import VALUE_MASK
from generator.matching.matcher import MIN_CONTINUED_LITERALS, MIN_TELLING_LITERALS
from generator.matching.patterns import Atom, Pattern, PatternTable
from generator.model.reply_index import ReplyIndex
from generator.model.wording import PlaceholderType, wording_text

FORMS = ("json", "sql", "grok")
ENGINES = ("duckdb", "clickhouse")
QUERY_VERSION = 1
"""The version of the JSON; it grows when a program that reads it has to change."""

_GAP = "[^A-Za-z0-9]+"
"""The characters between two words."""
_START = "^[^A-Za-z0-9]*"
_END = "[^A-Za-z0-9]*$"
_AFTER = "[.!]?(?:[ \\t\\r]*$|[ \\t\\r]*[\\n\"'()\\[\\]<>;|]|[ \\t\\r][ \\t\\r])"
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


def expressions(patterns: Iterable[Pattern]) -> list[Expression]:
    """Return the expressions in the order in which to try them: the first that matches is the answer.

    Whole texts come before cut ones, long ones before short ones.
    """
    by_length = sorted(patterns, key=lambda pattern: -pattern.literals)
    whole = [Expression(pattern=pattern, text=_whole(pattern), is_cut=False) for pattern in by_length]
    can_be_cut = (pattern for pattern in by_length if pattern.literals > MIN_TELLING_LITERALS)
    return whole + [Expression(pattern=pattern, text=_cut(pattern), is_cut=True) for pattern in can_be_cut]


def _whole(pattern: Pattern, *, names: bool = False) -> str:
    after = "(?:$|[^A-Za-z0-9])" if pattern.literals >= MIN_CONTINUED_LITERALS else _AFTER
    return _code(pattern) + _GAP.join(_atoms(pattern.atoms, names=names)) + after


def _cut(pattern: Pattern) -> str:
    """Return the expression of a text that ends within the wording, after enough words to be telling."""
    needed, literals = 0, 0
    while literals < MIN_TELLING_LITERALS:
        literals += not isinstance(pattern.atoms[needed], PlaceholderType)
        needed += 1
    rest = ""
    for atom in reversed(pattern.atoms[needed:]):
        part = _placeholder(atom) + rest if isinstance(atom, PlaceholderType) else _beginning(atom, rest)
        rest = f"(?:{_GAP}{part})?"
    return _code(pattern) + _GAP.join(_atoms(pattern.atoms[:needed])) + rest + _END


def _code(pattern: Pattern) -> str:
    """Return the expression of the code, once or, as some clients show it, twice."""
    return f"{_START}{pattern.code}(?:[ -]+{pattern.code})?{_GAP}"


def _atoms(atoms: Sequence[Atom], *, names: bool = False) -> Iterator[str]:
    named: set[str] = set()
    for atom in atoms:
        if not isinstance(atom, PlaceholderType):
            yield atom
        elif names and atom not in named:
            named.add(atom)
            yield _placeholder(atom, f"?<{atom.value}>")
        else:
            yield _placeholder(atom)


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

    codes = sorted({item.pattern.code for item in table})
    template = Template(Path(__file__).with_name(f"{engine}.sql").read_text("utf-8"))
    return template.substitute(
        mask=quote(VALUE_MASK),
        inbound=quote(index.inbound),
        outbound=quote(index.outbound),
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
