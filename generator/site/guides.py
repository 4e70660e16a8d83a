"""Hand-written pages as the search knows them: one entry a section."""

from collections.abc import Iterator

from lxml import html

from generator.site.search_index import Entry

MOST_NOTE = 200
"""How many characters of a section a hit shows."""


def guide_entries(title: str, address: str, body: str) -> Iterator[Entry]:
    """Yield an entry for a page and for each of its sections.

    Args:
        title: what the navigation calls the page, as HTML.
        address: where it is below the site's root.
        body: its HTML, as it comes from Markdown.

    """
    title = html.fragment_fromstring(title, create_parent="div").text_content()
    section, heading, words = address, title, list[str]()
    for element in html.fragment_fromstring(body, create_parent="div").iterchildren("*"):
        if element.tag == "h1":
            continue
        id = element.get("id")
        if element.tag == "h2" and id:
            yield _entry(section, heading, title, words)
            section, words = f"{address}#{id}", []
            for mark in element.find_class("headerlink"):
                mark.drop_tree()
            heading = " ".join(element.text_content().split())
        else:
            words += element.text_content().split()
    yield _entry(section, heading, title, words)


def _entry(url: str, heading: str, title: str, words: list[str]) -> Entry:
    text = " ".join(words)
    told = text if heading == title else f"{title}. {text}"
    return {
        "kind": "guide",
        "id": url.removesuffix("/"),
        "url": url,
        "title": heading,
        "note": told[:MOST_NOTE],
        "names": [heading],
        "body": text,
    }
