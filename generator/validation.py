"""The model's objections to an entry, in words a writer understands."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from generator.model import Entry
from generator.node import Loc, Node
from generator.parts import TAG
from generator.problem import MOST, CatalogError, Problem, did_you_mean, nearest
from generator.source import Source

E = TypeVar("E", bound=Entry)

_OWN_KEYS = frozenset({"id", "file", "loc"})


def validate(model: type[E], source: Source, id: str, loc: tuple[str, ...] = ()) -> E:
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
        objections = (_problem(model, node, file, details) for details in _without_echoes(model, error))
        problems += islice(objections, MOST + 1)
    if problems or source.problems:
        raise CatalogError(source.with_further(problems))
    return entry


def _without_echoes(model: type[BaseModel], error: ValidationError) -> Iterator[ErrorDetails]:
    """Yield the objections, but for those that only repeat another one of the same entry.

    A list whose items are at fault is called too short as well, and a misspelt key is missing as well.
    """
    errors = error.errors(include_url=False)
    unknown: dict[Loc, list[str]] = {}
    for details in errors:
        if details["type"] == "extra_forbidden":
            unknown.setdefault(details["loc"][:-1], []).append(str(details["loc"][-1]))

    @cache
    def meant(group: Loc) -> set[str | None]:
        known = _keys(_model_at(model, group))
        return {nearest(found, known) for found in unknown.get(group, ())[:MOST]}

    for details in errors:
        if details["type"] == "too_short" and details["input"]:
            continue
        if details["type"] == "missing":
            *group, key = details["loc"]
            if key in meant(tuple(group)):
                continue
        yield details


def _problem(model: type[BaseModel], node: Node, file: str, details: ErrorDetails) -> Problem:
    loc = tuple(part for part in details["loc"] if not str(part).startswith(TAG))
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "the entry")
    rule, message, hint = _words(model, details, key)
    return Problem(path=file, position=node.locate(loc), rule=rule, message=message, hint=hint)


_SIMPLE = {
    "missing": ("missing-key", "the key {key!r} is missing", "Add it: {description}"),
    "too_short": ("empty", "{key!r} has no items", "Fill it in: {description}"),
    "string_too_short": ("empty", "{key!r} has no text", "Fill it in: {description}"),
    "string_too_long": ("too-long", "{key!r} is longer than {max_length} characters", "Shorten it: {description}"),
    "tuple_type": ("wrong-type", "{key!r} is not a list", "Write each item on a line after '- '. {description}"),
    "model_type": (
        "wrong-type",
        "{key!r} is not a group of 'key: value' lines",
        "Write its keys below it, two spaces in. {description}",
    ),
    "string_type": ("wrong-type", "{key!r} is not a text", "Write one text after the colon. {description}"),
    "string_pattern_mismatch": ("wrong-form", "{key!r} is {input!r}", "Expected: {description}"),
}
"""Rule, message and hint for the kinds of objection that need no thought."""


def _words(model: type[BaseModel], details: ErrorDetails, key: str) -> tuple[str, str, str]:
    kind, loc = details["type"], details["loc"]
    description = _description(model, loc)
    if kind in _SIMPLE:
        rule, message, hint = _SIMPLE[kind]
        found = {"key": key, "input": details["input"], **details.get("ctx", {})}
        return rule, message.format(**found), hint.format(description=description)
    if kind == "extra_forbidden":
        known = sorted(_keys(_model_at(model, loc[:-1])) - _OWN_KEYS)
        return "unknown-key", f"unknown key {key!r}", f"{did_you_mean(key, known)}Known keys here: {', '.join(known)}."
    if kind == "enum":
        known = [word.strip("'") for word in details["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        hint = f"{did_you_mean(str(details['input']), known)}Expected one of: {', '.join(known)}."
        return "unknown-value", f"{key!r} is {details['input']!r}", hint
    return "wrong-form", f"{key!r}: {details['msg'].removeprefix('Value error, ')}", f"Expected: {description}"


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
