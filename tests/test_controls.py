"""Control characters can't reach a terminal, and formulas can't reach a spreadsheet."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Page, expect
from vectors import row

from generator.cli import main as cli
from generator.cli.terminal import escape_controls

CONTROLS = "550 a\x1b[2J\x1b]0;b\x07 \x9b31m \u202ec \x7f"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc\r\n", "a\tb\nc\r\n"),
        ("a\rb", "a\\u000db"),
        ("\x1b[1m\x9b1m\u202e\u200b\udcff", "\\u001b[1m\\u009b1m\\u202e\\u200b\\udcff"),
        ("Jürgen 🙂", "Jürgen 🙂"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


@pytest.mark.parametrize("command", ["explain", "scan"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_hostile_line_prints_no_control_characters(
    command: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "a.log"
    log.write_text(row(CONTROLS), "utf-8")
    texts = [str(log)] if command == "scan" else [CONTROLS]
    assert cli.main(["--codes", str(ROOT / "codes"), command, "--addresses", "--format", form, *texts]) == 1
    printed = capsys.readouterr().out
    assert escape_controls(printed) == printed
    assert "\\u001b" in printed
    if form == "json":
        data = json.loads(printed)
        assert CONTROLS in (data["line"] if command == "explain" else data["unexplained"][0]["text"])


def test_no_export_contains_control_characters_or_formulas(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}explain/")
    formulas = ["=1+1", "+1", "-1", "@A1", " =1", "\u3000=1", "\uff1d1", "x\x1b[2J"]
    rows = [row("502 Command not implemented", ip=formula) for formula in formulas[:5]]
    log = "\n".join([*rows, row(CONTROLS)])
    page.set_input_files("#triage-file", {"name": "a.log", "mimeType": "text/plain", "buffer": log.encode()})
    expect(page.locator(".triage-status")).to_contain_text("Done")
    page.get_by_label("Include addresses").check()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download CSV").click()
    [reply] = csv.DictReader(io.StringIO(saving.value.path().read_text("utf-8-sig")))
    assert "=1+1" in reply["addresses"]
    page.get_by_role("button", name="Copy a summary").click()
    expect(page.locator(".triage-done")).to_have_text("Copied, without addresses.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert escape_controls(copied) == copied
    cells = page.evaluate(
        """texts => texts.map(title => window.triageViews.csv({ replies: [{ title, addresses: [] }] }, true)
            .split("\\r\\n")[1].split(",")[3])""",
        formulas,
    )
    assert [cell[0] for cell in cells] == ["'"] * 7 + ["x"]
    assert cells[-1] == "x\\u001b[2J"
