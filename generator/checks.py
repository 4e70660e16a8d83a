"""The rules that hold between entries; each yields what breaks it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.catalog import Catalog
from generator.explain import Explainer
from generator.logs import read_line
from generator.model import Entry, Product, Reply
from generator.parts import Action
from generator.problem import CatalogError, Problem, did_you_mean
from generator.prose import Reference, ReferenceKind
from generator.source import Loc, Node, read
from generator.tokens import words


@dataclass(frozen=True)
class Finding:
    """A broken rule at an entry, before its line is looked up."""

    entry: Entry
    loc: Loc
    rule: str
    message: str
    hint: str


Rule = Callable[[Catalog], Iterator[Finding]]


def dangling_references(catalog: Catalog) -> Iterator[Finding]:
    """A reference leads to an entry that exists."""
    for entry in catalog.entries:
        for loc, reference in [*entry.references, *_listed(entry)]:
            known = catalog.ids(reference.kind)
            if reference.kind is not ReferenceKind.RFC and reference.id not in known:
                hint = f"{did_you_mean(reference.id, known)}Name an existing entry, or add it."
                message = f"there is no {reference.kind} {reference.id!r}"
                yield Finding(entry, loc, "dangling-reference", message, hint)


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
            yield Finding(setting, ("manual", "section"), "dangling-reference", message, hint)
        for index, edition in enumerate(setting.editions):
            if edition not in catalog.product.editions:
                hint = f"Expected one of: {', '.join(catalog.product.editions)}."
                yield Finding(setting, ("editions", index), "unknown-value", f"there is no edition {edition!r}", hint)


def codes_without_file(catalog: Catalog) -> Iterator[Finding]:
    """A reply's folder describes its code."""
    for code, replies in catalog.replies_of_code.items():
        if code not in catalog.codes:
            hint = f"Add codes/{code}/code.yml, or move the reply to the folder of its code."
            yield Finding(replies[0], (), "missing-code", f"the code {code} has no code.yml", hint)


def codes_in_texts(catalog: Catalog) -> Iterator[Finding]:
    """A wording is the text alone, and stands under its own code."""
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            code = _leading_code(wording.text)
            loc: Loc = ("wordings", index, "text")
            message = f"the text begins with the code {code}"
            if code == str(reply.code):
                yield Finding(reply, loc, "code-in-text", message, "Remove the code: the folder says it.")
            elif code:
                yield Finding(reply, loc, "wrong-code", message, f"Move the file to codes/{code}/, or mend the text.")


def _leading_code(text: str) -> str:
    """Return the reply code that a text begins with, or ""."""
    found = re.match(r"[2-5]\d\d(?= |$)", text)
    return found[0] if found else ""


def repeated_wordings(catalog: Catalog) -> Iterator[Finding]:
    """A wording belongs to one reply of a code."""
    first: dict[tuple[int, tuple[str, ...]], Reply] = {}
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            key = (reply.code, tuple(words(wording.text)))
            owner = first.setdefault(key, reply)
            if owner is not reply:
                message = f"this text belongs to {owner.id} already"
                yield Finding(
                    reply,
                    ("wordings", index, "text"),
                    "repeated-wording",
                    message,
                    f"Keep it in one of the two files; see {owner.file}.",
                )


def repeated_ids(catalog: Catalog) -> Iterator[Finding]:
    """An alias is no reply's id, and no other reply's alias."""
    owners = dict(catalog.replies)
    for reply in catalog.replies.values():
        for index, alias in enumerate(reply.aliases):
            owner = owners.setdefault(alias, reply)
            if owner is not reply or alias == reply.id:
                message = f"the alias {alias!r} is taken by {owner.file}"
                yield Finding(reply, ("aliases", index), "duplicate-id", message, "Remove one of the two.")


def samples_match(catalog: Catalog) -> Iterator[Finding]:
    """A sample leads to its own reply, first and alone, and every wording has a sample."""
    explainer = Explainer(catalog)
    for reply in catalog.replies.values():
        if any(_leading_code(wording.text) for wording in reply.wordings):
            continue
        met: set[int] = set()
        faults = []
        for index, sample in enumerate(reply.samples):
            patterns = [match.pattern for match in explainer.matches(sample.line)]
            best = {pattern.reply for pattern in patterns if pattern.atoms == patterns[0].atoms}
            if reply.id not in best:
                faults.append(_sample_fault(catalog, reply, index, patterns[0].reply if patterns else None))
            met |= {pattern.wording for pattern in patterns if pattern.reply == reply.id}
        yield from faults
        for index in () if faults else sorted(set(range(len(reply.wordings))) - met):
            hint = "Add a line that holds it under 'samples'."
            yield Finding(reply, ("wordings", index, "text"), "missing-sample", "no sample shows this wording", hint)


def _sample_fault(catalog: Catalog, reply: Reply, index: int, other: str | None) -> Finding:
    loc: Loc = ("samples", index, "line")
    first = read_line(reply.samples[index].line).first_code
    if first and first.code != reply.code:
        hint = f"Move the file to codes/{first.code}/, or mend the sample."
        message = f"the sample holds the code {first.code}, the folder is {reply.code}"
        return Finding(reply, loc, "wrong-code", message, hint)
    if other is None:
        hint = "Compare it with the wordings letter by letter, or add the wording that it shows."
        return Finding(reply, loc, "sample-unmatched", "the sample fits no wording", hint)
    hint = f"Move it to {catalog.replies[other].file}, or make the wording here more specific."
    return Finding(reply, loc, "sample-of-another", f"the sample fits {other} better", hint)


def harmless_first(catalog: Catalog) -> Iterator[Finding]:
    """A step that weakens protection comes after every step that does not."""
    for reply in catalog.replies.values():
        risky = False
        for index, step in enumerate(reply.steps):
            if not isinstance(step, Action):
                continue
            if risky and not step.risk:
                yield Finding(
                    reply,
                    ("steps", index),
                    "harmless-first",
                    "a harmless step stands after one with a risk",
                    "Move it up.",
                )
            risky = risky or bool(step.risk)


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


RULES: tuple[Rule, ...] = (
    dangling_references,
    missing_sections,
    codes_without_file,
    codes_in_texts,
    repeated_wordings,
    repeated_ids,
    samples_match,
    harmless_first,
    unused_entries,
)
"""Every rule, in the order in which a reader meets them."""

_NEED_WHOLE_REFERENCES: tuple[Rule, ...] = (unused_entries,)
"""Rules that follow references, and wait until none is dangling."""


def check(catalog: Catalog, root: Path) -> list[Problem]:
    """Return what is wrong between the entries, each at its line.

    Args:
        catalog: what was read.
        root: the folder of the sources, to look up the lines.

    """

    @cache
    def node(path: str) -> Node | None:
        try:
            return read(root.parent / path, path)
        except CatalogError:
            return None

    problems: list[Problem] = []
    for rule in RULES:
        if rule in _NEED_WHOLE_REFERENCES and problems:
            continue
        for finding in rule(catalog):
            source = node(finding.entry.file)
            loc = (*finding.entry.loc, *finding.loc)
            position = source.locate(loc) if source else None
            fields = {"position": position} if position else {}
            problems.append(
                Problem(
                    path=finding.entry.file,
                    rule=finding.rule,
                    message=finding.message,
                    hint=finding.hint,
                    **fields,
                )
            )
    return problems
