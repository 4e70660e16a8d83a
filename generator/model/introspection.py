"""What the keys of a group may hold, read from the model."""

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from pydantic import BaseModel

from generator.model.base import Prose


def keys_of(annotation: object, found: Collection[str]) -> Mapping[str, object]:
    """Return the keys of a group in reading order, each with what it may hold.

    Args:
        annotation: what the model says of the group; of several alternatives the one that fits best counts.
        found: the keys that it has.

    """
    groups = [_fields(model) for model in leaves(annotation) if issubclass(model, BaseModel)]
    return max(groups, key=lambda keys: len(keys.keys() & set(found)), default={})


def holds_prose(annotation: object) -> bool:
    """Tell whether a text of this kind is prose, which may be wrapped."""
    return Prose in leaves(annotation)


def _fields(model: type[BaseModel]) -> dict[str, object]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def leaves(annotation: object) -> Iterator[type]:
    """Yield the types that an annotation names."""
    arguments = get_args(annotation)
    if not arguments and isinstance(annotation, type):
        yield annotation
    for argument in arguments:
        yield from leaves(argument)
