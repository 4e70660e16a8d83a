"""The house rules: who imports whom, what is documented, what may not stand in the tree."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

GENERATOR = ROOT / "generator"
MODULES = sorted(GENERATOR.rglob("*.py"))
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def imports(file: Path) -> set[str]:
    """Return the dotted names of the modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def name_of(file: Path) -> str:
    """Return a module's name below ``generator``, such as ``links`` or ``plugin.page``."""
    return ".".join(file.relative_to(GENERATOR).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize(
    ("library", "owner"),
    [("mkdocs", "plugin"), ("ruamel", "source"), ("jinja2", "render"), ("spellchecker", "dictionary")],
)
def test_a_library_is_known_in_one_place(library: str, owner: str) -> None:
    users = {name_of(file) for file in MODULES if any(name.split(".")[0] == library for name in imports(file))}
    assert {name.split(".")[0] for name in users} == {owner}


def test_nobody_imports_the_ends_of_the_house() -> None:
    for file in MODULES:
        ends = [name for name in imports(file) if name.startswith(("generator.plugin", "generator.cli"))]
        assert not ends or name_of(file).split(".")[0] in ("__main__", "plugin"), file.name


def test_imports_stand_at_the_top_and_make_no_circle() -> None:
    seen: dict[str, set[str]] = {
        name_of(file): {name.removeprefix("generator.") for name in imports(file) if name.startswith("generator.")}
        for file in MODULES
    }
    while ready := {name for name, needs in seen.items() if not needs & set(seen)}:
        seen = {name: needs for name, needs in seen.items() if name not in ready}
    assert seen == {}


def test_a_module_is_small_enough_to_hold_in_mind() -> None:
    assert [file.name for file in MODULES if len(file.read_text("utf-8").splitlines()) > 250] == []


def test_every_module_is_described() -> None:
    described = set(
        re.findall(r"`(?:(?:plugin|hosting|rules)\.)?(\w+)`", (ROOT / "docs/development.md").read_text("utf-8"))
    )
    assert {name_of(file).split(".")[-1] for file in MODULES if not file.stem.startswith("__")} <= described


def test_every_template_says_what_it_renders() -> None:
    for template in (GENERATOR / "templates").iterdir():
        assert template.read_text("utf-8").startswith("{#"), template.name


def test_no_file_holds_an_unfinished_mark_or_an_index_address() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    for name in TRACKED:
        file = ROOT / name
        if name == "tests/test_architecture.py" or not file.is_file():
            continue
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        assert not marks.search(text), name
        assert not (name.endswith(".lock") and "://" in text), name


def test_run_py_can_be_read_by_an_old_python() -> None:
    source = (ROOT / "run.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert source.index("from __future__ import annotations") < source.index("def main")


def test_run_py_uses_the_standard_library_only() -> None:
    import sys

    assert imports(ROOT / "run.py") <= set(sys.stdlib_module_names)


def test_the_readme_names_commands_that_exist() -> None:
    usage = (ROOT / "run.py").read_text("utf-8").split('USAGE = """')[1].split('"""')[0]
    for command in re.findall(r"python3 run\.py (\w+)", (ROOT / "README.md").read_text("utf-8")):
        assert f"\n  {command} " in usage
