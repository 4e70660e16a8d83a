"""The site is the same however MkDocs is called, and ProperDocs builds it too."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import project
import pytest
from project import build, manifest


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, and its site from a build without options."""
    folder = project.make(tmp_path_factory.mktemp("calls") / "project")
    shutil.copy(project.ROOT / "offline.yml", folder)
    status, printed = build(folder)
    assert status == 0, printed
    return folder


@pytest.mark.parametrize(
    ("folder", "configuration"),
    [
        (".", "project/mkdocs.yml"),
        (".", "{parent}/../{parent.name}/project/mkdocs.yml"),
        ("project", "mkdocs.yml"),
    ],
    ids=["relative", "absolute-with-dots", "file-name"],
)
def test_the_configuration_can_be_in_any_folder(built: Path, tmp_path: Path, folder: str, configuration: str) -> None:
    site = tmp_path / "new/folder/site"
    parent = built.parent
    arguments = ("--clean", "--config-file", configuration.format(parent=parent), "--site-dir", str(site))
    status, printed = build(parent / folder, *arguments)
    assert status == 0, printed
    assert manifest(site) == manifest(built / "site")


def test_the_offline_site_is_built_from_its_own_configuration(built: Path, tmp_path: Path) -> None:
    status, printed = build(built, "-f", "offline.yml", "-d", str(tmp_path / "site"))
    assert status == 0, printed
    page = (tmp_path / "site/codes/451/index.html").read_text("utf-8")
    assert 'href="delayed/index.html"' in page
    assert 'href="delayed/"' not in page


@pytest.mark.parametrize("command", ["build", "gh-deploy"])
def test_an_incomplete_site_is_not_published(built: Path, command: str) -> None:
    site = manifest(built / "site")
    status, printed = build(built, "--dirty", command=command)
    assert status == 1
    assert printed.endswith("Error: A --dirty build is incomplete and can't be published. Build without --dirty.\n")
    assert manifest(built / "site") == site


@pytest.mark.skipif(not find_spec("properdocs"), reason="ProperDocs isn't installed")
def test_properdocs_builds_the_same_site_but_for_the_name_of_the_generator(built: Path, tmp_path: Path) -> None:
    status, printed = build(built, "-f", "mkdocs.yml", "-d", str(tmp_path / "site"), program="properdocs")
    assert status == 0, printed
    assert texts(tmp_path / "site") == texts(built / "site")
    assert "mkdocs-ProperDocs 1." in (tmp_path / "site/index.html").read_text("utf-8")


@pytest.mark.skipif(not find_spec("properdocs"), reason="ProperDocs isn't installed")
def test_a_warning_of_properdocs_leaves_the_published_site(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "project")
    (folder / "docs/stray.md").write_text("# In no menu\n", "utf-8")
    status, printed = build(folder, "-f", "mkdocs.yml", program="properdocs")
    assert status == 1, printed
    assert "1 warning(s) in strict mode" in printed
    assert manifest(folder / "site") == manifest(built / "site")


def texts(folder: Path) -> dict[str, bytes]:
    """Return the files of a site without the name of the generator, except for packed ones, which contain the time."""
    contents: dict[str, bytes] = {}
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".gz":
            lines = file.read_bytes().splitlines()
            kept = [line for line in lines if not line.startswith(b'<meta name="generator"')]
            contents[file.relative_to(folder).as_posix()] = b"\n".join(kept)
    return contents
