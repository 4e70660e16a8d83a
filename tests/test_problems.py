"""Each mistake in ``cases/problems`` is reported at its place, with a hint."""

import json
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import CASES, MISTAKES, Mistake

from generator.cli import main as cli


def mistake(name: str) -> Mistake:
    """Return the case with a rule and a name."""
    return Mistake.read(CASES / f"problems/{name}.txt")


def check(codes: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Return the exit status and the output of ``check``."""
    status = cli.main(["--codes", str(codes), "check", *arguments])
    return status, capsys.readouterr().out


def test_the_real_catalogue_has_no_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(ROOT / "codes", capsys) == (0, "0 problems found\n")


@pytest.mark.parametrize("case", MISTAKES, ids=str)
def test_a_mistake_is_reported_at_its_place(case: Mistake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, printed = check(case.lay(tmp_path), capsys)
    assert printed == case.printed
    assert status == (0 if case.rule == "taken-as-written" else 1)
    assert f"({case.rule})" in printed or case.rule == "taken-as-written"


def test_the_problems_of_all_files_are_reported_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = mistake("unknown-key/misspelt").lay(tmp_path)
    (codes / "procedures/wait.yml").write_text("title: [x\n", "utf-8")
    (codes / "451/busy.yml").write_text("", "utf-8")
    _, printed = check(codes, capsys)
    for path in ("codes/451/delayed.yml", "codes/procedures/wait.yml", "codes/451/busy.yml"):
        assert path in printed


def test_problems_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, printed = check(mistake("missing-key/title").lay(tmp_path), capsys, "--format", "json")
    [problem] = json.loads(printed)
    assert (problem["path"], problem["line"], problem["rule"]) == ("codes/451/delayed.yml", 1, "missing-key")
    assert problem["url"] == "contributing/rules/missing-key/"


def test_problems_as_annotations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, printed = check(mistake("unknown-key/misspelt").lay(tmp_path), capsys, "--format", "github")
    assert printed.startswith(
        "::error file=codes/451/delayed.yml,line=6,col=1,title=unknown-key::unknown key 'sumary'."
    )
    assert printed.endswith(" See contributing/rules/unknown-key/\n1 problem found\n")
