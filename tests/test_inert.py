"""No text of the catalogue acts, with all layers and with each of them alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NEEDS_BROWSER
from payloads import PAYLOADS, HostileCatalog, hostile_catalog, text_fields, write_catalog
from playwright.sync_api import Browser
from probe import COMBINATIONS, Probe, build_site, probe, project

from generator import cli
from generator.entries import KINDS as FILES
from generator.policy import faults

pytestmark = NEEDS_BROWSER
OPENED = ("script", "out-of-title", "out-of-quotes", "attribute", "mutation-style", "link-script", "media", "refresh")
"""The payloads whose pages are opened here; tests/torture/payloads.py opens all of them."""
PROBLEM = re.compile(r"codes/[a-z0-9/-]+\.yml:\d+:\d+: error: .+ \([a-z-]+\)|    hint: .+|\d+ problems found")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> HostileCatalog:
    return hostile_catalog(tmp_path_factory.mktemp("hostile") / "codes")


def test_every_text_field_of_every_model_meets_every_payload(hostile: HostileCatalog) -> None:
    fields = {where for file in FILES for where in text_fields(file.model)}
    met = hostile.taken | set(hostile.refused)
    assert len(PAYLOADS) >= 40
    for where in fields:
        expected = {"polyglot"} if where[0] in ("Product", "SideMarks") else set(PAYLOADS)
        assert {name for place, name in met if place == where} == expected, where
    markup = {where for where, name in hostile.taken if name in ("out-of-quotes", "polyglot")}
    assert len(markup) >= 40, "most fields take markup as a text, or nothing would be tried"


def test_what_check_refuses_is_a_problem_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_catalog(tmp_path / "codes")
    assert cli.main(["--codes", str(tmp_path / "codes"), "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not PROBLEM.fullmatch(line)] == []
    assert len(lines) > 800


@pytest.fixture(scope="module", params=COMBINATIONS)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, hostile: HostileCatalog
) -> tuple[str, Path]:
    """The hostile site, and the name of the layers that are on."""
    layers = COMBINATIONS[request.param]
    folder = project(tmp_path_factory.mktemp(request.param), hostile.codes, layers)
    return request.param, build_site(folder, layers)


@pytest.fixture(scope="module")
def opened(built: tuple[str, Path], browser: Browser) -> Iterator[tuple[str, Path, Probe]]:
    name, site = built
    with probe(browser, site) as found:
        yield name, site, found


def test_no_page_holds_active_markup(opened: tuple[str, Path, Probe]) -> None:
    name, site, probe = opened
    found = {}
    for file in sorted(site.rglob("*.html")):
        document = file.read_text("utf-8")
        told = faults(document)
        if "/old-" in file.as_posix():  # a redirect, which is a refresh
            assert told == [] or name != "all", file
            continue
        markup = probe.parse(document)
        if markup:
            found[file.relative_to(site).as_posix()] = markup
        if name == "all":
            assert told == [], file
        if name == "policy" and set(markup) - {"id", "data-md-component"}:
            assert told, (file, markup)
    if name in ("policy", "none"):
        assert len(found) > 200
    else:
        assert found == {}
