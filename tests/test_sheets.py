"""Sheets to print: each reply once, complete, and no more than fit on a sheet."""

from collections import Counter
from dataclasses import replace

import pytest
from conftest import Site
from lxml import html

from generator.model.catalog import Catalog
from generator.site import print_sheets as module
from generator.site.pages import pages
from generator.site.print_sheets import sheets
from generator.site.redirects import taken_addresses
from generator.site.renderer import Renderer


def grown(catalog: Catalog, number: int) -> Catalog:
    """Return a catalogue with this number of replies, all of one code."""
    first = next(iter(catalog.replies.values()))
    ids = [f"{first.code}/r{at:05}" for at in range(number - len(catalog.replies))]
    more = {id: first.model_copy(update={"id": id}) for id in ids}
    return replace(catalog, replies={**catalog.replies, **more})


def test_a_large_catalogue_is_split_by_code_and_number(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REPLIES_PER_SHEET", 5)
    root, *parts = sheets(catalog)
    assert (root.replies, root.parts) == ((), tuple(parts))
    assert Counter(reply.id for part in parts for reply in part.replies) == Counter(list(catalog.replies))
    assert all(0 < len(part.replies) <= 5 and len(part.groups) == 1 for part in parts)
    code, many = max(catalog.replies_of_code.items(), key=lambda group: len(group[1]))
    wanted = [f"print/{code}/", *(f"print/{code}/{number}/" for number in range(2, -(-len(many) // 5) + 1))]
    assert len(wanted) > 1
    assert [part.address for part in parts if part.address.startswith(f"print/{code}/")] == wanted
    assert parts[[part.address for part in parts].index(wanted[1])].title.endswith(f"part 2 of {len(wanted)}")
    assert len({part.title for part in parts}) == len(parts)


def test_the_last_reply_that_fits_and_the_first_that_does_not(small: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REPLIES_PER_SHEET", 3)
    assert [sheet.address for sheet in sheets(grown(small, 3))] == ["print/"]
    assert [sheet.address for sheet in sheets(grown(small, 4))] == ["print/", "print/451/", "print/451/2/"]


def test_the_pages_of_several_sheets(small: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REPLIES_PER_SHEET", 2)
    many = grown(small, 5)
    found = {page.address: page for page in pages(many) if page.template == "sheet"}
    assert [*found] == ["print/", "print/451/", "print/451/2/", "print/451/3/"]
    assert [page.parent for page in found.values()] == ["codes/", "print/", "print/", "print/"]
    assert set(found) < set(taken_addresses(many))
    renderer = Renderer(many)
    links = html.fromstring(renderer.body(found["print/"])).xpath("//ul//a/@href")
    assert links == ["451/", "451/2/", "451/3/"]
    assert [renderer.body(page).count('class="sheet-reply" data-severity') for page in found.values()] == [0, 2, 2, 1]


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_sheet_shows_what_a_reader_of_paper_needs(site: Site, catalog: Catalog) -> None:
    document = site.documents["print/"]
    shown = {
        link.get("href").removeprefix("../codes/").removesuffix("/"): text_of(section)
        for section in document.xpath("//section[@data-severity]")
        for link in section.xpath("h3/a")
    }
    assert list(shown) == list(catalog.replies)
    for id, text in shown.items():
        reply = catalog.replies[id]
        for wording in reply.wordings:
            assert f"{reply.code} {wording.text}" in text, id
        sides = (reply.sides.inbound, reply.sides.outbound)
        for prose in (reply.summary, *(prose for side in sides for prose in (side.means, side.when) if prose)):
            assert " ".join(catalog.plain(prose).split()) in text.replace(" (another site)", ""), id
        for label in (
            reply.severity.label,
            *(label for side in sides for label in (side.clears_up.label, catalog.plain_who(side))),
        ):
            assert label in text, id


def test_procedures_are_at_the_end_of_the_sheet(site: Site, catalog: Catalog) -> None:
    document = site.documents["print/"]
    used = {procedure.id for reply in catalog.replies.values() for procedure in catalog.procedures_of(reply)}
    assert used
    assert {link for link in document.xpath("//ol//a/@href") if link.startswith("#procedure-")} == {
        f"#procedure-{id}" for id in used
    }
    for id in used:
        [section] = document.xpath(f"//section[@id='procedure-{id}']")
        assert len(section.xpath("ol/li")) == len(catalog.procedures[id].steps)


@pytest.mark.parametrize("address", ["", "codes/"])
def test_pages_link_to_the_sheet(site: Site, address: str) -> None:
    assert site.documents[address].xpath("//main//a[contains(@href, 'print/')]")


def test_search_engines_find_the_sheet_but_the_search_does_not(site: Site) -> None:
    assert '"print/"' not in (site.folder / "assets/javascripts/search-data.js").read_text("utf-8")
    assert "<loc>https://smtp-replies.example/print/</loc>" in (site.folder / "sitemap.xml").read_text("utf-8")
