"""Metadata of the pages for link previews and search engines."""

import json
from typing import Any

import pytest
from conftest import ROOT, Site

from generator.model.catalog import Catalog
from generator.site.metadata import MAX_DESCRIPTION_LENGTH, PageMetadata, SiteInfo, linked_data, shorten

URL = "https://smtp-replies.example/"


def graph(site: Site, address: str) -> list[dict[str, Any]]:
    [text] = site.documents[address].xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return list(data.get("@graph", [data]))


def test_every_page_has_its_own_link_preview(site: Site) -> None:
    descriptions = set()
    for address, page in site.pages.items():
        properties = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
        assert properties["og:url"] == URL + address
        assert page.xpath("//link[@rel='canonical']/@href") == [URL + address]
        assert properties["og:title"] in page.findtext(".//title")
        assert (ROOT / "overrides" / properties["og:image"].removeprefix(URL)).is_file()
        descriptions.add(properties["og:description"])
        assert len(properties["og:description"]) <= MAX_DESCRIPTION_LENGTH
    assert len(descriptions) == len(site.pages)


def test_every_page_but_the_home_page_is_an_article_with_breadcrumbs(site: Site) -> None:
    for address in site.pages:
        article, *others = graph(site, address)
        if not address:
            assert (article["@type"], others) == ("WebSite", [])
            continue
        [crumbs] = others
        assert (article["@type"], crumbs["@type"]) == ("TechArticle", "BreadcrumbList")
        way = [step["item"].removeprefix(URL) for step in crumbs["itemListElement"]]
        assert [step["position"] for step in crumbs["itemListElement"]] == list(range(1, len(way) + 1))
        assert (way[0], way[-1], article["url"]) == ("", address, URL + address)
        assert set(way) <= set(site.documents)


def test_the_breadcrumbs_of_a_reply_contain_its_code(site: Site) -> None:
    _, crumbs = graph(site, "codes/451/greylisting/")
    way = [step["item"].removeprefix(URL) for step in crumbs["itemListElement"]]
    assert way == ["", "codes/", "codes/451/", "codes/451/greylisting/"]


def test_a_reply_is_titled_and_described_by_its_exact_text(site: Site, catalog: Catalog) -> None:
    for reply in catalog.replies.values():
        article, _ = graph(site, f"codes/{reply.id}/")
        assert article["headline"] == f"{reply.code} {reply.text}"
        assert article["description"].startswith(f"{reply.code} {reply.text}"[:MAX_DESCRIPTION_LENGTH].rstrip("."))


def test_no_text_ends_the_script_element() -> None:
    about = PageMetadata(address="x/", title="</script><script>alert(1)</script>", description="<!--")
    assert "<" not in linked_data(SiteInfo(name="S", url=URL), about)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Short.", "Short."), ("word " * 80, "word " * 58 + "word…"), ("x" * 400, "…")],
)
def test_a_long_description_is_cut_between_words(text: str, shown: str) -> None:
    assert shorten(text) == shown
