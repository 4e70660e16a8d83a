"""The wheel works without a checkout."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay
from project import make
from vectors import GREYLISTED


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    [file] = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def script(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script in an environment that has the core's dependencies and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    names = {"base": str(folder), "platbase": str(folder)}
    programs, packages = (Path(sysconfig.get_path(name, "venv", names)) for name in ("scripts", "purelib"))
    copy_dependencies("smtp-reply-reference", packages)
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python")]
    for arguments in (["install", "--no-index", "--no-deps", str(wheel)], ["check"]):
        subprocess.run([*pip, *arguments], capture_output=True, check=True)
    [script] = programs.glob("smtp-replies*")
    return script


def copy_dependencies(name: str, target: Path) -> None:
    """Copy what a distribution requires, and what that requires, from this environment."""
    for requirement in distribution(name).requires or ():
        dependency, _, marker = requirement.partition(";")
        if re.search(r"extra ==|sys_platform|platform_system|python_version", marker):
            continue
        [dependency] = re.findall(r"^[\w.-]+", dependency)
        for file in distribution(dependency).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts and not (target / file).exists():
                (target / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(str(file.locate()), target / file)
        copy_dependencies(dependency, target)


def call(script: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(script), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_it_explains_a_line_and_scans_a_log_from_anywhere(script: Path, log: Path, tmp_path: Path) -> None:
    for arguments in (["explain", GREYLISTED], ["scan", str(log)]):
        done = call(script, *arguments, folder=tmp_path)
        assert done.stderr == ""
        assert "451/greylisting" in done.stdout


def test_it_checks_a_catalogue_in_another_folder(script: Path, tmp_path: Path) -> None:
    lay(tmp_path)
    done = call(script, "check", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 problems found\n", "")


def test_it_shows_its_version_and_what_the_site_needs(script: Path, tmp_path: Path) -> None:
    assert call(script, "--version", folder=tmp_path).stdout == "smtp-replies, version 0.1.0\n"
    done = call(script, "build", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("build needs the site's dependencies: pip install 'smtp-reply-reference[site]'\n")


def test_it_builds_a_catalogue_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "package")
    project = tmp_path / "project"
    make(project)
    shutil.rmtree(project / "overrides")
    settings = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("  custom_dir: overrides\n", ""), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "package")}
    command = [sys.executable, "-m", "generator", "build", "--quiet"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "site/codes/451/delayed/index.html").is_file()
    assert (project / "site/assets/stylesheets/pages.css").is_file()
