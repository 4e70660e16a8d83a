"""What keeps a file from being read as YAML, in a writer's words: the place, what stands there, and the cure."""

import re
from dataclasses import dataclass

from generator.problem import Position


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a file cannot be read."""

    position: Position
    message: str
    hint: str


_MERGE = re.compile(r"(?m)^(?:<{7}|={7}|>{7})(?= |$)")
_QUOTED = re.compile(r"""(?:^|[:-] )\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?P<rest>[^\s#].*)""")
_SIGN = re.compile(r"(?:^|[:-]) *(?P<sign>[\[{\"'*&|>!@`%])")
_KEY = re.compile(r"\s*(?:- +)?(?P<key>[A-Za-z][\w-]*)")

_IN_QUOTES = "Put quotes round the whole text, or '>' behind the key and the text on the next line, two blanks in."
_INDENT = (
    "Check how far this line and the one above are indented: two blanks a level, '- ' before the items of a list; "
    "and that the one above has its colon."
)
ESCAPES = "Within double quotes a '\\' begins an escape: write '\\\\' for the sign itself, or use single quotes."


def diagnose(text: str, problem: str, at: Position, begun: Position | None) -> Fault:
    """Return why a text cannot be read.

    Args:
        text: all of the file.
        problem: what the parser says.
        at: where it gave up.
        begun: where that began which it could not end, if it says so.

    """
    lines = text.split("\n")
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    found = _merge(text) or _tab(line, at) or (begun and _begun(lines, problem, at, begun)) or _signs(line, problem, at)
    return found or Fault(position=at, message="the line does not fit to the one above", hint=_INDENT)


def _merge(text: str) -> Fault | None:
    if mark := _MERGE.search(text):
        where = Position(line=text.count("\n", 0, mark.start()) + 1)
        hint = "Keep the lines of one of the two versions, and remove the lines <<<<<<<, ======= and >>>>>>>."
        return Fault(position=where, message="the mark of a merge that was not finished stands here", hint=hint)
    return None


def _tab(line: str, at: Position) -> Fault | None:
    if "\t" in line[: max(at.column, len(line) - len(line.lstrip()))]:
        return Fault(position=at, message="the line is indented with a tab", hint="Use blanks: two a level.")
    return None


def _begun(lines: list[str], problem: str, at: Position, begun: Position) -> Fault | None:
    """Return what was begun and not ended."""
    line = lines[begun.line - 1]
    if "expected ':'" in problem and not line[: begun.column - 1].strip(" -"):
        key = _KEY.match(line)
        hint = "Write a colon and a blank behind a key. Indent the line if it goes on with the text above."
        if key and re.match(r"\s*=|:\S", line[key.end() :]):
            hint = f"Write '{key['key']}: ', with a colon right behind the key and a blank behind the colon."
        return Fault(position=begun, message="the line is no 'key: value'", hint=hint)
    if "end of stream" in problem:
        hint = "Put the same quote at the end of the text."
        return Fault(position=begun, message="a quote is opened here and not closed", hint=hint)
    if "','" in problem and begun.line != at.line:
        hint = "Close it with ']' or '}'. Quotes go round a text that begins with one."
        return Fault(position=begun, message="a '[' or '{' is opened here and not closed", hint=hint)
    return None


def _signs(line: str, problem: str, at: Position) -> Fault | None:
    """Return what is wrong with a line, going by what the parser says of it and by the signs in it."""
    quoted, sign = _QUOTED.search(line), _SIGN.search(line)
    if "escape" in problem:
        message, hint = "a '\\' stands here before a letter that it does not belong to", ESCAPES
    elif "<document start>" in problem:
        message, hint = "something stands before or after the entry", "Keep one entry a file, and nothing beside it."
    elif "mapping values" in problem and ": " in line[: at.column - 1]:
        message, hint = "a second colon with a blank stands in the line", _IN_QUOTES
    elif "mapping values" in problem:
        message, hint = "the line is not indented as the lines around it", _INDENT
    elif quoted and quoted["rest"].startswith(","):
        message, hint = "a comma stands behind the text", "Remove it: nothing stands behind the closing quote."
    elif quoted:
        hint = "Put quotes round the whole text. For an apostrophe in it, use double quotes round it."
        message = "words stand behind the closing quote"
    elif sign:
        message, hint = f"the text begins with {sign['sign']}, which means something else in YAML", _IN_QUOTES
    else:
        return None
    return Fault(position=at, message=message, hint=hint)
