"""The whole catalogue: every statement has a source, and pages link to each other.

An exemption has a reason, and fails once it isn't needed any more.
"""

from collections.abc import Collection, Mapping

import pytest
from conftest import Site
from pydantic import BaseModel

from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.components import Part
from generator.model.introspection import leaves
from generator.model.prose import Reference, ReferenceKind, address
from generator.sources.file_types import FILE_TYPES

WITHOUT_SOURCE = {
    "ArticleUse": "says why to read an article, which is the source",
    "Code": "quotes the standard and gives its sections",
    "Procedure": "says when to follow its steps, and each step has a source",
    "Reply": "sums up its claims and steps, and each has a source",
    "Setting": "sums up a section of the manual and gives it",
    "Sides": "sums up the claims and steps, and each has a source",
    "Standard": "refers to the RFC in its text",
    "Value": "is quoted from the console",
}
"""Groups of keys that contain prose but no ``source``, each with the reason."""

WITHOUT_REPLY = {
    "article:ME020032": "the catalogue is based on it: product.yml gives it as the origin",
    "article:ME020517": "the page about logs explains its entry in the debug log",
}
"""Entries that no reply leads to, each with the reason."""


def agree(names: Collection[str], exemptions: Mapping[str, str]) -> None:
    """Fail for a name without an exemption, and for an exemption that isn't needed or has no reason."""
    assert set(names) == set(exemptions)
    assert [name for name, reason in exemptions.items() if len(reason.split()) < 5] == []


def groups() -> list[type[BaseModel]]:
    """Return every group of keys that a source may contain."""
    models: dict[type[BaseModel], None] = {}
    waiting: list[type] = [kind.model for kind in FILE_TYPES]
    while waiting:
        model = waiting.pop()
        if model not in models and issubclass(model, Part):
            models[model] = None
            waiting += [leaf for field in model.model_fields.values() for leaf in leaves(field.annotation)]
    return list(models)


def test_every_statement_has_a_source() -> None:
    with_prose = [
        group for group in groups() if any(Prose in leaves(field.annotation) for field in group.model_fields.values())
    ]
    assert len(with_prose) > 8
    agree([group.__name__ for group in with_prose if "source" not in group.model_fields], WITHOUT_SOURCE)


def test_every_entry_is_linked_from_a_reply(catalog: Catalog) -> None:
    kinds = (ReferenceKind.SETTING, ReferenceKind.ARTICLE, ReferenceKind.PROCEDURE)
    entries = [Reference(kind, id) for kind in kinds for id in catalog.ids(kind)]
    agree([str(entry) for entry in entries if entry not in catalog.replies_of], WITHOUT_REPLY)


def test_each_code_has_a_reply(catalog: Catalog) -> None:
    assert [code for code in catalog.codes if code not in catalog.replies_of_code] == []


@pytest.mark.parametrize("kind", [ReferenceKind.SETTING, ReferenceKind.ARTICLE, ReferenceKind.PROCEDURE])
def test_pages_link_to_each_other(site: Site, catalog: Catalog, kind: ReferenceKind) -> None:
    """A page that a reply leads to lists the reply, and the page of the reply links to it."""
    pages = {
        place: {link.get("href", "").split("#")[0].replace("../", "") for link in page.xpath("//article//a")}
        for place, page in site.documents.items()
    }
    replies = {address(Reference(ReferenceKind.REPLY, id)): reply for id, reply in catalog.replies.items()}
    for id in catalog.ids(kind):
        target = Reference(kind, id)
        there = {place for place, reply in replies.items() if target in set(catalog.targets(reply))}
        assert pages[address(target)] & set(replies) >= there, target
        direct = {
            place
            for place, reply in replies.items()
            if target in {reference for _, reference in reply.references}
            or id in {*reply.settings, *(use.id for use in catalog.articles_of(reply))}
        }
        for place in direct:
            assert address(target) in pages[place], (place, target)
