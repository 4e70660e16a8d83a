"""The entries of the catalogue: what a file may hold, and what it must."""

from functools import cached_property
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from generator.model.base import Part, Prose
from generator.model.components import (
    Action,
    ArticleUse,
    Claim,
    Default,
    ManualUse,
    Renamed,
    ReplyStep,
    Sample,
    SideMarks,
    Sides,
    Standard,
    Value,
    Withdrawal,
    Wording,
)
from generator.model.paths import ConsolePath, ManualPath
from generator.model.prose import Reference
from generator.model.types import (
    ArticleId,
    DebugCode,
    Edition,
    Line,
    OtherReply,
    ReplyId,
    RfcSection,
    SettingId,
    Url,
    UrlOfId,
)
from generator.model.vocabulary import Actor, Healing, Provenance, Scope, Severity, Stage


class Entry(Part):
    """What one file, or one key of a list file, describes."""

    id: SkipJsonSchema[str]
    file: SkipJsonSchema[str]  # relative to the project
    loc: SkipJsonSchema[tuple[str, ...]] = ()
    """The way to it within the file; empty where the file holds one entry."""

    @cached_property
    def references(self) -> tuple[tuple[tuple[int | str, ...], Reference], ...]:
        """What the entry's prose refers to, each with the way to the prose."""
        prose = ((loc, part) for loc, part in self.parts() if isinstance(part, Prose))
        return tuple((loc, reference) for loc, part in prose for reference in part.references)

    @cached_property
    def repeated(self) -> tuple[tuple[tuple[int | str, ...], int], ...]:
        """What stands in a list of the entry that holds it already: the way to it, and where it stands first."""
        return tuple(self.repetitions())


EntryKey = tuple[type[Entry], str]
"""What an entry is known by: its kind and its id. An empty id stands for all of a kind."""


class Reply(Entry):
    """One text under a reply code, and everything a reader needs when it appears."""

    title: Line = Field(
        description="What happened, in up to ten words; not the text itself.",
        examples=["Greylisting asks the sender to try again"],
    )
    withdrawn: Withdrawal | None = Field(
        None, description="Why the product does not give the reply any more; absent while it does."
    )
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)] = Field(
        description="Every known spelling of the text, the canonical one first."
    )
    stage: Annotated[tuple[Stage, ...], Field(min_length=1)] = Field(
        description="When in the dialogue the reply is given."
    )
    heals: Healing = Field(description="Whether the trouble ends without work.")
    acts: Actor = Field(description="Who has work to do.")
    feature: SettingId | None = Field(None, description="The id of the setting that is behind the reply.")
    summary: Prose = Field(
        description="One or two sentences that an administrator understands at once.",
        examples=["The server has not met this sender before and delays its first message."],
    )
    sides: Sides = Field(description="What it means on either side of the connection.")
    why: Annotated[tuple[Claim, ...], Field(min_length=1)] = Field(description="Why the reply is given.")
    confirm: tuple[Claim, ...] = Field((), description="How to make sure before changing anything.")
    steps: Annotated[tuple[ReplyStep, ...], Field(min_length=1)] = Field(
        description="What to do, in order, the harmless steps first."
    )
    tell: Line | None = Field(
        None,
        description="What to tell the other side, fit for copying into a mail.",
        examples=["Your message was delayed, not refused. There is nothing to change."],
    )
    settings: tuple[SettingId, ...] = Field(
        (), description="The ids of the settings behind the reply, in reading order."
    )
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles that help.")
    standard: Standard = Field(description="How the reply agrees with the standard.")
    notes: tuple[Claim, ...] = Field((), description="What else a reader should know.")
    related: tuple[OtherReply, ...] = Field(
        (), description="The ids of replies worth comparing.", examples=[["451/too-busy"]]
    )
    search: tuple[Line, ...] = Field(
        (),
        description="What people type who look for it, in small letters: synonyms, jargon, misspellings.",
        examples=[["grey listing", "mail arrives late"]],
    )
    debug: tuple[DebugCode, ...] = Field(
        (), description="The codes that stand beside it in the debug log.", examples=[["ME-E0125"]]
    )
    aliases: tuple[ReplyId, ...] = Field(
        (), description="Former ids, such as 451/greylist; their addresses lead here.", examples=[["451/greylist"]]
    )
    samples: Annotated[tuple[Sample, ...], Field(min_length=1)] = Field(
        description="Lines that hold this reply, one for every wording."
    )

    @property
    def code(self) -> int:
        """The reply code, the folder's name."""
        return int(self.id.partition("/")[0])

    @property
    def severity(self) -> Severity:
        """What the code's first digit promises."""
        return Severity.of(self.code)

    @property
    def wording(self) -> Wording:
        """The canonical wording."""
        return self.wordings[0]

    @property
    def text(self) -> str:
        """The text of the canonical wording."""
        return self.wording.text

    @property
    def label(self) -> str:
        """The title, and a word where the product does not give the reply any more."""
        return f"{self.title} (withdrawn)" if self.withdrawn else self.title

    @property
    def seen_only(self) -> bool:
        """Whether the reply is known from logs alone, and not from the vendor."""
        return all(wording.source != Provenance.VENDOR for wording in self.wordings)


class Code(Entry):
    """A reply code: what the standard means by it and how the product uses it."""

    name: Line = Field(description="The standard's meaning in a few words.", examples=["Local error in processing"])
    meaning: Prose = Field(
        description="What the standard says.",
        examples=["The server could not carry out the command because of a trouble of its own."],
    )
    rfc: Annotated[tuple[RfcSection, ...], Field(min_length=1)] = Field(
        description="The sections that define it, such as 5321#4.2.3.", examples=[["5321#4.2.3"]]
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


class Setting(Entry):
    """A switch of the product: what it does and where it is."""

    name: Line = Field(description="The label in the product.", examples=["Greylisting"])
    summary: Prose = Field(
        description="What it does, in one or two sentences.",
        examples=["Refuses the first attempt of a sender it does not know."],
    )
    scope: Scope = Field(description="How much of the server it governs.")
    editions: tuple[Edition, ...] = Field((), description="The editions that have it; absent where no limit is known.")
    default: Default | None = Field(None, description="Its value on a fresh installation; absent where unknown.")
    values: tuple[Value, ...] = Field((), description="The values it can take.")
    console: ConsolePath | None = Field(None, description="The way to it in the administration console.")
    manual: ManualUse | None = Field(None, description="Where the manual describes it.")
    spellings: tuple[Line, ...] = Field(
        (), description="Other spellings of its name or of a step, as met.", examples=[["Grey listing"]]
    )
    renamed: tuple[Renamed, ...] = Field((), description="Its names in later versions.")
    notes: tuple[Claim, ...] = Field((), description="What else a reader should know.")


class Section(Entry):
    """A section of the vendor's manual."""

    path: ManualPath = Field(description="Its chapters and its title.")
    url: Url | None = Field(
        None, description="Its page; absent where unknown.", examples=["https://example.com/manual/greylisting.html"]
    )
    edition: Line | None = Field(
        None, description="The manual that the page belongs to.", examples=["10.0 Professional"]
    )
    spellings: tuple[Line, ...] = Field(
        (), description="Other spellings of a step, as met.", examples=[["Grey listing"]]
    )


class Article(Entry):
    """An article of the vendor's knowledge base."""

    title: Line | None = Field(
        None, description="Its title; absent where unknown.", examples=["How to whitelist an address"]
    )
    topic: Prose = Field(
        description="What it is about, in one sentence.", examples=["Which list lets an address pass, and where it is."]
    )
    source: Provenance = Field(description="Whether the title and topic were read or inferred.")


class Procedure(Entry):
    """Steps that several replies share."""

    title: Line = Field(description="What the steps reach, beginning with a verb.", examples=["Whitelist an address"])
    summary: Prose = Field(description="When to follow them.", examples=["When a sender that you know is refused."])
    steps: Annotated[tuple[Action, ...], Field(min_length=1)] = Field(description="What to do, in order.")
    settings: tuple[SettingId, ...] = Field((), description="The ids of the settings used.")
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles behind them.")


class Product(Entry):
    """The product that the catalogue is about."""

    name: Line = Field(description="The product's name.", examples=["MailEnable"])
    service: Line = Field(description="The service that gives the replies.", examples=["MailEnable SMTP service"])
    vendor: Line = Field(description="Who makes the product.", examples=["MailEnable Pty Ltd"])
    console: Line = Field(description="What the administration console is called.", examples=["ME Admin MMC"])
    manual: Line = Field(
        description="What the manual is called.", examples=["MailEnable Professional or Enterprise manual"]
    )
    article_url: UrlOfId = Field(
        description="An article's address, {id} in the place of its id.", examples=["https://example.com/kb/{id}"]
    )
    sides: SideMarks = Field(description="How the log marks either side.")
    editions: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="The product's editions.", examples=[["Standard", "Professional"]]
    )
    origin: ArticleId = Field(description="The id of the article that the catalogue began with.")
