"""Problems as the commands print them."""

import json
from collections.abc import Sequence

from generator.problem import Problem

FORMATS = ("text", "github", "json")
RULE_LIST = "contributing/rules/"
"""The address of the list of rules on the site; each rule has a page below it."""


def rule_address(name: str) -> str:
    """Return the address of a rule's page, below the root of the site."""
    return f"{RULE_LIST}{name}/"


def advice(problem: Problem) -> str:
    """Return the hint of a problem and the address of its rule's page."""
    return f"{problem.hint} See {rule_address(problem.rule)}"


def problem_text(problem: Problem) -> str:
    """Return a problem as ``path:line:column: error: message (rule)``, with its hint on a second line."""
    return f"{problem}\n    hint: {advice(problem)}"


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
                "url": rule_address(p.rule),
            }
            for p in problems
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''} found\n"
    if form == "github":
        return "".join(_annotation(problem) for problem in problems) + count
    return "".join(f"{problem_text(problem)}\n" for problem in problems) + count


def _annotation(problem: Problem) -> str:
    """Return a workflow command that marks the line in a pull request."""

    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    path = escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    where = f"file={path},line={problem.position.line},col={problem.position.column}"
    return f"::error {where},title={problem.rule}::{escaped(problem.message + '. ' + advice(problem))}\n"
