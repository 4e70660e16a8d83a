"""A site is read back before it is published: what is missing, and every link that leads nowhere."""

from pathlib import Path

import pytest

from generator.publishing.built_site import BuiltSite, check_end, check_links
from generator.publishing.verify import verify

PAGE = '<!doctype html><html><body id="top"><h2 id="a">A</h2>{}</body></html>\n'
FILES = ("index.html", "404.html", "codes/index.html", "codes/451/index.html", "assets/page.css", "assets/page.js")
URL = "https://example.org/replies/"


def faults(folder: Path, name: str, text: str, url: str = URL) -> list[str]:
    """Return the faults of a small site whose file ``name`` holds ``text``."""
    for file in FILES:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(PAGE.format("") if file.endswith(".html") else "x", "utf-8")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return verify(BuiltSite(folder, promised=FILES, url=url), (check_end, check_links))


WHOLE = (
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
)


@pytest.mark.parametrize("body", WHOLE)
def test_a_link_that_leads_somewhere_is_no_fault(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, "codes/451/index.html", PAGE.format(body)) == []


BROKEN = {
    '<a href="../452/">x</a>': "the link '../452/' leads to nothing",
    '<a href="../452">x</a>': "the link '../452' leads to nothing",
    '<a href="../../codes">x</a>': "the link '../../codes' leads to nothing",
    '<a href="../../Codes/">x</a>': "the link '../../Codes/' leads to nothing",
    '<a href="#b">x</a>': "the link '#b' leads to no place on that page",
    '<a href="../../#b">x</a>': "the link '../../#b' leads to no place on that page",
    '<a href="../../../">x</a>': "the link '../../../' leads out of the site",
    '<a href="../../../replies/">x</a>': "the link '../../../replies/' leads out of the site",
    '<a href="/codes/">x</a>': "the link '/codes/' begins with a slash, and is wrong where the site is below a path",
    '<script src="../../assets/none.js"></script>': "the link '../../assets/none.js' leads to nothing",
    '<link rel="stylesheet" href="none.css">': "the link 'none.css' leads to nothing",
    '<img src="none.png">': "the link 'none.png' leads to nothing",
    '<form action="../../send"></form>': "the link '../../send' leads to nothing",
    '<meta http-equiv="refresh" content="0; url=../none/">': "the link '../none/' leads to nothing",
    '<a href="https://example.org/replies/no/">x</a>': "the link 'https://example.org/replies/no/' leads to nothing",
}


@pytest.mark.parametrize(("body", "fault"), BROKEN.items())
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, body: str, fault: str) -> None:
    told = faults(tmp_path, "codes/451/index.html", PAGE.format(body))
    assert told == [f"codes/451/index.html: {fault}"]


@pytest.mark.parametrize("link", ["/replies/codes/", "/replies/codes/#a", "#a", "https://example.org/replies/"])
def test_the_page_for_no_page_links_from_the_root(tmp_path: Path, link: str) -> None:
    assert faults(tmp_path, "404.html", PAGE.format(f'<a href="{link}">x</a>')) == []


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("codes/", "does not begin with /replies/, and this page is shown at any address"),
        ("/codes/", "does not begin with /replies/, and this page is shown at any address"),
        ("/replies/none/", "leads to nothing"),
        ("/replies/#b", "leads to no place on that page"),
    ],
)
def test_a_broken_link_of_the_page_for_no_page_is_told(tmp_path: Path, link: str, fault: str) -> None:
    assert faults(tmp_path, "404.html", PAGE.format(f'<a href="{link}">x</a>')) == [
        f"404.html: the link {link!r} {fault}"
    ]


def test_a_site_without_an_address_stands_at_a_root(tmp_path: Path) -> None:
    assert faults(tmp_path, "404.html", PAGE.format('<a href="/codes/">x</a>'), url="") == []


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    faults(tmp_path, "index.html", PAGE.format(""))
    (tmp_path / "codes/index.html").unlink()
    assert "codes/index.html: the file is missing" in verify(BuiltSite(tmp_path, promised=FILES))


def test_an_empty_page_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, "codes/index.html", "") == ["codes/index.html: the page is empty"]


def test_a_page_that_was_cut_is_told(tmp_path: Path) -> None:
    cut = PAGE.format("").removesuffix("</html>\n")
    assert faults(tmp_path, "codes/index.html", cut) == ["codes/index.html: the page does not end with </html>"]


@pytest.mark.parametrize("link", ["url(page.js)", 'url("../assets/page.js")', "url(data:image/gif;base64,x)"])
def test_a_stylesheet_names_what_is_there(tmp_path: Path, link: str) -> None:
    assert faults(tmp_path, "assets/page.css", f"a {{ background: {link} }}") == []


def test_a_stylesheet_that_names_what_is_not_there_is_told(tmp_path: Path) -> None:
    told = faults(tmp_path, "assets/page.css", "a { background: url('none.png') }")
    assert told == ["assets/page.css: the link 'none.png' leads to nothing"]


def test_every_fault_is_told_in_one_run(tmp_path: Path) -> None:
    told = faults(tmp_path, "new/index.html", PAGE.format('<a href="none/">x</a><a href="#none">x</a>'))
    assert len(told) == 2


def test_a_page_without_its_policy_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, "codes/451/index.html", PAGE.format("")) == []
    told = verify(BuiltSite(tmp_path, promised=FILES, url=URL))
    assert sorted(line.partition(":")[0] for line in told) == sorted(file for file in FILES if file.endswith(".html"))
    assert all("the page has no policy" in line for line in told)
