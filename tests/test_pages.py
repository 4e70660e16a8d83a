"""Addresses of the pages, links between them, and their place in the navigation."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from mistakes import CASES, lay

from generator.checks.runner import load_catalog
from generator.cli import main as cli
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.vocabulary import Stage, when_sent
from generator.plugin import source_uri
from generator.site.links import Links
from generator.site.navigation import MAX_SECTION_PAGES, expand
from generator.site.pages import pages
from generator.site.redirects import redirects, taken_addresses
from generator.site.renderer import Renderer
from generator.site.rule_pages import rule_pages


def test_the_addresses_of_all_pages(small: Catalog) -> None:
    assert [page.address for page in pages(small)] == [
        "",
        "explain/",
        "codes/",
        "codes/451/",
        "codes/451/busy/",
        "codes/451/delayed/",
        "settings/",
        "settings/smtp/delay/",
        "articles/",
        "articles/KB1/",
        "procedures/",
        "procedures/wait/",
        "debug/",
        "notices/",
        "print/",
    ]


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("", "index.md"),
        ("codes/", "codes/index.md"),
        ("codes/451/", "codes/451/index.md"),
        ("codes/451/delayed/", "codes/451/delayed.md"),
        ("settings/smtp/delay/", "settings/smtp/delay.md"),
        ("articles/KB1/", "articles/KB1.md"),
    ],
)
def test_the_file_name_of_an_address_in_links(address: str, uri: str) -> None:
    assert source_uri(address) == uri


@pytest.mark.parametrize(
    ("page", "target", "way"),
    [
        ("codes/451/delayed/", "codes/451/", "../"),
        ("codes/451/delayed/", "", "../../../"),
        ("", "codes/451/", "codes/451/"),
        ("codes/451/", "settings/smtp/delay/", "../../settings/smtp/delay/"),
        ("", "", "./"),
        ("codes/451/", "codes/451/", "./"),
        ("codes/451/", "codes/451/delayed/#why", "delayed/#why"),
        ("codes/451/", "codes/4511/", "../4511/"),
        ("codes/451/delayed/", "codes/451/index.md", "../index.md"),
    ],
)
def test_a_link_from_page_to_page(small: Catalog, page: str, target: str, way: str) -> None:
    assert Links(small, page).to(target) == way


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ((Stage.HELO,), "after EHLO (or HELO)"),
        ((Stage.CONNECT, Stage.ANY), "when the connection opens or after any command"),
        (
            (Stage.STARTTLS, Stage.DATA, Stage.QUIT),
            "after STARTTLS, after DATA (before the message is sent) or after QUIT",
        ),
    ],
)
def test_when_a_reply_is_sent(stages: tuple[Stage, ...], sentence: str) -> None:
    assert when_sent(stages) == sentence


def test_the_taken_addresses_are_those_of_the_pages(catalog: Catalog) -> None:
    generated = [page.address for page in (*pages(catalog), *rule_pages(catalog))]
    assert sorted(taken_addresses(catalog)) == sorted([*generated, *(moved.address for moved in redirects(catalog))])


def test_a_reference_in_plain_text_shows_its_label(small: Catalog) -> None:
    setting, reply = next(iter(small.settings.values())), next(iter(small.replies.values()))
    prose = Prose(f"See [[setting:{setting.id}]], [[{reply.id}|this one]], [[{reply.code}]] and `auth.tab`.")
    assert small.plain(prose) == f"See {setting.name}, this one, {reply.code} and auth.tab."


def test_the_navigation_lists_a_code_and_its_replies(small: Catalog) -> None:
    [codes] = expand([{"Codes": "codes/"}], small)
    assert codes == {
        "Codes": [
            "codes/index.md",
            {"451 Local error": ["codes/451/index.md", "codes/451/busy.md", "codes/451/delayed.md"]},
        ]
    }


def test_the_navigation_leaves_out_long_lists(small: Catalog) -> None:
    delayed = small.replies["451/delayed"]
    many = {f"451/r{n:03}": delayed.model_copy(update={"id": f"451/r{n:03}"}) for n in range(MAX_SECTION_PAGES + 1)}
    [codes] = expand([{"Codes": "codes/"}], replace(small, replies=many))
    assert codes["Codes"][1] == {"451 Local error": ["codes/451/index.md"]}


def test_a_former_address_redirects_to_the_current_one(tmp_path: Path) -> None:
    codes = lay(tmp_path)
    with (codes / "451/delayed.yml").open("a", encoding="utf-8") as file:
        file.write("aliases: [451/late]\n")
    catalog = load_catalog(codes)
    redirect = next(redirects(catalog))
    assert (redirect.address, redirect.target) == ("codes/451/late/", "codes/451/delayed/")
    assert 'content="0; url=../delayed/"' in Renderer(catalog).redirect(redirect)


def test_plain_pages_are_written_without_mkdocs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert cli.main(["--codes", str(CASES / "catalog"), "render", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"15 pages written to {out}\n"
    document = html.parse(str(out / "codes/451/delayed/index.html")).getroot()
    assert document.findtext(".//title") == "451 Delayed, try again"
    assert document.xpath("//article/@data-reply") == ["451/delayed"]
    for name in ("api/v1/replies.json", "codes/451/delayed/index.md", "kb/KB1/index.html"):
        assert (out / name).is_file()


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert cli.main(["--codes", str(CASES / "catalog"), "render", "--out", str(tmp_path)]) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
