"""What holds for the whole catalogue: every statement has a source, every text a sample, everything leads both ways.

An exemption carries its reason, and fails once it is not needed.
"""

from collections.abc import Collection, Mapping

import pytest
from conftest import Site
from pydantic import BaseModel

from generator.matching.explainer import Explainer
from generator.model.addresses import address
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.components import Part
from generator.model.introspection import leaves
from generator.model.prose import Reference, ReferenceKind
from generator.sources.file_types import FILE_TYPES

SPEAKS_WITHOUT_A_SOURCE = {
    "ArticleUse": "says why to read an article, and the article is the source",
    "Code": "quotes the standard, whose sections it names",
    "Procedure": "says when to follow its steps, each of which has a source",
    "Reply": "sums up what its claims and steps say, each with a source",
    "Setting": "sums up the section of the manual that it names",
    "Sides": "sums up what the claims and steps say, each with a source",
    "Standard": "refers to the RFC in its text",
    "Value": "is worded by the console itself",
}
"""Groups of keys whose prose has no ``source`` beside it, each with the reason."""

LEAD_FROM_ELSEWHERE = {
    "article:ME020032": "the whole catalogue began with it; the product names it as its origin",
    "article:ME020517": "the page about logs explains its entry of the debug log",
}
"""What no reply leads to, each with the reason."""


def agree(found: Collection[str], exemptions: Mapping[str, str]) -> None:
    """Fail for what is found without an exemption, and for an exemption that is not needed or has no reason."""
    assert set(found) == set(exemptions)
    assert [name for name, reason in exemptions.items() if len(reason.split()) < 5] == []


def groups() -> list[type[BaseModel]]:
    """Return every group of keys that a source may hold."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[type] = [kind.model for kind in FILE_TYPES]
    while waiting:
        model = waiting.pop()
        if model not in found and issubclass(model, Part):
            found[model] = None
            waiting += [leaf for field in model.model_fields.values() for leaf in leaves(field.annotation)]
    return list(found)


def test_every_statement_has_a_source() -> None:
    speaking = [
        group for group in groups() if any(Prose in leaves(field.annotation) for field in group.model_fields.values())
    ]
    assert len(speaking) > 8
    agree([group.__name__ for group in speaking if "source" not in group.model_fields], SPEAKS_WITHOUT_A_SOURCE)


def test_every_wording_has_a_sample(catalog: Catalog) -> None:
    explainer = Explainer(catalog.reply_index)
    for reply in catalog.replies.values():
        shown = {
            match.pattern.wording
            for sample in reply.samples
            for match in explainer.matches(sample.line)
            if match.pattern.reply == reply.id
        }
        assert shown == set(range(len(reply.wordings))), reply.id


def test_everything_leads_to_a_reply(catalog: Catalog) -> None:
    kinds = (ReferenceKind.SETTING, ReferenceKind.ARTICLE, ReferenceKind.PROCEDURE)
    entries = [Reference(kind, id) for kind in kinds for id in catalog.ids(kind)]
    agree([str(entry) for entry in entries if entry not in catalog.replies_of], LEAD_FROM_ELSEWHERE)


def test_each_code_has_a_reply(catalog: Catalog) -> None:
    assert [code for code in catalog.codes if code not in catalog.replies_of_code] == []


@pytest.mark.parametrize("kind", [ReferenceKind.SETTING, ReferenceKind.ARTICLE, ReferenceKind.PROCEDURE])
def test_pages_lead_there_and_back(site: Site, catalog: Catalog, kind: ReferenceKind) -> None:
    """A page that a reply leads to lists the reply, and lists no other."""
    pages = {
        place: {link.get("href", "").split("#")[0].replace("../", "") for link in page.iter("a")}
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
            or id in {*reply.settings, *(use.id for use in reply.articles)}
        }
        for place in direct:
            assert address(target) in pages[place], (place, target)


def test_an_exemption_that_is_not_needed_fails() -> None:
    with pytest.raises(AssertionError):
        agree([], {"a": "a reason of more than four words"})
    with pytest.raises(AssertionError):
        agree(["a"], {"a": "because"})
