"""Golden pages: what the pages of small catalogues contain.

A case is a folder below ``tests/cases/pages``. The files in its ``codes`` are added to the small catalogue in
``tests/cases/catalog`` or replace files there. Its ``expected`` contains the body and the Markdown twin of each page
of one of these files. To add a case or to accept a change of the templates, write the expected files
with ``RENEW_PAGES=1 python -m pytest tests/test_golden_pages.py`` and read the diff.
"""

import os
import shutil
from pathlib import Path

import pytest
from mistakes import CASES, lay

from generator.checks.runner import load_catalog
from generator.site.assets import TWINS
from generator.site.pages import pages
from generator.site.renderer import Renderer

PAGES = CASES / "pages"
IS_RENEWED = bool(os.environ.get("RENEW_PAGES"))


def built(case: Path, folder: Path) -> dict[str, str]:
    """Return the body and the twin of each page of the case, by file name."""
    codes = lay(folder)
    shutil.copytree(case / "codes", codes, dirs_exist_ok=True)
    sources = {f"codes/{file.relative_to(case / 'codes').as_posix()}" for file in case.glob("codes/**/*.yml")}
    catalog = load_catalog(codes)
    renderer = Renderer(catalog)
    files = {}
    for page in pages(catalog):
        if page.template in TWINS and page.file in sources:
            files[f"{page.address}index.html"] = renderer.body(page).rstrip() + "\n"
            files[f"{page.address}index.md"] = renderer.twin(page).rstrip() + "\n"
    return files


@pytest.mark.parametrize("case", sorted(PAGES.iterdir()), ids=lambda case: case.name)
def test_pages_are_as_expected(case: Path, tmp_path: Path) -> None:
    files = built(case, tmp_path)
    if IS_RENEWED:
        shutil.rmtree(case / "expected", ignore_errors=True)
        for name, text in files.items():
            (case / "expected" / name).parent.mkdir(parents=True, exist_ok=True)
            (case / "expected" / name).write_text(text, "utf-8", newline="\n")
    expected = {
        file.relative_to(case / "expected").as_posix(): file.read_text("utf-8")
        for file in sorted(case.glob("expected/**/index.*"))
    }
    assert files == expected
