"""YAML syntax errors in words that a writer understands."""

import re

from generator.problem import Position, Problem
from generator.sources.text import SourceText

_Reason = tuple[str, str, Position]
"""The message, the hint and the position of a problem."""

_MERGE = re.compile(r"(?m)^(?:<{7}|={7}|>{7})(?= |$)")
_QUOTED = re.compile(r"""(?:^|[:-] )\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?P<rest>[^\s#].*)""")
_INDICATOR = re.compile(r"(?:^|[:-]) *(?P<indicator>[\[{\"'*&|>!@`%])")
_KEY = re.compile(r"\s*(?:- +)?(?P<key>[A-Za-z][\w-]*)")

_QUOTE_ALL = (
    "Put the whole text in quotes, or write '>' after the key and the text on the next line, indented by two spaces."
)
_INDENTATION = (
    "Check the indentation of this line and the one above: two spaces per level, and '- ' before each item of a list. "
    "Also check that the line above has its colon."
)
ESCAPES = "In double quotes, '\\' starts an escape: write '\\\\' for a backslash, or use single quotes."


def explain_syntax_error(source: SourceText, error: str, at: Position, start: Position | None) -> Problem:
    """Return why a file can't be parsed.

    The parser stopped ``at`` a place with an ``error``; ``start`` is the start of what it couldn't finish, if known.
    """
    lines = source.text.split("\n")
    line = lines[at.line - 1]
    message, hint, position = (
        _merge_conflict(source.text)
        or _tab(line, at)
        or (start and _unfinished(lines, error, at, start))
        or _wrong_line(line, error, at)
        or ("the line doesn't fit the one above", _INDENTATION, at)
    )
    return source.problem("syntax", message, hint, position)


def _merge_conflict(text: str) -> _Reason | None:
    if marker := _MERGE.search(text):
        hint = "Keep the lines of one of the two versions, and remove the lines <<<<<<<, ======= and >>>>>>>."
        return "unresolved merge conflict", hint, Position.of(text, marker.start())
    return None


def _tab(line: str, at: Position) -> _Reason | None:
    if "\t" in line[: max(at.column, len(line) - len(line.lstrip()))]:
        return "the line is indented with a tab", "Indent with two spaces per level.", at
    return None


def _unfinished(lines: list[str], error: str, at: Position, start: Position) -> _Reason | None:
    line = lines[start.line - 1]
    if "expected ':'" in error and not line[: start.column - 1].strip(" -"):
        key = _KEY.match(line)
        hint = "Write a colon and a space after the key. Indent the line if it continues the text above."
        if key and re.match(r"\s*=|:\S", line[key.end() :]):
            hint = f"Write '{key['key']}: ', with the colon directly after the key and a space after the colon."
        return "expected 'key: value'", hint, start
    if "end of stream" in error:
        hint = "Put the same quote at the end of the text."
        return "the quote that starts here isn't closed", hint, start
    if "','" in error and start.line != at.line:
        hint = "Close it with ']' or '}'. If the text itself starts with one of these, put it in quotes."
        return "the '[' or '{' that starts here isn't closed", hint, start
    return None


def _wrong_line(line: str, error: str, at: Position) -> _Reason | None:
    """Return what is wrong with a line, by the parser's message and the characters in the line."""
    quoted, indicator = _QUOTED.search(line), _INDICATOR.search(line)
    if "escape" in error:
        message, hint = "unknown escape after '\\'", ESCAPES
    elif "<document start>" in error:
        message, hint = "unexpected content before or after the entry", "Keep one entry per file, and nothing else."
    elif "mapping values" in error and ": " in line[: at.column - 1]:
        message, hint = "the line has a second colon with a space", _QUOTE_ALL
    elif "mapping values" in error:
        message, hint = "the line isn't indented like the lines around it", _INDENTATION
    elif quoted and quoted["rest"].startswith(","):
        message, hint = "comma after the text", "Remove it: nothing can follow the closing quote."
    elif quoted:
        message = "text after the closing quote"
        hint = "Put the whole text in quotes. If it contains an apostrophe, use double quotes."
    elif indicator:
        message, hint = f"the text starts with {indicator['indicator']}, which has another meaning in YAML", _QUOTE_ALL
    else:
        return None
    return message, hint, at
