"""Links to other sites are marked, and their titles say where they lead."""

from urllib.parse import urlsplit

from conftest import Site
from lxml import html
from markdown import markdown

from generator.model.catalog import Catalog
from generator.plugin.external_links import OutsideExtension
from generator.site.links import OUTSIDE_MARK


def outside_links(document: html.HtmlElement) -> list[html.HtmlElement]:
    return [link for link in document.xpath("//a[not(@rel='edit')]") if urlsplit(link.get("href", "")).netloc]


def test_links_to_other_sites_are_marked_and_no_others(site: Site) -> None:
    for address, document in site.documents.items():
        links = outside_links(document)
        assert document.xpath("//a[contains(@class, 'outside')]") == links, address
        for link in links:
            assert link.text_content().endswith(OUTSIDE_MARK), (address, link.get("href"))
            assert link.get("title"), (address, link.get("href"))


def test_a_link_to_an_article_shows_its_id_and_topic(site: Site, catalog: Catalog) -> None:
    for article in catalog.articles.values():
        link, *_ = outside_links(site.documents[f"articles/{article.id}/"])
        assert article.id in link.text_content()
        assert link.get("title") == f"{article.id}: {catalog.plain(article.topic)}"


def test_a_hand_written_link_is_marked() -> None:
    link = markdown("[RFC *5321*](https://www.example.org/rfc#1) [here](logs.md)", extensions=[OutsideExtension()])
    assert link == (
        '<p><a class="outside" href="https://www.example.org/rfc#1" rel="noopener" title="on www.example.org">'
        f'RFC <em>5321</em><span class="unseen">{OUTSIDE_MARK}</span></a> <a href="logs.md">here</a></p>'
    )
