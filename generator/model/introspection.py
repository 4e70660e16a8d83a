"""The keys that a group may have, read from the annotations of its model."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import get_args

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from generator.model.base import keys_by_name
from generator.problem import Loc

TAG = "\0"
"""Start of the name of an alternative instead of a pydantic error; no key can contain this character."""


def leaves(annotation: object) -> Iterator[type]:
    """Yield the types in an annotation."""
    arguments = get_args(annotation)
    if not arguments and isinstance(annotation, type):
        yield annotation
    for argument in arguments:
        yield from leaves(argument)


@cache
def fields_by_key(group: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Return the fields of a group in reading order, by their keys."""
    return {key: group.model_fields[name] for name, key in keys_by_name(group).items()}


def keys_of(annotation: object, present: Collection[str]) -> Mapping[str, object]:
    """Return the keys of a group in reading order, each with the annotation of its value.

    Of several alternatives, the group that has most of the keys that are ``present`` in a file is used.
    """
    alternatives = [fields_by_key(group) for group in _groups(annotation)]
    fields = max(alternatives, key=lambda keys: len(keys.keys() & set(present)), default={})
    return {key: field.annotation for key, field in fields.items()}


def group_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model of the group of keys at ``loc``, or of the nearest group above it."""
    groups = [model]
    for part in loc:
        if isinstance(part, str) and part.startswith(TAG):
            groups = [group for group in groups if part == f"{TAG}{group.__name__}"]
        elif isinstance(part, str) and part in fields_by_key(groups[0]):
            groups = _groups(fields_by_key(groups[0])[part].annotation) or groups
    return groups[0]


def description_at(model: type[BaseModel], loc: Loc) -> str | None:
    """Return the description of the last key in ``loc``, or None if it has none."""
    keys = [index for index, part in enumerate(loc) if isinstance(part, str) and not part.startswith(TAG)]
    if not keys:
        return None
    field = fields_by_key(group_at(model, loc[: keys[-1]])).get(str(loc[keys[-1]]))
    return field.description if field else None


def _groups(annotation: object) -> list[type[BaseModel]]:
    return [leaf for leaf in leaves(annotation) if issubclass(leaf, BaseModel) and not issubclass(leaf, RootModel)]
