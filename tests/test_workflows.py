"""The files for the repository's host: safe, spelled right, and running what a person runs."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

sys.path.insert(0, str(ROOT))
import run

FOLDER = ROOT / ".github"
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.yml"))
FORMS = sorted(set((FOLDER / "ISSUE_TEMPLATE").glob("*.yml")) - {FOLDER / "ISSUE_TEMPLATE/config.yml"})
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": FORMS,
    "github-issue-config": [FOLDER / "ISSUE_TEMPLATE/config.yml"],
    "dependabot": [FOLDER / "dependabot.yml"],
}
OTHER_STEPS = {
    'gh release create "$GITHUB_REF_NAME" --verify-tag --generate-notes release/*': (
        "only the host can make a release, and nothing of the repository runs where one may be made"
    )
}
"""The steps that are no command of run.py, each with its reason."""


def read(file: Path) -> dict[Any, Any]:
    data: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return data


def steps() -> list[tuple[str, dict[str, Any]]]:
    """Return every step of every job, with the workflow's name."""
    return [(file.stem, step) for file in WORKFLOWS for job in read(file)["jobs"].values() for step in job["steps"]]


def test_a_linter_finds_nothing_unsafe() -> None:
    linter = shutil.which("zizmor", path=sysconfig.get_path("scripts"))
    assert linter
    command = [linter, "--offline", "--no-progress", "--quiet", "--persona=pedantic", str(FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_host_knows_every_key(schema: str) -> None:
    files = [str(file) for file in SCHEMAS[schema]]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert files
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_step_is_a_command_that_a_person_runs_too() -> None:
    commands = {line.split()[0] for line in run.USAGE.splitlines() if re.match(r"  \w", line)}
    seen = [step["run"] for _, step in steps() if "run" in step]
    for step in set(seen) - set(OTHER_STEPS):
        found = re.fullmatch(r"python run\.py (\w+)( [\w.^/ -]+)?", step)
        assert found, f"{step!r}: no variable, no second command, nothing that a shell reads"
        assert found[1] in commands, step
    assert set(OTHER_STEPS) <= set(seen), "a reason for a step that is gone"


def test_an_action_is_named_by_its_commit_and_its_version() -> None:
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


def test_a_workflow_may_do_nothing_but_what_its_jobs_name() -> None:
    for file in WORKFLOWS:
        workflow = read(file)
        assert workflow["permissions"] == {}, file.name
        assert workflow["concurrency"], file.name
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 60, file.name
            writes = [right for right, level in job["permissions"].items() if level == "write"]
            ran = [step["run"] for step in job["steps"] if "run" in step]
            assert not writes or set(ran) <= set(OTHER_STEPS), "what may write runs nothing of the repository"
        assert "secrets." not in file.read_text("utf-8"), file.name
        assert "pull_request_target" not in file.read_text("utf-8"), "it hands rights to strangers' code"


def test_no_checkout_leaves_its_token_behind() -> None:
    kept = [
        name for name, step in steps() if "checkout" in step.get("uses", "") and step["with"]["persist-credentials"]
    ]
    assert kept == []


def test_a_pull_request_waits_for_no_other_site() -> None:
    for file in WORKFLOWS:
        asked = {step.get("run") for job in read(file)["jobs"].values() for step in job["steps"]}
        if "python run.py links" in asked:
            assert "pull_request" not in file.read_text("utf-8"), file.name
            assert "schedule" in read(file)[True], "YAML 1.1 takes the key 'on' for a switch"
    assert any(step.get("run") == "python run.py links" for _, step in steps())


def test_the_tests_run_on_three_systems() -> None:
    systems = read(FOLDER / "workflows/check.yml")["jobs"]["tests"]["strategy"]["matrix"]["system"]
    assert sorted(system.partition("-")[0] for system in systems) == ["macos", "ubuntu", "windows"]


def test_a_form_asks_for_what_belongs_to_nobody() -> None:
    text = (FOLDER / "ISSUE_TEMPLATE/missing-reply.yml").read_text("utf-8")
    assert "Take out what belongs to people" in text
    assert "python3 run.py explain" in text
    ids = {part.get("id") for part in read(FOLDER / "ISSUE_TEMPLATE/missing-reply.yml")["body"]}
    assert {"line", "side", "redacted"} <= ids


def test_the_link_at_the_foot_of_a_page_fills_in_the_form() -> None:
    url = read(ROOT / "mkdocs.yml")["extra"]["report_url"]
    form, field = re.fullmatch(r".*/issues/new\?template=([\w-]+\.yml)&(\w+)=\{page\}", url).groups()
    assert field in {part.get("id") for part in read(FOLDER / "ISSUE_TEMPLATE" / form)["body"]}


def test_nobody_is_invented_as_owner() -> None:
    owners = re.findall(r"@\S+", (FOLDER / "CODEOWNERS").read_text("utf-8"))
    assert owners == ["@your-organisation/smtp-replies"]
    assert "CODEOWNERS" in (ROOT / "docs/publishing.md").read_text("utf-8")
