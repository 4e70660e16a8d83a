"""What is put right in the theme's markup: each repair is still needed, and leaves nothing to repair."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Site

from generator.plugin.documents import MARKUP_FIXES, MarkupFix, fix_markup

OPTIONS = """
site_name: Plain
theme:
  name: material
  font: false
  features: [navigation.indexes, navigation.path, navigation.tabs]
nav: [index.md, {A: [a/index.md, a/one.md]}]
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of the theme alone, as it comes."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "docs/a").mkdir(parents=True)
    for name in ("index", "a/index", "a/one"):
        (folder / f"docs/{name}.md").write_text(f"# {name}\n\n## Part\n", "utf-8")
    (folder / "mkdocs.yml").write_text(OPTIONS, "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True, capture_output=True)
    return (folder / "site/a/one/index.html").read_text("utf-8")


@pytest.mark.parametrize("one", [one for one in MARKUP_FIXES if not one.unless], ids=lambda one: one.why)
def test_a_repair_is_still_needed(plain: str, one: MarkupFix) -> None:
    assert re.search(one.pattern, plain)


def test_nothing_is_left_to_fix_markup(site: Site) -> None:
    for file in Path(site.folder).rglob("*.html"):
        text = file.read_text("utf-8")
        assert fix_markup(text) == text, file


def test_a_label_keeps_the_control_that_is_there() -> None:
    with_control = '<input id="__toc"><label class="md-nav__title" for="__toc">'
    assert fix_markup(with_control) == with_control.replace('for="__toc"', 'for="__toc" tabindex="0"')
    assert fix_markup('<label class="md-nav__title" for="__toc">') == '<label class="md-nav__title">'
