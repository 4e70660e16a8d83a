"""The allow-list for the body of a page: what it keeps, removes and reports."""

from pathlib import Path

import project
import pytest
from lxml import html

from generator.model.catalog import Catalog
from generator.security.sanitizer import dropped, sanitise, sanitise_meta, sanitise_text
from generator.site.pages import pages
from generator.site.renderer import Renderer


def tree(body: str) -> list[object]:
    """Return the elements of a body in order, each with its attributes and the texts in and after it."""
    root = html.fragment_fromstring(body, create_parent="body")
    return [
        (element.tag, {k: "" if v == k else v for k, v in element.items()}, element.text or "", element.tail or "")
        for element in root.iter()
    ]


def test_nothing_is_removed_from_the_catalogue_pages(catalog: Catalog, small: Catalog) -> None:
    for entries in (catalog, small):
        renderer = Renderer(entries)
        for page in pages(entries):
            body = renderer.body(page)
            cleaned = sanitise(body)
            assert dropped(body, cleaned) == [], page.address
            assert tree(cleaned) == tree(body), page.address
            assert sanitise(cleaned) == cleaned, page.address


_ALIGNED = '<table><tbody><tr><td align="right">1</td></tr></tbody></table>'


@pytest.mark.parametrize(
    ("body", "cleaned"),
    [
        ("<p onclick=x>a</p>", "<p>a</p>"),
        ("a<script>b</script>c", "ac"),
        ("<form action=x><p>a</p></form>", "<p>a</p>"),
        ("<a href='java&#10;script:x'>a</a>", "<a>a</a>"),
        ("<a href='DATA:text/html,x'>a</a>", "<a>a</a>"),
        ("<a href='../b/#c'>a</a>", '<a href="../b/#c">a</a>'),
        ("<a href='mailto:a@example.com'>a</a>", '<a href="mailto:a@example.com">a</a>'),
        ("<img src='//outside.example/x'>", "<img>"),
        ("<img src='https://outside.example/x'>", "<img>"),
        ("<table><tr><td align='right'>1</td></tr></table>", _ALIGNED),
        ("<img src='x.png' alt='a'>", '<img src="x.png" alt="a">'),
        ("<p id='__config'>a</p>", "<p>a</p>"),
        ("<p id='steps'>a</p>", '<p id="steps">a</p>'),
        ("<p class='md-overlay note'>a</p>", '<p class="note">a</p>'),
        ("<p id='&#95;_config'>a</p>", "<p>a</p>"),
        ("<svg><path ID='__a'/></svg>", "<svg><path></path></svg>"),
        ("<p id='a'>a</p><p id=A>b</p>", '<p id="a">a</p><p>b</p>'),
        ("<p class='a'>a</p><p class='a&#32;&#109;d-a'>b</p>", '<p class="a">a</p><p class="a">b</p>'),
        ("<p class='a&nbsp;md-a  b'>a</p>", '<p class="a b">a</p>'),
        ("<p class=''>a</p>", "<p>a</p>"),
        ("<p data-md-component='search'>a</p>", "<p>a</p>"),
        ("<p style='color:red'>a</p>", "<p>a</p>"),
        ("<input type='image' src='x'>", "<input>"),
        ("<button type='submit'>a</button>", "<button>a</button>"),
        (
            "<svg viewBox='0 0 1 1'><use href='x'/><path d='M0 0'/></svg>",
            '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>',
        ),
    ],
)
def test_only_the_allow_list_is_kept(body: str, cleaned: str) -> None:
    assert sanitise(body) == cleaned


@pytest.mark.parametrize(
    ("body", "removed"),
    [
        ("<p>a</p><!-- b -->", []),
        ("<iframe src=x></iframe>", ["<iframe>", 'src="x" of <iframe>']),
        ("<p onclick=x>a</p><p onclick=x>b</p>", ['onclick="x" of <p>', 'onclick="x" of <p>']),
        ("<p hidden>a</p>", []),
    ],
)
def test_removed_markup_is_reported(body: str, removed: list[str]) -> None:
    assert dropped(body, sanitise(body)) == removed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
        ("<b>a</b><script>b</script>", "a"),
        ("a \" ' &#34; b", "a &#34; &#39; &#34; b"),
    ],
)
def test_a_text_is_safe_between_tags_and_in_quotes(text: str, shown: str) -> None:
    assert str(sanitise_text(text)) == shown


def test_front_matter_texts_are_cleaned_and_lists_kept() -> None:
    meta = {"title": "<i>a</i>", "hide": ["toc"], "search": {"boost": 2}}
    assert sanitise_meta(meta) == {"title": "a", "hide": ["toc"], "search": {"boost": 2}}


def test_forbidden_html_on_a_handwritten_page_stops_the_build(tmp_path: Path) -> None:
    folder = project.make(tmp_path / "project")
    (folder / "docs/about.md").write_text("# About\n\n<iframe src='https://outside.example/'></iframe>\n", "utf-8")
    status, printed = project.build(folder)
    assert status == 1
    assert "about.md: <iframe> isn't allowed on a page. Write it in Markdown, or remove it." in printed
    assert "Traceback" not in printed
