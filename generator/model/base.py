"""A group of keys within an entry, and what can be done with any of them."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, RootModel, StringConstraints

from generator.model.paths import Step
from generator.model.prose import MarkError, Reference, Span, parse
from generator.model.types import unwrapped

_CODE = re.compile("`[^`]+`")
_HTML = re.compile(
    r"<(?P<tag>b|i|u|em|strong|code|tt|p|li|span)>[^<]*</(?P=tag)>|<br */?>|<a href=[\"']https?://[^>]*>"
)
"""What writers paste, thinking that it formats; a reader would see it as it is."""


def _refuse_html(text: str) -> None:
    if html := _HTML.search(_CODE.sub("", text)):
        message = f"{html[0]} is HTML, and would be shown as it is; write *word*, `code` or [words](https://...)"
        raise MarkError(message, html[0], 0)


class Prose(RootModel[Annotated[str, StringConstraints(min_length=1, max_length=5000, strip_whitespace=True)]]):
    """A sentence or a paragraph. It may hold `code`, *emphasis*, [words](https://address) and [[451/greylisting]]."""

    model_config = ConfigDict(frozen=True)

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002  # the host's signature
        """Refuse what isn't prose, and parse the rest once."""
        _refuse_html(self.root)
        _ = self.spans  # is parsed once, and stays
        unwrapped(self.root)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The pieces of the text, in order."""
        return tuple(parse(self.root))

    @property
    def references(self) -> Iterator[Reference]:
        """What the text refers to."""
        return (span.reference for span in self.spans if span.reference)


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
