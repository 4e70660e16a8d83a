"""Every rule of the check has a page, and the examples on it are true."""

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT, Site
from mistakes import CASES, MISTAKES, bytes_of, lay

from generator.authoring.formatter import format_files
from generator.checks.lost_replies import lost_replies
from generator.checks.prose import style_problems
from generator.checks.report import rule_address
from generator.checks.rules.registry import RULES
from generator.checks.rules.rule import Description, Excerpt, Rule, describe
from generator.checks.runner import Judge, load_catalog
from generator.problem import CatalogError, Problem
from generator.sources.folder import list_folder

RULEBOOK = [describe(rule) for rule in RULES]
NAMES = [rule.name for rule in RULEBOOK]
BLOCK = re.compile(r"(?m)^(?=[\w/]+:)")
"""Where a key on top of a file begins."""

ELSEWHERE = {"missing-code": "codes/451/busy.yml", "not-a-file": "codes/451/late.yml"}
"""Where a rule is told that is told of another file than the example's: the first reply, the folder."""


def put(folder: Path, excerpts: tuple[Excerpt, ...]) -> None:
    """Put an example into the small catalogue, its keys in the place of those of the same name."""
    for excerpt in excerpts:
        file = folder / excerpt.path
        if excerpt.remark == "is missing":
            file.unlink()
            continue
        text = excerpt.text + "\n"
        if not excerpt.remark:
            text = merged(file.read_text("utf-8"), text)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes_of(text))


def merged(text: str, example: str) -> str:
    keys = {block.partition(":")[0] for block in BLOCK.split(example) if block}
    kept = [block for block in BLOCK.split(text) if block.partition(":")[0] not in keys]
    return "".join([*kept, example])


def judged(folder: Path) -> tuple[Problem, ...]:
    (folder / "docs").mkdir(exist_ok=True)
    codes = folder / "codes"
    gone = {name: "" for name in list_folder(CASES / "catalog").files if not (codes / name).exists()}
    judges: tuple[Judge, ...] = (
        lambda catalog, sources: lost_replies(catalog, sources, "codes", gone),
        lambda catalog, sources: style_problems(catalog, sources, None),
    )
    try:
        load_catalog(codes, folder / "docs", judges)
    except CatalogError as error:
        return error.problems
    return ()


def laid_out(folder: Path) -> tuple[Problem, ...]:
    """Judge the layout of the procedures; the rest of the small catalogue has none."""
    formatted, problems = format_files(folder / "codes", ["procedures/wait.yml"])
    return (*problems, *(file.problem for file in formatted if not file.is_exact))


@pytest.mark.parametrize("rule", RULEBOOK, ids=NAMES)
def test_the_wrong_example_breaks_this_rule_and_no_other(rule: Description, tmp_path: Path) -> None:
    lay(tmp_path)
    put(tmp_path, rule.wrong)
    problems = laid_out(tmp_path) if rule.name == "layout" else judged(tmp_path)
    found = {problem.rule for problem in problems}
    if rule.name == "too-many-faults":  # it stands below a hundred others
        found.remove("unknown-value")
    assert found == {rule.name}, problems
    paths = {ELSEWHERE.get(rule.name, excerpt.path) for excerpt in rule.wrong}
    assert {problem.path for problem in problems} <= paths


@pytest.mark.parametrize("rule", RULEBOOK, ids=NAMES)
def test_the_right_example_breaks_none(rule: Description, tmp_path: Path) -> None:
    lay(tmp_path)
    put(tmp_path, rule.right)
    assert (laid_out(tmp_path) if rule.name == "layout" else judged(tmp_path)) == ()


def test_every_rule_that_is_told_has_a_page() -> None:
    """A name with a hyphen, in a module that makes problems, is that of a rule; the cases show those without one."""
    told = {name for case in MISTAKES for name in re.findall(r"\(([a-z-]+)\)$", case.printed, re.MULTILINE)}
    for file in sorted((ROOT / "generator").rglob("*.py")):
        text = file.read_text("utf-8")
        if re.search(r"import .*\b(Problem|Finding)\b", text):
            constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
            told |= {name for name in constants if isinstance(name, str) and re.fullmatch("[a-z]+(-[a-z]+)+", name)}
    assert told - set(NAMES) == set()


def test_every_rule_with_a_page_is_told_somewhere() -> None:
    texts = "".join(file.read_text("utf-8") for file in (ROOT / "generator").rglob("*.py"))
    assert [name for name in NAMES if f'"{name}"' not in texts] == []


def test_a_rule_stands_in_the_registry_once() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(RULES) == set(Rule.__subclasses__())


def test_every_rule_has_a_page_in_the_site(site: Site) -> None:
    [listed] = [page for address, page in site.documents.items() if address == "contributing/rules/"]
    links = {link.get("href") for link in listed.iter("a")}
    for rule in RULEBOOK:
        page = site.documents[rule_address(rule.name)]
        body = page.find(".//article").text_content()
        for text in (rule.name, *(excerpt.text for excerpt in (*rule.wrong, *rule.right))):
            assert text in body, rule.name
        assert f"{rule.name}/" in links


def test_no_rule_stands_in_the_way_of_a_search(site: Site) -> None:
    assert "contributing/rules" not in (site.folder / "assets/javascripts/search-data.js").read_text("utf-8")


@pytest.mark.parametrize(
    "docstring",
    [
        None,
        "What holds.",
        "What holds.\n\nCure: mend.\n\nWrong:\n    a\n        b\n\nRight:\n    a\n        c\n",
        "What holds.\n\nWhy.\n\nWrong:\n    a\n        b\n\nRight:\n    a\n        c\n",
        "What holds.\n\nWhy.\n\nCure: mend.\n\nWrong:\n    a\n        b\n",
        "What holds.\n\nWhy.\n\nCure: mend.\n\nCure: or so.\n\nWrong:\n    a\n        b\n\nRight:\n    a\n        c\n",
    ],
)
def test_a_rule_without_a_reason_a_cure_or_an_example_is_no_rule(docstring: str | None) -> None:
    with pytest.raises(ValueError, match="the docstring of SomeName needs a reason"):
        describe(type("SomeName", (), {"__doc__": docstring}))


def test_a_docstring_becomes_a_description() -> None:
    text = "What holds.\n\n    Why, on\n    two lines.\n\n    Cure: mend.\n"
    text += "\n    Wrong:\n        a is missing\n\n    Right:\n        a\n            b\n    "
    described = describe(type("SomeName", (), {"__doc__": text, "__module__": "generator.checks.rules.x"}))
    assert described.name == "some-name"
    assert [prose.root for prose in (described.says, *described.why, described.cure)] == [
        "What holds.",
        "Why, on two lines.",
        "Mend.",
    ]
    assert described.wrong == (Excerpt(path="a", remark="is missing", text=""),)
    assert described.right == (Excerpt(path="a", remark="", text="b"),)
    assert described.file == "generator/checks/rules/x.py"
