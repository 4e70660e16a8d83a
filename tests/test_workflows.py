"""The workflows and forms for GitHub: they have least rights and run the commands that people run."""

import re
import sys
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT

sys.path.insert(0, str(ROOT))
import run

FOLDER = ROOT / ".github"
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.yml"))
OTHER_STEPS = {
    'gh release create "$GITHUB_REF_NAME" --verify-tag --generate-notes release/*': (
        "only the host can create a release, and no code of the repository runs where one can be created"
    ),
    """\
if git diff --quiet; then exit 0; fi
gh auth setup-git
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git switch --create update-locks
git commit --all --message "project: update the lock files"
git push --force origin update-locks
gh pr create --fill || gh pr view update-locks
""": "no code of the repository runs where a branch can be pushed",
}
"""The steps other than commands of run.py, each with its reason."""


def read(file: Path) -> dict[Any, Any]:
    data: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return data


def steps() -> list[tuple[str, dict[str, Any]]]:
    """Return every step of every job, with the workflow's name."""
    return [(file.stem, step) for file in WORKFLOWS for job in read(file)["jobs"].values() for step in job["steps"]]


def test_every_step_is_a_command_of_run_py() -> None:
    seen = [step["run"] for _, step in steps() if "run" in step]
    for step in set(seen) - set(OTHER_STEPS):
        found = re.fullmatch(r"python run\.py (\w+)( [\w.^/ -]+)?", step)
        assert found, f"{step!r}: use one command without variables or shell syntax"
        assert found[1] in run.COMMANDS, step
    assert set(OTHER_STEPS) <= set(seen), "a reason for a step that no longer exists"


def test_an_action_is_pinned_to_a_commit_with_its_version() -> None:
    count = 0
    for file in WORKFLOWS:
        for line in file.read_text("utf-8").splitlines():
            if "uses:" in line:
                count += 1
                assert re.fullmatch(r" +(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    assert count > 10


def test_an_action_has_one_version() -> None:
    versions: dict[str, set[str]] = {}
    for _, step in steps():
        if "uses" in step:
            name, _, commit = step["uses"].partition("@")
            versions.setdefault(name, set()).add(commit)
    assert {name: commits for name, commits in versions.items() if len(commits) > 1} == {}


def test_a_workflow_has_only_the_rights_that_its_jobs_list() -> None:
    for file in WORKFLOWS:
        workflow = read(file)
        assert workflow["permissions"] == {}, file.name
        assert workflow["concurrency"], file.name
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 60, file.name
            writes = [right for right, level in job["permissions"].items() if level == "write"]
            ran = [step["run"] for step in job["steps"] if "run" in step]
            assert not writes or set(ran) <= set(OTHER_STEPS), "a job that can write runs no code of the repository"
        assert "secrets." not in file.read_text("utf-8"), file.name
        assert "pull_request_target" not in file.read_text("utf-8"), "it gives rights to the code of strangers"


def test_no_checkout_stores_its_token() -> None:
    kept = [
        name for name, step in steps() if "checkout" in step.get("uses", "") and step["with"]["persist-credentials"]
    ]
    assert kept == []


def test_no_pull_request_depends_on_other_sites() -> None:
    for file in WORKFLOWS:
        asked = {step.get("run") for job in read(file)["jobs"].values() for step in job["steps"]}
        if "python run.py links" in asked:
            assert "pull_request" not in file.read_text("utf-8"), file.name
            assert "schedule" in read(file)[True], "YAML 1.1 takes the key 'on' for a switch"
    assert any(step.get("run") == "python run.py links" for _, step in steps())


def test_the_tests_run_on_three_systems() -> None:
    systems = read(FOLDER / "workflows/check.yml")["jobs"]["tests"]["strategy"]["matrix"]["system"]
    assert sorted(system.partition("-")[0] for system in systems) == ["macos", "ubuntu", "windows"]


def test_a_form_asks_for_redacted_lines() -> None:
    text = (FOLDER / "ISSUE_TEMPLATE/missing-reply.yml").read_text("utf-8")
    assert "Remove anything that identifies people" in text
    assert "python3 run.py explain" in text
    ids = {part.get("id") for part in read(FOLDER / "ISSUE_TEMPLATE/missing-reply.yml")["body"]}
    assert {"line", "side", "redacted"} <= ids


def test_the_link_at_the_bottom_of_a_page_fills_in_the_form() -> None:
    url = read(ROOT / "mkdocs.yml")["extra"]["report_url"]
    form, field = re.fullmatch(r".*/issues/new\?template=([\w-]+\.yml)&(\w+)=\{page\}", url).groups()
    assert field in {part.get("id") for part in read(FOLDER / "ISSUE_TEMPLATE" / form)["body"]}


def test_the_owner_is_a_placeholder() -> None:
    owners = re.findall(r"@\S+", (FOLDER / "CODEOWNERS").read_text("utf-8"))
    assert owners == ["@your-organisation/smtp-replies"]
    assert "CODEOWNERS" in (ROOT / "docs/publishing.md").read_text("utf-8")
