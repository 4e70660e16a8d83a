"""The benchmarks measure what they say: the made catalogue is whole, and the figures in the docs are those measured."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import etree
from project import build, manifest

from generator.checks.runner import load_catalog
from generator.model.catalog import Catalog

sys.path.insert(0, str(ROOT / "tests/bench"))
import catalogue
from harness import content, report, ways
from harness.aims import Aim, aims
from harness.chart import Bar, Line, bars, lines
from harness.results import Results, exponent, ratio
from harness.timing import FailedError, run
from harness.ways import ELEVENTY, HUGO, OURS, Project, every_way


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "project"
    catalogue.write(150, folder)
    return folder


@pytest.fixture(scope="module")
def made_catalog(made: Path) -> Catalog:
    return load_catalog(made / "codes", made / "docs")


@pytest.mark.parametrize("number", [1, 35, 600])
def test_a_made_catalogue_has_no_problem_and_as_many_replies_as_asked(number: int, tmp_path: Path) -> None:
    catalogue.write(number, tmp_path)
    assert len(load_catalog(tmp_path / "codes", tmp_path / "docs").replies) == number


def test_a_made_project_builds_with_the_products_own_command(tmp_path: Path) -> None:
    catalogue.write(35, tmp_path)
    status, printed = build(tmp_path, "--strict")
    assert (status, (tmp_path / "site/index.html").is_file()) == (0, True), printed


def test_the_same_number_gives_the_same_files(made: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests/bench/catalogue.py"), "150", str(tmp_path / "again")]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7"})
    assert manifest(tmp_path / "again") == manifest(made)


def test_the_real_replies_come_first_and_are_as_they_are(made_catalog: Catalog, catalog: Catalog) -> None:
    assert {id: made_catalog.replies.get(id) for id in catalog.replies} == catalog.replies


def test_made_replies_have_the_mix_of_the_real_ones(made_catalog: Catalog, catalog: Catalog) -> None:
    def mix(of: Catalog) -> tuple[float, ...]:
        replies = [*of.replies.values()]
        counts = [
            sum(len(reply.summary.root) + sum(len(claim.text.root) for claim in reply.why) for reply in replies),
            sum(len(reply.wordings) for reply in replies),
            sum(len(reply.samples) for reply in replies),
            sum(len([*of.targets(reply)]) for reply in replies),
        ]
        return tuple(count / len(replies) for count in counts)

    assert mix(made_catalog) == pytest.approx(mix(catalog), rel=0.1)


def test_no_two_made_replies_say_the_same(made_catalog: Catalog) -> None:
    texts = [reply.text for reply in made_catalog.replies.values()]
    assert len(set(texts)) == len(texts)


def test_every_page_of_a_peer_has_the_words_of_ours_and_links_that_lead_somewhere(made: Path, tmp_path: Path) -> None:
    texts = content.texts(made)
    content.write(texts, tmp_path, content.as_mkdocs, links="file", front=False)
    files = sorted(tmp_path.rglob("*.md"))
    assert len(files) == len(texts) > 150
    page = (tmp_path / "codes/451/greylisting.md").read_text("utf-8")
    assert "[Greylisting](../../settings/smtp/greylisting.md)" in page
    assert "## What to do" in page
    for file in files:
        for link in re.findall(r"\]\(([^():#]+\.md)", file.read_text("utf-8")):
            assert (file.parent / link).is_file(), (file, link)


def test_an_edit_stands_once_on_the_page(tmp_path: Path) -> None:
    project = Project(every_way(35)[OURS], tmp_path / "ours", ())
    assert (project.edit(1), project.edit(2)) == ("Edited 1 times.", "Edited 2 times.")
    assert (tmp_path / "ours/codes/451/greylisting.yml").read_text("utf-8").count("Edited") == 1
    assert "Edited 2 times" in load_catalog(tmp_path / "ours/codes").replies["451/greylisting"].summary.root


def test_a_command_is_measured_with_its_children(tmp_path: Path) -> None:
    work = "sum(range(20_000_000)); b = bytearray(60_000_000)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{work}'])"
    figure = run([sys.executable, "-c", parent], tmp_path)
    assert figure.cpu > 0.1
    assert figure.memory > 60


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="status 3: no room"):
        run([sys.executable, "-c", "import sys; print('no room', file=sys.stderr); sys.exit(3)"], tmp_path)
    with pytest.raises(FailedError):
        run(["no-such-command"], tmp_path)
    with pytest.raises(FailedError, match=r"not finished in 0\.3 seconds"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, timeout=0.3)


def test_a_peer_that_cannot_be_installed_is_left_out_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "TOOLS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "npm" in ways.install([ELEVENTY])[ELEVENTY]
    assert "npm" in ways.install([ELEVENTY])[ELEVENTY], "the second run takes nothing for installed"
    with pytest.raises(FailedError, match="not installed"):
        every_way(35)[ELEVENTY].build()


@pytest.fixture
def results() -> Results:
    about = {"date": "2026-01-02", "commit": "abc", "cores": "2", "processor": "x", "system": "y", "Python": "3"}
    found = Results(name="build", command="a command", about=about)
    for cpu in (4, 1, 2):
        told = {"wall": cpu, "memory": 50, "written": 1, "files": 7, "total": 2_000_000}
        found.add(way=OURS, size=1_000, kind="cold", cpu=cpu, **told)
        found.add(way=HUGO, size=1_000, kind="cold", cpu=cpu * 2, **told)
    found.add(way=OURS, size=10_000, kind="cold", cpu=200, **told)
    return found


def test_the_table_holds_the_median_and_the_least(results: Results) -> None:
    row = f"| {OURS} | 1,000 | 2.00 (1.00) | 2.00 (1.00) | 50.0 | 2.00 |"
    assert row in report.build_table(results).splitlines()


def test_what_could_not_be_measured_stands_in_the_table_with_the_reason(results: Results) -> None:
    results.faults[f"{HUGO}, 10000"] = "status 1: out of memory"
    assert f"| {HUGO} | 10,000 | status 1: out of memory |" in report.build_table(results)


def test_aims_are_judged_pair_by_pair_and_a_missed_one_is_said(results: Results) -> None:
    found = {aim.name: aim for aim in aims({"build": results})}
    assert found[f"cold build, CPU, times that of {HUGO}"].figure == 0.5
    assert not found["growth from 1,000 to 10,000, CPU, exponent"].is_met
    table = report.aims_table({"build": results}, {})
    assert "| growth from 1,000 to 10,000, CPU, exponent | 1.05 | 2.00 | **no** |" in table
    assert f"| cold build, CPU, times that of {HUGO} | 0.85 | 0.50 | yes |" in table
    assert not Aim(name="x", most=1, figure=None).is_met


def test_powers_and_ratios() -> None:
    assert exponent((100, 2), (1_000, 20)) == pytest.approx(1)
    assert exponent((100, 2), (1_000, None)) is None
    assert ratio([1, 2, 9], [2, 2, 3]) == 1
    assert ratio([], [1]) is None


@pytest.mark.parametrize("scheme", report.SCHEMES)
def test_a_chart_is_plain_and_says_what_it_shows(scheme: str) -> None:
    some = [Line("one & two", [(100, 0.5), (1_000, 50)]), Line("three", [(100, 2)])]
    for drawing in (lines("A title", some, scheme), bars("A title", [Bar("<one>", 3), Bar("two", 0)], scheme)):
        root = etree.fromstring(drawing.encode())
        tags = {etree.QName(element).localname for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "text", "line", "rect", "polyline", "circle"}
        assert [root[0].text, root.get("role")] == ["A title", "img"]
        assert "50" in root[1].text or "<one>: 3" in root[1].text
        assert "style" not in drawing


def test_the_docs_say_what_was_measured() -> None:
    kept = report.kept_results()
    assert report.page(report.PAGE.read_text("utf-8"), kept, report.reasons()) == report.PAGE.read_text("utf-8")
    assert {file.name: file.read_text("utf-8") for file in report.CHARTS.iterdir()} == report.charts(kept)


def test_every_reason_belongs_to_an_aim() -> None:
    assert set(report.reasons()) <= {aim.name for aim in aims({})}
