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


def test_own_scripts_and_styles_are_small(site: Site) -> None:
    files = [*OVERRIDES.rglob("*.js"), *OVERRIDES.rglob("*.css")]
    assert len(files) > 15
    assert sum(packed(site.folder / file.relative_to(OVERRIDES)) for file in files) <= 44_000


def test_pages_are_small(site: Site) -> None:
    files = [file for file in site.folder.rglob("*.html") if b'http-equiv="refresh"' not in file.read_bytes()]
    assert statistics.mean(file.stat().st_size for file in files) <= 40_000
    assert statistics.mean(map(packed, files)) <= 10_000


def test_vendored_scripts_keep_their_licence(site: Site) -> None:
    name = "assets/javascripts/vendor/minisearch.js"
    assert (site.folder / name).read_bytes() == (OVERRIDES / name).read_bytes()


def test_the_home_page_of_a_large_catalogue_lists_no_replies(catalog: Catalog) -> None:
    def home(count: int) -> str:
        ids = [f"451/r{number}" for number in range(count)]
        reply = catalog.replies["451/greylisting"]
        large = replace(catalog, replies={id: reply.model_copy(update={"id": id}) for id in ids})
        return Renderer(large).body(next(pages(large)))

    assert home(MAX_HOME_REPLIES).count("<tr data-reply=") == MAX_HOME_REPLIES
    assert "<tr data-reply=" not in home(MAX_HOME_REPLIES + 1)


def test_the_navigation_lists_no_more_codes_than_fit(catalog: Catalog) -> None:
    def listed(count: int) -> int:
        ids = [str(200 + number) for number in range(count)]
        codes = {id: catalog.codes["451"].model_copy(update={"id": id}) for id in ids}
        [section] = expand([{"Reply codes": "codes/"}], replace(catalog, codes=codes, replies={}))
        return len(section["Reply codes"]) - 1

    assert (listed(MAX_CODES), listed(MAX_CODES + 1)) == (MAX_CODES, 0)
