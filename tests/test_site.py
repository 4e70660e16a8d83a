"""The built site as a whole: its styles, edit links, headings, titles and ids."""

from conftest import ROOT, Site

from generator.model.catalog import Catalog


def test_styles_fetch_nothing_from_another_host(site: Site) -> None:
    for style in site.folder.rglob("*.css"):
        for part in style.read_text("utf-8").split("url(")[1:]:
            assert not part.lstrip("'\"").startswith(("http", "//")), style


def test_the_edit_link_opens_the_source_of_the_page(site: Site, catalog: Catalog) -> None:
    base = "https://code.example/smtp-replies/edit/main/"
    for entry, address in [
        *((entry, f"codes/{entry.id}/") for entry in (*catalog.codes.values(), *catalog.replies.values())),
        *((setting, f"settings/{setting.id}/") for setting in catalog.settings.values()),
    ]:
        [link] = site.documents[address].xpath("//a[@rel='edit']/@href")
        assert link == base + entry.file
        assert (ROOT / entry.file).is_file()


def test_hand_written_pages_are_edited_in_docs(site: Site) -> None:
    [link] = site.documents["logs/"].xpath("//a[@rel='edit']/@href")
    assert link.endswith("/docs/logs.md")


def test_every_page_has_one_heading_and_a_unique_title(site: Site) -> None:
    assert len({page.findtext(".//title") for page in site.pages.values()}) == len(site.pages)
    for address, document in site.pages.items():
        assert len(document.xpath("//h1")) == 1, address
        assert document.xpath("//meta[@name='description']/@content"), address


def test_ids_are_unique_on_a_page(site: Site) -> None:
    for address, document in site.documents.items():
        ids = document.xpath("//article[contains(@class, 'md-content__inner')]//@id")
        assert len(ids) == len(set(ids)), address
