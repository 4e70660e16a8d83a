"""A text of the sources stays a text wherever the host and the theme put it."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, Site

PAYLOAD = "'\"><script>alert(1)</script>{{ 7+7 }}</title></script><img src=x onerror=alert(2)>"
FIELD = re.compile(
    r"( *(?:- )?(?:title|name|tell|node|tab|label|topic|value|text|do|risk|summary|in|out): )([^>|{\[].*)"
)
"""A line whose whole value is a text."""
KEPT = ("wordings:", "samples:", "sides:\n  in: SMTP")
"""Blocks that are compared with each other, and not to be bent."""
PLACES = (
    "codes/451/code.yml",
    "codes/451/greylisting.yml",
    "codes/settings/smtp/greylisting.yml",
    "codes/procedures/whitelist-address.yml",
    "codes/articles.yml",
    "codes/product.yml",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of a catalogue whose texts try to be markup."""
    project = tmp_path_factory.mktemp("hostile")
    for name in ("mkdocs.yml", "docs", "overrides", "codes"):
        source = ROOT / name
        shutil.copytree(source, project / name) if source.is_dir() else shutil.copy(source, project / name)
    for place in PLACES:
        file = project / place
        blocks = file.read_text("utf-8").split("\n\n")
        bent = [block if block.startswith(KEPT) else _bend(block, place) for block in blocks]
        file.write_text("\n\n".join(bent), "utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(project / "site")]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Site(project / "site")


def _bend(block: str, place: str) -> str:
    """Return a block with the payload in place of each of its one-line texts."""
    text = f"{PAYLOAD} {place}".replace('"', '\\"')
    return "\n".join(f'{found[1]}"{text}"' if (found := FIELD.fullmatch(line)) else line for line in block.split("\n"))


def test_the_texts_are_there(hostile: Site) -> None:
    assert "alert(1)" in hostile.documents["codes/451/greylisting/"].text_content()
    assert "alert(1)" in hostile.documents["codes/451/"].findtext(".//title")


def test_no_text_becomes_markup(hostile: Site) -> None:
    for address, document in hostile.documents.items():
        assert document.xpath("//img[not(contains(@src, 'charts/'))]") == [], address
        assert document.xpath("//@onerror") == [], address
        inline = [script.text or "" for script in document.xpath("//script[not(@src)]")]
        assert not any(script.startswith("alert") for script in inline), address


def test_the_themes_index_holds_no_text_of_the_catalogue(hostile: Site) -> None:
    assert "alert(1)" not in (hostile.folder / "search/search_index.json").read_text("utf-8")


@pytest.mark.parametrize("name", ["patterns", "search-data"])
def test_a_script_of_data_cannot_be_left(hostile: Site, name: str) -> None:
    script = (hostile.folder / f"assets/javascripts/{name}.js").read_text("utf-8")
    assert "alert(1)" in script
    assert "<" not in script
