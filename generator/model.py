"""The entries of the catalogue: what a file may hold, and what it must.

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
from pydantic.json_schema import SkipJsonSchema

from generator.prose import URL_SCHEMES, Prose, Reference
from generator.vocabulary import (
    Actor,
    Conformance,
    Healing,
    Provenance,
    SampleKind,
    Scope,
    Severity,
    Stage,
    StepKind,
)
from generator.wording import Piece, parse_wording


def _wording(text: str) -> str:
    parse_wording(text)
    return text


def _url(text: str) -> str:
    if not text.startswith(URL_SCHEMES):
        raise ValueError("an address begins with https:// or http://")
    return text


Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\n]+$")]
"""A text of one line, shown as it is written."""
Url = Annotated[str, AfterValidator(_url)]


class Part(BaseModel):
    """A group of keys within an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def parts(self, loc: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], "Part | Prose"]]:
        """Yield every part and every prose below this one, each with the way to it."""
        yield loc, self
        for name in type(self).model_fields:
            value = getattr(self, name)
            for index, item in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
                way = (*loc, name) if index is None else (*loc, name, index)
                if isinstance(item, Part):
                    yield from item.parts(way)
                elif isinstance(item, Prose):
                    yield way, item


class Entry(Part):
    """What one file, or one key of a list file, describes."""

    id: SkipJsonSchema[str]
    file: SkipJsonSchema[str]
    """The file it stands in, relative to the project."""
    loc: SkipJsonSchema[tuple[str, ...]] = ()
    """The way to it within the file; empty where the file holds one entry."""

    @property
    def references(self) -> Iterator[tuple[tuple[int | str, ...], Reference]]:
        """What the entry's prose refers to, each with the way to the prose."""
        for loc, part in self.parts():
            if isinstance(part, Prose):
                for reference in part.references:
                    yield loc, reference


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

    procedure: str = Field(description="The id of the procedure.")


def _step_tag(step: object) -> str:
    keys = step if isinstance(step, dict) else getattr(step, "model_fields_set", ())
    return "<procedure>" if "procedure" in keys else "<action>"


ReplyStep = Annotated[
    Annotated[Action, Tag("<action>")] | Annotated[ProcedureUse, Tag("<procedure>")],
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
    line: Annotated[str, StringConstraints(min_length=1)] = Field(
        description="The line, with documentation addresses in it; \\t for a tab, in double quotes."
    )


class Sides(Part):
    """What the reply means on either side of the connection."""

    inbound: Prose = Field(alias="in", description="SMTP-IN: your server said it.")
    outbound: Prose = Field(alias="out", description="SMTP-OU or a bounce: another server said it to yours.")


class ArticleUse(Part):
    """An article of the vendor, and why it helps here."""

    id: str = Field(description="The article's id, such as ME020073.")
    why: Prose | None = Field(None, description="What to look for in it.")


class Standard(Part):
    """How the reply agrees with the standard."""

    verdict: Conformance = Field(description="Whether the code fits the text.")
    text: Prose = Field(description="What the standard says, and what differs.")


class Reply(Entry):
    """One text under a reply code, and everything a reader needs when it appears."""

    title: Line = Field(description="What happened, in up to ten words; not the text itself.")
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)] = Field(
        description="Every known spelling of the text, the canonical one first."
    )
    stage: Annotated[tuple[Stage, ...], Field(min_length=1)] = Field(
        description="When in the dialogue the reply is given."
    )
    heals: Healing = Field(description="Whether the trouble ends without work.")
    acts: Actor = Field(description="Who has work to do.")
    feature: str | None = Field(None, description="The id of the setting that is behind the reply.")
    summary: Prose = Field(description="One or two sentences that an administrator understands at once.")
    sides: Sides = Field(description="What it means on either side of the connection.")
    why: Annotated[tuple[Claim, ...], Field(min_length=1)] = Field(description="Why the reply is given.")
    confirm: tuple[Claim, ...] = Field((), description="How to make sure before changing anything.")
    steps: Annotated[tuple[ReplyStep, ...], Field(min_length=1)] = Field(
        description="What to do, in order, the harmless steps first."
    )
    tell: Line | None = Field(None, description="What to tell the other side, fit for copying into a mail.")
    settings: tuple[str, ...] = Field((), description="The ids of the settings behind the reply, in reading order.")
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles that help.")
    standard: Standard = Field(description="How the reply agrees with the standard.")
    notes: tuple[Claim, ...] = Field((), description="What else a reader should know.")
    related: tuple[str, ...] = Field((), description="The ids of replies worth comparing.")
    samples: Annotated[tuple[Sample, ...], Field(min_length=1)] = Field(
        description="Lines that hold this reply, one for every wording."
    )
    aliases: tuple[str, ...] = Field((), description="Former ids; their addresses lead here.")

    @property
    def code(self) -> int:
        """The reply code, the folder's name."""
        return int(self.id.partition("/")[0])

    @property
    def severity(self) -> Severity:
        """What the code's first digit promises."""
        return Severity.of(self.code)

    @property
    def text(self) -> str:
        """The canonical wording."""
        return self.wordings[0].text

    @property
    def seen_only(self) -> bool:
        """Whether the reply is known from logs alone, and not from the vendor."""
        return all(wording.source != Provenance.VENDOR for wording in self.wordings)


RfcSection = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,5}#[0-9]+(\.[0-9]+)*$")]
"""A section of an RFC, such as ``5321#4.2.3``."""


class Code(Entry):
    """A reply code: what the standard means by it and how the product uses it."""

    name: Line = Field(description="The standard's meaning in a few words.")
    meaning: Prose = Field(description="What the standard says.")
    rfc: Annotated[tuple[RfcSection, ...], Field(min_length=1)] = Field(
        description="The sections that define it, such as 5321#4.2.3."
    )
    use: Annotated[tuple[Claim, ...], Field(min_length=1)] = Field(description="How the product uses it.")

    @property
    def code(self) -> int:
        """The number."""
        return int(self.id)

    @property
    def severity(self) -> Severity:
        """What the first digit promises."""
        return Severity.of(self.code)


_CONSOLE = (StepKind.NODE, StepKind.PROPERTIES, StepKind.TAB, StepKind.GROUP, StepKind.BUTTON, StepKind.FIELD)
_MANUAL = (StepKind.CHAPTER, StepKind.SECTION)


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


Path = Annotated[tuple[Step, ...], Field(min_length=1)]


class ManualUse(Part):
    """Where the manual describes a setting."""

    section: str = Field(description="The id of the section in codes/manual.yml.")
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


class Setting(Entry):
    """A switch of the product: what it does and where it is."""

    name: Line = Field(description="The label in the product.")
    summary: Prose = Field(description="What it does, in one or two sentences.")
    scope: Scope = Field(description="How much of the server it governs.")
    editions: tuple[Line, ...] = Field((), description="The editions that have it; absent where no limit is known.")
    default: Default | None = Field(None, description="Its value on a fresh installation; absent where unknown.")
    values: tuple[Value, ...] = Field((), description="The values it can take.")
    console: Annotated[Path, _only(*_CONSOLE)] | None = Field(
        None, description="The way to it in the administration console."
    )
    manual: ManualUse | None = Field(None, description="Where the manual describes it.")
    spellings: tuple[Line, ...] = Field((), description="Other spellings of its name or of a step, as met.")
    renamed: tuple[Renamed, ...] = Field((), description="Its names in later versions.")
    notes: tuple[Claim, ...] = Field((), description="What else a reader should know.")


class Section(Entry):
    """A section of the vendor's manual."""

    path: Annotated[Path, _only(*_MANUAL)] = Field(description="Its chapters and its title.")
    url: Url | None = Field(None, description="Its page; absent where unknown.")
    edition: Line | None = Field(None, description="The manual that the page belongs to.")
    spellings: tuple[Line, ...] = Field((), description="Other spellings of a step, as met.")


class Article(Entry):
    """An article of the vendor's knowledge base."""

    title: Line | None = Field(None, description="Its title; absent where unknown.")
    topic: Prose = Field(description="What it is about, in one sentence.")
    source: Provenance = Field(description="Whether the title and topic were read or inferred.")


class Procedure(Entry):
    """Steps that several replies share."""

    title: Line = Field(description="What the steps reach, beginning with a verb.")
    summary: Prose = Field(description="When to follow them.")
    steps: Annotated[tuple[Action, ...], Field(min_length=1)] = Field(description="What to do, in order.")
    settings: tuple[str, ...] = Field((), description="The ids of the settings used.")
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles behind them.")


class SideMarks(Part):
    """How the product's logs mark the side that a row is about."""

    inbound: Line = Field(alias="in")
    outbound: Line = Field(alias="out")


class Product(Entry):
    """The product that the catalogue is about."""

    name: Line = Field(description="The product's name.")
    service: Line = Field(description="The service that gives the replies.")
    vendor: Line = Field(description="Who makes the product.")
    console: Line = Field(description="What the administration console is called.")
    manual: Line = Field(description="What the manual is called.")
    article_url: Url = Field(description="An article's address, {id} in the place of its id.")
    sides: SideMarks = Field(description="How the log marks either side.")
    editions: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(description="The product's editions.")
    origin: str = Field(description="The id of the article that the catalogue began with.")
