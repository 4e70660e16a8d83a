"""The groups of keys that entries consist of: claims, steps, wordings, samples and so on.

Editors and the messages of ``check`` show the descriptions of the fields; editors also suggest the examples.
"""

import re
from functools import cached_property
from typing import Annotated, cast

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, RootModel, StringConstraints, Tag

from generator.model.base import Part, Prose
from generator.model.introspection import TAG
from generator.model.types import (
    ArticleId,
    ClaimSource,
    Line,
    OtherReply,
    ProcedureId,
    SectionId,
    SourceId,
    not_only_spaces,
)
from generator.model.vocabulary import Actor, ClearsUp, Conformance, SampleKind
from generator.model.wording import Piece, PlaceholderType, parse_wording

_OTHER_PLACEHOLDER = re.compile(rf"%[sd]\b|\[(?:{'|'.join(PlaceholderType)})\]|<(?:{'|'.join(PlaceholderType)})>")
"""A placeholder in the notation of other programs."""
_TYPOGRAPHY = re.compile("[\u2018-\u201e\u2013\u2014\u2026]")
"""Curly quotes, dashes and the ellipsis."""


class Claim(Part):
    """A statement and its source."""

    text: Prose = Field(
        description="The statement, in one to three sentences.", examples=["Greylisting is on for the whole server."]
    )
    source: ClaimSource
    doubt: Prose | None = Field(
        None, description="Why the statement may be wrong.", examples=["Seen in one version only."]
    )


class Action(Part):
    """A step that someone carries out."""

    do: Prose = Field(description="What to do, starting with a verb.", examples=["Wait for the next attempt."])
    risk: Prose | None = Field(
        None,
        description="How the step weakens protection; leave it out if the step is harmless.",
        examples=["Spam from this address is no longer delayed either."],
    )
    source: ClaimSource


class ProcedureUse(Part):
    """A reference to steps that are written once, in ``codes/procedures``."""

    procedure: ProcedureId = Field(description="The id of the procedure.")


def _step_tag(step: object) -> str:
    keys = step if isinstance(step, dict) else getattr(step, "model_fields_set", ())
    return f"{TAG}ProcedureUse" if "procedure" in keys else f"{TAG}Action"


ReplyStep = Annotated[
    Annotated[Action, Tag(f"{TAG}Action")] | Annotated[ProcedureUse, Tag(f"{TAG}ProcedureUse")],
    Discriminator(_step_tag),
]
"""A step of a reply: an action, or a reference to a procedure."""


class WordingText(RootModel[Line]):
    """The text of a reply without its code; a part that changes is written as {ip}, {host}, {time} and so on."""

    model_config = ConfigDict(frozen=True)

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002  # pydantic's signature
        """Parse the text once, and refuse what no log shows."""
        _ = self.pieces
        if other := _OTHER_PLACEHOLDER.search(self.root):
            raise ValueError(f"{other[0]} isn't a placeholder; write {{ip}}, {{word}} or another one in braces")
        if typography := _TYPOGRAPHY.search(self.root):
            raise ValueError(
                f"{typography[0]} comes from a word processor and appears in no log; type the text as the log shows it"
            )

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The literals and placeholders of the text, in order."""
        return parse_wording(self.root)


class Wording(Part):
    """A spelling of the reply's text."""

    parsed: WordingText = Field(
        alias="text",
        description="The text without its code; write parts that change as {ip}, {host}, {time} and so on.",
        examples=["The IP address of the sender ({ip}) was refused"],
    )
    source: ClaimSource
    versions: tuple[Line, ...] = Field(
        (), description="The product versions in which it was seen.", examples=[["9.76", "10.53"]]
    )
    printed: Line | None = Field(
        None,
        description="The text as the vendor publishes it, if it differs.",
        examples=["The IP address of the sender (x.x.x.x) was refused"],
    )
    note: Prose | None = Field(
        None, description="How this spelling differs.", examples=["Older versions don't show the address."]
    )

    @property
    def text(self) -> str:
        """The text, with its placeholders in braces."""
        return self.parsed.root

    @property
    def identity(self) -> str:
        """The text."""
        return self.text

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The literals and placeholders of the text, in order."""
        return self.parsed.pieces


class Sample(Part):
    """A line from a log, a bounce or a mail client, or one written like them; a test of the catalogue."""

    kind: SampleKind = Field(description="The kind of text that the line is.")
    source: SourceId = Field(
        description="The id of the source in codes/sources.yml, or constructed if we wrote the line ourselves."
    )
    line: Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(not_only_spaces)] = Field(
        description="The line, with documentation addresses in it; for a tab, write \\t in double quotes.",
        examples=["451 The IP address of the sender (203.0.113.9) was refused"],
    )


def _starts_with_an_action(steps: tuple[Action | ProcedureUse, ...]) -> tuple[Action | ProcedureUse, ...]:
    if not isinstance(steps[0], Action):
        raise ValueError("the first step is a procedure; write the first action here, and put the procedure after it")  # noqa: TRY004  # pydantic's signature
    return steps


ClearsUpKey = Annotated[ClearsUp, Field(description="Whether the problem clears up by itself.")]
WhenKey = Annotated[
    Prose | None,
    Field(
        description="When it clears up, or how long it lasts; leave it out only if nothing is wrong.",
        examples=["When the sending server retries, usually within an hour."],
    ),
]
ActsKey = Annotated[
    Actor, Field(description="Who acts: nobody, you, other (the other server's administrator) or user.")
]
WhoKey = Annotated[
    Prose | None,
    Field(
        description="Who acts in which case; leave it out if 'acts' alone says it.",
        examples=["The sender if the address is wrong, you if it is missing."],
    ),
]
ConfirmKey = Annotated[tuple[Claim, ...], Field(description="How to confirm the cause before changing anything.")]


class Side(Part):
    """The facts for the administrator of one of the two servers."""

    means: Prose = Field(
        description="What happened to whose message, in one or two sentences.",
        examples=["Your server delayed the first message from a sender that it doesn't know."],
    )
    clears_up: ClearsUpKey
    when: WhenKey = None
    acts: ActsKey
    who: WhoKey = None
    steps: Annotated[tuple[ReplyStep, ...], Field(min_length=1), AfterValidator(_starts_with_an_action)] = Field(
        description="What to do, in order, harmless steps first. The search shows the first one on its own."
    )
    confirm: ConfirmKey = ()
    tell: Line | None = Field(
        None,
        description="What the administrator can tell the sender or the user, ready to copy; at most 40 words.",
        examples=["Your message was delayed, not refused. You don't have to do anything."],
    )
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)] = Field(
        description="The ids of the sources of 'means' and 'when', and inferred for what we concluded.",
        examples=[["greylisting", "inferred"]],
    )

    @property
    def first(self) -> Action:
        """The first step."""
        return cast("Action", self.steps[0])


class SenderFacts(Part):
    """The facts for the person who sent the message and doesn't run a server."""

    means: Prose = Field(
        description="What happened to the message.", examples=["Your message is delayed. It isn't lost."]
    )
    do: Prose = Field(
        description="What the person can do.", examples=["Wait. You get another notice if it can't be delivered."]
    )
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)] = Field(
        description="The ids of the sources, and inferred for what we concluded.", examples=[["inferred"]]
    )


class Sides(Part):
    """The facts for each reader."""

    inbound: Side = Field(alias="in", description="For the administrator of the server that sent the reply.")
    outbound: Side = Field(alias="out", description="For the administrator of the server that received the reply.")
    sender: SenderFacts | None = Field(
        None, description="For the person who sent the message; leave it out for codes that start with 2 or 3."
    )


class ArticleUse(Part):
    """A reference to an article of the vendor, and why it helps here."""

    id: ArticleId = Field(description="The id of the article, such as ME020073.")
    why: Prose | None = Field(None, description="What to look for in it.", examples=["Step 6 lists the commands."])

    @property
    def identity(self) -> str:
        """The id."""
        return self.id


class Standard(Part):
    """How well the reply follows the standard."""

    verdict: Conformance = Field(description="Whether the code matches the text.")
    text: Prose = Field(
        description="What the standard says and how the reply differs.",
        examples=["`451` means a local error, and the text says the same."],
    )


class Withdrawal(Part):
    """Why the product no longer sends a reply; its page stays for readers who see the old text."""

    reason: Prose = Field(
        description="What happened to the reply, in one or two sentences.",
        examples=["Since version 10.50 the service accepts the message."],
    )
    source: ClaimSource
    version: Line | None = Field(
        None, description="The first version that doesn't send it; leave it out if unknown.", examples=["10.50"]
    )
    successor: OtherReply | None = Field(
        None, description="The id of the reply that is sent instead.", examples=["451/too-busy"]
    )


class ManualUse(Part):
    """The place in the manual that describes a setting."""

    section: SectionId = Field(description="The id of the section in codes/manual.yml.")
    field: Line | None = Field(None, description="The name of the setting there.", examples=["Enable greylisting"])
    label: Line | None = Field(
        None, description="How the vendor's article introduces the path.", examples=["Greylisting Global Configuration"]
    )


class Default(Part):
    """The value in a new installation."""

    value: Line = Field(description="The value as the product shows it.", examples=["25"])
    source: ClaimSource


class Value(Part):
    """A value of a setting, and what it does."""

    value: Line = Field(description="The value as the product shows it.", examples=["Enabled"])
    means: Prose = Field(description="What it does.", examples=["Every sender is delayed once."])


class Renamed(Part):
    """Another name of a setting."""

    version: Line = Field(description="The product version that uses this name.", examples=["9.0"])
    name: Line = Field(description="The name in that version.", examples=["Greylist settings"])


class NoticePart(Part):
    """A part of a notice that says why it was sent."""

    parsed: WordingText = Field(
        alias="text",
        description="The text; write parts that change as {ip}, {host}, {time} and so on.",
        examples=["Reason: Remote SMTP Server Returned: {number}"],
    )
    means: Prose = Field(
        description="What it means, and what to do.", examples=["The other server refused the message for good."]
    )
    source: ClaimSource

    @property
    def text(self) -> str:
        """The text, with its placeholders in braces."""
        return self.parsed.root


class SideMarks(Part):
    """The marks in log rows for each side of the connection."""

    inbound: Line = Field(alias="in", description="Your server sent the reply.", examples=["SMTP-IN"])
    outbound: Line = Field(alias="out", description="Another server sent it to your server.", examples=["SMTP-OU"])


class Avoided(Part):
    """Phrases that aren't allowed in prose, and what to write instead."""

    phrases: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="The phrases, in lower case; a bar separates words that can replace each other.",
        examples=[["in order to", "make|makes use of"]],
    )
    instead: Line = Field(description="What to write instead, or what to do.", examples=["to"])
    allowed: tuple[Line, ...] = Field(
        (), description="Longer phrases that contain one of them and are allowed.", examples=[["there is|are no"]]
    )
