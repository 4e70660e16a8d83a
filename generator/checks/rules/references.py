"""References between entries: every reference leads to an entry, and every entry is used."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from generator.checks.finding import Finding
from generator.model.catalog import Catalog
from generator.model.components import ProcedureUse, ReplyStep
from generator.model.entries import (
    Article,
    Code,
    Debug,
    Entry,
    Message,
    Notice,
    Procedure,
    Product,
    Reply,
    Section,
    Setting,
    Source,
)
from generator.model.prose import Reference, ReferenceKind
from generator.model.types import CONSTRUCTED, INFERRED
from generator.problem import MAX_PROBLEMS_PER_FILE, Loc, did_you_mean

_MODELS: dict[ReferenceKind, type[Entry]] = {
    ReferenceKind.REPLY: Reply,
    ReferenceKind.CODE: Code,
    ReferenceKind.SETTING: Setting,
    ReferenceKind.ARTICLE: Article,
    ReferenceKind.PROCEDURE: Procedure,
    ReferenceKind.DEBUG: Debug,
    ReferenceKind.NOTICE: Notice,
}


def dangling_references(catalog: Catalog) -> Iterator[Finding]:
    """A reference leads to an existing entry."""
    count: Counter[str] = Counter()
    ids = {kind: catalog.ids(kind) for kind in _MODELS}
    for entry in catalog.entries:
        for loc, reference in chain(entry.references, _listed(entry)):
            known = ids.get(reference.kind)
            if known is None or reference.id in known or count[entry.file] > MAX_PROBLEMS_PER_FILE:
                continue  # the limit saves time: the search for a similar id is slow
            count[entry.file] += 1
            noun = "debug code" if reference.kind is ReferenceKind.DEBUG else reference.kind
            message = f"there is no {noun} {reference.id!r}"
            hint = f"{_suggestion(catalog, reference)}Use the id of an existing entry, or add the entry."
            key = (_MODELS[reference.kind], reference.id)
            yield Finding(entry, loc, "dangling-reference", message, hint, words=reference.id, misses=key)
    for entry, loc, section in _section_ids(catalog):
        if section not in catalog.sections:
            message = f"there is no manual section {section!r}"
            hint = f"{did_you_mean(section, catalog.sections)}Use a section of manual.yml, or add the section there."
            yield Finding(entry, loc, "dangling-reference", message, hint, misses=(Section, section))
    for entry in catalog.entries:
        for loc, source in entry.source_ids:
            own = CONSTRUCTED if "samples" in loc else INFERRED
            if source not in catalog.sources and source != own:
                message = f"there is no source {source!r}"
                hint = f"{did_you_mean(source, (own, *catalog.sources))}Use a source of sources.yml, or {own}."
                yield Finding(entry, loc, "dangling-reference", message, hint, misses=(Source, source))


def _section_ids(catalog: Catalog) -> Iterator[tuple[Entry, Loc, str]]:
    for setting in catalog.settings.values():
        if setting.manual:
            yield setting, ("manual", "section"), setting.manual.section
    for source in catalog.sources.values():
        if source.section:
            yield source, ("section",), source.section


def _suggestion(catalog: Catalog, reference: Reference) -> str:
    similar = did_you_mean(reference.id, catalog.ids(reference.kind))
    other = next((kind for kind in _MODELS if reference.id in catalog.ids(kind)), None)
    return f"Did you mean [[{Reference(other, reference.id)}]]? " if other and not similar else similar


def _listed(entry: Entry) -> Iterator[tuple[Loc, Reference]]:
    """Yield the references in keys, as opposed to those in prose."""
    lists = {
        "settings": ReferenceKind.SETTING,
        "overridden_by": ReferenceKind.SETTING,
        "related": ReferenceKind.REPLY,
        "debug": ReferenceKind.DEBUG,
    }
    for key, kind in lists.items():
        for index, target in enumerate(getattr(entry, key, ())):
            yield (key, index), Reference(kind, target)
    for index, article in enumerate(getattr(entry, "articles", ())):
        yield ("articles", index, "id"), Reference(ReferenceKind.ARTICLE, article.id)
    if isinstance(entry, Reply):
        if entry.feature:
            yield ("feature",), Reference(ReferenceKind.SETTING, entry.feature)
        if entry.withdrawn and entry.withdrawn.successor:
            yield ("withdrawn", "successor"), Reference(ReferenceKind.REPLY, entry.withdrawn.successor)
        yield from _procedures(("sides", "in"), entry.sides.inbound.steps)
        yield from _procedures(("sides", "out"), entry.sides.outbound.steps)
    if isinstance(entry, Message):
        yield from _procedures((), entry.steps)
    if isinstance(entry, Source) and entry.article:
        yield ("article",), Reference(ReferenceKind.ARTICLE, entry.article)
    if isinstance(entry, Product):
        yield ("origin",), Reference(ReferenceKind.ARTICLE, entry.origin)


def _procedures(loc: Loc, steps: tuple[ReplyStep, ...]) -> Iterator[tuple[Loc, Reference]]:
    for index, step in enumerate(steps):
        if isinstance(step, ProcedureUse):
            yield (*loc, "steps", index, "procedure"), Reference(ReferenceKind.PROCEDURE, step.procedure)


def unknown_editions(catalog: Catalog) -> Iterator[Finding]:
    """A setting's editions are editions of the product."""
    editions = catalog.product.editions
    for setting in catalog.settings.values():
        for index, edition in enumerate(setting.editions):
            if edition not in editions:
                message = f"there is no edition {edition!r}"
                hint = f"{did_you_mean(edition, editions)}Expected one of: {', '.join(editions)}."
                key = (Product, "product")
                yield Finding(setting, ("editions", index), "unknown-value", message, hint, misses=key)


def missing_codes(catalog: Catalog) -> Iterator[Finding]:
    """The folder of a reply describes the reply code."""
    for code, replies in catalog.replies_of_code.items():
        if code not in catalog.codes:
            message = f"the reply code {code} has no code.yml"
            hint = f"Add codes/{code}/code.yml, or move the reply to the folder of its code."
            yield Finding(replies[0], (), "missing-code", message, hint, misses=(Code, code))


def unused_entries(catalog: Catalog) -> Iterator[Finding]:
    """Every setting, procedure, section and source is used.

    Nothing is reported if a broken reference may be what uses it.
    """
    if next(dangling_references(catalog), None):
        return
    used = {str(reference) for reference in (*catalog.replies_of, *catalog.messages_of)}
    used |= {f"section:{id}" for _, _, id in _section_ids(catalog)}
    used |= {f"source:{id}" for entry in catalog.entries for _, id in entry.source_ids}
    used |= {str(reference) for entry in catalog.entries for _, reference in entry.references}
    used |= {str(reference) for setting in catalog.settings.values() for _, reference in _listed(setting)}
    kinds = {
        "setting": catalog.settings,
        "procedure": catalog.procedures,
        "section": catalog.sections,
        "source": catalog.sources,
    }
    for kind, entries in kinds.items():
        for id, entry in entries.items():
            if f"{kind}:{id}" not in used:
                hint = "Refer to it where it helps, or remove it."
                yield Finding(entry, (), "unused-entry", f"nothing refers to the {kind} {id!r}", hint)
