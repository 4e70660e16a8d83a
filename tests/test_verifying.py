"""A built site is checked before it is published: missing files, cut pages, dead links and anchors."""

from pathlib import Path

import pytest

from generator.publishing.verification import verify

PAGE = '<!doctype html><html><body id="top"><h2 id="a">A</h2>{}</body></html>\n'
FILES = ("index.html", "404.html", "codes/index.html", "codes/451/index.html", "assets/page.css", "assets/page.js")
URL = "https://example.org/replies/"


def problems(folder: Path, name: str, text: str, url: str = URL) -> list[str]:
    """Return the problems of a small site whose file ``name`` contains ``text``."""
    for file in FILES:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(PAGE.format("") if file.endswith(".html") else "x", "utf-8")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return verify(folder, promised=FILES, url=url)


WORKING = (
    "",
    '<a href="">x</a>',
    '<a href="#">x</a>',
    '<a href="#a">x</a>',
    '<a href=".">x</a>',
    '<a href="..">x</a>',
    '<a href="../..">x</a>',
    '<a href="../../">x</a>',
    '<a href="../../#a">x</a>',
    '<a href="../451/">x</a>',
    '<a href="../451/?side=in#a">x</a>',
    '<a href="../%34%351/#%61">x</a>',
    '<script src="../../assets/page.js"></script>',
    '<link rel="stylesheet" href="../../assets/page.css">',
    '<meta http-equiv="refresh" content="0; url=../">',
    '<a href="https://example.org/elsewhere">x</a>',
    '<a href="https://example.org/replies/codes/451/#a">x</a>',
    '<a href="//example.org">x</a>',
    '<a href="mailto:someone@example.org">x</a>',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    '<a name="b"></a><a href="#b">x</a>',
)


BROKEN = {
    '<a href="../452/">x</a>': "the link '../452/' leads to a missing file",
    '<a href="../452">x</a>': "the link '../452' leads to a missing file",
    '<a href="../../codes">x</a>': "the link '../../codes' leads to a missing file",
    '<a href="../../Codes/">x</a>': "the link '../../Codes/' leads to a missing file",
    '<a href="#b">x</a>': "the link '#b' leads to a missing anchor",
    '<a href="../../#b">x</a>': "the link '../../#b' leads to a missing anchor",
    '<a href="../../../">x</a>': "the link '../../../' leads out of the site",
    '<a href="../../../replies/">x</a>': "the link '../../../replies/' leads out of the site",
    '<a href="/codes/">x</a>': "the link '/codes/' starts with a slash, which fails if the site has a path",
    '<script src="../../assets/none.js"></script>': "the link '../../assets/none.js' leads to a missing file",
    '<link rel="stylesheet" href="none.css">': "the link 'none.css' leads to a missing file",
    '<img src="none.png">': "the link 'none.png' leads to a missing file",
    '<form action="../../send"></form>': "the link '../../send' leads to a missing file",
    '<meta http-equiv="refresh" content="0; url=../none/">': "the link '../none/' leads to a missing file",
    '<a href="https://example.org/replies/x">y</a>': "the link 'https://example.org/replies/x' leads to a missing file",
}


@pytest.mark.parametrize(("body", "problem"), [*BROKEN.items(), *((body, "") for body in WORKING)])
def test_a_dead_link_is_reported_and_a_working_one_is_not(tmp_path: Path, body: str, problem: str) -> None:
    expected = [f"codes/451/index.html: {problem}"] if problem else []
    assert problems(tmp_path, "codes/451/index.html", PAGE.format(body)) == expected


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        *((link, "") for link in ("/replies/codes/", "/replies/codes/#a", "#a", "https://example.org/replies/")),
        ("codes/", "does not start with /replies/, but this page is shown at any address"),
        ("/codes/", "does not start with /replies/, but this page is shown at any address"),
        ("/replies/none/", "leads to a missing file"),
        ("/replies/#b", "leads to a missing anchor"),
    ],
)
def test_the_404_page_links_from_the_root(tmp_path: Path, link: str, problem: str) -> None:
    expected = [f"404.html: the link {link!r} {problem}"] if problem else []
    assert problems(tmp_path, "404.html", PAGE.format(f'<a href="{link}">x</a>')) == expected


def test_a_site_without_an_address_is_at_the_root_of_its_host(tmp_path: Path) -> None:
    assert problems(tmp_path, "404.html", PAGE.format('<a href="/codes/">x</a>'), url="") == []


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    problems(tmp_path, "index.html", PAGE.format(""))
    (tmp_path / "codes/index.html").unlink()
    assert verify(tmp_path, promised=FILES) == ["codes/index.html: the file is missing"]


MISSING = "leads to a missing file"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("codes/index.html", "", ["codes/index.html: the page is empty"]),
        ("codes/index.html", " \n", ["codes/index.html: the page is empty"]),
        ("codes/index.html", "<html><body></body>", ["codes/index.html: the page does not end with </html>"]),
        ("assets/page.css", "a { background: url(page.js) }", []),
        ("assets/page.css", 'a { background: url("../assets/page.js") }', []),
        ("assets/page.css", "a { background: url(data:image/gif;base64,x) }", []),
        ("assets/page.css", "a { background: url('none.png') }", [f"assets/page.css: the link 'none.png' {MISSING}"]),
        ("_redirects", "# A comment\n", []),
        ("_redirects", "/451/ /codes/451/ 301\n", []),
        ("_redirects", "/old/ /codes/452/ 301\n", [f"_redirects: the redirect to '/codes/452/' {MISSING}"]),
    ],
)
def test_a_page_is_complete_and_styles_and_redirects_have_their_targets(
    tmp_path: Path, name: str, text: str, expected: list[str]
) -> None:
    assert problems(tmp_path, name, text) == expected


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    body = '<a href="none/">x</a><a href="#none">x</a>'
    assert problems(tmp_path, "new/index.html", PAGE.format(body)) == [
        "new/index.html: the link 'none/' leads to a missing file",
        "new/index.html: the link '#none' leads to a missing anchor",
    ]
