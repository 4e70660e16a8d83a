"""No text of the catalogue acts as code, with all three layers and with each of them alone."""

import re
from pathlib import Path

import pytest
from csp_audit import policy_problems
from payloads import KINDS, PAYLOADS, POLYGLOT, address_of, example, hostile_catalog, slots, write_catalog
from playwright.sync_api import Browser
from probe import COMBINATIONS, INDEXES, active_pages, build_site, check, examine, payloads_for, probe, project

from generator.cli import main as cli
from generator.model.entries import Style
from generator.sources.file_types import FILE_TYPES

OPENED = ("script", "out-of-title", "out-of-quotes", "attribute", "mutation-style", "link-script", "media")
"""The payloads that each layer alone has to stop here; tests/torture/payloads.py tries all of them."""
PROBLEM = re.compile(r"codes/[A-Za-z0-9/-]+\.yml:\d+:\d+: error: .+ \([a-z-]+\)|    hint: .+|\d+ problems found")


def test_every_payload_is_tried_in_every_text_field(tmp_path: Path) -> None:
    hostile = hostile_catalog(tmp_path / "codes")
    models = {file.model for file in FILE_TYPES} - {Style}  # no page shows the rules about style
    tried = hostile.accepted | set(hostile.refused)
    assert len(PAYLOADS) >= 40
    for where in {slot.where for model in models for _, slot in slots(example(model))}:
        expected = {POLYGLOT} if where[0] in ("Product", "SideMarks") else set(PAYLOADS)
        assert {name for place, name in tried if place == where} == expected, where
    for name in ("terminal", "line-separator", "turned"):
        assert not {where for where, accepted in hostile.accepted if accepted == name}, name
    for name in ("prose-link-script", "prose-link-data", "prose-reference"):
        assert (("Claim", "text"), name) in hostile.refused
    assert not {name for where, name in hostile.accepted if where in (("Section", "url"), ("Source", "url"))}
    markup = {where for where, name in hostile.accepted if name in ("out-of-quotes", POLYGLOT)}
    assert len(markup) >= 40, "most fields accept markup as text, otherwise nothing would be tested"


def test_a_refused_payload_is_a_problem_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_catalog(tmp_path / "codes")
    assert cli.main(["--codes", str(tmp_path / "codes"), "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not PROBLEM.fullmatch(line)] == []
    assert len(lines) > 800


@pytest.fixture(scope="module", params=COMBINATIONS)
def hostile_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name of the layers that are on and the site of a hostile catalogue."""
    layers = COMBINATIONS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    payloads = payloads_for(layers) if request.param == "all" else OPENED
    hostile = hostile_catalog(folder / "hostile/codes", payloads)
    return request.param, build_site(project(folder, hostile.codes, layers), layers)


@pytest.mark.parametrize("hostile_site", ["all"], indirect=True)
def test_a_hostile_site_follows_its_policy_and_data_cannot_leave_its_script(hostile_site: tuple[str, Path]) -> None:
    _, site = hostile_site
    for file in sorted(site.rglob("*.html")):
        assert policy_problems(file.read_text("utf-8")) == [], file
    for name in ("patterns", "search-data"):
        script = (site / f"assets/javascripts/{name}.js").read_text("utf-8")
        assert "hit(" in script, name
        assert "<" not in script, name
    assert "hit(" not in (site / "search/search_index.json").read_text("utf-8")


def test_no_payload_is_executed(hostile_site: tuple[str, Path], browser: Browser) -> None:
    name, site = hostile_site
    replies = [address_of("reply", payload) for payload in OPENED]
    others = [address_of(kind, payload) for kind, payload in zip(KINDS[1:], OPENED[1:], strict=False)]
    with probe(browser, site) as visitor:
        active = active_pages(visitor, site)
        if name == "none":
            for address in ("", "settings/", *replies):
                visitor.open(visitor.address + address)
            assert len({hit.split()[0] for hit in visitor.hits}) > 4, "the probe sees what acts"
            assert len(visitor.external) > 4
            assert len(active) > 30
        else:
            pages = [*INDEXES, *replies, *others] if name == "all" else ["", "print/", *replies]
            markup = examine(visitor, site, pages, PAYLOADS if name == "all" else OPENED)
            check(name, visitor, active, markup)
