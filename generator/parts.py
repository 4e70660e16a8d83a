"""The groups of keys that entries are made of: claims, steps, wordings, samples, paths.

Field descriptions are what a writer's editor and the messages of ``check`` show.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator import names, urls
from generator.prose import Prose
from generator.tokens import words
from generator.vocabulary import Conformance, Provenance, SampleKind, StepKind
from generator.wording import Piece, parse_wording


def _wording(text: str) -> str:
    if not any(isinstance(piece, str) and words(piece) for piece in parse_wording(text)):
        raise ValueError("a wording holds at least one word of letters or digits besides its placeholders")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_too_short", "only blanks")
    return text


def _url_of_id(text: str) -> str:
    urls.checked(text.replace("{id}", "id"))
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]+$"), AfterValidator(_not_blank)]
"""A text of one line, shown as it is written."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""What an entry is called that is described elsewhere."""
Url = Annotated[str, AfterValidator(urls.checked)]
UrlOfId = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{id\}[^{}]*$"), AfterValidator(_url_of_id)]
"""An address with ``{id}`` in the place of an id."""


class Part(BaseModel):
    """A group of keys within an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def parts(self, loc: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], "Part | Prose"]]:
        """Yield every part and every prose below this one, each with the way to it."""
        yield loc, self
        for name, field in type(self).model_fields.items():
            value, key = getattr(self, name), field.alias or name
            for index, item in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
                way = (*loc, key) if index is None else (*loc, key, index)
                if isinstance(item, Part):
                    yield from item.parts(way)
                elif isinstance(item, Prose):
                    yield way, item


class Claim(Part):
    """A statement, and where it comes from."""

    text: Prose = Field(description="The statement, one to three short sentences.")
    source: Provenance = Field(description="Where the statement comes from.")
    doubt: Prose | None = Field(None, description="Why the statement should be taken with care.")


class Action(Part):
    """A step that somebody carries out."""

    do: Prose = Field(description="What to do, beginning with a verb.")
    risk: Prose | None = Field(None, description="How the step weakens protection; absent where it is harmless.")
    source: Provenance = Field(description="Where the advice comes from.")


class ProcedureUse(Part):
    """Steps that are written once, under ``codes/procedures``."""

    procedure: Id = Field(description="The id of the procedure.")


TAG = "\0"
"""What the name of an alternative begins with, where a place in an entry is told; no key can hold it."""


def _step_tag(step: object) -> str:
    keys = step if isinstance(step, dict) else getattr(step, "model_fields_set", ())
    return f"{TAG}ProcedureUse" if "procedure" in keys else f"{TAG}Action"


ReplyStep = Annotated[
    Annotated[Action, Tag(f"{TAG}Action")] | Annotated[ProcedureUse, Tag(f"{TAG}ProcedureUse")],
    Discriminator(_step_tag),
]
"""A step of a reply: an action of its own, or a procedure written once."""


class Wording(Part):
    """One spelling of the reply's text."""

    text: Annotated[Line, AfterValidator(_wording)] = Field(
        description="The text without its code; what changes stands as {ip}, {host}, {time}, ..."
    )
    source: Provenance = Field(description="Where this spelling was met.")
    printed: Line | None = Field(None, description="The text as the vendor prints it, where that differs.")
    note: Prose | None = Field(None, description="What this spelling tells apart.")

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The literals and placeholders of the text."""
        return parse_wording(self.text)


class Sample(Part):
    """A line as met in a log, a bounce or a mail client; a test of the catalogue."""

    kind: SampleKind = Field(description="Where such a line stands.")
    line: Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_not_blank)] = Field(
        description="The line, with documentation addresses in it; \\t for a tab, in double quotes."
    )


class Sides(Part):
    """What the reply means on either side of the connection."""

    inbound: Prose = Field(alias="in", description="Your server said it.")
    outbound: Prose = Field(alias="out", description="Another server said it to yours, or a bounce quotes it.")


class ArticleUse(Part):
    """An article of the vendor, and why it helps here."""

    id: Id = Field(description="The article's id, such as ME020073.")
    why: Prose | None = Field(None, description="What to look for in it.")


class Standard(Part):
    """How the reply agrees with the standard."""

    verdict: Conformance = Field(description="Whether the code fits the text.")
    text: Prose = Field(description="What the standard says, and what differs.")


DebugCode = Annotated[str, StringConstraints(pattern=r"^ME-[EI][0-9]{4}$")]
"""A code of the debug log, such as ``ME-E0125``."""

ReplyId = Annotated[str, StringConstraints(pattern=rf"^[2-5][0-5][0-9]/{names.SLUG}$"), AfterValidator(names.checked)]
"""A reply's id, such as ``451/greylisting``."""

RfcSection = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,5}#[0-9]+(\.[0-9]+)*$")]
"""A section of an RFC, such as ``5321#4.2.3``."""


class Step(BaseModel):
    """One step of a path, written in YAML as ``tab: Greylisting``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: StepKind
    label: Line

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, data: object) -> object:
        if isinstance(data, dict) and len(data) == 1:
            [(kind, label)] = data.items()
            if kind not in set(StepKind):
                raise ValueError(f"{kind!r} is no kind of step; known are {', '.join(StepKind)}")
            return {"kind": kind, "label": label}
        if isinstance(data, dict) and set(data) == {"kind", "label"}:
            return data
        raise ValueError("a step is one 'kind: label', such as 'tab: Greylisting'")

    @property
    def is_placeholder(self) -> bool:
        """Whether the reader puts a name of their own in the label's place."""
        return self.label.startswith("[")


def _only(*kinds: StepKind) -> AfterValidator:
    def check(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        for step in steps:
            if step.kind not in kinds:
                raise ValueError(f"a {step.kind.value!r} step does not belong here; expected are {', '.join(kinds)}")
        return steps

    return AfterValidator(check)


ConsolePath = Annotated[
    tuple[Step, ...],
    Field(min_length=1),
    _only(StepKind.NODE, StepKind.PROPERTIES, StepKind.TAB, StepKind.GROUP, StepKind.BUTTON, StepKind.FIELD),
]
"""The way to a setting in the administration console."""
ManualPath = Annotated[tuple[Step, ...], Field(min_length=1), _only(StepKind.CHAPTER, StepKind.SECTION)]
"""The way to a section in the manual."""


class ManualUse(Part):
    """Where the manual describes a setting."""

    section: Id = Field(description="The id of the section in codes/manual.yml.")
    field: Line | None = Field(None, description="The setting's name on that page.")
    label: Line | None = Field(None, description="How the vendor's article introduces the path.")


class Default(Part):
    """The value a fresh installation has."""

    value: Line
    source: Provenance


class Value(Part):
    """A value the setting can take, and what it does."""

    value: Line
    means: Prose


class Renamed(Part):
    """A later name of the setting."""

    version: Line = Field(description="The product version whose manual uses the name.")
    name: Line


class SideMarks(Part):
    """How the product's logs mark the side that a row is about."""

    inbound: Line = Field(alias="in")
    outbound: Line = Field(alias="out")
