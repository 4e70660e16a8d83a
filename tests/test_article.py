"""Everything in the vendor's article is on the pages of its replies.

The table ``data/article.json`` was written from the article and not from the catalogue. It has the code and the text of
each reply, the articles it cites, and every path with the label before it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from lxml import html

ARTICLE: list[dict[str, Any]] = json.loads(Path(__file__).with_name("data").joinpath("article.json").read_text("utf-8"))

CORRECTED = {"Start mail input; end with .": "Start mail input; end with <CRLF>.<CRLF>"}
"""Texts that are wrong in the article, which lost the angle brackets that the logs have."""


@pytest.fixture(scope="module")
def reply_pages(site: Site) -> dict[str, list[html.HtmlElement]]:
    """The reply pages with each wording, by the code and the wording."""
    pages: dict[str, list[html.HtmlElement]] = {}
    for address, document in site.documents.items():
        if address.startswith("codes/"):
            for page in document.xpath("//article[@data-reply]"):
                for text in {code.text_content() for code in page.xpath(".//*[contains(@class, 'wordings')]//code")}:
                    pages.setdefault(text, []).append(page)
    return pages


def paths_on(page: html.HtmlElement) -> list[list[str]]:
    """Return the labels of every path on a page."""
    return [
        [label.text_content() for label in path.xpath(".//*[@class='path-label']")]
        for path in page.xpath(".//ol[contains(@class, 'path')]")
    ]


def test_the_table_contains_the_whole_article() -> None:
    assert len(ARTICLE) == 35
    assert len({entry["code"] for entry in ARTICLE}) == 16
    assert sum(len(entry["articles"]) for entry in ARTICLE) == 8
    assert sum(len(entry["paths"]) for entry in ARTICLE) == 42
    assert set(CORRECTED) <= {entry["text"] for entry in ARTICLE}, "a correction isn't needed any more"


@pytest.mark.parametrize("entry", ARTICLE, ids=lambda entry: f"{entry['code']}-{entry['line']}")
def test_a_text_is_on_its_own_page_with_its_articles_and_paths(
    reply_pages: dict[str, list[html.HtmlElement]], entry: dict[str, Any]
) -> None:
    text = CORRECTED.get(entry["text"], entry["text"])
    [page] = reply_pages[f"{entry['code']} {text}"]
    assert set(entry["articles"]) <= set(page.xpath(".//@data-article"))
    spellings = {q.text_content() for q in page.xpath(".//*[@class='ways']//q")}
    labels = {label.text_content() for label in page.xpath(".//*[@class='way-label']")}
    paths = paths_on(page)
    for path in entry["paths"]:
        assert any(is_same(path["steps"], shown, spellings) for shown in paths), (path["steps"], paths)
        assert path.get("label") in {None, *labels}


def is_same(steps: list[str], shown: list[str], spellings: set[str]) -> bool:
    """Return whether a page's path has the steps, each as shown or as one of the other spellings."""
    return len(steps) == len(shown) and all(a == b or a in spellings for a, b in zip(steps, shown, strict=True))


def test_the_folder_of_the_logs_is_a_setting(site: Site) -> None:
    page = site.documents["settings/smtp/logs/"]
    assert ["MailEnable Admin MMC", "Servers", "Localhost", "Connectors", "SMTP Logs"] in paths_on(page)
