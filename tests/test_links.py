"""Links to other sites, and the report about dead ones."""

import http.server
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT, Site

sys.path.insert(0, str(ROOT / "tests/audit"))
from links import ALLOWED, AllowedError, dead, outside_links, read_allowed, report
from serving import listening


class Other(http.server.BaseHTTPRequestHandler):
    """Another site: some pages are gone, and some refuse HEAD requests."""

    asked: list[tuple[str, str]]

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.answer(405 if self.path == "/whole" else 200)

    def do_GET(self) -> None:
        self.answer(200)

    def answer(self, status: int) -> None:
        self.asked.append((self.command, self.path))
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/there")
        elif self.path == "/busy" and len([path for _, path in self.asked if path == "/busy"]) == 1:
            self.send_response(503)
        else:
            self.send_response({"/gone": 404, "/away": 410}.get(self.path, status))
        self.end_headers()


@pytest.fixture
def other() -> Iterator[str]:
    Other.asked = []
    with listening(Other) as address:
        yield address.rstrip("/")


def test_only_a_missing_page_is_dead(other: str) -> None:
    paths = ("there", "whole", "moved", "busy", "gone", "away")
    assert dead([f"{other}/{path}" for path in paths], pause=0) == {
        f"{other}/gone": "404 Not Found",
        f"{other}/away": "410 Gone",
    }
    assert [path for _, path in Other.asked].count("/there") == 2, "once, and once more after the redirect"
    assert [method for method, path in Other.asked if path == "/whole"] == ["HEAD", "GET"]


def test_a_missing_host_is_reported() -> None:
    assert "refused" in dead(["http://127.0.0.1:9/x"], pause=0)["http://127.0.0.1:9/x"].lower()


def test_the_links_come_from_the_texts_of_the_pages(site: Site) -> None:
    links = outside_links(site.folder)
    article = "https://www.mailenable.com/kb/content/article.asp?ID=ME020032"
    assert "articles/ME020032/index.html" in links[article]
    assert not [url for url in links if "code.example" in url], "links to the project's own repository aren't checked"
    assert not [url for url in links if "#" in url], "each page is requested only once"
    assert len(links) > 20


def test_the_report_lists_the_pages_of_dead_links_and_unused_exemptions() -> None:
    links = {"https://a.example/x": ["b/index.html", "c/index.html"], "https://d.example/": ["e/index.html"]}
    allowed = {"https://d.example/": "needs a password", "https://f.example/": "no more"}
    assert report(links, allowed, {"https://a.example/x": "404 Not Found"}) == [
        "https://a.example/x: 404 Not Found; on b/index.html, c/index.html",
        "links-allowed.txt: no page links to https://f.example/ any more; remove the line",
    ]


def test_an_exemption_has_a_reason() -> None:
    assert read_allowed("# why\n\nhttps://a.example/ needs a password\n") == {"https://a.example/": "needs a password"}
    with pytest.raises(AllowedError, match=r"^links-allowed.txt:2: https://b.example/ has no reason"):
        read_allowed("# why\nhttps://b.example/\n")
    read_allowed(ALLOWED.read_text("utf-8"))
