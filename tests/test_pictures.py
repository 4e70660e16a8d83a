"""Pictures of the pages that a change affects."""

import sys
from pathlib import Path

import pytest
from conftest import ROOT, Site
from playwright.sync_api import Browser
from project import git

from generator.model.catalog import Catalog
from generator.site.pages import pages

sys.path.insert(0, str(ROOT / "tests/audit"))
import pictures
from pictures import KINDS, changed_since, take, touched
from serving import served

WRITTEN = ["docs/logs.md", "docs/index.md", "docs/contributing/index.md", "docs/about.md"]


def test_a_changed_source_affects_its_page(catalog: Catalog) -> None:
    changed = ["codes/451/greylisting.yml", "codes/settings/smtp/greylisting.yml", "docs/logs.md", "README.md"]
    addresses = touched(changed, pages(catalog), WRITTEN)
    assert addresses == ["codes/451/greylisting/", "settings/smtp/greylisting/", "logs/"]


def test_a_change_of_code_or_styles_affects_a_page_of_each_kind(catalog: Catalog, site: Site) -> None:
    for file in ("overrides/main.html", "generator/site/pages.py", "mkdocs.yml"):
        assert touched([file], pages(catalog), WRITTEN) == list(KINDS)
    assert set(KINDS) <= set(site.documents)
    assert touched(["tests/test_site.py"], pages(catalog), WRITTEN) == []


def test_a_hand_written_page_has_the_address_of_its_file() -> None:
    addresses = touched(WRITTEN, [], WRITTEN)
    assert addresses == ["about/", "contributing/", "", "logs/"]


def test_git_lists_the_changed_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init")
    for name in ("kept.md", "changed.md", "gone.md"):
        (tmp_path / name).write_text(name, "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    (tmp_path / "changed.md").write_text("other", "utf-8")
    (tmp_path / "gone.md").unlink()
    (tmp_path / "größer.md").write_text("new", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "second")
    monkeypatch.setattr(pictures, "ROOT", tmp_path)
    assert changed_since("HEAD^1") == ["changed.md", "größer.md"]
    with pytest.raises(SystemExit, match="git has no commit 'none'"):
        changed_since("none")
    with pytest.raises(SystemExit, match="git has no commit '--output=x'"):
        changed_since("--output=x")


def test_a_page_is_shown_wide_and_on_a_phone(browser: Browser, site: Site, tmp_path: Path) -> None:
    with served(site.folder) as (address, _):
        take(browser, address, ["", "codes/451/"], tmp_path / "out")
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["codes-451-phone.png", "codes-451-wide.png", "home-phone.png", "home-wide.png"]
    widths = [int.from_bytes((tmp_path / "out" / name).read_bytes()[16:20], "big") for name in names]
    assert widths == [390, 1280, 390, 1280]
