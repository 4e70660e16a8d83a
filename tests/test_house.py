"""The whole catalogue: every statement has a source, and pages link to each other.

An exemption has a reason, and fails once it isn't needed any more.
"""

import statistics
from collections.abc import Collection, Mapping
from copy import deepcopy

import pytest
from conftest import ROOT, Site
from lxml.html import HtmlElement
from pydantic import BaseModel
from ruamel.yaml import YAML

from generator.matching.explainer import Explainer
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.components import Part
from generator.model.introspection import leaves
from generator.model.prose import Reference, ReferenceKind, address
from generator.sources.file_types import FILE_TYPES

WITHOUT_SOURCE = {
    "Article": "says what an article is about, which is the source",
    "ArticleUse": "says why to read an article, which is the source",
    "Code": "quotes the standard and gives its sections",
    "Procedure": "says when to follow its steps, and each step has a source",
    "Reply": "sums up its sides, and each has its sources",
    "Source": "says what limits a source, which is the source",
    "Standard": "refers to the RFC in its text",
}
"""Groups of keys that contain prose but no ``source`` or ``sources``, each with the reason."""

LINKED = (
    ReferenceKind.SETTING,
    ReferenceKind.ARTICLE,
    ReferenceKind.PROCEDURE,
    ReferenceKind.DEBUG,
    ReferenceKind.NOTICE,
)


NOT_PROSE = ("headerlink", "marks", "neighbours", "path-line", "reply-said")
"""Classes of parts of a reply's page that aren't read as sentences."""
MOST_WORDS = 450
"""Number of visible words of prose that half of the replies' pages may have at most."""


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


def has_source(group: type[BaseModel]) -> bool:
    """Return whether a group must give its sources, or is only in groups that must."""
    if any(field.is_required() for key in ("source", "sources") if (field := group.model_fields.get(key))):
        return True
    owners = [one for one in groups() if any(group in leaves(field.annotation) for field in one.model_fields.values())]
    return bool(owners) and all(map(has_source, owners))


def test_every_statement_has_a_source() -> None:
    with_prose = [
        group for group in groups() if any(Prose in leaves(field.annotation) for field in group.model_fields.values())
    ]
    assert len(with_prose) > 8
    agree([group.__name__ for group in with_prose if not has_source(group)], WITHOUT_SOURCE)


def test_another_entry_leads_to_every_entry(catalog: Catalog) -> None:
    reached = {*catalog.replies_of, *catalog.messages_of}
    reached |= {reference for entry in catalog.entries for _, reference in entry.references}
    reached |= {Reference(ReferenceKind.ARTICLE, source.article or "") for source in catalog.sources.values()}
    entries = [Reference(kind, id) for kind in LINKED for id in catalog.ids(kind)]
    assert [str(entry) for entry in entries if entry not in reached] == []


def words_of(article: HtmlElement) -> int:
    """Return the number of words of prose that a reply's page shows before anything is opened."""
    article = deepcopy(article)
    hidden = "|".join(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in NOT_PROSE)
    for part in article.xpath(f".//details[not(@open)]/*[not(self::summary)]|{hidden}"):
        part.drop_tree()
    prose = article.xpath(".//*[self::p or self::li or self::dd][not(ancestor::p or ancestor::li or ancestor::dd)]")
    return sum(len(part.text_content().split()) for part in prose)


def test_the_pages_of_replies_are_short(site: Site, catalog: Catalog) -> None:
    pages = [page.xpath("//article[@data-reply]")[0] for page in (site.pages[f"codes/{id}/"] for id in catalog.replies)]
    assert statistics.median(map(words_of, pages)) <= MOST_WORDS


def test_each_code_has_a_reply(catalog: Catalog) -> None:
    assert [code for code in catalog.codes if code not in catalog.replies_of_code] == []


@pytest.mark.parametrize("kind", LINKED)
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


def test_readers_get_texts_that_the_catalogue_has(explainer: Explainer) -> None:
    situations = YAML(typ="safe").load((ROOT / "tests/readers/situations.yml").read_text("utf-8"))
    replies = [each for each in situations if each["page"].startswith("codes/")]
    assert [f"codes/{explainer.explain(each['text']).reply}" for each in replies] == [each["page"] for each in replies]
