"""The benchmarks measure what they say: the made catalogue is whole, and the figures in the docs are those measured."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from project import build, manifest

from generator.catalog import Catalog
from generator.loading import load

sys.path.insert(0, str(ROOT / "tests/bench"))
import catalogue


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "project"
    catalogue.write(150, folder)
    return folder


@pytest.fixture(scope="module")
def made_catalog(made: Path) -> Catalog:
    return load(made / "codes", made / "docs")


@pytest.mark.parametrize("number", [1, 35, 600])
def test_a_made_catalogue_has_no_problem_and_as_many_replies_as_asked(number: int, tmp_path: Path) -> None:
    catalogue.write(number, tmp_path)
    assert len(load(tmp_path / "codes", tmp_path / "docs").replies) == number


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
