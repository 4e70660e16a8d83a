"""Everything in the vendor's article is on the pages of its replies.

The table ``data/article.json`` was made from the article and not from the catalogue: for each of its
replies the code, the text, the articles it cites, and every path with the label before it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from lxml import html

ARTICLE: list[dict[str, Any]] = json.loads(Path(__file__).with_name("data").joinpath("article.json").read_text("utf-8"))

CORRECTED = {
    "Start mail input; end with .": (
        "Start mail input; end with <CRLF>.<CRLF>",
        "the article lost the angle brackets; the logs have them",
    )
}
"""Texts that are wrong in the article: the correct text, and the reason."""


def reply_page(site: Site, entry: dict[str, Any]) -> html.HtmlElement:
    """Return the only reply page with the entry's text as its own, as a wording or as printed."""
    text, _ = CORRECTED.get(entry["text"], (entry["text"], ""))
    wanted = f"{entry['code']} {text}"
    found = [
        page
        for address, document in site.documents.items()
        for page in document.xpath("//article[@data-reply]")
        if wanted in {code.text_content() for code in page.xpath(".//*[contains(@class, 'wordings')]//code")}
        and address.startswith(f"codes/{entry['code']}/")
    ]
    assert len(found) == 1, wanted
    return found[0]


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


def test_the_corrections_are_still_needed() -> None:
    assert set(CORRECTED) <= {entry["text"] for entry in ARTICLE}


@pytest.mark.parametrize("entry", ARTICLE, ids=lambda entry: f"{entry['code']}-{entry['line']}")
def test_a_text_is_on_its_own_page_with_its_articles_and_paths(site: Site, entry: dict[str, Any]) -> None:
    page = reply_page(site, entry)
    linked = set(page.xpath(".//@data-article"))
    assert set(entry["articles"]) <= linked
    spellings = {q.text_content() for q in page.xpath(".//*[@class='ways']//q")}
    labels = {label.text_content() for label in page.xpath(".//*[@class='way-label']")}
    paths = paths_on(page)
    for path in entry["paths"]:
        assert any(_same(path["steps"], shown, spellings) for shown in paths), (path["steps"], paths)
        if "label" in path:
            assert path["label"] in labels


def _same(steps: list[str], shown: list[str], spellings: set[str]) -> bool:
    """Return whether a page's path has the steps, each as shown or as one of the other spellings."""
    return len(steps) == len(shown) and all(a == b or a in spellings for a, b in zip(steps, shown, strict=True))


def test_the_place_of_the_logs_is_a_setting(site: Site) -> None:
    page = site.documents["settings/smtp/logs/"]
    assert ["MailEnable Admin MMC", "Servers", "Localhost", "Connectors", "SMTP Logs"] in paths_on(page)
