"""Files other than pages: feed, search description, Markdown twins, short addresses and JSON."""

import json
import posixpath
import re
from dataclasses import replace
from datetime import datetime

import pytest
from conftest import Site
from lxml import etree, html
from markdown_it import MarkdownIt

from generator.model.catalog import Catalog
from generator.model.components import Wording
from generator.site.assets import MAX_FEED_ENTRIES, assets
from generator.site.markdown import escape
from generator.site.metadata import SiteInfo
from generator.site.pages import pages
from generator.site.renderer import Renderer

URL = "https://smtp-replies.example/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MARKDOWN = MarkdownIt("commonmark")


def texts(catalog: Catalog, url: str = URL, dates: dict[str, str] | None = None) -> dict[str, str]:
    every = list(pages(catalog))
    site = SiteInfo(name="A & B", url=url, description="What < means")
    return {asset.address: asset.text() for asset in assets(Renderer(catalog), every, (), site, dates or {})}


def test_the_feed_lists_the_last_changes_newest_first(catalog: Catalog) -> None:
    dates = {reply.file: "2026-01-01" for reply in catalog.replies.values()}
    dates[catalog.replies["451/greylisting"].file] = "2026-02-03"
    feed = etree.fromstring(texts(catalog, dates=dates)["feed.xml"].encode())
    entries = feed.xpath("a:entry", namespaces=ATOM)
    updates = [entry.findtext("a:updated", namespaces=ATOM) for entry in entries]
    assert updates == sorted(updates, reverse=True)
    assert len(entries) == min(MAX_FEED_ENTRIES, len(dates))
    assert entries[0].findtext("a:id", namespaces=ATOM) == f"{URL}codes/451/greylisting/"
    assert feed.findtext("a:updated", namespaces=ATOM) == updates[0] == "2026-02-03T00:00:00Z"


def test_there_is_no_feed_without_dates(catalog: Catalog) -> None:
    assert "feed.xml" not in texts(catalog)


def test_a_copy_without_a_web_address_has_no_files_that_need_one(catalog: Catalog) -> None:
    dates = {reply.file: "2026-01-01" for reply in catalog.replies.values()}
    gone = set(texts(catalog, dates=dates)) - set(texts(catalog, url="", dates=dates))
    assert gone == {"feed.xml", "opensearch.xml", "robots.txt"}


def test_the_published_feed_is_valid(site: Site) -> None:
    feed = etree.parse(str(site.folder / "feed.xml")).getroot()
    for entry in feed.xpath("a:entry", namespaces=ATOM):
        datetime.fromisoformat(str(entry.findtext("a:updated", namespaces=ATOM)))
        link = entry.xpath("string(a:link/@href)", namespaces=ATOM)
        assert link.removeprefix(URL) in site.documents
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids) > 0


def test_a_browser_can_offer_the_search(site: Site) -> None:
    described = etree.parse(str(site.folder / "opensearch.xml")).getroot()
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert described.xpath("string(o:Url/@template)", namespaces=names) == f"{URL}?q={{searchTerms}}"
    assert 0 < len(described.findtext("o:ShortName", namespaces=names)) <= 16
    for page in ("", "codes/451/greylisting/"):
        [link] = site.documents[page].xpath("//link[@rel='search']/@href")
        assert posixpath.normpath(posixpath.join(page, link)) == "opensearch.xml"


def test_the_sitemap_lists_every_page(site: Site) -> None:
    sitemap = etree.parse(str(site.folder / "sitemap.xml"))
    listed = sitemap.xpath("//s:loc/text()", namespaces={"s": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    pages_ = {URL + name for name, page in site.documents.items() if page.xpath("//main") and name != "404.html"}
    assert set(listed) == pages_
    assert f"Sitemap: {URL}sitemap.xml" in (site.folder / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "target"),
    [("451/", "codes/451/"), ("kb/ME020073/", "articles/ME020073/"), ("554/", "codes/554/")],
)
def test_a_short_address_leads_to_its_page(site: Site, asked: str, target: str) -> None:
    [refresh] = site.documents[asked].xpath("//meta[@http-equiv='refresh']/@content")
    way = refresh.partition("url=")[2]
    assert posixpath.normpath(posixpath.join(asked, way)) + "/" == target
    assert target in site.documents


def test_the_json_is_published(site: Site, catalog: Catalog) -> None:
    replies = json.loads((site.folder / "api/v1/replies.json").read_text("utf-8"))["replies"]
    assert len(replies) == len(catalog.replies)
    for reply in replies:
        assert (site.folder / reply["url"] / "index.html").is_file()
        assert (site.folder / f"api/v1/replies/{reply['id']}.json").is_file()


def links_of(text: str) -> list[str]:
    return [str(link) for link in html.fromstring(MARKDOWN.render(text)).xpath("//a/@href")]


def test_every_link_of_every_twin_leads_to_a_twin(site: Site) -> None:
    twins = sorted(site.folder.rglob("*.md"))
    assert len(twins) > 100
    for file in [*twins, site.folder / "llms.txt"]:
        for link in links_of(file.read_text("utf-8")):
            assert link.startswith("https://") or (file.parent / link).is_file(), (file, link)


def test_llms_txt_lists_every_twin(site: Site) -> None:
    twins = {file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*.md")}
    assert set(links_of((site.folder / "llms.txt").read_text("utf-8"))) == twins | {"api/v1/replies.json"}


def test_a_page_links_to_its_twin(site: Site) -> None:
    for address in ("codes/451/", "codes/451/greylisting/", "settings/smtp/greylisting/", "articles/ME020073/"):
        [link] = site.documents[address].xpath("//link[@type='text/markdown']/@href")
        assert (site.folder / address / link).is_file()
    assert site.documents["logs/"].xpath("//link[@type='text/markdown']") == []


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no list",
        "+ no list",
        "1. no list",
        "12) no list",
        "=====",
        "---",
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![a](http://example.org/x.png)",
        "`code` *em* _em_ **strong** ~~gone~~",
        "&lt;b&gt; &amp; &#60;",
        "a | b",
        "<https://example.org>",
        "\\*",
        "> no quote",
        "end with <CRLF>.<CRLF>",
    ],
)
def test_escaped_text_is_shown_unchanged(text: str) -> None:
    shown = MARKDOWN.render(str(escape(text)))
    assert html.fromstring(shown).text_content() == text
    assert re.findall(r"<(\w+)", shown) == ["p"]


def test_text_from_the_sources_is_never_markup_in_a_twin(catalog: Catalog) -> None:
    reply = catalog.replies["451/greylisting"]
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) # h"
    changed = replace(
        catalog, replies={**catalog.replies, reply.id: reply.model_copy(update={"title": hostile, "tell": hostile})}
    )
    for address in ("codes/451/greylisting/index.md", "codes/451/index.md", "llms.txt"):
        tree = html.fromstring(MARKDOWN.render(texts(changed)[address]))
        assert tree.xpath("//img") == []
        assert not any(str(link).startswith("javascript") for link in tree.xpath("//a/@href"))
        assert hostile in tree.text_content()


def test_text_from_the_sources_is_never_markup_in_the_feed(catalog: Catalog) -> None:
    reply = catalog.replies["451/greylisting"]
    hostile = "]]></title><script>alert(1)</script> & <b>"
    wording = Wording.model_validate({"text": hostile, "source": "log"})
    changed = replace(catalog, replies={**catalog.replies, reply.id: reply.model_copy(update={"wordings": (wording,)})})
    feed = etree.fromstring(texts(changed, dates={reply.file: "2026-01-01"})["feed.xml"].encode())
    [title] = feed.xpath("a:entry/a:title", namespaces=ATOM)
    assert (title.text, len(title)) == (f"451 {hostile}", 0)


def test_a_page_has_a_link_to_report_a_problem(site: Site) -> None:
    for address, said in (("codes/451/greylisting/", "/codes/451/greylisting/"), ("", "/"), ("logs/", "/logs/")):
        [link] = site.documents[address].xpath("//p[@class='report']/a/@href")
        assert link.endswith(f"&page={said}")
