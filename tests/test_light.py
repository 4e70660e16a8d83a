"""Pages, scripts and styles stay small, and no page grows with the catalogue."""

import gzip
import statistics
from dataclasses import replace
from pathlib import Path

from conftest import ROOT, Site

from generator.model.catalog import Catalog
from generator.site.navigation import MAX_CODES, expand
from generator.site.pages import MAX_HOME_REPLIES, pages
from generator.site.renderer import Renderer

OVERRIDES = ROOT / "overrides"


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def own(kind: str) -> list[str]:
    return [file.relative_to(OVERRIDES).as_posix() for file in (OVERRIDES / "assets" / kind).rglob("*.*")]


def test_own_scripts_and_styles_are_small(site: Site) -> None:
    names = [*own("javascripts"), *own("stylesheets")]
    assert len(names) > 15
    assert sum(packed(site.folder / name) for name in names) <= 40_000


def test_pages_are_small(site: Site) -> None:
    files = [file for file in site.folder.rglob("*.html") if b'http-equiv="refresh"' not in file.read_bytes()]
    assert statistics.mean(file.stat().st_size for file in files) <= 40_000
    assert statistics.mean(map(packed, files)) <= 10_000


def test_vendored_scripts_keep_their_licence(site: Site) -> None:
    name = "assets/javascripts/vendor/minisearch.js"
    assert (site.folder / name).read_bytes() == (OVERRIDES / name).read_bytes()


def test_the_home_page_of_a_large_catalogue_lists_no_replies(catalog: Catalog) -> None:
    def home(count: int) -> str:
        some = {
            f"451/r{at}": catalog.replies["451/greylisting"].model_copy(update={"id": f"451/r{at}"})
            for at in range(count)
        }
        large = replace(catalog, replies=some)
        return Renderer(large).body(next(pages(large)))

    assert home(MAX_HOME_REPLIES).count("<tr data-reply=") == MAX_HOME_REPLIES
    assert "<tr data-reply=" not in home(MAX_HOME_REPLIES + 1)


def test_the_navigation_lists_no_more_codes_than_fit(catalog: Catalog) -> None:
    def listed(count: int) -> int:
        codes = {str(200 + at): catalog.codes["451"].model_copy(update={"id": str(200 + at)}) for at in range(count)}
        [section] = expand([{"Reply codes": "codes/"}], replace(catalog, codes=codes, replies={}))
        return len(section["Reply codes"]) - 1

    assert (listed(MAX_CODES), listed(MAX_CODES + 1)) == (MAX_CODES, 0)
