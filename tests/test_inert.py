"""No text of the catalogue acts, with all layers and with each of them alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NEEDS_BROWSER
from csp_audit import policy_problems
from payloads import KINDS, PAYLOADS, address_of, hostile_catalog, text_fields, write_catalog
from playwright.sync_api import Browser
from probe import COMBINATIONS, INDEXES, Probe, build_site, examine, names_for, probe, project

from generator.cli import main as cli
from generator.model.style import Style
from generator.sources.file_types import FILE_TYPES

OPENED = ("script", "out-of-title", "out-of-quotes", "attribute", "mutation-style", "link-script", "media")
"""The payloads whose pages are opened here; tests/torture/payloads.py opens all of them."""
PROBLEM = re.compile(r"codes/[a-z0-9/-]+\.yml:\d+:\d+: error: .+ \([a-z-]+\)|    hint: .+|\d+ problems found")


def test_every_text_field_of_every_model_meets_every_payload(tmp_path: Path) -> None:
    hostile = hostile_catalog(tmp_path / "codes")
    models = {file.model for file in FILE_TYPES} - {Style}  # no page shows what the rules about prose are made of
    fields = {where for model in models for where in text_fields(model)}
    met = hostile.taken | set(hostile.refused)
    assert len(PAYLOADS) >= 40
    for where in fields:
        expected = {"polyglot"} if where[0] in ("Product", "SideMarks") else set(PAYLOADS)
        assert {name for place, name in met if place == where} == expected, where
    for name in ("terminal", "line-separator", "turned"):
        assert not {where for where, taken in hostile.taken if taken == name}, name
    for name in ("prose-link-script", "prose-link-data", "prose-reference"):
        assert (("Claim", "text"), name) in hostile.refused
    assert not {name for where, name in hostile.taken if where == ("Section", "url")}
    markup = {where for where, name in hostile.taken if name in ("out-of-quotes", "polyglot")}
    assert len(markup) >= 40, "most fields take markup as a text, or nothing would be tried"


def test_what_check_refuses_is_a_problem_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_catalog(tmp_path / "codes")
    assert cli.main(["--codes", str(tmp_path / "codes"), "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not PROBLEM.fullmatch(line)] == []
    assert len(lines) > 800


@pytest.fixture(scope="module", params=COMBINATIONS)
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[str, Path, Probe]]:
    """A hostile site, the name of the layers that are on, and a browser on it."""
    layers = COMBINATIONS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    hostile = hostile_catalog(folder / "hostile/codes", names_for(layers))
    site = build_site(project(folder, hostile.codes, layers), layers)
    with probe(browser, site) as found:
        yield request.param, site, found


@NEEDS_BROWSER[0]
@NEEDS_BROWSER[1]
def test_nothing_acts(opened: tuple[str, Path, Probe]) -> None:
    name, site, probe = opened
    parsed = judged(name, site, probe)
    replies = [address_of("reply", payload) for payload in OPENED]
    others = [address_of(kind, OPENED[at]) for at, kind in enumerate(KINDS) if kind != "reply"]
    if name == "none":
        for address in ("", "settings/", *replies):
            probe.open(probe.address + address)
        markup = []
    else:
        markup = examine(probe, site, [*INDEXES, *replies, *others])
    judge(name, probe, parsed, markup)


def judged(name: str, site: Path, probe: Probe) -> dict[str, list[str]]:
    """Return the active markup of every page, as the browser parses it; what it is, ``faults`` tells too."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        document = file.read_text("utf-8")
        told = policy_problems(document)
        assert told == [] or name != "all", (file, told)
        if "/old-" in file.as_posix():
            continue  # a redirect, which is a refresh
        if markup := probe.parse(document):
            found[file.relative_to(site).as_posix()] = markup
            assert told or name != "policy" or set(markup) <= {"id", "data-md-component"}, (file, markup)
    return found


def judge(name: str, probe: Probe, parsed: dict[str, list[str]], markup: list[str]) -> None:
    """Compare what acted with what these layers are to hold."""
    if name == "none":
        assert len({hit.split()[0] for hit in probe.hits}) > 20, "the harness sees what acts"
        assert len(probe.outside) > 20
        assert len(parsed) > 200
    elif name == "policy":
        assert (probe.hits, probe.outside) == ([], []), (probe.hits[:9], probe.outside[:9])
        assert len(parsed) > 200, "nothing else held them"
    else:
        met = (probe.hits, probe.outside, markup, parsed)
        assert met == ([], [], [], {}), [list(part)[:9] for part in met]
        assert probe.answers > 10, "the boxes answered"
