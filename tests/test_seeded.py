"""The mistakes that people make, one of each kind, are reported where they are: ``cases/seeded.txt``."""

import difflib
import re
from pathlib import Path

import pytest
from mistakes import CASES, Mistake, lay

from generator.cli import main as cli

SEEDED = [
    Mistake.parse("seeded", *section.split("\n", 1))
    for section in (CASES / "seeded.txt").read_text("utf-8").split("\n## ")[1:]
]
PLACE = re.compile(
    r"(?m)^(?P<path>\S.*?):(?P<line>\d+):(?P<column>\d+): error: .+ \([a-z-]+\)\n    hint: (?P<hint>.+)$"
)
ELSEWHERE = {
    "a key that is not there": "a missing key has no line, so it is reported at the top of its entry",
    "a statement that does not say where it comes from": "the same, at the top of its group",
    "a dash of a word processor before a key": "YAML reads it as a letter, so the key of the list is reported",
    "two replies with one text": "it is reported at the second of the two, and the hint gives the first",
    "a harmless step after a risky one": "it is reported at the step that has to move",
}
"""Mistakes that are reported on a line that wasn't changed, and why."""


def changed_lines(before: Path, after: Path) -> set[int]:
    """Return the numbers of the lines in which a file differs."""
    old = before.read_bytes().splitlines() if before.is_file() else []
    new = after.read_bytes().splitlines()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return {
        line + 1 for tag, _, _, start, end in blocks if tag != "equal" for line in range(start, max(end, start + 1))
    }


def test_there_are_at_least_fifty_kinds() -> None:
    assert len({case.name for case in SEEDED}) == len(SEEDED) >= 50
    assert set(ELSEWHERE) <= {case.name for case in SEEDED}


@pytest.mark.parametrize("case", SEEDED, ids=[case.name for case in SEEDED])
def test_a_mistake_is_reported_where_it_is(case: Mistake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = case.lay(tmp_path / "changed")
    status = cli.main(["--codes", str(codes), "check"])
    printed = capsys.readouterr().out
    assert printed == case.printed
    assert status == 1
    assert printed.endswith("\n1 problem found\n")
    [place] = PLACE.finditer(printed)
    lay(tmp_path / "as-it-was")
    lines = changed_lines(tmp_path / "as-it-was" / place["path"], tmp_path / "changed" / place["path"])
    assert (int(place["line"]) in lines) != (case.name in ELSEWHERE), lines
