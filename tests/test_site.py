"""The built site as a whole: it has every page, links both ways, and loads nothing from other hosts."""

from urllib.parse import urlsplit

from conftest import ROOT, Site

from generator.model.catalog import Catalog

RESOURCES = ("img", "script", "iframe", "source", "audio", "video", "embed", "object")


def test_every_entry_has_its_page(site: Site, catalog: Catalog) -> None:
    expected = {f"codes/{id}/" for id in (*catalog.codes, *catalog.replies)}
    expected |= {f"settings/{id}/" for id in catalog.settings}
    expected |= {f"articles/{id}/" for id in catalog.articles}
    expected |= {f"procedures/{id}/" for id in catalog.procedures}
    assert expected <= set(site.documents)


def test_every_reply_page_is_marked_with_its_id(site: Site, catalog: Catalog) -> None:
    for id in catalog.replies:
        assert site.documents[f"codes/{id}/"].xpath("//article/@data-reply") == [id]


def test_nothing_is_fetched_from_another_host(site: Site) -> None:
    for address, document in site.documents.items():
        for tag in RESOURCES:
            for source in document.xpath(f"//{tag}/@src | //{tag}/@data"):
                assert not urlsplit(source).netloc, (address, source)
        for source in document.xpath("//link[@rel='stylesheet' or @rel='preload' or @rel='preconnect']/@href"):
            assert not urlsplit(source).netloc, (address, source)


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


def test_a_reply_and_its_settings_and_articles_link_both_ways(site: Site, catalog: Catalog) -> None:
    for reply in catalog.replies.values():
        page = site.documents[f"codes/{reply.id}/"]
        for kind, ids in (("setting", reply.settings), ("article", [use.id for use in catalog.articles_of(reply)])):
            for id in ids:
                assert id in page.xpath(f".//@data-{kind}")
                back = site.documents[f"{kind}s/{id}/"].xpath("//*[contains(@class, 'reply-list')]//a/@href")
                assert any(link.endswith(f"codes/{reply.id}/") for link in back), (reply.id, kind, id)


def test_every_page_has_one_heading_and_a_unique_title(site: Site) -> None:
    documents = {address: d for address, d in site.documents.items() if address != "404.html" and d.xpath("//main")}
    titles = {address: document.findtext(".//title") for address, document in documents.items()}
    assert len(set(titles.values())) == len(titles)
    for address, document in documents.items():
        assert len(document.xpath("//h1")) == 1, address
        assert document.xpath("//meta[@name='description']/@content"), address


def test_ids_are_unique_on_a_page(site: Site) -> None:
    for address, document in site.documents.items():
        ids = document.xpath("//article[contains(@class, 'md-content__inner')]//@id")
        assert len(ids) == len(set(ids)), address
