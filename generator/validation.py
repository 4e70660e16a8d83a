"""The model's objections to an entry, in words a writer understands."""

from typing import TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from generator.model import Entry
from generator.problem import CatalogError, Problem, did_you_mean, nearest
from generator.source import Loc, Node

E = TypeVar("E", bound=Entry)

_OWN_KEYS = frozenset({"id", "file", "loc"})


def validate(model: type[E], node: Node, *, id: str, file: str, loc: Loc = ()) -> E:
    """Return the entry that stands at ``node``.

    Args:
        model: the kind of entry.
        node: its keys and values, as read.
        id: the entry's id, from its file's name or its key.
        file: the file it stands in.
        loc: the way to it within the file.

    Raises:
        CatalogError: every objection, each at its line.

    """
    problems = []
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
        problems += [
            _problem(model, node, file, details) for details in error.errors() if not _is_echo(model, details, error)
        ]
    if problems:
        raise CatalogError(problems)
    return entry


def _is_echo(model: type[BaseModel], details: ErrorDetails, error: ValidationError) -> bool:
    """Tell whether an objection only repeats another one of the same entry.

    A list whose items are at fault is called too short as well, and a misspelt key is missing as well.
    """
    if details["type"] == "too_short":
        return bool(details["input"])
    if details["type"] == "missing":
        *group, key = details["loc"]
        known = _keys(_model_at(model, tuple(group)))
        unknown = [d["loc"] for d in error.errors() if d["type"] == "extra_forbidden"]
        return any(loc[:-1] == tuple(group) and nearest(str(loc[-1]), known) == key for loc in unknown)
    return False


def _problem(model: type[BaseModel], node: Node, file: str, details: ErrorDetails) -> Problem:
    loc = tuple(part for part in details["loc"] if not str(part).startswith("<"))
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "the entry")
    rule, message, hint = _words(model, details, loc, key)
    return Problem(path=file, position=node.locate(loc), rule=rule, message=message, hint=hint)


_SIMPLE = {
    "missing": ("missing-key", "the key {key!r} is missing", "Add it: {description}"),
    "too_short": ("empty", "{key!r} has no items", "Fill it in: {description}"),
    "string_too_short": ("empty", "{key!r} has no text", "Fill it in: {description}"),
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


def _words(model: type[BaseModel], details: ErrorDetails, loc: Loc, key: str) -> tuple[str, str, str]:
    kind, description = details["type"], _description(model, loc)
    if kind in _SIMPLE:
        rule, message, hint = _SIMPLE[kind]
        return rule, message.format(key=key, input=details["input"]), hint.format(description=description)
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
    for part in loc:
        if isinstance(part, str):
            field = next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None)
            inner = _models(field.annotation) if field else []
            model = inner[0] if inner else model
    return model


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
    names = [part for part in loc if isinstance(part, str)]
    if not names:
        return "Compare with a neighbouring file."
    owner = _model_at(model, loc[: len(loc) - 1 - [*reversed(loc)].index(names[-1])])
    for name, field in owner.model_fields.items():
        if names[-1] in (name, field.alias):
            return field.description or f"{names[-1]}, as in a neighbouring file."
    return "Compare with a neighbouring file."
