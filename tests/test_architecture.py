"""House rules: allowed imports, names, sizes of modules, and texts that the repository must not contain."""

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
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
    """Return the name of a module below ``generator``, such as ``problem`` or ``plugin.page``."""
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
"""Packages that each package is allowed to import, lowest first."""

LIBRARIES = {
    "mkdocs": {"plugin", "preview"},
    "ruamel": {"sources"},
    "jinja2": {"authoring", "site"},
    "spellchecker": {"checks"},
}
"""Packages that are allowed to import a library."""

SHARED_NAMES = {
    "E": "a type variable",
    "log": "each module's own logger",
    "main": "the entry point of each program",
}
"""Public names that several modules define, with the reason."""


def package_of(file: Path) -> str:
    """Return the entry of ``generator/`` that a module belongs to."""
    return file.relative_to(GENERATOR).parts[0].removesuffix(".py")


def public_names(file: Path) -> set[str]:
    """Return the classes, functions and constants that a module defines for others."""
    names: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def test_generator_contains_its_packages_and_nothing_else() -> None:
    entries = {
        path.name for path in GENERATOR.iterdir() if path.name not in ("__pycache__", "__init__.py", "__main__.py")
    }
    assert entries == {"problem.py", "templates", *IMPORTS} - {"problem"}
    assert len(entries) <= 14


def test_no_public_name_has_two_meanings() -> None:
    definitions = Counter(name for file in MODULES for name in public_names(file))
    assert {name for name, count in definitions.items() if count > 1} == set(SHARED_NAMES)


@pytest.mark.parametrize("package", IMPORTS)
def test_a_package_imports_what_the_table_allows(package: str) -> None:
    for file in MODULES:
        if package_of(file) == package:
            imported = {name.split(".")[1] for name in imports(file) if name.startswith("generator.")}
            assert imported <= {package, *IMPORTS[package]}, name_of(file)


def test_the_table_of_imports_has_no_cycle() -> None:
    order = list(IMPORTS)
    for package, allowed in IMPORTS.items():
        assert all(order.index(other) < order.index(package) for other in allowed), package


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_only_by_the_packages_in_the_table(library: str) -> None:
    users = {package_of(file) for file in MODULES if any(name.split(".")[0] == library for name in imports(file))}
    assert users == LIBRARIES[library]


def test_modules_import_each_other_without_a_cycle() -> None:
    graph: dict[str, set[str]] = {
        name_of(file): {name.removeprefix("generator.") for name in imports(file) if name.startswith("generator.")}
        for file in MODULES
    }
    TopologicalSorter(graph).prepare()


def test_modules_and_packages_are_small() -> None:
    sizes = {name_of(file): len(file.read_text("utf-8").splitlines()) for file in MODULES}
    packages = Counter[str]()
    for name, size in sizes.items():
        packages[name.partition(".")[0]] += size
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert {name: size for name, size in packages.items() if size > 2_000} == {}
    assert max(sizes["plugin.catalog"], sizes["plugin.publish"]) <= 80, "a plugin class only wires"


def test_every_template_has_a_header_comment() -> None:
    for template in (GENERATOR / "templates").rglob("*.jinja"):
        assert template.read_text("utf-8").startswith("{#"), template.name


def test_no_file_contains_an_unfinished_mark_or_a_package_index_address() -> None:
    marks = re.compile(rb"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    for name in TRACKED:
        if name != "tests/test_architecture.py" and (ROOT / name).is_file():
            content = (ROOT / name).read_bytes()
            assert not marks.search(content), name
            assert not (name.endswith(".lock") and b"://" in content), name


def test_run_py_needs_no_library_and_no_new_python() -> None:
    assert imports(ROOT / "run.py") <= set(sys.stdlib_module_names)
    source = (ROOT / "run.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert source.index("from __future__ import annotations") < source.index("def main")


def test_the_readme_lists_commands_that_exist() -> None:
    usage = (ROOT / "run.py").read_text("utf-8").split('USAGE = """')[1].split('"""')[0]
    for command in re.findall(r"python3 run\.py (\w+)", (ROOT / "README.md").read_text("utf-8")):
        assert f"\n  {command} " in usage
