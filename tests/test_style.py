"""The rules about prose find what breaks them, at the right position, and accept everything else."""

from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

from generator.checks.proofreading import prose_findings
from generator.checks.rules.prose import MAX_SENTENCE_WORDS, Dictionary, ProseText
from generator.checks.runner import load_catalog
from generator.cli import main as cli
from generator.model.catalog import Catalog
from generator.model.entries import Style

STYLE = Style.model_validate(
    {
        "id": "style",
        "file": "codes/style.yml",
        "words": ["greylisting"],
        "avoid": [
            {"phrase": "please", "instead": "Leave it out."},
            {"phrase": "in order to", "instead": "to"},
            {"phrase": "e.g.", "instead": "such as"},
            {"phrase": "!", "instead": "A full stop."},
        ],
        "links": ["here", "click here"],
    }
)
DICTIONARY = Dictionary(STYLE.words)


def findings(text: str) -> list[tuple[str, str]]:
    """Return the rule and the words of each finding in a text."""
    return [(rule, text[one.start : one.end]) for rule, one in prose_findings(ProseText(text, STYLE, DICTIONARY))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The servr waits.", [("misspelt", "servr")]),
        ("Teh server's log.", [("misspelt", "Teh")]),
        ("**teh** *servr* [teh](https://example.org/) [[451/x|servr]]",
         [("misspelt", word) for word in ("teh", "servr", "teh", "servr")]),
        ("A non-existant one.", [("misspelt", "existant")]),
        ("Please wait.", [("tone", "Please")]),
        ("Wait\nin order\nto pass!", [("tone", "in order\nto"), ("tone", "!")]),
        ("Servers, e.g. two.", [("tone", "e.g.")]),
        ("See [here](https://example.org/a_(b)).", [("empty-link", "[here](")]),
        ("See [[451/busy|click  here]].", [("empty-link", "[[451/busy|click  here]]")]),
        ("Open Servers > Connectors.", [("arrow", " > ")]),
        ("Open *Servers* -> *Connectors* \u2192 `SMTP`.", [("arrow", " -> "), ("arrow", " \u2192 ")]),
        (f"One. {'word ' * MAX_SENTENCE_WORDS}end. Two.", [("long-sentence", "word word word")]),
        (f"One\n\n| {'word ' * MAX_SENTENCE_WORDS}| end |", []),
        (f"- {'word ' * MAX_SENTENCE_WORDS}\n- end", []),
    ],
)  # fmt: skip
def test_a_rule_finds_what_breaks_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert findings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The server's queue doesn\u2019t wait; it recognises a colour, a licence, a centre and cancelled mail.",
        "Greylisting, GREYLISTING and MailEnable; SMTP-IN, RCPTs, 2.0.0, ME020073, user@exampel.com.",
        "`servr`, `a > b` and `please`, in `code on\ntwo lnes`, [[setting:smtp/servr]] and [[451/servr|words]].",
        "[words](https://example.org/servr?please!) and https://example.org/teh and servr.example.org",
        "```text\nservr > here! [here](x)\n```\nWords.",
        "Words:\n\n```text\n" + "word\n" * MAX_SENTENCE_WORDS * 2 + "```\n\nWords.",
        "!!! note\n\n    Words.",
        '<div class="servr">Words</div> {: .servr #teh }',
        "pleased, displease; a->b is a name, 5 > 4 is `true`".replace("a->b", "`a->b`").replace("5 > 4", "`5 > 4`"),
        f"{'word ' * (MAX_SENTENCE_WORDS - 1)}end.",
        f"{'word ' * (MAX_SENTENCE_WORDS - 1)}end: {'word ' * (MAX_SENTENCE_WORDS - 1)}end.",
        "[[451/busy|the reply here]] leads there.",
    ],
)
def test_good_prose_breaks_no_rule(text: str) -> None:
    assert findings(text) == []


def styled(folder: Path) -> Path:
    """Return the small catalogue with a ``style.yml``."""
    codes = lay(folder)
    (codes / "style.yml").write_text("avoid:\n  - phrase: please\n    instead: Leave it out.\n", "utf-8")
    return codes


def check(codes: Path, capsys: pytest.CaptureFixture[str]) -> str:
    cli.main(["--codes", str(codes), "check"])
    return capsys.readouterr().out


def test_a_problem_is_reported_at_its_line_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = styled(tmp_path)
    file = codes / "451/delayed.yml"
    text = file.read_text("utf-8").replace(
        "summary: The sender tries again.",
        "summary: >\n  The sender tries again, the\n  sender. Please wait, and please\n  wait for the servr.",
    )
    file.write_text(text, "utf-8")
    assert check(codes, capsys) == (
        "codes/451/delayed.yml:8:11: error: the style avoids 'Please' (tone)\n"
        "    hint: Instead: Leave it out. See contributing/rules/tone/\n"
        "codes/451/delayed.yml:8:28: error: the style avoids 'please' (tone)\n"
        "    hint: Instead: Leave it out. See contributing/rules/tone/\n"
        "codes/451/delayed.yml:9:16: error: the word 'servr' isn't in the dictionary (misspelt)\n"
        "    hint: Did you mean 'serve'? Add a term of the product to 'words' in style.yml, "
        "and put a name from code in backticks. See contributing/rules/misspelt/\n"
        "3 problems found\n"
    )


def test_titles_are_checked_and_wordings_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = styled(tmp_path)
    file = codes / "451/delayed.yml"
    text = (
        file.read_text("utf-8")
        .replace("Delayed, try again", "Please wayt!")
        .replace("The message is delayed", "The message is delayd")
    )
    file.write_text(f"{text}search: [please, servr]\ntell: Please wait.\n", "utf-8")
    printed = check(codes, capsys)
    assert [line.split(" error: ")[0] for line in printed.splitlines() if " error: " in line] == [
        "codes/451/delayed.yml:1:23:",
        "codes/451/delayed.yml:45:7:",
    ]


def test_a_page_is_checked_below_its_front_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = styled(tmp_path)
    (tmp_path / "docs").mkdir()
    page = "---\ndescription: please servr\n---\n\n# Teh page\n\nWords, `servr`, and\nplease see.\n"
    (tmp_path / "docs/page.md").write_bytes(page.replace("\n", "\r\n").encode())
    printed = check(codes, capsys)
    assert "docs/page.md:5:3: error: the word 'Teh' isn't in the dictionary (misspelt)" in printed
    assert "docs/page.md:8:1: error: the style avoids 'please' (tone)" in printed
    assert printed.endswith("2 problems found\n")


def test_without_a_style_the_prose_is_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = styled(tmp_path)
    (codes / "style.yml").unlink()
    file = codes / "451/delayed.yml"
    file.write_text(file.read_text("utf-8").replace("The sender tries", "Please, teh servr tries"), "utf-8")
    assert check(codes, capsys) == "0 problems found\n"


def test_a_build_does_not_check_the_prose(tmp_path: Path) -> None:
    codes = styled(tmp_path)
    file = codes / "451/delayed.yml"
    file.write_text(file.read_text("utf-8").replace("The sender tries", "Please, teh servr tries"), "utf-8")
    assert load_catalog(codes).style


def test_very_many_misspelt_words_are_reported_in_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = styled(tmp_path)
    file = codes / "451/delayed.yml"
    words = " ".join(f"qx{'abcdefghij'[n % 10]}zv{'abcdefghij'[n // 10 % 10]}" for n in range(600))
    file.write_text(file.read_text("utf-8").replace("The sender tries", f"The {words} tries"), "utf-8")
    assert check(codes, capsys).count("(misspelt)") <= 101


def test_corrections_are_searched_for_only_as_often_as_problems_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = styled(tmp_path)
    claims = "".join(f"  - text: {'qxzv ' * 5}{number}.\n    source: log\n" for number in range(500))
    file = codes / "451/delayed.yml"
    file.write_text(f"{file.read_text('utf-8')}notes:\n{claims}", "utf-8")
    asked = []
    monkeypatch.setattr(Dictionary, "correction", lambda _, word: asked.append(word))
    assert "more problems from here on" in check(codes, capsys)
    assert len(asked) < 300


def test_each_word_of_the_product_is_needed(catalog: Catalog) -> None:
    assert catalog.style
    english = Dictionary()
    words = list(catalog.style.words)
    assert [word for word in words if english.knows(word)] == []
    assert words == sorted(words)
    written = " ".join(
        file.read_text("utf-8").lower()
        for folder in ("codes", "docs")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".yml", ".md") and file.name != "style.yml"
    )
    assert [word for word in words if word not in written] == []


def test_each_phrase_to_avoid_is_one_that_the_style_does_not_use_itself(catalog: Catalog) -> None:
    assert catalog.style
    phrases = [avoided.phrase for avoided in catalog.style.avoid]
    assert len(set(phrases)) == len(phrases)
    assert [phrase for phrase in phrases if phrase != phrase.lower()] == []
