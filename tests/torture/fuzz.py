"""Random changes of the sources, at length: python tests/torture/fuzz.py [--examples N] [--seed N].

Every example is checked in this process, and every fiftieth by the command too. Every hundredth that is refused goes
through ``mkdocs build``, which must not change the site of an earlier build.
"""

import argparse
import collections
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from mutations import MUTATIONS, Mutation, Project, misplaced
from project import manifest

from generator.checks.report import problem_text

COMMANDS_EVERY = 50
BUILDS_EVERY = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    sys.stdout.write(f"{options.examples} examples, seed {options.seed}\n")
    sys.stdout.flush()
    counts: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder).resolve())
        built = project.command("mkdocs", "build")
        assert built.returncode == 0, built.stderr
        before = manifest(project.folder / "site")

        @hypothesis.seed(options.seed)
        @settings(
            max_examples=options.examples,
            phases=[Phase.generate],  # shrinking takes longer than finding
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(mutations=MUTATIONS)
        def try_mutations(mutations: list[Mutation]) -> None:
            with project.mutated(mutations) as files:
                problems = project.check()
                counts["refused" if problems else "accepted"] += 1
                counts.update({f"  {problem.rule}" for problem in problems})
                assert [problem for problem in problems if misplaced(problem, files)] == []
                if counts.total() and sum(counts[key] for key in ("refused", "accepted")) % COMMANDS_EVERY == 0:
                    counts["by command"] += 1
                    done = project.command("generator", "check")
                    assert done.stderr == ""
                    assert done.returncode in ((1,) if problems else (0, 1))  # it also judges the prose
                    unseen = [problem for problem in problems if problem_text(problem) not in done.stdout]
                    assert unseen == [] or "(too-many-problems)" in done.stdout
                if problems and counts["refused"] % BUILDS_EVERY == 0:
                    counts["built"] += 1
                    done = project.command("mkdocs", "build")
                    assert done.returncode == 1, done.stderr
                    assert "Traceback" not in done.stderr, done.stderr
                    assert manifest(project.folder / "site") == before

        try:
            try_mutations()
        finally:
            for name, count in counts.most_common():
                sys.stdout.write(f"{count:7} {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
