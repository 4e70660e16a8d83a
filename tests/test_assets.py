"""Files other than pages: feed, search description, Markdown twins, short addresses and JSON."""

import json
import posixpath
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

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
    """Return the texts of the files by address."""
    site = SiteInfo(name="A & B", url=url, description="What < means")
    files = assets(Renderer(catalog), list(pages(catalog)), (), site, dates or {})
    return {asset.address: asset.text() for asset in files}


def with_reply(catalog: Catalog, **changes: object) -> Catalog:
    """Return the catalogue with some keys of a reply changed."""
    reply = catalog.replies["451/greylisting"].model_copy(update=changes)
    return replace(catalog, replies={**catalog.replies, reply.id: reply})


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


def test_a_site_without_dates_or_an_address_has_no_files_that_need_them(catalog: Catalog) -> None:
    dates = {reply.file: "2026-01-01" for reply in catalog.replies.values()}
    complete = set(texts(catalog, dates=dates))
    assert complete - set(texts(catalog)) == {"feed.xml"}
    assert complete - set(texts(catalog, url="", dates=dates)) == {"feed.xml", "opensearch.xml", "robots.txt"}


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
    assert set(listed) == {URL + address for address in site.pages}
    assert f"Sitemap: {URL}sitemap.xml" in (site.folder / "robots.txt").read_text("utf-8")


def test_a_short_address_leads_to_its_page(site: Site) -> None:
    for short, target in {"451/": "codes/451/", "554/": "codes/554/", "kb/ME020073/": "articles/ME020073/"}.items():
        [refresh] = site.documents[short].xpath("//meta[@http-equiv='refresh']/@content")
        link = refresh.partition("url=")[2]
        assert posixpath.normpath(posixpath.join(short, link)) + "/" == target
        assert target in site.documents


def test_the_json_is_published(site: Site, catalog: Catalog) -> None:
    replies = json.loads((site.folder / "api/v1/replies.json").read_text("utf-8"))["replies"]
    assert len(replies) == len(catalog.replies)
    for reply in replies:
        assert (site.folder / reply["url"] / "index.html").is_file()
        assert (site.folder / f"api/v1/replies/{reply['id']}.json").is_file()


def links_of(file: Path) -> set[str]:
    return set(map(str, html.fromstring(MARKDOWN.render(file.read_text("utf-8"))).xpath("//a/@href")))


def test_llms_txt_lists_every_twin_and_twins_link_to_twins(site: Site) -> None:
    twins = {file.relative_to(site.folder).as_posix(): file for file in site.folder.rglob("*.md")}
    assert len(twins) > 100
    assert links_of(site.folder / "llms.txt") == {*twins, "api/v1/replies.json"}
    for file in twins.values():
        for link in links_of(file):
            assert link.startswith(("http://", "https://")) or (file.parent / link).is_file(), (file, link)


def test_a_page_links_to_its_twin(site: Site) -> None:
    for address in ("codes/451/", "codes/451/greylisting/", "settings/smtp/greylisting/", "articles/ME020073/"):
        [link] = site.documents[address].xpath("//link[@type='text/markdown']/@href")
        assert (site.folder / address / link).is_file()
    assert site.documents["logs/"].xpath("//link[@type='text/markdown']") == []


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "- no list", "+ no list", "1. no list", "12) no list", "=====", "---", "a | b", "\\*",
        "> no quote", "<script>alert(1)</script>", "[a](javascript:alert(1))", "![a](http://example.org/x.png)",
        "`code` *em* _em_ **strong** ~~gone~~", "&lt;b&gt; &amp; &#60;", "<https://example.org>",
        "end with <CRLF>.<CRLF>",
    ],
)  # fmt: skip
def test_escaped_text_is_shown_unchanged(text: str) -> None:
    shown = MARKDOWN.render(str(escape(text)))
    assert html.fromstring(shown).text_content() == text
    assert re.findall(r"<(\w+)", shown) == ["p"]


def test_text_from_the_sources_is_never_markup_in_a_twin(catalog: Catalog) -> None:
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) # h"
    changed = with_reply(catalog, title=hostile, tell=hostile)
    for address in ("codes/451/greylisting/index.md", "codes/451/index.md", "llms.txt"):
        tree = html.fromstring(MARKDOWN.render(texts(changed)[address]))
        assert tree.xpath("//img") == []
        assert not any(str(link).startswith("javascript") for link in tree.xpath("//a/@href"))
        assert hostile in tree.text_content()


def test_text_from_the_sources_is_never_markup_in_the_feed(catalog: Catalog) -> None:
    hostile = "]]></title><script>alert(1)</script> & <b>"
    changed = with_reply(catalog, wordings=(Wording.model_validate({"text": hostile, "source": "log"}),))
    dates = {changed.replies["451/greylisting"].file: "2026-01-01"}
    feed = etree.fromstring(texts(changed, dates=dates)["feed.xml"].encode())
    [title] = feed.xpath("a:entry/a:title", namespaces=ATOM)
    assert (title.text, len(title)) == (f"451 {hostile}", 0)


def test_a_page_has_a_link_to_report_a_problem(site: Site) -> None:
    for address in ("codes/451/greylisting/", "", "logs/"):
        [link] = site.documents[address].xpath("//p[@class='report']/a/@href")
        assert link.endswith(f"&page=/{address}")
