"""The rules about prose find what breaks them, at the right position, and accept everything else.

``check`` reads the catalogue and the hand-written pages; the words of the interface are checked here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import lay

from generator.checks.proofreading import prose_findings
from generator.checks.rules.prose import (
    MAX_SENTENCE_WORDS,
    MAX_SENTENCE_WORDS_ON_PAGE,
    MAX_TELL_WORDS,
    MIN_READABLE_WORDS,
    Dictionary,
    ProseText,
    TextKind,
    avoided_phrases,
)
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
            {"phrases": ["please"], "instead": "Leave it out."},
            {"phrases": ["in order to"], "instead": "to"},
            {"phrases": ["is|are no"], "instead": "isn't a", "allowed": ["there is|are no", "is no longer"]},
            {"phrases": ["e.g."], "instead": "such as"},
            {"phrases": ["!"], "instead": "A full stop."},
        ],
        "links": ["here", "click here"],
        "verbs": ["Check", "Wait"],
    }
)
DICTIONARY = Dictionary(STYLE.words)


def findings(text: str, kind: TextKind = TextKind.STATEMENT) -> list[tuple[str, str]]:
    """Return the rule and the words of each finding in a text."""
    found = prose_findings(ProseText(kind, text, STYLE, DICTIONARY))
    return [(rule, text[finding.start : finding.end]) for rule, finding in found]


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
        ("It is no file, and they are\nno pages.", [("tone", "is no"), ("tone", "are\nno")]),
        ("It waits; it works.", [("semicolon", ";")]),
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
        "The server's queue doesn\u2019t wait. It recognises a colour, a licence, a centre and cancelled mail.",
        "Greylisting, GREYLISTING and MailEnable. SMTP-IN, RCPTs, 2.0.0, ME020073, user@exampel.com.",
        "`servr`, `a > b` and `please`, in `code on\ntwo lnes`, [[setting:smtp/servr]] and [[451/servr|words]].",
        "[words](https://example.org/servr?please!) and https://example.org/teh and servr.example.org",
        "```text\nservr > here! [here](x)\n```\nWords.",
        "Words:\n\n```text\n" + "word\n" * MAX_SENTENCE_WORDS * 2 + "```\n\nWords.",
        "!!! note\n\n    Words.",
        '<div class="servr">Words</div> {: .servr #teh }',
        "pleased, displease: a->b is a name, 5 > 4 is `true`".replace("a->b", "`a->b`").replace("5 > 4", "`5 > 4`"),
        f"{'word ' * (MAX_SENTENCE_WORDS - 1)}end.",
        f"{'word ' * (MAX_SENTENCE_WORDS - 1)}end: {'word ' * (MAX_SENTENCE_WORDS - 1)}end.",
        "[[451/busy|the reply here]] leads there.",
        "There are no files, and the page is no longer there.",
        'Never write "please"\nor "e.g. this\none". Select **Please wait!** and `a; b`.',
    ],
)
def test_good_prose_breaks_no_rule(text: str) -> None:
    assert findings(text) == []


LONG_WORDS = "Administrators communicate considerable information. "
SHORT_WORDS = "Mail waits on the server. "


@pytest.mark.parametrize(
    ("kind", "wrong", "expected", "right"),
    [
        (TextKind.STEP, "If it fails, wait.", ("unclear-step", "If"), "Wait if it fails."),
        (TextKind.STEP, "It waits. Check it.", ("unclear-step", "It"), "Check it."),
        (TextKind.STEP, "`check` it.", ("unclear-step", ""), "No action is needed if it waits."),
        (
            TextKind.TELL,
            "Word. " * MAX_TELL_WORDS + "End.",
            ("long-tell", "Word. " * MAX_TELL_WORDS + "End."),
            ("Word. " * MAX_TELL_WORDS).strip(),
        ),
        (TextKind.ENTRY, LONG_WORDS * MIN_READABLE_WORDS, ("hard-to-read", ""), SHORT_WORDS * MIN_READABLE_WORDS),
        (TextKind.ENTRY, LONG_WORDS * MIN_READABLE_WORDS, ("hard-to-read", ""), LONG_WORDS),
        (
            TextKind.PAGE,
            f"{'word ' * MAX_SENTENCE_WORDS_ON_PAGE}end.",
            ("long-sentence", "word word word"),
            f"{'word ' * MAX_SENTENCE_WORDS}end; end.",
        ),
    ],
)
def test_some_rules_are_for_one_kind_of_text(kind: TextKind, wrong: str, expected: tuple[str, str], right: str) -> None:
    assert findings(wrong, kind) == [expected]
    assert findings(right, kind) == []


def test_a_step_is_not_checked_without_verbs() -> None:
    style = STYLE.model_copy(update={"verbs": ()})
    assert [*prose_findings(ProseText(TextKind.STEP, "It waits.", style, DICTIONARY))] == []


def styled(folder: Path) -> Path:
    """Return the small catalogue with a ``style.yml``."""
    codes = lay(folder)
    (codes / "style.yml").write_text("avoid:\n  - phrases: [please]\n    instead: Leave it out.\n", "utf-8")
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
        .replace("sources: [vendor]\n  out:", "sources: [vendor]\n    tell: Please wait.\n  out:")
    )
    file.write_text(f"{text}search: [please, servr]\n", "utf-8")
    printed = check(codes, capsys)
    assert [line.split(" error: ")[0] for line in printed.splitlines() if " error: " in line] == [
        "codes/451/delayed.yml:1:23:",
        "codes/451/delayed.yml:18:11:",
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


def test_no_word_of_the_product_is_in_the_dictionary(catalog: Catalog) -> None:
    assert catalog.style
    english = Dictionary()
    words = list(catalog.style.words)
    assert [word for word in words if english.knows(word)] == []
    assert words == sorted(words)


def test_each_phrase_is_listed_once_and_in_lower_case(catalog: Catalog) -> None:
    assert catalog.style
    phrases = [phrase for avoided in catalog.style.avoid for phrase in (*avoided.phrases, *avoided.allowed)]
    assert len(set(phrases)) == len(phrases)
    assert [phrase for phrase in phrases if phrase != phrase.lower()] == []


def test_no_advice_contains_a_phrase_to_avoid(catalog: Catalog) -> None:
    assert catalog.style
    advice = [avoided.instead for avoided in catalog.style.avoid]
    texts = [ProseText(TextKind.STATEMENT, text, catalog.style, DICTIONARY) for text in advice]
    assert [text.text for text in texts if any(avoided_phrases(text))] == []


JINJA = re.compile(r"(?s)\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}")
TAG = re.compile(r"(?s)<!--.*?-->|<[^<>]*>")
SCRIPT_COMMENT = re.compile(r"(?s)/\*.*?\*/|(?m:(?:^|\s)//[^\n]*)")
EXPRESSION = re.compile(r"\$\{[^{}]*\}")
LITERAL = re.compile(r"(?P<quote>[\"'`])(?P<words>(?:\\.|(?!(?P=quote))[^\\\n])*)(?P=quote)")


def interface_texts() -> Iterator[tuple[str, int, str]]:
    """Yield what people see besides pages, and the docstrings, each with its file and line."""
    for file in sorted([*(ROOT / "generator/templates").rglob("*.jinja"), *(ROOT / "overrides").rglob("*.html")]):
        yield str(file.relative_to(ROOT)), 1, TAG.sub(literals, JINJA.sub(literals, file.read_text("utf-8")))
    for file in sorted((ROOT / "generator/checks/rules").glob("*.md")):
        yield str(file.relative_to(ROOT)), 1, file.read_text("utf-8")
    for file in sorted((ROOT / "overrides/assets/javascripts").glob("*.js")):
        yield str(file.relative_to(ROOT)), 1, literals(file.read_text("utf-8"))
    for file in sorted((ROOT / "generator").rglob("*.py")):
        for line, text in python_texts(ast.parse(file.read_bytes())):
            yield str(file.relative_to(ROOT)), line, text


def literals(source: str | re.Match[str]) -> str:
    """Return code with spaces instead of everything but quoted words; a text without a space isn't one."""
    code = SCRIPT_COMMENT.sub(blank, source) if isinstance(source, str) else source[0]
    text, end = "", 0
    for literal in () if code.startswith(("{#", "<!--")) else LITERAL.finditer(code):
        if " " in literal["words"]:
            text += blank(code[end : literal.start("words")]) + EXPRESSION.sub(blank, literal["words"])
            end = literal.end("words")
    return text + blank(code[end:])


def blank(code: str | re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", code if isinstance(code, str) else code[0])


def python_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the texts below a node, except patterns and the examples of reply texts."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value
        elif not (isinstance(node, ast.keyword) and node.arg == "examples") and not (
            isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        ):
            yield from python_texts(node)


def test_the_interface_contains_no_phrase_to_avoid(catalog: Catalog) -> None:
    assert catalog.style
    found = [
        f"{file}:{line + text.count(chr(10), 0, finding.start)}: {finding.message}. {finding.hint}"
        for file, line, text in interface_texts()
        for finding in avoided_phrases(ProseText(TextKind.PAGE, text, catalog.style, DICTIONARY))
        if text[finding.start : finding.end] != "!"  # a sign of code
    ]
    assert found == []


def test_the_texts_of_a_template_and_a_script_are_found() -> None:
    template = "{# no one #}<a title=\"see {{ x }} two\" class='y'>{% set z = 'a b' %} c</a>"
    text = TAG.sub(literals, JINJA.sub(literals, template))
    assert (len(text), text.split()) == (len(template), ["see", "two", "a", "b", "c"])
    assert literals("f('a b', \"x\", `c ${x y} d e`); // it's no text").split() == ["a", "b", "c", "d", "e"]
    assert [*python_texts(ast.parse('"A b."\nx = re.compile("c d")\nf("e f", examples=["g h"])'))] == [
        (1, "A b."),
        (3, "e f"),
    ]
