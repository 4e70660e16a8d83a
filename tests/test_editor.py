"""Schemas for editors: up to date, with all ids, and accepting everything that is valid."""

import json
import re
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from mistakes import CASES, MISTAKES, Mistake, lay
from referencing import Registry, Resource

from generator.authoring.editor_schema import IDS, outdated, schema_files
from generator.cli import main as cli
from generator.model.catalog import Catalog
from generator.problem import CatalogError
from generator.sources.file_types import FILE_TYPES, SCHEMAS, FileType, schema_line
from generator.sources.reader import read_sources
from generator.sources.text import SourceText, read_text
from generator.sources.validation import validate
from generator.sources.yaml import Node, parse_yaml

CODES = ROOT / "codes"
FILES = [file.relative_to(CODES).as_posix() for file in sorted(CODES.rglob("*.yml"))]
SCHEMA_OF = {file.stem: json.loads(file.read_text("utf-8")) for file in (CODES / SCHEMAS).iterdir()}
REGISTRY = Registry().with_resources(
    (f"{name}.json", Resource.from_contents(schema)) for name, schema in SCHEMA_OF.items()
)
CORE = (
    (r"null|Null|NULL|~|", lambda _: None),
    (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", lambda _: 1),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", lambda _: 0.5),
)
"""The value of a text without quotes in the core schema of YAML 1.2; any number stands for all numbers."""
NOTHING = ("title-null", "title-tilde")
"""Cases with a word that ``check`` reads as text, and an editor as a key without a value."""


def kind_of(name: str) -> FileType:
    return next(kind for kind in FILE_TYPES if kind.name.fullmatch(name))


def as_an_editor_reads(node: Node) -> object:
    """Return a value with the types that YAML gives it."""
    if isinstance(node.value, dict):
        return {key: as_an_editor_reads(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [as_an_editor_reads(item) for item in node.value]
    forms = CORE if node.is_plain else ()
    return next((convert(node.value) for form, convert in forms if re.fullmatch(form, node.value)), node.value)


def objections(schema: str, value: object) -> list[str]:
    """Return the messages of an editor about the content of a file."""
    return [error.message for error in Draft7Validator(SCHEMA_OF[schema], registry=REGISTRY).iter_errors(value)]


def content(file: Path) -> object:
    return as_an_editor_reads(parse_yaml(read_text(file, file.name)).root)


def test_the_schemas_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert (cli.main(["--codes", str(CODES), "schema", "--check"]), capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize("name", FILES)
def test_a_source_links_to_its_schema_and_matches_it(name: str) -> None:
    assert (CODES / name).read_text("utf-8").startswith(schema_line(name) + "\n")
    [mark, link] = schema_line(name).split("=")
    assert (CODES / name).parent.joinpath(link).resolve() == CODES / SCHEMAS / f"{kind_of(name).schema}.json"
    assert mark == "# yaml-language-server: $schema"
    assert objections(kind_of(name).schema, content(CODES / name)) == []


def test_the_small_catalogue_matches_the_schemas() -> None:
    for file in sorted((CASES / "catalog").rglob("*.yml")):
        name = file.relative_to(CASES / "catalog").as_posix()
        assert objections(kind_of(name).schema, content(file)) == [], name


@pytest.mark.parametrize("case", MISTAKES, ids=str)
def test_no_schema_refuses_what_check_accepts(case: Mistake, tmp_path: Path) -> None:
    codes = case.lay(tmp_path)
    refused = {problem.path for problem in read_sources(codes).problems}
    for name in re.findall(r"(?m)^@ codes/(.*\.yml)$", case.changes):
        if not any(f"codes/{name}/".startswith(f"{path}/") for path in refused):
            messages = objections(kind_of(name).schema, content(codes / name))
            assert (messages != []) == (case.name in NOTHING), messages


VALUES = ("", "x", "12", "no", "[]", "[x]", "{}", "{x: y}", "vendor", "451/delayed", "ME020073", '"a\\nb"')


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FILES), st.integers(0, 10_000), st.sampled_from(VALUES), st.sampled_from(["", "x"]))
def test_no_schema_refuses_a_changed_source_that_the_model_accepts(
    name: str, place: int, value: str, letter: str
) -> None:
    lines = (CODES / name).read_text("utf-8").split("\n")
    at = [index for index, line in enumerate(lines) if re.match(r"[ -]*\w+: \S", line)]
    line = at[place % len(at)]
    key, _, _ = lines[line].partition(": ")
    lines[line] = f"{key}{letter}: {value}"
    try:
        source = parse_yaml(SourceText(name, "\n".join(lines)))
        if kind_of(name).key:
            for id in source.root.keys:
                validate(kind_of(name).model, source, id, (id,))
        else:
            validate(kind_of(name).model, source, "x")
    except CatalogError:
        return
    assert objections(kind_of(name).schema, as_an_editor_reads(source.root)) == []


WRONG = {
    "a key with a typing error": ("reply", "title:", "titel:", "'titel' was unexpected"),
    "a key is missing": ("reply", "summary: The sender tries again.\n", "", "'summary' is a required property"),
    "a word that isn't in the list": ("reply", "[rcpt]", "[rctp]", "'rctp' is not one of"),
    "a text instead of a list": ("reply", "[rcpt]", "rcpt", "'rcpt' is not of type 'array'"),
    "a list instead of a text": ("reply", "The sender tries again.", "[a, b]", "['a', 'b'] is not of type"),
    "an empty list": ("reply", "[rcpt]", "[]", "[] should be non-empty"),
    "a key without a value": ("reply", "The message is delayed", "", "None is not of type"),
    "a key without a value below another": ("reply", "    do: Wait.", "    do:", "None is not of type"),
    "a title of two lines": ("reply", "The message is delayed", '"a\\nb"', "does not match"),
    "a step of an unknown kind": ("reply", "procedure: wait", "proc: wait", "is not valid under any"),
    "an alias of another form": ("reply", "settings:", "aliases: [451/Late]\nsettings:", "does not match"),
    "a section of an RFC": ("code", "5321#4.2.2", "RFC 5321", "does not match"),
    "a step of a path": ("setting", "tab: Delay", "tub: Delay", "'tub' was unexpected"),
    "a step with two words": ("setting", "- tab: Delay", "- tab: Delay\n    node: X", "has too many properties"),
    "a step of the manual in the console": ("setting", "tab: Delay", "chapter: Delay", "'chapter' was unexpected"),
    "a key of an article": ("articles", "title: Replies", "titel: Replies", "'titel' was unexpected"),
    "an article's id": ("articles", "KB1:", "KB-1:", "does not match"),
    "an address without its id": ("product", "kb.example/{id}", "kb.example/id", "does not match"),
    "a risk without words": ("procedure", "source: inferred", "source: inferred\n    risk:", "None is not of type"),
}
SMALL = {
    "reply": "451/delayed.yml",
    "code": "451/code.yml",
    "setting": "settings/smtp/delay.yml",
    "procedure": "procedures/wait.yml",
    "articles": "articles.yml",
    "manual": "manual.yml",
    "product": "product.yml",
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_schema_refuses(mistake: str) -> None:
    schema, right, wrong, expected = WRONG[mistake]
    text = (CASES / "catalog" / SMALL[schema]).read_text("utf-8")
    changed = parse_yaml(SourceText("x", text.replace(right, wrong, 1))).root
    assert changed != parse_yaml(SourceText("x", text)).root
    messages = objections(schema, as_an_editor_reads(changed))
    assert len(messages) <= 2
    assert any(expected in message for message in messages), messages


@pytest.mark.parametrize("name", sorted(kind.schema for kind in FILE_TYPES))
def test_every_key_has_a_description_and_an_example(name: str) -> None:
    schema = SCHEMA_OF[name]
    needs_no_example = {"enum", "properties", "pattern", "items", "anyOf"}
    for part in (schema, *schema["$defs"].values()):
        for key, value in part.get("properties", {}).items():
            whole = (schema["$defs"][value["$ref"].split("/")[-1]] if "$ref" in value else {}) | value
            assert "\n" not in whole["description"], key
            has_example = "examples" in value or needs_no_example & set(whole)
            assert has_example or set(value) == {"description", "type"}, key


def test_every_word_of_a_list_is_explained() -> None:
    for part in (part for schema in SCHEMA_OF.values() for part in schema["$defs"].values()):
        if "description" in part:
            assert len(part.get("enumDescriptions", ())) == len(part.get("enum", ()))


def test_the_ids_are_those_of_the_catalogue(catalog: Catalog) -> None:
    offered = {kind: part["enum"] for kind, part in SCHEMA_OF["ids"]["$defs"].items()}
    assert "smtp/greylisting" in offered["setting"]
    assert "ME020073" in offered["article"]
    assert set(offered) == {"setting", "article", "procedure", "section", "source", "debug", "edition"}
    text = json.dumps(SCHEMA_OF["reply"])
    used = {kind for kind in offered if f"ids.json#/$defs/{kind}" in text}
    assert used == {"setting", "article", "procedure", "source", "debug"}
    assert offered["edition"] == sorted(catalog.product.editions)


def test_a_missing_id_makes_a_schema_outdated_and_a_new_id_does_not(catalog: Catalog, tmp_path: Path) -> None:
    for name, text in schema_files(catalog):
        (tmp_path / name).write_text(text, "utf-8")
    fewer = dict(list(catalog.settings.items())[1:])
    more = {**catalog.settings, "smtp/new": catalog.settings["smtp/greylisting"]}
    assert outdated(catalog, tmp_path, exactly=True) == []
    assert outdated(replace(catalog, settings=more), tmp_path) == []
    assert outdated(replace(catalog, settings=more), tmp_path, exactly=True) == [IDS]
    assert outdated(replace(catalog, settings=fewer), tmp_path) == [IDS]


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"$defs": []}', '{"$defs": {"x": {"enum": []}}}'])
def test_damaged_ids_are_outdated(catalog: Catalog, tmp_path: Path, text: str) -> None:
    for name, current in schema_files(catalog):
        (tmp_path / name).write_text(current, "utf-8")
    (tmp_path / IDS).write_text(text, "utf-8")
    assert outdated(catalog, tmp_path) == [IDS]


def test_the_command_writes_what_is_outdated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = lay(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        return cli.main(["--codes", str(codes), "schema", *arguments]), capsys.readouterr().out

    assert run("--check")[0] == 1
    assert run()[0] == 0
    (codes / SCHEMAS / "old.json").write_text("{}", "utf-8")
    (codes / SCHEMAS / "reply.json").write_text("{}", "utf-8")
    outdated = "codes/.schema/{} is outdated; run 'smtp-replies schema'\n"
    assert run("--check") == (1, outdated.format("old.json") + outdated.format("reply.json"))
    assert run() == (0, "codes/.schema/old.json removed\ncodes/.schema/reply.json written\n")
    assert run() == (0, "The schemas are up to date.\n")
    assert run("--check") == (0, "")
    assert cli.main(["--codes", str(codes), "check"]) == 0


def test_the_editor_settings_find_the_schema_of_every_source() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    for name in FILES:
        schemas = []
        for schema, patterns in settings["yaml.schemas"].items():
            globs = [patterns] if isinstance(patterns, str) else patterns
            is_excluded = any(fnmatchcase(f"!codes/{name}", glob) for glob in globs)
            if not is_excluded and any(fnmatchcase(f"codes/{name}", glob) for glob in globs):
                schemas.append(schema)
        assert schemas == [f"./codes/{SCHEMAS}/{kind_of(name).schema}.json"], name
    assert (settings["files.encoding"], settings["files.eol"], settings["yaml.format.enable"]) == ("utf8", "\n", False)
    assert "redhat.vscode-yaml" in (ROOT / ".vscode/extensions.json").read_text("utf-8")
