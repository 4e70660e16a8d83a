"""A group of keys within an entry, and what can be done with any of them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from generator.model.paths import Step
from generator.model.prose import Prose


class Part(BaseModel):
    """A group of keys within an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def parts(self, loc: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], "Part | Prose"]]:
        """Yield every part and every prose below this one, each with the way to it."""
        yield loc, self
        for name, key in _keys(type(self)):
            value = getattr(self, name)
            if type(value) is tuple:
                for index, item in enumerate(value):
                    yield from _below(item, (*loc, key, index))
            else:
                yield from _below(value, (*loc, key))

    def lists(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Yield the keys under which more than one value stands, each with the values."""
        for name, key in _keys(type(self)):
            value = getattr(self, name)
            if type(value) is tuple and len(value) > 1:
                yield key, value

    def repetitions(self) -> Iterator[tuple[tuple[int | str, ...], int]]:
        """Yield what stands in a list that holds it already: the way to it, and its first place; a path may repeat."""
        for loc, part in self.parts():
            for key, values in part.lists() if isinstance(part, Part) else ():
                first: dict[object, int] = {}
                for index, value in enumerate(values):
                    at = first.setdefault(getattr(value, "essence", value), index)
                    if at != index and not isinstance(value, Step):
                        yield (*loc, key, index), at

    @property
    def essence(self) -> object:
        """What makes two of its kind the same thing."""
        return self


def _below(value: Any, loc: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], Part | Prose]]:  # noqa: ANN401  # whatever a field holds
    if type(value) is Prose:
        yield loc, value
    elif parts := getattr(value, "parts", None):  # asking for the class takes four times as long
        yield from parts(loc)


@cache
def _keys(kind: type[Part]) -> tuple[tuple[str, str], ...]:
    """Return the names of a part's fields, each with its key in a source."""
    return tuple((name, field.alias or name) for name, field in kind.model_fields.items())
