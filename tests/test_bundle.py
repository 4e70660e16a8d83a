"""The offline zip: it contains what its readers need, and no link leads out of it by accident."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Site

from generator.model.catalog import Catalog
from generator.publishing.offline import BundleError, bundle, checksum, reachable_files, readme, replace_file
from generator.site.navigation import is_below, without


def test_the_zip_is_small_and_has_one_folder_and_no_trace_of_day_or_machine(offline_zip: Path) -> None:
    assert offline_zip.stat().st_size < 2_000_000
    with zipfile.ZipFile(offline_zip) as archive:
        infos = archive.infolist()
    names = [info.filename for info in infos]
    assert {name.split("/")[0] for name in names} == {"mailenable-smtp-replies"}
    assert names == sorted(names)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.external_attr >> 16) for info in infos} == {(3, 0o100644)}
    assert {info.extra for info in infos} == {b""}


def test_the_zip_omits_what_no_page_loads(offline: Site) -> None:
    names = [file.relative_to(offline.folder).as_posix() for file in offline.folder.rglob("*") if file.is_file()]
    unused = re.compile(r"search_index\.json|\.map$|lunr|^404\.html$|sitemap|robots|/workers/")
    assert [name for name in names if unused.search(name)] == []


def test_the_zip_has_every_page_except_those_of_the_project_section(offline: Site, site: Site) -> None:
    nav = (ROOT / "mkdocs.yml").read_text("utf-8").partition("- Project:")[2]
    sections = {f"{name}/" for name in re.findall(r": ([\w-]+)\.md", nav)} - {"about/"}
    assert "contributing/" in sections
    project = {address for address in site.documents if address.startswith(tuple(sections))}
    assert set(site.pages) - project == set(offline.documents)
    data = (offline.folder / "assets/javascripts/search-data.js").read_text("utf-8")
    assert '"logs/' in data
    assert [address for address in project if f'"{address}' in data] == []
    assert offline.documents[""].xpath("//nav//a[contains(@href, 'about/')]")


def test_a_page_is_left_out_with_all_pages_below_it() -> None:
    nav = ["index.md", {"Work": [{"How": "how.md"}, {"Rules": ["how/rules/index.md"]}]}, {"How much": "how-much.md"}]
    assert without(nav, ["how.md"]) == ["index.md", {"How much": "how-much.md"}]
    assert without(nav, []) == nav
    files = ["how.md", "how/rules/a.md", "how-much.md", "index.md", "other/how.md"]
    assert [file for file in files if is_below(file, ["how.md"])] == ["how.md", "how/rules/a.md"]


def test_an_offline_page_has_neither_an_edit_link_nor_an_address(offline: Site) -> None:
    for address, document in offline.documents.items():
        assert not document.xpath("//a[@rel='edit'] | //link[@rel='canonical']"), address


def test_the_readme_says_how_to_open_the_pages(offline: Site) -> None:
    text = (offline.folder / "README.txt").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") > 5
    lines = text.decode("ascii").split("\r\n")
    assert lines[0] == "MailEnable SMTP replies, offline"
    extract = next(line for line in lines if "Extract" in line)
    assert lines.index(extract) < lines.index("2. Open index.html in a browser.")
    assert max(map(len, lines)) <= 72


def test_the_readme_has_the_date_of_the_sources_if_it_is_known(catalog: Catalog) -> None:
    assert b"Last updated on 2026-11-24.\r\n" in readme(catalog.product, "2026-11-24")
    assert b"Last updated" not in readme(catalog.product, "")


def test_a_failed_bundle_keeps_the_old_zip(tmp_path: Path, catalog: Catalog) -> None:
    out = tmp_path / "site.zip"
    out.write_bytes(b"old")
    with pytest.raises(BundleError, match="couldn't be built"):
        bundle(tmp_path / "no-such.yml", out, catalog.product, "")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("site.zip", b"old")]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ('<a href="guide/">x</a>', r"index.html links to 'guide/', which isn't a file of the site; link to its index"),
        ('<a href="none/index.html">x</a>', r"index.html links to 'none/index.html'.*fix the link"),
        ('<a href="http://[web">x</a>', r"index.html links to 'http://\[web', which isn't a valid address"),
        ('<a href="../outside.html">x</a>', r"links to '../outside.html'"),
        ('<script src="https://cdn.example/x.js"></script>', r"index.html loads https://cdn.example/x.js from another"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', r"loads //cdn.example/x.css from another host"),
        ('<link rel="stylesheet" href="style.css">', r"style.css links to 'none.svg'"),
    ],
)
def test_a_site_that_would_not_work_offline_is_refused(tmp_path: Path, page: str, message: str) -> None:
    site = small_site(tmp_path / "site", page)
    (tmp_path / "outside.html").write_text("<p>not of the site", "utf-8")
    with pytest.raises(BundleError, match=message):
        reachable_files(site)


def test_an_unreachable_file_stays_out(tmp_path: Path) -> None:
    links = ("guide/index.html#a?b", "https://web.example/", "#top", "mailto:a@b")
    page = "".join(f'<a href="{link}">x</a>' for link in links)
    assert reachable_files(small_site(tmp_path / "site", page)) == [
        "guide/index.html",
        "index.html",
        "search/search_index.js",
    ]


def small_site(site: Path, page: str) -> Path:
    """Return a small site whose first page contains ``page``."""
    for name, text in (
        ("index.html", f"<title>x</title><body>{page}"),
        ("guide/index.html", '<a href="../index.html">up</a>'),
        ("search/search_index.js", ""),
        ("style.css", "a { background: url(data:x), url('none.svg') }"),
        ("orphan.html", "<p>No page links here"),
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    return site


def test_the_checksum_is_in_the_format_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "site.zip").write_bytes(b"zip")
    expected = "4a70fe9aa6436e02c2dea340fbd1e352e4ef2d8ce6ca52ad25d4b95471fc8bf2"
    assert checksum(tmp_path / "site.zip") == f"{expected}  site.zip\n".encode()


@pytest.mark.parametrize("out", ["file/site.zip", "folder"])
def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(BundleError, match=re.escape(f"can't write {tmp_path / out}: ")):
        replace_file(tmp_path / out, b"new")
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["file", "folder"]


def test_a_project_that_cannot_be_built_is_reported_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generator", "--codes", "tests/cases/catalog", "bundle", "--out"]
    done = subprocess.run([*command, str(tmp_path / "x.zip")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("bundle: the site couldn't be built; see the messages above\n")
    assert "offline.yml" in done.stderr
    assert "Traceback" not in done.stderr
