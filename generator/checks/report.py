"""Problems as the commands print them."""

import json
from collections.abc import Sequence

from generator.problem import Problem

FORMATS = ("text", "github", "json")


def report(problems: Sequence[Problem], form: str) -> str:
    """Return the problems as text for a person, as JSON, or as annotations of a pull request."""
    if form == "json":
        rows = [
            {
                "path": p.path,
                "line": p.position.line,
                "column": p.position.column,
                "rule": p.rule,
                "message": p.message,
                "hint": p.hint,
                "url": p.url,
            }
            for p in problems
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''} found\n"
    if form == "github":
        return "".join(_annotation(problem) for problem in problems) + count
    return "".join(f"{problem}\n" for problem in problems) + count


def _annotation(problem: Problem) -> str:
    """Return a workflow command that marks the line in a pull request."""

    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    path = escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    where = f"file={path},line={problem.position.line},col={problem.position.column}"
    return f"::error {where},title={problem.rule}::{escaped(problem.message + '. ' + problem.advice)}\n"
