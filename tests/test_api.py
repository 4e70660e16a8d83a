"""The published JSON: each document as its schema says, and what design and promise ask of it."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.model.catalog import Catalog
from generator.site.api import documents
from generator.site.api_schema import DOCUMENTS, schema


@pytest.fixture(scope="module")
def api(catalog: Catalog) -> dict[str, Any]:
    return {address: json.loads(make()) for address, make in documents(catalog)}


def kind_of(address: str) -> str:
    name = address.removeprefix("api/v1/").removesuffix(".json")
    return "reply" if name.startswith("replies/") else name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_one_and_is_published(api: dict[str, Any], name: str) -> None:
    published = api[f"api/v1/schema/{name}.json"]
    Draft202012Validator.check_schema(published)
    assert published == schema(name)


def test_each_document_is_as_its_schema_says(api: dict[str, Any]) -> None:
    checked = set()
    for address, document in api.items():
        if "/schema/" not in address:
            Draft202012Validator(schema(kind_of(address))).validate(document)
            checked.add(kind_of(address))
    assert checked == set(DOCUMENTS)


@pytest.mark.parametrize(
    "change",
    [{"code": "451"}, {"wordings": []}, {"severity": "bad"}, {"text": None}],
)
def test_a_schema_finds_a_fault(api: dict[str, Any], change: dict[str, object]) -> None:
    document = json.loads(json.dumps(api["api/v1/replies.json"]))
    document["replies"][0] |= change
    assert not Draft202012Validator(schema("replies")).is_valid(document)


def test_a_key_that_a_later_edition_adds_is_allowed(api: dict[str, Any]) -> None:
    document = {**api["api/v1/codes.json"], "later": 1}
    assert Draft202012Validator(schema("codes")).is_valid(document)


def test_every_reply_is_listed_with_what_was_promised(api: dict[str, Any], catalog: Catalog) -> None:
    replies = api["api/v1/replies.json"]["replies"]
    promised = {"id", "code", "text", "wordings", "title", "summary", "url", "articles", "settings", "aliases"}
    assert [reply["id"] for reply in replies] == list(catalog.replies)
    assert all(promised <= set(reply) for reply in replies)


def test_a_reply_has_a_file_of_its_own_that_says_the_same(api: dict[str, Any]) -> None:
    for reply in api["api/v1/replies.json"]["replies"]:
        details = api[f"api/v1/replies/{reply['id']}.json"]["reply"]
        assert details | reply == details


def test_texts_are_plain(api: dict[str, Any]) -> None:
    told = json.dumps([document for address, document in api.items() if "/schema/" not in address])
    assert "[[" not in told
    assert "setting:" not in told
