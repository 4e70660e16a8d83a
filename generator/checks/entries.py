"""The rules that hold between entries; each yields what breaks it."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from generator.checks.finding import Check, Finding
from generator.checks.repeats import repeated_ids, repeated_values, repeated_wordings
from generator.checks.samples import leading_code, samples_match
from generator.model.catalog import Catalog
from generator.model.components import Action, ReplyStep
from generator.model.entries import Article, Code, Entry, Procedure, Product, Reply, Section, Setting
from generator.model.prose import Reference, ReferenceKind
from generator.model.types import Loc
from generator.problem import MAX_PROBLEMS_PER_FILE, Problem, did_you_mean
from generator.sources.reader import Sources

_MODELS: dict[ReferenceKind, type[Entry]] = {
    ReferenceKind.REPLY: Reply,
    ReferenceKind.CODE: Code,
    ReferenceKind.SETTING: Setting,
    ReferenceKind.ARTICLE: Article,
    ReferenceKind.PROCEDURE: Procedure,
}


def dangling_references(catalog: Catalog) -> Iterator[Finding]:
    """A reference leads to an entry that exists."""
    told: Counter[str] = Counter()
    ids = {kind: catalog.ids(kind) for kind in _MODELS}
    for entry in catalog.entries:
        for loc, reference in chain(entry.references, _listed(entry)):
            known = ids.get(reference.kind)
            if known is not None and reference.id not in known and told[entry.file] <= MAX_PROBLEMS_PER_FILE:
                told[entry.file] += 1  # to look for what was meant takes long
                hint = f"{_meant(catalog, reference)}Name an existing entry, or add it."
                message = f"there is no {reference.kind} {reference.id!r}"
                misses = (_MODELS[reference.kind], reference.id)
                yield Finding(entry, loc, "dangling-reference", message, hint, reference.id, misses)


def _meant(catalog: Catalog, reference: Reference) -> str:
    """Return what a reference that leads to nothing may have meant, a reference of another kind too."""
    near = did_you_mean(reference.id, catalog.ids(reference.kind))
    other = next((kind for kind in _MODELS if reference.id in catalog.ids(kind)), None)
    return f"Did you mean [[{Reference(other, reference.id)}]]? " if other and not near else near


def _listed(entry: Entry) -> Iterator[tuple[Loc, Reference]]:
    """Yield the references that stand in keys of their own."""
    lists = {"settings": ReferenceKind.SETTING, "related": ReferenceKind.REPLY}
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
        for index, step in enumerate(entry.steps):
            if not isinstance(step, Action):
                yield ("steps", index, "procedure"), Reference(ReferenceKind.PROCEDURE, step.procedure)
    if isinstance(entry, Product):
        yield ("origin",), Reference(ReferenceKind.ARTICLE, entry.origin)


def missing_sections(catalog: Catalog) -> Iterator[Finding]:
    """A setting names a section of the manual that is listed, and editions of the product."""
    for setting in catalog.settings.values():
        if setting.manual and setting.manual.section not in catalog.sections:
            hint = f"{did_you_mean(setting.manual.section, catalog.sections)}Name a section of manual.yml, or add it."
            message = f"there is no manual section {setting.manual.section!r}"
            lost = (Section, setting.manual.section)
            yield Finding(setting, ("manual", "section"), "dangling-reference", message, hint, misses=lost)
        for index, edition in enumerate(setting.editions):
            if edition not in catalog.product.editions:
                near = did_you_mean(edition, catalog.product.editions)
                hint = f"{near}Expected one of: {', '.join(catalog.product.editions)}."
                message = f"there is no edition {edition!r}"
                yield Finding(setting, ("editions", index), "unknown-value", message, hint, misses=(Product, "product"))


def codes_without_file(catalog: Catalog) -> Iterator[Finding]:
    """A reply's folder describes its code."""
    for code, replies in catalog.replies_of_code.items():
        if code not in catalog.codes:
            hint = f"Add codes/{code}/code.yml, or move the reply to the folder of its code."
            yield Finding(replies[0], (), "missing-code", f"the code {code} has no code.yml", hint, misses=(Code, code))


def codes_in_texts(catalog: Catalog) -> Iterator[Finding]:
    """A wording is the text alone, and stands under its own code."""
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            code = leading_code(wording.text)
            loc: Loc = ("wordings", index, "text")
            message = f"the text begins with the code {code}"
            if code == str(reply.code):
                yield Finding(reply, loc, "code-in-text", message, "Remove the code: the folder says it.")
            elif code:
                yield Finding(reply, loc, "wrong-code", message, f"Move the file to codes/{code}/, or mend the text.")


def harmless_first(catalog: Catalog) -> Iterator[Finding]:
    """A reply's step that weakens protection comes after every step that does not.

    A procedure is one step: its own steps build on each other.
    """
    for reply in catalog.replies.values():
        risky = False
        for index, step in enumerate(reply.steps):
            risks = [bool(action.risk) for action in _actions(catalog, step)]
            if risky and risks and not any(risks):
                message = "a harmless step stands after one with a risk"
                yield Finding(
                    reply, ("steps", index), "harmless-first", message, "Move it above the first step with a risk."
                )
            risky = risky or any(risks)


def _actions(catalog: Catalog, step: ReplyStep) -> tuple[Action, ...]:
    """Return what a step asks for: itself, or the steps of its procedure."""
    if isinstance(step, Action):
        return (step,)
    procedure = catalog.procedures.get(step.procedure)
    return procedure.steps if procedure else ()


def unused_entries(catalog: Catalog) -> Iterator[Finding]:
    """A setting, a section or a procedure leads to a reply, or it is not kept."""
    sections = {setting.manual.section for setting in catalog.settings.values() if setting.manual}
    used = {str(reference) for reference in catalog.replies_of} | {f"section:{id}" for id in sections}
    used |= {str(reference) for entry in catalog.entries for _, reference in entry.references}
    kinds = {"setting": catalog.settings, "procedure": catalog.procedures, "section": catalog.sections}
    for kind, entries in kinds.items():
        for id, entry in entries.items():
            if f"{kind}:{id}" not in used:
                hint = "Name it where it helps, or remove it."
                yield Finding(entry, (), "unused-entry", f"nothing refers to the {kind} {id!r}", hint)


CHECKS: tuple[Check, ...] = (
    dangling_references,
    missing_sections,
    codes_without_file,
    codes_in_texts,
    repeated_wordings,
    repeated_ids,
    repeated_values,
    samples_match,
    harmless_first,
    unused_entries,
)
"""Every rule, in the order in which a reader meets them."""


def check_entries(catalog: Catalog, sources: Sources) -> list[Problem]:
    """Return the problems between the entries, each at its line; entries that can't be read are taken to exist."""
    findings: list[Finding] = []
    for rule in CHECKS:
        if rule is unused_entries and (sources.broken or any(f.rule == "dangling-reference" for f in findings)):
            continue  # what is not referred to may be meant by a reference that is broken
        findings += rule(catalog)
    problems: list[Problem] = []
    for finding in findings:
        entry = finding.entry
        if sources.is_broken((type(entry), entry.id)) or (finding.misses and sources.is_broken(finding.misses)):
            continue
        position = sources.locate(entry, finding.loc, finding.words)
        problems.append(
            Problem(path=entry.file, position=position, rule=finding.rule, message=finding.message, hint=finding.hint)
        )
    return problems
