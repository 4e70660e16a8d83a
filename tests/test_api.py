"""The published JSON documents and their schemas."""

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
def test_a_schema_is_valid_and_published(api: dict[str, Any], name: str) -> None:
    published = api[f"api/v1/schema/{name}.json"]
    Draft202012Validator.check_schema(published)
    assert published == schema(name)


def test_each_document_matches_its_schema(api: dict[str, Any]) -> None:
    checked = set()
    for address, document in api.items():
        if "/schema/" not in address:
            Draft202012Validator(schema(kind_of(address))).validate(document)
            checked.add(kind_of(address))
    assert checked == set(DOCUMENTS)


@pytest.mark.parametrize("change", [{"code": "451"}, {"wordings": []}, {"severity": "bad"}, {"text": None}])
def test_a_schema_refuses_a_wrong_value(api: dict[str, Any], change: dict[str, object]) -> None:
    document = json.loads(json.dumps(api["api/v1/replies.json"]))
    document["replies"][0] |= change
    assert not Draft202012Validator(schema("replies")).is_valid(document)


def test_a_schema_allows_new_keys(api: dict[str, Any]) -> None:
    assert Draft202012Validator(schema("codes")).is_valid({**api["api/v1/codes.json"], "later": 1})


def test_every_reply_is_listed_with_the_promised_keys_and_has_a_document(api: dict[str, Any], catalog: Catalog) -> None:
    replies = api["api/v1/replies.json"]["replies"]
    promised = {"id", "code", "text", "wordings", "title", "summary", "url", "articles", "settings", "aliases"}
    assert [reply["id"] for reply in replies] == list(catalog.replies)
    for reply in replies:
        assert promised <= set(reply)
        details = api[f"api/v1/replies/{reply['id']}.json"]["reply"]
        assert details | reply == details


def test_texts_are_plain(api: dict[str, Any]) -> None:
    text = json.dumps([document for address, document in api.items() if "/schema/" not in address])
    assert "[[" not in text
    assert "setting:" not in text
