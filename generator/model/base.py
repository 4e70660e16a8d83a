"""A group of keys within an entry."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from generator.model.introspection import keys_by_name
from generator.model.paths import Step
from generator.model.prose import Prose
from generator.model.types import Loc


class Part(BaseModel):
    """A group of keys within an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def parts(self, loc: Loc = ()) -> Iterator[tuple[Loc, "Part | Prose"]]:
        """Yield this part and every part and prose below it, each with its place."""
        yield loc, self
        for name, key in keys_by_name(type(self)).items():
            value = getattr(self, name)
            if type(value) is tuple:
                for index, item in enumerate(value):
                    yield from _below(item, (*loc, key, index))
            else:
                yield from _below(value, (*loc, key))

    def repetitions(self) -> Iterator[tuple[Loc, int]]:
        """Yield the place of each list item that repeats another one, and the index of the first of them.

        A path may lead through the same label twice.
        """
        for loc, part in self.parts():
            for key, values in part._lists() if isinstance(part, Part) else ():  # noqa: SLF001  # of the same class
                first: dict[object, int] = {}
                for index, value in enumerate(values):
                    at = first.setdefault(getattr(value, "essence", value), index)
                    if at != index and not isinstance(value, Step):
                        yield (*loc, key, index), at

    def _lists(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        for name, key in keys_by_name(type(self)).items():
            value = getattr(self, name)
            if type(value) is tuple and len(value) > 1:
                yield key, value

    @property
    def essence(self) -> object:
        """The value by which two parts of a kind count as repeated."""
        return self


def _below(value: Any, loc: Loc) -> Iterator[tuple[Loc, Part | Prose]]:  # noqa: ANN401  # any field's value
    if type(value) is Prose:
        yield loc, value
    elif parts := getattr(value, "parts", None):  # isinstance takes four times as long
        yield from parts(loc)
