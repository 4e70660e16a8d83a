"""Sources in the standard format: nothing is lost, and formatting again changes nothing."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mistakes import lay
from mutations import MUTATIONS, ORIGINAL, Mutation

from generator.authoring.layout import WIDTH, format_yaml
from generator.cli import main as cli
from generator.model.entries import Reply
from generator.problem import CatalogError
from generator.sources.comments import find_comments, place_comments
from generator.sources.file_types import SCHEMA_MARK
from generator.sources.text import HIDDEN_CHARACTERS, SourceText
from generator.sources.yaml import parse_yaml

REPLY = "codes/451/delayed.yml"


def formatted(text: str, model: type = Reply, *, is_list: bool = False) -> str:
    """Return a text in the standard format, after comparing its values and comments."""
    root = parse_yaml(SourceText("x.yml", text)).root
    after = format_yaml(root, model, place_comments(text, root), is_list=is_list)
    again = parse_yaml(SourceText("x.yml", after))
    assert again.problems == ()
    assert again.root.plain() == root.plain()
    assert kept(after, again.root) == kept(text, root)
    return after


def kept(text: str, root: object) -> list[str]:
    """Return the comments of a text; several schema lines count as one."""
    found = [comment.text for comment in find_comments(text, root)]
    schemas = {text for text in found if text.startswith(SCHEMA_MARK)}
    return sorted([text for text in found if text not in schemas] + [*schemas])


def run(capsys: pytest.CaptureFixture[str], codes: Path, *arguments: str) -> tuple[int, str]:
    status = cli.main(["--codes", str(codes), "format", *arguments])
    return status, capsys.readouterr().out


def test_every_source_is_formatted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, ROOT / "codes", "--check") == (0, "0 problems found\n")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("stage: [rcpt]\ntitle: x\n", "title: x\nstage: [rcpt]\n"),
        ("title: x\nwhy:\n- text: a\nfeature: no\n", "title: x\nfeature: no\n\nwhy:\n  - text: a\n"),
        ("title: 'x'\n\n\nstage:\n  - rcpt\n  - mail\n", "title: x\nstage: [rcpt, mail]\n"),
        ("title: {a: b}\n", "title:\n  a: b\n"),
        ("sides: {out: {sources: [a, b], acts: you}, in: {means: x}}\n",
         "sides:\n  in:\n    means: x\n  out:\n    acts: you\n    sources: [a, b]\n"),
        ('title: "10.48"\n', 'title: "10.48"\n'),
        ("title: 10.48\n", 'title: "10.48"\n'),
        ("title: 'a: b'\n", 'title: "a: b"\n'),
        ("title: \"say \\\"a\\\" '#b'\"\n", "title: say \"a\" '#b'\n"),
        ('title: "a: \\"b\\""\n', "title: 'a: \"b\"'\n"),
        ('title: "a\\tb"\n', 'title: "a\\tb"\n'),
        ("title:\n", 'title: ""\n'),
        ("title: []\n", "title: []\n"),
        ("summary: It waits.\n", "summary: >\n  It waits.\n"),
        ("summary: |\n  One.\n  Two.\n", "summary: >\n  One.\n\n  Two.\n"),
        ("why:\n- text: 'Note: a'\n", "why:\n  - text: >\n      Note: a\n"),
        ('samples:\n- line: "a\\nb"\n', "samples:\n  - line: |\n      a\n      b\n"),
        ("strange: 1\ntitle: x\n", 'title: x\nstrange: "1"\n'),
        ("why:\n- source: log\n  # a\n  text: x\n", "why:\n  # a\n  - text: x\n    source: log\n"),
        ("title: x # a\n".replace("x", '"x"'), "# a\ntitle: x\n"),
        ("stage: # a\n  - rcpt\n", "# a\nstage: [rcpt]\n"),
        ("stage: [rcpt, # a\n  mail]\n", "stage:\n  # a\n  - rcpt\n  - mail\n"),
        ("summary: > # a\n  It: #waits.\ntitle: x\n", "title: x\n\n# a\nsummary: >\n  It: #waits.\n"),
        ("# about\n\ntitle: x\n# end\n", "# about\n\ntitle: x\n\n# end\n"),
        ("search:\n  - a\n  # last\ntitle: x\n", "title: x\n\nsearch:\n  - a\n  # last\n"),
        ("# yaml-language-server: $schema=a\nstage: [any]\ntitle: x\n",
         "# yaml-language-server: $schema=a\ntitle: x\nstage: [any]\n"),
    ],
)  # fmt: skip
def test_a_text_has_one_format(written: str, expected: str) -> None:
    assert formatted(written) == expected
    assert formatted(expected) == expected


def test_a_list_of_entries_is_sorted_by_their_ids() -> None:
    assert formatted("b:\n  c: 1\n# a\na:\n  c: 2\n", is_list=True) == '# a\na:\n  c: "2"\n\nb:\n  c: "1"\n'


def test_prose_is_wrapped_at_one_width() -> None:
    after = formatted(f"summary: {'word ' * 60}end\ntell: {'word ' * 60}end\n")
    wrapped, tell = after.split("\n\n")
    assert max(map(len, wrapped.split("\n"))) == WIDTH - 4
    assert len(wrapped.split("\n")) == 5
    assert tell == f"tell: {'word ' * 60}end\n"


A_LOT = settings(max_examples=150, deadline=None, derandomize=True)
SOURCES = {name: raw.decode() for name, raw in ORIGINAL.items() if name.endswith(".yml")}


def formatted_twice(text: str) -> bool:
    """Format a text twice if it can be read; return whether it can."""
    if HIDDEN_CHARACTERS.search(text):  # such a file is refused when it is read
        return False
    try:
        if parse_yaml(SourceText("x.yml", text)).problems:
            return False
    except CatalogError:
        return False
    once = formatted(text)
    assert formatted(once) == once
    return True


@A_LOT
@given(mutations=MUTATIONS)
def test_changed_sources_lose_nothing(mutations: list[Mutation]) -> None:
    files = dict(ORIGINAL)
    for mutation in mutations:
        if files:
            mutation.apply(files)
    for name, raw in files.items():
        if raw != ORIGINAL.get(name):
            formatted_twice(raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"))


@A_LOT
@given(
    name=st.sampled_from(sorted(SOURCES)),
    comments=st.lists(st.tuples(st.integers(0, 99), st.sampled_from(["", "  ", "    ", "      ", None])), min_size=1),
)
def test_comments_at_any_place_are_kept(name: str, comments: list[tuple[int, str | None]]) -> None:
    lines = SOURCES[name].rstrip("\n").split("\n")
    for number, (at, indent) in enumerate(comments):
        place = at % len(lines)
        if indent is not None:
            lines.insert(place, f"{indent}# {number}")
        elif lines[place].endswith((":", '"', "]")):
            lines[place] += f" # {number}"
    assume(formatted_twice("\n".join(lines) + "\n"))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30) | st.text(
    " -?:#'\"\\~[a1\t\n", max_size=6
)


@A_LOT
@given(texts=st.lists(TEXTS, min_size=4, max_size=4))
def test_any_text_stays_the_same(texts: list[str]) -> None:
    title, summary, item, why = (json.dumps(text) for text in texts)
    written = f"title: {title}\nsummary: {summary}\nsearch: [{item}]\nwhy: [{{text: {why}}}]\n"
    formatted_twice(written)


@pytest.fixture
def reply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A file of the small catalogue, which has the standard format."""
    run(capsys, lay(tmp_path))
    return tmp_path / REPLY


def test_files_are_formatted_in_place(reply: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = tmp_path / "codes"
    canonical = reply.read_bytes().replace(b"\ntitle", b"\n# why\ntitle")
    reply.write_bytes(canonical.replace(b"\n\n", b"\n").replace(b"\n", b"\r\n"))
    reply.chmod(0o640)
    status, printed = run(capsys, codes, "--check")
    assert status == 1
    assert f"{REPLY}:4:1: error: the file isn't in the standard format (layout)\n" in printed
    assert "hint: Expected here: an empty line, then 'wordings:'. Run 'python3 run.py format' to fix it." in printed
    assert run(capsys, codes) == (0, "1 of 9 files formatted\n")
    assert reply.read_bytes() == canonical
    assert reply.stat().st_mode & 0o777 == 0o640
    assert run(capsys, codes, "--check") == (0, "0 problems found\n")
    assert run(capsys, codes) == (0, "0 of 9 files formatted\n")
    assert [path.name for path in reply.parent.iterdir() if path.name.startswith(".")] == []


def test_texts_can_be_wrapped_and_quoted_differently(
    reply: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = tmp_path / "codes"
    canonical = reply.read_text("utf-8")
    title = canonical.partition("\ntitle: ")[2].partition("\n")[0]
    summary = canonical.partition("\nsummary: >\n  ")[2].partition("\n")[0]
    changed = canonical.replace(f"title: {title}", f'title: "{title}"')
    changed = changed.replace(f"  {summary}\n", "".join(f"  {word}\n" for word in summary.split()))
    assert changed.count("\n") > canonical.count("\n")
    reply.write_text(changed, "utf-8")
    assert run(capsys, codes, "--check") == (0, "0 problems found\n")
    assert run(capsys, codes) == (0, "1 of 9 files formatted\n")
    assert reply.read_text("utf-8") == canonical
    reply.write_text(canonical.replace(f"\n\nsummary: >\n  {summary}", f"\nsummary: {summary}"), "utf-8")
    assert run(capsys, codes, "--check") == (0, "0 problems found\n")


def test_windows_line_endings_are_allowed(reply: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply.write_bytes(reply.read_bytes().replace(b"\n", b"\r\n"))
    assert run(capsys, tmp_path / "codes", "--check") == (0, "0 problems found\n")


def test_a_byte_order_mark_is_reported_and_removed(
    reply: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    canonical = reply.read_bytes()
    reply.write_bytes(b"\xef\xbb\xbf" + canonical)
    status, printed = run(capsys, tmp_path / "codes", "--check")
    assert status == 1
    assert f"{REPLY}:1:1: error: the file starts with a byte order mark or contains a" in printed
    run(capsys, tmp_path / "codes")
    assert reply.read_bytes() == canonical


def test_a_file_with_errors_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    file = codes / "451/delayed.yml"
    file.write_text("stage: [any]\ntitle: a #b\n", "utf-8")
    before = file.read_bytes()
    status, printed = run(capsys, codes)
    assert status == 1
    assert f"{REPLY}:2:8: error: the text ends before '#b' (cut-text)" in printed
    assert file.read_bytes() == before


def test_a_file_that_cannot_be_written_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = lay(tmp_path)
    before = {file: file.read_bytes() for file in codes.rglob("*.yml")}

    def refuse(_: Path, to: Path) -> None:
        raise PermissionError(13, "Permission denied", str(to))

    monkeypatch.setattr("os.replace", refuse)
    assert cli.main(["--codes", str(codes), "format"]) == 2
    assert "Permission denied. The files after it are unchanged." in capsys.readouterr().err
    assert {file: file.read_bytes() for file in codes.rglob("*") if file.is_file()} == before


def test_a_patch_formats_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)
    before = {file: file.read_bytes() for file in codes.rglob("*.yml")}
    status, patch = run(capsys, codes, "--diff")
    assert status == 1
    assert {file: file.read_bytes() for file in codes.rglob("*.yml")} == before
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, text=True, check=True)
    assert run(capsys, codes, "--check") == (0, "0 problems found\n")
    assert run(capsys, codes, "--diff") == (0, "")


@pytest.mark.parametrize("name", ["codes/451/delayed.yml", r"codes\451\delayed.yml", r".\codes\451", "codes/451/"])
def test_files_and_folders_can_be_written_in_any_form(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lay(tmp_path).parent)
    assert cli.main(["format", "--check", name]) == 1
    printed = capsys.readouterr().out
    assert f"{REPLY}:1:1: error" in printed
    assert "articles.yml" not in printed


@pytest.mark.parametrize(("name", "message"), [("none.yml", "there is no file"), (".", "isn't a source")])
def test_a_path_other_than_a_source_is_bad_use(
    name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lay(tmp_path).parent)
    assert cli.main(["format", name]) == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert printed.count("\n") == 1
