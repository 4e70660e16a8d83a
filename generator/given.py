"""The keys that a model was given: pydantic keeps a set of them for each, and most are the same."""

from collections.abc import Callable
from functools import cache

from pydantic import BaseModel


class Keys(set[str]):
    """The keys that a model was given; models of the same keys share one set, also after they were stored."""

    def __copy__(self) -> set[str]:
        """Return a set of its own, for a model that is given more."""
        return set(self)

    def __reduce__(self) -> tuple[Callable[[tuple[str, ...]], "Keys"], tuple[tuple[str, ...]]]:
        """Come back as the set that others share."""
        return _keys, (tuple(sorted(self)),)


@cache
def _keys(given: tuple[str, ...]) -> Keys:
    return Keys(given)


def share_keys(model: BaseModel) -> None:
    """Let models share the sets of their given keys: their own ones are a quarter of a catalogue's memory."""
    object.__setattr__(model, "__pydantic_fields_set__", _keys(tuple(sorted(model.model_fields_set))))
