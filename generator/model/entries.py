"""The entries of the catalogue: what a file can contain, and what it must contain."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from generator.model.base import Part, Prose
from generator.model.components import (
    Action,
    ActsKey,
    ArticleUse,
    Avoided,
    Claim,
    ClearsUpKey,
    ConfirmKey,
    Default,
    ManualUse,
    NoticePart,
    Renamed,
    ReplyStep,
    Sample,
    SenderFacts,
    SideMarks,
    Sides,
    Standard,
    Value,
    WhenKey,
    WhoKey,
    Withdrawal,
    Wording,
)
from generator.model.paths import ConsolePath, ManualPath
from generator.model.prose import Reference
from generator.model.types import (
    ArticleId,
    Day,
    DebugId,
    Edition,
    Line,
    OtherReply,
    ReplyId,
    RfcSection,
    SectionId,
    SettingId,
    SourceId,
    Url,
    UrlOfId,
)
from generator.model.vocabulary import Scope, SourceKind, Stage, WithCode
from generator.problem import Loc


class Entry(Part):
    """The content of one file, or of one key of a list file."""

    id: SkipJsonSchema[str]
    file: SkipJsonSchema[str]
    """The path of the file, relative to the project."""
    loc: SkipJsonSchema[tuple[str, ...]] = ()
    """The place within the file; empty if the file contains one entry."""

    @cached_property
    def references(self) -> tuple[tuple[Loc, Reference], ...]:
        """The references in the entry's prose, each with the place of the prose."""
        prose = ((loc, part) for loc, part in self.parts() if isinstance(part, Prose))
        return tuple((loc, reference) for loc, part in prose for reference in part.references)

    @cached_property
    def source_ids(self) -> tuple[tuple[Loc, str], ...]:
        """The ids of the sources that the entry's claims refer to, each with its place."""
        uses: list[tuple[Loc, str]] = []
        for loc, part in self.parts():
            if isinstance(source := getattr(part, "source", None), str):
                uses.append(((*loc, "source"), source))
            uses += [((*loc, "sources", index), id) for index, id in enumerate(getattr(part, "sources", ()))]
        return tuple(uses)


EntryKey = tuple[type[Entry], str]
"""The kind and the id of an entry; an empty id means all entries of the kind."""


class Reply(Entry, WithCode):
    """A reply text of a code, and what to do when it appears."""

    title: Line = Field(
        description="The problem, in the words that people search for; up to ten words, not the text itself.",
        examples=["Greylisting delay"],
    )
    withdrawn: Withdrawal | None = Field(
        None, description="Why the product no longer sends the reply; leave it out while it does."
    )
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)] = Field(
        description="All known spellings of the text, the canonical one first."
    )
    stage: Annotated[tuple[Stage, ...], Field(min_length=1)] = Field(
        description="The stages of the session at which the reply is sent."
    )
    feature: SettingId | None = Field(None, description="The id of the setting that causes the reply.")
    summary: Prose = Field(
        description="What happened to whose message, in one or two sentences that apply to both sides.",
        examples=["The receiving server hasn't seen this sender before, so it delayed the first attempt on purpose."],
    )
    sides: Sides = Field(description="What it means, when it clears up, who acts and what to do, for each reader.")
    why: Annotated[tuple[Claim, ...], Field(min_length=1)] = Field(description="Why the reply is sent.")
    settings: tuple[SettingId, ...] = Field((), description="The ids of related settings, in reading order.")
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles about the reply.")
    standard: Standard = Field(description="How well the reply follows the standard.")
    notes: tuple[Claim, ...] = Field((), description="What else readers should know.")
    related: tuple[OtherReply, ...] = Field(
        (), description="The ids of replies that are easily confused with this one.", examples=[["451/too-busy"]]
    )
    search: tuple[Line, ...] = Field(
        (),
        description="What people search for, in lower case: synonyms, jargon, misspellings.",
        examples=[["grey listing", "mail arrives late"]],
    )
    debug: tuple[DebugId, ...] = Field(
        (), description="The codes that appear with it in the debug log, such as ME-E0125.", examples=[["ME-E0125"]]
    )
    aliases: tuple[ReplyId, ...] = Field(
        (), description="Former ids, such as 451/greylist; their addresses redirect here.", examples=[["451/greylist"]]
    )
    samples: Annotated[tuple[Sample, ...], Field(min_length=1)] = Field(
        description="Lines that contain this reply, at least one for each wording."
    )

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
        """The title, marked if the reply is withdrawn."""
        return f"{self.title} (withdrawn)" if self.withdrawn else self.title


class Code(Entry, WithCode):
    """A reply code: its meaning in the standard and its use in the product."""

    name: Line = Field(description="Its meaning in the standard, in brief.", examples=["Local error in processing"])
    meaning: Prose = Field(
        description="What the standard says.",
        examples=["The server couldn't carry out the command because of an internal problem."],
    )
    rfc: Annotated[tuple[RfcSection, ...], Field(min_length=1)] = Field(
        description="The RFC sections that define the code, such as 5321#4.2.3.", examples=[["5321#4.2.3"]]
    )
    use: Annotated[tuple[Claim, ...], Field(min_length=1)] = Field(description="How the product uses the code.")


class Message(Entry):
    """Words of the product other than a reply, and what to do when they appear."""

    title: Line = Field(
        description="The problem, in the words that people search for; up to ten words.",
        examples=["Connection limit reached"],
    )
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)] = Field(
        description="All known spellings of the text, the canonical one first."
    )
    summary: Prose = Field(
        description="What happened to whose message, in one or two sentences.",
        examples=["The SMTP service refused a connection because the connection limit had been reached."],
    )
    clears_up: ClearsUpKey
    when: WhenKey = None
    acts: ActsKey
    who: WhoKey = None
    steps: Annotated[tuple[ReplyStep, ...], Field(min_length=1)] = Field(
        description="What to do, in order, harmless steps first."
    )
    confirm: ConfirmKey = ()
    tell: Line | None = Field(
        None,
        description="What the administrator can tell the user, ready to copy; at most 40 words.",
        examples=["Your message is delayed, not lost. You don't have to do anything."],
    )
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)] = Field(
        description="The ids of the sources of the summary, and inferred for what we concluded.",
        examples=[["ME020343"]],
    )
    settings: tuple[SettingId, ...] = Field((), description="The ids of related settings, in reading order.")
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles about it.")
    related: tuple[OtherReply, ...] = Field(
        (), description="The ids of the replies that belong to it.", examples=[["451/too-busy"]]
    )
    notes: tuple[Claim, ...] = Field((), description="What else readers should know.")
    search: tuple[Line, ...] = Field(
        (), description="What people search for, in lower case: synonyms, jargon, misspellings.", examples=[["bounce"]]
    )
    samples: Annotated[tuple[Sample, ...], Field(min_length=1)] = Field(
        description="Lines that contain it, at least one for each wording."
    )

    @property
    def text(self) -> str:
        """The text of the canonical wording."""
        return self.wordings[0].text


class Debug(Message):
    """A code of the debug log, and the words after it."""


class Notice(Message):
    """Mail that the product writes to people: a delivery failure, a delay, a full mailbox."""

    sender: SenderFacts = Field(description="For the person who received the notice and doesn't run a server.")
    parts_inside: tuple[NoticePart, ...] = Field((), alias="parts", description="The parts that say why it was sent.")


class Setting(Entry):
    """A setting of the product: what it does and where it is."""

    name: Line = Field(description="The label in the product.", examples=["Greylisting"])
    summary: Prose = Field(
        description="What it does, in one or two sentences.",
        examples=["Refuses the first attempt of an unknown sender."],
    )
    scope: Scope = Field(description="The part of the server that it applies to.")
    editions: tuple[Edition, ...] = Field((), description="The editions that have it; leave it out if all do.")
    default: Default | None = Field(None, description="Its value in a new installation; leave it out if unknown.")
    unit: Line | None = Field(None, description="The unit of its value.", examples=["messages per hour"])
    values: tuple[Value, ...] = Field((), description="The values it can have.")
    console: ConsolePath | None = Field(None, description="Its path in the console of version 10.")
    older: ConsolePath | None = Field(
        None, description="Its path in the console of older versions; leave it out if it is the same or unknown."
    )
    looked: Prose | None = Field(
        None,
        description="Where we looked for its path; only for a setting without 'console'.",
        examples=["The version 10 manual pages that we could read don't give the path."],
    )
    manual: ManualUse | None = Field(None, description="Where the manual describes it.")
    overridden_by: tuple[SettingId, ...] = Field(
        (), description="The ids of the settings that take precedence over it.", examples=[["smtp/greylisting"]]
    )
    breaks: Prose | None = Field(
        None,
        description="What stops working or becomes less secure when it is changed; leave it out if nothing does.",
        examples=["With the limit off, a stolen account can send without limit."],
    )
    spellings: tuple[Line, ...] = Field(
        (), description="Other spellings of its name or of a step.", examples=[["Grey listing"]]
    )
    renamed: tuple[Renamed, ...] = Field((), description="Its names in other versions.")
    notes: tuple[Claim, ...] = Field((), description="What else readers should know.")
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)] = Field(
        description="The ids of the sources of everything here without its own source, and inferred for the rest.",
        examples=[["greylisting"]],
    )


class Section(Entry):
    """A section of the vendor's manual."""

    path: ManualPath = Field(description="Its chapters and its title.")
    url: Url | None = Field(
        None,
        description="The address of its page; leave it out if unknown.",
        examples=["https://example.com/manual/greylisting.html"],
    )
    edition: Line | None = Field(
        None, description="The manual that the page belongs to.", examples=["10.0 Professional"]
    )
    spellings: tuple[Line, ...] = Field((), description="Other spellings of a step.", examples=[["Grey listing"]])


class Article(Entry):
    """An article of the vendor's knowledge base."""

    title: Line | None = Field(
        None, description="Its title; leave it out if unknown.", examples=["How to whitelist an address"]
    )
    topic: Prose = Field(
        description="What it is about, in one sentence.", examples=["Which list allows an address, and where it is."]
    )


class Source(Entry):
    """A source of claims: a page of the vendor, a standard, a log, or someone else's server."""

    kind: SourceKind = Field(description="The kind of origin.")
    title: Line | None = Field(
        None,
        description="Its title; leave it out for an article or a section of the manual.",
        examples=["Activity log of one server"],
    )
    url: Url | None = Field(
        None,
        description="Its address; leave it out for an article or a section of the manual, or if it has none.",
        examples=["https://example.com/log.txt"],
    )
    article: ArticleId | None = Field(None, description="The id of the article that it is.")
    section: SectionId | None = Field(None, description="The id of the section in codes/manual.yml that it is.")
    version: Line | None = Field(
        None, description="The product version that it is about; leave it out if unknown.", examples=["10.0"]
    )
    revised: Line | None = Field(None, description="When it was last revised, if it says so.", examples=["2017-04-20"])
    read: Day = Field(description="The date on which we read it, such as 2026-11-27.", examples=["2026-11-27"])
    remark: Prose | None = Field(
        None,
        description="What limits it, such as the part that we couldn't read.",
        examples=["The copy that we read ends before the list of commands."],
    )


class Procedure(Entry):
    """Steps that several replies share."""

    title: Line = Field(description="What the steps achieve, starting with a verb.", examples=["Whitelist an address"])
    summary: Prose = Field(description="When to follow them.", examples=["When a sender that you trust is refused."])
    steps: Annotated[tuple[Action, ...], Field(min_length=1)] = Field(description="What to do, in order.")
    settings: tuple[SettingId, ...] = Field((), description="The ids of the settings used.")
    articles: tuple[ArticleUse, ...] = Field((), description="The vendor's articles that describe the steps.")


class Product(Entry):
    """The product that the catalogue is about."""

    name: Line = Field(description="The product's name.", examples=["MailEnable"])
    service: Line = Field(description="The service that sends the replies.", examples=["MailEnable SMTP service"])
    vendor: Line = Field(description="The company that makes the product.", examples=["MailEnable Pty Ltd"])
    console: Line = Field(description="The name of the administration console.", examples=["ME Admin MMC"])
    manual: Line = Field(
        description="The name of the manual.", examples=["MailEnable Professional or Enterprise manual"]
    )
    article_url: UrlOfId = Field(
        description="The address of an article, with {id} instead of its id.", examples=["https://example.com/kb/{id}"]
    )
    sides: SideMarks = Field(description="How log rows mark each side of the connection.")
    editions: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="The product's editions.", examples=[["Standard", "Professional"]]
    )
    origin: ArticleId = Field(description="The id of the article that the catalogue is based on.")


class Style(Entry):
    """The rules for prose; without this file, prose isn't checked."""

    words: tuple[Line, ...] = Field(
        (), description="Names and terms that aren't in the dictionary.", examples=[["greylisting"]]
    )
    avoid: tuple[Avoided, ...] = Field((), description="Phrases to avoid, each with what to write instead.")
    links: tuple[Line, ...] = Field(
        (), description="Link texts that don't say where the link leads.", examples=[["click here"]]
    )

    verbs: tuple[Line, ...] = Field(
        (), description="Verbs that a step can begin with; without them, steps aren't checked.", examples=[["Check"]]
    )

    @cached_property
    def cures(self) -> Mapping[str, str]:
        """The better wording for each phrase to avoid, by its ``folded`` form."""
        return {phrase: avoided.instead for avoided in self.avoid for phrase in _spelled_out(avoided.phrases)}

    @cached_property
    def avoided(self) -> re.Pattern[str] | None:
        """A pattern of the phrases to avoid and of those allowed, which prefers a longer one; None if there are none.

        A match that has no better wording is allowed.
        """
        allowed = (phrase for avoided in self.avoid for phrase in _spelled_out(avoided.allowed))
        phrases = sorted({*self.cures, *allowed}, key=len, reverse=True)
        words = "|".join(_phrase_pattern(phrase) for phrase in phrases if phrase[0].isalnum())
        signs = "|".join(_phrase_pattern(phrase) for phrase in phrases if not phrase[0].isalnum())
        patterns = [*([rf"(?<!\w)(?:{words})"] if words else ()), *([signs] if signs else ())]
        return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def folded(phrase: str) -> str:
    """Return a phrase in lower case with single spaces between its words."""
    return " ".join(phrase.lower().split())


def _spelled_out(phrases: Iterable[str]) -> Iterator[str]:
    """Yield each phrase once for every choice of its words, folded."""
    for phrase in phrases:
        yield from map(" ".join, product(*(word.split("|") for word in folded(phrase).split())))


def _phrase_pattern(phrase: str) -> str:
    """Return a pattern that doesn't end within a word."""
    return r"\s+".join(map(re.escape, phrase.split())) + (r"(?!\w)" if phrase[-1].isalnum() else "")
