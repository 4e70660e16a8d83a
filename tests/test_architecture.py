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


IMPORTS: dict[str, set[str]] = {
    "problem": set(),
    "security": set(),
    "model": {"problem"},
    "sources": {"problem", "model"},
    "matching": {"problem", "model"},
    "checks": {"problem", "model", "sources", "matching"},
    "authoring": {"problem", "model", "sources", "matching"},
    "logs": {"problem", "model", "matching"},
    "site": {"problem", "security", "model", "sources", "matching", "checks", "logs"},
    "publishing": {"problem", "security", "model", "sources", "site"},
    "preview": {"problem", "security", "model", "sources", "checks", "site", "publishing"},
    "plugin": {"problem", "security", "model", "sources", "checks", "site", "publishing"},
    "cli": {"problem", "model", "sources", "matching", "checks", "authoring", "logs", "site", "publishing"},
}
"""What each package may import; a package further down never serves one further up."""

LIBRARIES = {
    "mkdocs": {"plugin", "preview"},
    "ruamel": {"sources"},
    "jinja2": {"site"},
    "spellchecker": {"checks"},
}
"""The only packages that may import a library."""


def package_of(file: Path) -> str:
    """Return the entry of ``generator/`` that a module belongs to."""
    return file.relative_to(GENERATOR).parts[0].removesuffix(".py")


def test_generator_contains_its_packages_and_nothing_else() -> None:
    found = {path.name for path in GENERATOR.iterdir() if path.name != "__pycache__"}
    assert found == {"__init__.py", "__main__.py", "problem.py", "templates", *IMPORTS} - {"problem"}


@pytest.mark.parametrize("package", IMPORTS)
def test_a_package_imports_what_the_table_allows(package: str) -> None:
    for file in MODULES:
        if package_of(file) == package:
            found = {name.split(".")[1] for name in imports(file) if name.startswith("generator.")}
            assert found <= {package, *IMPORTS[package]}, name_of(file)


def test_the_table_of_imports_has_no_cycle() -> None:
    order = list(IMPORTS)
    for package, allowed in IMPORTS.items():
        assert all(order.index(other) < order.index(package) for other in allowed), package


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_by_its_own_packages_only(library: str) -> None:
    users = {package_of(file) for file in MODULES if any(name.split(".")[0] == library for name in imports(file))}
    assert users == LIBRARIES[library]


def test_modules_import_each_other_in_no_cycle() -> None:
    seen: dict[str, set[str]] = {
        name_of(file): {name.removeprefix("generator.") for name in imports(file) if name.startswith("generator.")}
        for file in MODULES
    }
    while ready := {name for name, needs in seen.items() if not needs & set(seen)}:
        seen = {name: needs for name, needs in seen.items() if name not in ready}
    assert seen == {}


def test_a_module_is_small_enough_to_hold_in_mind() -> None:
    assert [file.name for file in MODULES if len(file.read_text("utf-8").splitlines()) > 400] == []


def test_every_template_says_what_it_renders() -> None:
    for template in (GENERATOR / "templates").rglob("*.jinja"):
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
