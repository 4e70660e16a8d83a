"""Every rule of ``check`` is described, and the examples in its description are true."""

import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from conftest import Site
from mistakes import CASES, MISTAKES, bytes_of, lay

from generator.authoring.formatter import format_files
from generator.checks.description import RULES_FOLDER, Excerpt, RuleDescription, describe
from generator.checks.proofreading import proofread
from generator.checks.registry import RULES
from generator.checks.report import rule_address
from generator.checks.rules.ids import lost_replies
from generator.checks.runner import Judge, load_catalog
from generator.problem import CatalogError, Problem
from generator.sources.folder import list_folder

NAMES = [rule.name for rule in RULES]
DESCRIPTIONS = [describe(name) for name in NAMES]

REPORTED_ELSEWHERE = {"missing-code": "codes/451/busy.yml", "not-a-file": "codes/451/late.yml"}
"""Rules whose problem is reported in another file than the example's: the first reply, the folder."""

NO_CASE = {
    "layout": "only `format --check` reports it; see test_format",
    "lost-reply": "it needs the history of a repository; see test_former",
    "too-many-problems": "it needs a hundred other problems; see its example",
}
"""Rules without a file below ``cases/problems``, each with the reason."""


def put(folder: Path, excerpts: tuple[Excerpt, ...]) -> None:
    """Apply an example to the small catalogue: its keys replace those of the same name."""
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


def merged(text: str, example: str, indent: str = "") -> str:
    """Return a text with the keys of an example instead of its own; a group of keys keeps its other keys."""
    key = re.compile(rf"(?m)^(?={indent}[\w/]+:)")
    old, new = ([block.partition(":")[::2] for block in key.split(part) if block] for part in (text, example))
    kept = [name + ":" + value for name, value in old if name not in dict(new)]
    for name, block in new:
        is_group = name in dict(old) and re.match(rf"\n{indent}  [\w/]+:", block)
        value = "\n" + merged(dict(old)[name][1:], block[1:], f"{indent}  ") if is_group else block
        kept.append(name + ":" + value)
    return "".join(kept)


def problems_in(folder: Path) -> tuple[Problem, ...]:
    (folder / "docs").mkdir(exist_ok=True)
    codes = folder / "codes"
    gone = {name: "" for name in list_folder(CASES / "catalog").files if not (codes / name).exists()}
    judges: tuple[Judge, ...] = (
        lambda catalog, sources: lost_replies(catalog, sources, "codes", gone),
        lambda catalog, _: proofread(catalog),
    )
    try:
        load_catalog(codes, folder / "docs", judges)
    except CatalogError as error:
        return error.problems
    return ()


def layout_problems_in(folder: Path) -> tuple[Problem, ...]:
    """Return the problems of the one procedure; the rest of the small catalogue isn't formatted."""
    formatted, problems = format_files(folder / "codes", ["procedures/wait.yml"])
    return (*problems, *(file.problem for file in formatted if file.problem))


def judge_of(rule: RuleDescription) -> Callable[[Path], tuple[Problem, ...]]:
    return layout_problems_in if rule.name == "layout" else problems_in


@pytest.mark.parametrize("rule", DESCRIPTIONS, ids=NAMES)
def test_the_wrong_example_breaks_only_its_rule(rule: RuleDescription, tmp_path: Path) -> None:
    lay(tmp_path)
    put(tmp_path, rule.wrong)
    problems = judge_of(rule)(tmp_path)
    rules = {problem.rule for problem in problems}
    if rule.name == "too-many-problems":  # a hundred others come before it
        rules.remove("unknown-value")
    assert rules == {rule.name}, problems
    paths = {REPORTED_ELSEWHERE.get(rule.name, excerpt.path) for excerpt in rule.wrong}
    assert {problem.path for problem in problems} <= paths


@pytest.mark.parametrize("rule", DESCRIPTIONS, ids=NAMES)
def test_the_right_example_breaks_no_rule(rule: RuleDescription, tmp_path: Path) -> None:
    lay(tmp_path)
    put(tmp_path, rule.right)
    assert judge_of(rule)(tmp_path) == ()


def test_every_registered_rule_has_a_description_and_every_description_a_rule() -> None:
    assert sorted(NAMES) == sorted(file.stem for file in RULES_FOLDER.glob("*.md"))


def test_the_rules_of_a_group_are_registered_together() -> None:
    groups = [group for group, _ in groupby(DESCRIPTIONS, key=lambda rule: rule.group)]
    assert len(set(groups)) == len(groups)


def test_every_problem_of_the_cases_is_of_a_registered_rule_and_every_rule_has_a_case() -> None:
    printed = "".join(case.printed for case in MISTAKES)
    assert set(re.findall(r"\(([a-z-]+)\)$", printed, re.MULTILINE)) == set(NAMES) - set(NO_CASE)


def test_every_rule_has_a_page_in_the_site(site: Site) -> None:
    links = {link.get("href") for link in site.documents["contributing/rules/"].iter("a")}
    for rule in DESCRIPTIONS:
        body = site.documents[rule_address(rule.name)].find(".//article").text_content()
        for text in (rule.name, *(excerpt.text for excerpt in (*rule.wrong, *rule.right))):
            assert text in body, rule.name
        assert f"{rule.name}/" in links


def test_the_search_index_leaves_out_the_rules(site: Site) -> None:
    assert "contributing/rules" not in (site.folder / "assets/javascripts/search-data.js").read_text("utf-8")


GOOD = """---
says: Names are short.
group: Names
---

## Why

Long names are hard
to read.

Some `hosts` cut them.

## Fix

Shorten the name.

## Wrong

`codes/451/busy.yml` is missing

## Right

`codes/451/busy.yml`

```yaml
title: Busy

## Not a heading
```

`codes/style.yml` (the whole file)

```yaml
words: []
```
"""


def test_a_markdown_file_becomes_a_description(tmp_path: Path) -> None:
    (tmp_path / "short-name.md").write_text(GOOD, "utf-8")
    rule = describe("short-name", tmp_path)
    assert (rule.name, rule.group, rule.says) == ("short-name", "Names", "Names are short.")
    assert list(rule.why) == ["Long names are hard to read.", "Some `hosts` cut them."]
    assert list(rule.fix) == ["Shorten the name."]
    assert rule.wrong == (Excerpt(path="codes/451/busy.yml", remark="is missing", text=""),)
    assert rule.right == (
        Excerpt(path="codes/451/busy.yml", remark="", text="title: Busy\n\n## Not a heading"),
        Excerpt(path="codes/style.yml", remark="the whole file", text="words: []"),
    )
    assert rule.file == "generator/checks/rules/short-name.md"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\n", "", "1: expected front matter between two lines '---'"),
        ("group: Names\n", "", "4: expected the keys 'says' and 'group' above"),
        ("says: Names are short.", "says: Names: short.", "2:12: error: .* \\(syntax\\)"),
        ("Names are short.", "Names are *short.", "2: unmatched \\*"),
        ("## Why", "## Reason", "6: expected '## Why'"),
        ("## Fix\n", "", "16: expected '## Fix'"),
        ("Shorten the name.", "", "17: expected a paragraph"),
        ("Some `hosts` cut them.", "Some `hosts cut them.", "11: unmatched `"),
        ("`codes/451/busy.yml` is missing", "", "21: expected a file name in backticks"),
        ("`codes/style.yml`", "codes/style.yml", "31: expected an excerpt or the end of the file"),
        ("words: []\n```\n", "words: []\n", "31: expected an excerpt or the end of the file"),
        ("words: []\n```\n", "words: []\n```\n\n## Notes\n", "37: expected an excerpt or the end of the file"),
    ],
)
def test_a_malformed_description_is_reported_with_its_file_and_line(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "short-name.md").write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises((ValueError, CatalogError), match=f"^generator/checks/rules/short-name.md:{message}"):
        describe("short-name", tmp_path)
