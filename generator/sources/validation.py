"""Entries from parsed files, and pydantic's errors in words that a writer understands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.model.entries import Entry
from generator.model.introspection import TAG, description_at, fields_by_key, group_at
from generator.model.prose import MarkError
from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Loc, Problem, closest_name, did_you_mean
from generator.sources.yaml import Document

E = TypeVar("E", bound=Entry)

_DASHES = tuple("\u2010\u2011\u2012\u2013\u2014\u2022\u00b7")
"""Dashes that word processors put instead of a hyphen, and bullets."""
_OWN_KEYS = frozenset({"id", "file", "loc"})
"""Fields that the reader fills in, not the writer."""


def validate(model: type[E], document: Document, id: str, loc: tuple[str, ...] = ()) -> E:
    """Return an entry, or raise a ``CatalogError`` with the problems of the document and of the entry.

    ``loc`` is the place of the entry within the document; its id is the name of the file, or its key.
    """
    problems = []
    node = document.root.at(loc)
    if isinstance(node.value, dict):
        for key in _OWN_KEYS & set(node.value):
            hint = "Remove it: the id is the name of the file, or the key above."
            problems.append(document.problem("unknown-key", f"unknown key {key!r}", hint, node.keys[key]))
    data = node.plain()
    try:
        own = {"id": id, "file": document.path, "loc": loc}
        entry = model.model_validate({**data, **own} if isinstance(data, dict) else data)
    except ValidationError as error:
        in_words = (_problem(model, document, loc, details) for details in _without_echoes(model, error))
        problems += islice(in_words, MAX_PROBLEMS_PER_FILE + 1)
    if problems or document.problems:
        raise CatalogError(document.with_further(problems))
    return entry


def _without_echoes(model: type[BaseModel], error: ValidationError) -> Iterator[ErrorDetails]:
    """Yield the errors that don't follow from another error of the same entry.

    A list with invalid items is also too short, and a misspelled key is also missing. A key with too little
    indentation is unknown in one group and missing in another: the first error is yielded, with the other group.
    """
    errors = error.errors(include_url=False)
    owners = _owners(errors)
    unknown: dict[Loc, list[str]] = {}
    for details in errors:
        if details["type"] == "extra_forbidden":
            unknown.setdefault(details["loc"][:-1], []).append(str(details["loc"][-1]))

    @cache
    def intended(group: Loc) -> set[str | None]:
        known = fields_by_key(group_at(model, group))
        return {closest_name(key, known) for key in unknown.get(group, ())[:MAX_PROBLEMS_PER_FILE]}

    for details in errors:
        loc = details["loc"]
        if details["type"] == "too_short" and details["input"]:
            continue
        if details["type"] == "missing" and (loc[-1] in intended(loc[:-1]) or loc in owners.values()):
            continue
        if loc in owners:
            details["ctx"] = {"group": next(part for part in reversed(owners[loc][:-1]) if isinstance(part, str))}
        yield details


def _owners(errors: Sequence[ErrorDetails]) -> Mapping[Loc, Loc]:
    """Return the places of keys with too little indentation, each with the place where the key is missing."""
    missing: dict[object, list[Loc]] = {}
    for details in errors:
        if details["type"] == "missing":
            missing.setdefault(details["loc"][-1], []).append(details["loc"])
    owners: dict[Loc, Loc] = {}
    for details in errors:
        loc = details["loc"]
        if details["type"] == "extra_forbidden":
            deeper = (
                other
                for other in missing.get(loc[-1], ())
                if len(other) > len(loc) and other[: len(loc) - 1] == loc[:-1]
            )
            owners.update((loc, other) for other in islice(deeper, 1))
    return owners


def _problem(model: type[BaseModel], document: Document, entry: Loc, details: ErrorDetails) -> Problem:
    loc = tuple(part for part in details["loc"] if not str(part).startswith(TAG))
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "the entry")
    rule, message, hint = _words(model, details, key)
    error = details.get("ctx", {}).get("error")
    where = (error.mark, error.before) if isinstance(error, MarkError) else ()
    return document.problem(rule, message, hint, document.place((*entry, *loc), *where))


_SIMPLE = {
    "missing": ("missing-key", "the key {key!r} is missing", "Add it: {description}"),
    "too_short": ("empty", "{key!r} has no items", "Fill it in: {description}"),
    "string_too_short": ("empty", "{key!r} has no text", "Fill it in: {description}"),
    "string_too_long": ("too-long", "{key!r} is longer than {max_length} characters", "Shorten it: {description}"),
    "string_type": ("wrong-type", "{key!r} isn't text", "Write text after the colon. {description}"),
}
"""The rule, message and hint of errors that are always described in the same way."""


def _words(model: type[BaseModel], details: ErrorDetails, key: str) -> tuple[str, str, str]:
    description = description_at(model, details["loc"]) or "Compare with a similar file."
    if details["type"] in _SIMPLE:
        rule, message, hint = _SIMPLE[details["type"]]
        values = {"key": key, "input": details["input"], **details.get("ctx", {})}
        return rule, message.format(**values), hint.format(description=description)
    rule, message, hint = "wrong-form", f"{key!r} is {details['input']!r}", f"Expected: {description}"
    match details["type"]:
        case "tuple_type":
            rule, message, hint = "wrong-type", f"{key!r} isn't a list", f"{_item_hint(details['input'])} {description}"
        case "model_type":
            rule, message = "wrong-type", f"{key!r} isn't a group of keys"
            keys = ", ".join(_known_keys(model, details["loc"]))
            hint = f"Write 'key: value' lines below it, indented by two spaces; the keys are {keys}. {description}"
        case "string_pattern_mismatch" if "\n" in details["input"]:
            message, hint = f"{key!r} has more than one line", f"Write it on one line. {description}"
        case "string_pattern_mismatch":
            pass
        case "extra_forbidden" if "ctx" in details:
            rule, message = "unknown-key", f"unknown key {key!r}"
            hint = f"Indent it by two spaces: it belongs to {details['ctx']['group']!r}."
        case "extra_forbidden":
            rule, message = "unknown-key", f"unknown key {key!r}"
            hint = _choice(key, _known_keys(model, details["loc"][:-1]))
        case "enum":
            rule = "unknown-value"
            hint = _choice(str(details["input"]), re.findall("'(.*?)'", details["ctx"]["expected"]))
        case _:  # a ValueError of the model: the problem and, after the last semicolon, the fix
            problem, _, fix = details["msg"].removeprefix("Value error, ").rpartition("; ")
            message = f"{key!r}: {problem or fix}"
            if problem:
                hint = f"{fix[0].upper()}{fix[1:]}."
    return rule, message, hint


def _choice(word: str, known: Sequence[str]) -> str:
    return f"{did_you_mean(word, known)}Expected one of: {', '.join(known)}."


def _known_keys(model: type[BaseModel], loc: Loc) -> list[str]:
    return sorted(fields_by_key(group_at(model, loc)).keys() - _OWN_KEYS)


def _item_hint(value: object) -> str:
    """Return how to write the items of a list, for the value that the file has instead."""
    text = str(next(iter(value), "") if isinstance(value, dict) else value)
    if text.startswith("-"):
        return "Put a space after the '-' of each item."
    if text[:1] in _DASHES:
        return f"{text[:1]!r} isn't a hyphen: start each item with a hyphen and a space."
    if re.search("[>\u00bb\u2192]", text):
        return "Write each step on a separate line: '- node: Servers', '- tab: Greylisting'."
    return "Write each item on a separate line after '- '."
