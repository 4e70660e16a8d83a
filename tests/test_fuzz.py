"""Random changes of the sources are accepted, or refused with problems at places that exist."""

import pytest
from hypothesis import HealthCheck, given, settings
from mutations import MUTATIONS, Mutation, Project, misplaced

from generator.problem import Position, Problem

A_FEW = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("mutated"))


@A_FEW
@given(mutations=MUTATIONS)
def test_changed_sources_are_accepted_or_refused_at_places_that_exist(
    project: Project, mutations: list[Mutation]
) -> None:
    with project.mutated(mutations) as files:
        problems = project.check()
    assert [problem for problem in problems if misplaced(problem, files)] == []


def test_unchanged_sources_are_accepted(project: Project) -> None:
    assert project.check() == ()


@pytest.mark.parametrize(
    ("line", "column", "wrong"), [(1, 1, False), (2, 3, False), (3, 1, False), (1, 4, True), (4, 1, True)]
)
def test_a_place_that_does_not_exist_is_noticed(line: int, column: int, *, wrong: bool) -> None:
    position = Position(line=line, column=column)
    problem = Problem(path="codes/x.yml", position=position, rule="r", message="m", hint="h")
    assert misplaced(problem, {"codes/x.yml": b"\xef\xbb\xbfab\r\ncd\n"}) is wrong
