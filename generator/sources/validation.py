"""The model's objections to an entry, in words a writer understands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from generator.model.components import TAG
from generator.model.entries import Entry
from generator.model.prose import MarkError
from generator.problem import MAX_PROBLEMS_PER_FILE, CatalogError, Problem, closest_name, did_you_mean
from generator.sources.node import Loc
from generator.sources.yaml import Document

E = TypeVar("E", bound=Entry)

_DASHES = tuple("\u2010\u2011\u2012\u2013\u2014\u2022\u00b7")
"""What word processors make of a hyphen, and bullets."""
_OWN_KEYS = frozenset({"id", "file", "loc"})


def validate(model: type[E], source: Document, id: str, loc: tuple[str, ...] = ()) -> E:
    """Return an entry of a file.

    Args:
        model: the kind of entry.
        source: the file as read, with the faults found so far.
        id: the entry's id, from its file's name or its key.
        loc: the way to it within the file.

    Raises:
        CatalogError: every fault of the file so far, and every objection, each at its line.

    """
    problems = []
    node, file = source.root.at(loc), source.path
    if isinstance(node.value, dict):
        for key in _OWN_KEYS & set(node.value):
            hint = "Remove it: the id is the name of the file, or the key above."
            at = node.keys[key]
            problems.append(
                Problem(path=file, position=at, rule="unknown-key", message=f"unknown key {key!r}", hint=hint)
            )
    data = node.plain()
    try:
        fields = {**data, "id": id, "file": file, "loc": loc} if isinstance(data, dict) else data
        entry = model.model_validate(fields)
    except ValidationError as error:
        objections = (_problem(model, source, loc, details) for details in _without_echoes(model, error))
        problems += islice(objections, MAX_PROBLEMS_PER_FILE + 1)
    if problems or source.problems:
        raise CatalogError(source.with_further(problems))
    return entry


def _without_echoes(model: type[BaseModel], error: ValidationError) -> Iterator[ErrorDetails]:
    """Yield the objections, but for those that only repeat another one of the same entry.

    A list whose items are at fault is called too short as well, and a misspelt key is missing as well. A key that
    is not indented is unknown in one group and missing in another: it is told once, with the group that lacks it.
    """
    errors = error.errors(include_url=False)
    owners = _owners(errors)
    unknown: dict[Loc, list[str]] = {}
    for details in errors:
        if details["type"] == "extra_forbidden":
            unknown.setdefault(details["loc"][:-1], []).append(str(details["loc"][-1]))

    @cache
    def meant(group: Loc) -> set[str | None]:
        known = _keys(_model_at(model, group))
        return {closest_name(found, known) for found in unknown.get(group, ())[:MAX_PROBLEMS_PER_FILE]}

    for details in errors:
        loc = details["loc"]
        if details["type"] == "too_short" and details["input"]:
            continue
        if details["type"] == "missing" and (loc[-1] in meant(loc[:-1]) or loc in owners.values()):
            continue
        if loc in owners:
            details["ctx"] = {"group": next(part for part in reversed(owners[loc][:-1]) if isinstance(part, str))}
        yield details


def _owners(errors: Sequence[ErrorDetails]) -> Mapping[Loc, Loc]:
    """Return the keys that are not indented enough: where each stands, and where it is missing."""
    lost: dict[object, list[Loc]] = {}
    for details in errors:
        if details["type"] == "missing":
            lost.setdefault(details["loc"][-1], []).append(details["loc"])
    owners: dict[Loc, Loc] = {}
    for details in errors:
        loc = details["loc"]
        if details["type"] == "extra_forbidden":
            ways = (way for way in lost.get(loc[-1], ()) if len(way) > len(loc) and way[: len(loc) - 1] == loc[:-1])
            owners.update((loc, way) for way in islice(ways, 1))
    return owners


def _problem(model: type[BaseModel], source: Document, entry: Loc, details: ErrorDetails) -> Problem:
    loc = tuple(part for part in details["loc"] if not str(part).startswith(TAG))
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "the entry")
    rule, message, hint = _words(model, details, key)
    error = details.get("ctx", {}).get("error")
    where = (error.mark, error.before) if isinstance(error, MarkError) else ()
    position = source.place((*entry, *loc), *where)
    return Problem(path=source.path, position=position, rule=rule, message=message, hint=hint)


_SIMPLE = {
    "missing": ("missing-key", "the key {key!r} is missing", "Add it: {description}"),
    "too_short": ("empty", "{key!r} has no items", "Fill it in: {description}"),
    "string_too_short": ("empty", "{key!r} has no text", "Fill it in: {description}"),
    "string_too_long": ("too-long", "{key!r} is longer than {max_length} characters", "Shorten it: {description}"),
    "string_type": ("wrong-type", "{key!r} is not a text", "Write one text after the colon. {description}"),
}
"""Rule, message and hint for the kinds of objection that need no thought."""


def _words(model: type[BaseModel], details: ErrorDetails, key: str) -> tuple[str, str, str]:
    description = _description(model, details["loc"])
    if details["type"] in _SIMPLE:
        rule, message, hint = _SIMPLE[details["type"]]
        found = {"key": key, "input": details["input"], **details.get("ctx", {})}
        return rule, message.format(**found), hint.format(description=description)
    return _TOLD.get(details["type"], _raised)(model, details, key, description)


def _not_a_list(_: type[BaseModel], details: ErrorDetails, key: str, description: str) -> tuple[str, str, str]:
    given = details["input"]
    found = str(next(iter(given), "") if isinstance(given, dict) else given)
    return "wrong-type", f"{key!r} is not a list", f"{_item_hint(found)} {description}"


def _not_a_group(model: type[BaseModel], details: ErrorDetails, key: str, description: str) -> tuple[str, str, str]:
    keys = sorted(_keys(_model_at(model, details["loc"])) - _OWN_KEYS)
    hint = f"Write 'key: value' lines below it, two blanks in; the keys are {', '.join(keys)}. {description}"
    return "wrong-type", f"{key!r} is not a group of keys", hint


def _not_in_form(_: type[BaseModel], details: ErrorDetails, key: str, description: str) -> tuple[str, str, str]:
    if "\n" in details["input"]:
        return "wrong-form", f"{key!r} has more than one line", f"Write it on one line. {description}"
    return "wrong-form", f"{key!r} is {details['input']!r}", f"Expected: {description}"


def _not_known(model: type[BaseModel], details: ErrorDetails, key: str, _: str) -> tuple[str, str, str]:
    if "ctx" in details:
        return (
            "unknown-key",
            f"unknown key {key!r}",
            f"Indent it by two blanks: it belongs to {details['ctx']['group']!r}.",
        )
    known = sorted(_keys(_model_at(model, details["loc"][:-1])) - _OWN_KEYS)
    return "unknown-key", f"unknown key {key!r}", f"{did_you_mean(key, known)}Known keys here: {', '.join(known)}."


def _no_such_word(_: type[BaseModel], details: ErrorDetails, key: str, description: str) -> tuple[str, str, str]:  # noqa: ARG001  # as its neighbours
    known = [word.strip("'") for word in details["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    hint = f"{did_you_mean(str(details['input']), known)}Expected one of: {', '.join(known)}."
    return "unknown-value", f"{key!r} is {details['input']!r}", hint


def _raised(_: type[BaseModel], details: ErrorDetails, key: str, description: str) -> tuple[str, str, str]:
    """Return what a ValueError of the model says: what was found and, behind the last semicolon, the cure."""
    message, _found, cure = details["msg"].removeprefix("Value error, ").rpartition("; ")
    if message:
        return "wrong-form", f"{key!r}: {message}", f"{cure[0].upper()}{cure[1:]}."
    return "wrong-form", f"{key!r}: {cure}", f"Expected: {description}"


_TOLD = {
    "tuple_type": _not_a_list,
    "model_type": _not_a_group,
    "string_pattern_mismatch": _not_in_form,
    "extra_forbidden": _not_known,
    "enum": _no_such_word,
}
"""What tells the kinds of objection that need a thought."""


def _item_hint(found: str) -> str:
    """Return how to write the items of a list, given what stands in its place."""
    if found.startswith("-"):
        return "Put a blank behind the '-' of each item."
    if found[:1] in _DASHES:
        return f"The sign {found[:1]!r} is none of YAML's: write a hyphen and a blank before each item."
    if re.search("[>\u00bb\u2192]", found):
        return "Write each step on a line of its own: '- node: Servers', '- tab: Greylisting'."
    return "Write each item on a line after '- '."


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model of the group of keys at ``loc``."""
    choices = [model]
    for part in loc:
        if isinstance(part, str) and part.startswith(TAG):
            choices = [choice for choice in choices if part == f"{TAG}{choice.__name__}"]
        elif isinstance(part, str):
            fields = choices[0].model_fields.items()
            field = next((f for name, f in fields if part in (name, f.alias)), None)
            choices = (_models(field.annotation) if field else []) or choices
    return choices[0]


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [] if issubclass(annotation, RootModel) else [annotation]
    if get_origin(annotation) is None and not get_args(annotation):
        return []
    return [model for argument in get_args(annotation) for model in _models(argument)]


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _description(model: type[BaseModel], loc: Loc) -> str:
    """Return what the key at ``loc`` is for."""
    names = [part for part in loc if isinstance(part, str) and not part.startswith(TAG)]
    if not names:
        return "Compare with a neighbouring file."
    owner = _model_at(model, loc[: len(loc) - 1 - [*reversed(loc)].index(names[-1])])
    for name, field in owner.model_fields.items():
        if names[-1] in (name, field.alias):
            return field.description or f"{names[-1]}, as in a neighbouring file."
    return "Compare with a neighbouring file."
