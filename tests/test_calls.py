"""The site is the same however MkDocs is called, and ProperDocs builds it too."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import project
import pytest


def call(folder: Path, *arguments: str, program: str = "mkdocs") -> tuple[int, str]:
    """Call a program in a folder; return the exit status and everything it printed."""
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=folder,
        env=project.ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, and its site from a build without options."""
    folder = project.make(tmp_path_factory.mktemp("calls") / "project")
    shutil.copy(project.ROOT / "offline.yml", folder)
    status, printed = call(folder, "build")
    assert status == 0, printed
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("-f", "project/mkdocs.yml", "--site-dir", "{site}"),
        ("--clean", "--site-dir", "{site}", "--config-file", "../{parent}/project/mkdocs.yml"),
        ("--clean", "--site-dir", "{site}", "--config-file", "{parent_path}/project/mkdocs.yml"),
    ],
    ids=["relative", "with-dots", "absolute"],
)
def test_the_configuration_can_be_in_any_folder(built: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    parent = built.parent
    filled = [word.format(site=tmp_path / "site", parent=parent.name, parent_path=parent) for word in arguments]
    status, printed = call(parent, "build", *filled)
    assert status == 0, printed
    assert project.manifest(tmp_path / "site") == project.manifest(built / "site")


def test_the_configuration_can_be_named_without_a_folder(built: Path, tmp_path: Path) -> None:
    status, printed = call(built, "build", "-f", "mkdocs.yml", "-d", str(tmp_path / "site"))
    assert status == 0, printed
    assert project.manifest(tmp_path / "site") == project.manifest(built / "site")


def test_the_offline_site_is_built_from_its_own_configuration(built: Path, tmp_path: Path) -> None:
    status, printed = call(built, "build", "-f", "offline.yml", "-d", str(tmp_path / "site"))
    assert status == 0, printed
    page = (tmp_path / "site/codes/451/index.html").read_text("utf-8")
    assert 'href="delayed/index.html"' in page
    assert 'href="delayed/"' not in page


def test_a_deployment_that_leaves_out_pages_is_refused(built: Path) -> None:
    site = project.manifest(built / "site")
    status, printed = call(built, "gh-deploy", "--dirty")
    assert status == 1
    assert printed == "Error: A --dirty build is incomplete and can't be published. Build without --dirty.\n"
    assert project.manifest(built / "site") == site


@pytest.mark.skipif(not find_spec("properdocs"), reason="ProperDocs isn't installed")
def test_properdocs_builds_the_same_site_but_for_the_name_of_the_generator(built: Path, tmp_path: Path) -> None:
    status, printed = call(built, "build", "-f", "mkdocs.yml", "-d", str(tmp_path / "site"), program="properdocs")
    assert status == 0, printed
    mkdocs, properdocs = texts(built / "site"), texts(tmp_path / "site")
    assert mkdocs.keys() == properdocs.keys()
    assert [name for name in mkdocs if mkdocs[name] != properdocs[name]] == []
    assert "mkdocs-ProperDocs 1." in (tmp_path / "site/index.html").read_text("utf-8")


@pytest.mark.skipif(not find_spec("properdocs"), reason="ProperDocs isn't installed")
def test_a_warning_of_properdocs_leaves_the_published_site(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "project")
    (folder / "docs/stray.md").write_text("# In no menu\n", "utf-8")
    status, printed = call(folder, "build", "-f", "mkdocs.yml", program="properdocs")
    assert status == 1, printed
    assert "1 warning(s) in strict mode" in printed
    assert project.manifest(folder / "site") == project.manifest(built / "site")


def texts(folder: Path) -> dict[str, bytes]:
    """Return the files of a site without the name of the generator, except for packed ones, which contain the time."""
    contents: dict[str, bytes] = {}
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".gz":
            lines = file.read_bytes().splitlines()
            kept = [line for line in lines if not line.startswith(b'<meta name="generator"')]
            contents[file.relative_to(folder).as_posix()] = b"\n".join(kept)
    return contents
