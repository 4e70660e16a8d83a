"""The benchmarks: the generated catalogue is valid, all engines get the same pages, and figures become tables."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from project import manifest

from generator.checks.runner import load_catalog
from generator.model.catalog import Catalog

sys.path.insert(0, str(ROOT / "tests/bench"))
import catalogue
from build import build_tables
from harness import results as results_module
from harness.aims import verdict
from harness.engines import ELEVENTY, HUGO, OURS, Project
from harness.markdown import Dialect, markdown_pages, write_pages
from harness.measure import FailedError, measure
from harness.results import Results, replace_section


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "project"
    catalogue.write(150, folder)
    return folder


def test_a_generated_catalogue_is_valid_and_starts_with_the_real_replies(generated: Path, catalog: Catalog) -> None:
    replies = load_catalog(generated / "codes", generated / "docs").replies
    assert len(replies) == 150
    assert {id: replies.get(id) for id in catalog.replies} == catalog.replies


def test_the_same_size_gives_the_same_files(generated: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests/bench/catalogue.py"), "150", str(tmp_path / "again")]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7"})
    assert manifest(tmp_path / "again") == manifest(generated)


def test_every_page_of_a_peer_has_our_words_and_working_links(generated: Path, tmp_path: Path) -> None:
    pages = markdown_pages(generated)
    write_pages(pages, tmp_path, Dialect.MKDOCS)
    files = sorted(tmp_path.rglob("*.md"))
    assert len(files) == len(pages) > 150
    page = (tmp_path / "codes/451/greylisting.md").read_text("utf-8")
    assert "[Greylisting](../../settings/smtp/greylisting.md)" in page
    assert "## What to do" in page
    for file in files:
        for link in re.findall(r"\]\(([^():#]+\.md)", file.read_text("utf-8")):
            assert (file.parent / link).is_file(), (file, link)


def test_a_second_edit_replaces_the_first(generated: Path, tmp_path: Path) -> None:
    project = Project(OURS, tmp_path / "ours", generated, ())
    assert (project.edit(1), project.edit(2)) == ("Edited 1 times.", "Edited 2 times.")
    assert (tmp_path / "ours/codes/451/greylisting.yml").read_text("utf-8").count("Edited") == 1


def test_a_command_is_measured_with_its_children(tmp_path: Path) -> None:
    work = "sum(range(20_000_000)); b = bytearray(60_000_000)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{work}'])"
    usage = measure([sys.executable, "-c", parent], tmp_path)
    assert usage["cpu"] > 0.1
    assert usage["memory"] > 60


def test_a_failing_command_reports_its_reason(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="status 3: no space"):
        measure([sys.executable, "-c", "import sys; print('no space', file=sys.stderr); sys.exit(3)"], tmp_path)
    with pytest.raises(FailedError, match="no-such-command"):
        measure(["no-such-command"], tmp_path)
    with pytest.raises(FailedError, match=r"not finished in 0\.3 seconds"):
        measure([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, timeout=0.3)


@pytest.fixture
def results() -> Results:
    about = {"date": "2026-01-02", "commit": "abc", "machine": "a machine", "Python": "3"}
    results = Results("build", {"about": about, "rows": [], "failures": {}})
    for cpu in (4, 1, 2):
        figures = {"wall": cpu, "memory": 50, "output": 2_000_000}
        results.add(engine=OURS, size=1_000, cpu=cpu, **figures)
        results.add(engine=HUGO, size=1_000, cpu=cpu * 2, **figures)
    results.add(engine=OURS, size=10_000, cpu=200, **figures)
    return results


def test_the_tables_show_medians_growth_and_the_reason_of_a_failure(results: Results) -> None:
    results.failures[f"{ELEVENTY}, 10000"] = "status 1: out of memory"
    lines = build_tables(results).splitlines()
    assert f"| {OURS} | 1,000 | 2.00 | 2.00 | 50.0 | 2.00 |" in lines
    assert f"| {ELEVENTY} | 10,000 | status 1: out of memory | - | - | - |" in lines
    assert f"| {OURS} | - | 2.00 | - | 0.00 |" in lines


def test_engines_are_compared_round_by_round(results: Results) -> None:
    assert results.ratio("cpu", OURS, HUGO, 1_000) == 0.5
    assert results.ratio("cpu", OURS, ELEVENTY, 1_000) is None


def test_an_aim_is_met_up_to_its_limit() -> None:
    assert [verdict(0.85, figure) for figure in (0.85, 0.86, None)] == ["yes", "**no**", "not measured"]


def test_figures_survive_saving_and_tables_replace_their_section(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_module, "FOLDER", tmp_path)
    monkeypatch.setattr(results_module, "ROOT", tmp_path)
    results.save()
    assert vars(Results.load("build")) == vars(results)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/speed.md").write_text("Before\n\n<!-- build -->\n\nold\n\n<!-- /build -->\nAfter\n", "utf-8")
    replace_section("speed.md", "build", "new")
    assert (tmp_path / "docs/speed.md").read_text("utf-8") == (
        "Before\n\n<!-- build -->\n\nnew\n\n<!-- /build -->\nAfter\n"
    )
