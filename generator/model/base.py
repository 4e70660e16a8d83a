"""Groups of keys, and prose, which any of them may contain."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.model.paths import Step
from generator.model.prose import MarkError, Reference, Span, parse
from generator.model.types import not_in_curly_quotes
from generator.problem import Loc

_CODE = re.compile("`[^`]+`")
_HTML = re.compile(
    r"<(?P<tag>b|i|u|em|strong|code|tt|p|li|span)>[^<]*</(?P=tag)>|<br */?>|<a href=[\"']https?://[^>]*>"
)
"""HTML that a writer pasted; it wouldn't format anything, and readers would see it."""


def _refuse_html(text: str) -> None:
    if html := _HTML.search(_CODE.sub("", text)):
        message = f"{html[0]} is HTML, which readers would see as it is; write *word*, `code` or [words](https://...)"
        raise MarkError(message, html[0], 0)


class Prose(str):
    """Sentences that may contain `code`, *emphasis*, [words](https://address) and [[451/greylisting]].

    A plain string, as a large catalogue has more of these than of anything else.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Refuse what can't be parsed, HTML and outer quotes."""
        prose = super().__new__(cls, text)
        _refuse_html(prose)
        _ = prose.spans
        not_in_curly_quotes(prose)
        return prose

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of a text that becomes prose."""
        text = core_schema.str_schema(min_length=1, max_length=5000, strip_whitespace=True)
        return core_schema.no_info_after_validator_function(cls, text)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the text, in order."""
        return _parsed(self)

    @property
    def references(self) -> Iterator[Reference]:
        """The targets of the text's references."""
        return (span.reference for span in self.spans if span.reference)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> tuple[Span, ...]:
    return tuple(parse(text))


@cache
def keys_by_name(group: type[BaseModel]) -> Mapping[str, str]:
    """Return the keys of a group in reading order, by the names of their fields."""
    return {name: field.alias or name for name, field in group.model_fields.items()}


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
            for name, key in keys_by_name(type(part)).items() if isinstance(part, Part) else ():
                value = getattr(part, name)
                first: dict[object, int] = {}
                for index, item in enumerate(value if type(value) is tuple else ()):
                    at = first.setdefault(getattr(item, "identity", item), index)
                    if at != index and not isinstance(item, Step):
                        yield (*loc, key, index), at

    @property
    def identity(self) -> object:
        """The value by which two parts of a kind count as the same."""
        return self


def _below(value: Any, loc: Loc) -> Iterator[tuple[Loc, Part | Prose]]:  # noqa: ANN401  # any field's value
    if type(value) is Prose:
        yield loc, value
    elif parts := getattr(value, "parts", None):  # isinstance takes four times as long
        yield from parts(loc)
