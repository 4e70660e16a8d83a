"""The groups of keys that entries are made of: claims, steps, wordings, samples, paths.

Field descriptions are what a writer's editor and the messages of ``check`` show; examples, what the editor offers.
"""

import re
from functools import cached_property
from typing import Annotated

from pydantic import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    StringConstraints,
    Tag,
)

from generator.model.base import Part, Prose
from generator.model.types import ArticleId, Line, OtherReply, ProcedureId, SectionId, not_blank
from generator.model.vocabulary import Conformance, Provenance, SampleKind
from generator.model.wording import Piece, PlaceholderType, parse_wording
from generator.model.words import words

_OTHER_PLACEHOLDER = re.compile(rf"%[sd]\b|\[(?:{'|'.join(PlaceholderType)})\]|<(?:{'|'.join(PlaceholderType)})>")
"""A placeholder in the notation of other programs."""
_TYPOGRAPHY = re.compile("[\u2018-\u201e\u2013\u2014\u2026]")
"""Curly quotes, dashes and the ellipsis."""


class Claim(Part):
    """A statement, and where it comes from."""

    text: Prose = Field(
        description="The statement, one to three short sentences.", examples=["Greylisting is on for the whole server."]
    )
    source: Provenance = Field(description="Where the statement comes from.")
    doubt: Prose | None = Field(
        None, description="Why the statement should be taken with care.", examples=["Seen with one version only."]
    )


class Action(Part):
    """A step that somebody carries out."""

    do: Prose = Field(description="What to do, beginning with a verb.", examples=["Wait for the next attempt."])
    risk: Prose | None = Field(
        None,
        description="How the step weakens protection; absent where it is harmless.",
        examples=["That address is not delayed any more, whatever it sends."],
    )
    source: Provenance = Field(description="Where the advice comes from.")


class ProcedureUse(Part):
    """Steps that are written once, under ``codes/procedures``."""

    procedure: ProcedureId = Field(description="The id of the procedure.")


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


class WordingText(RootModel[Line]):
    """The text of a reply without its code; a part that changes is written as {ip}, {host}, {time} and so on."""

    model_config = ConfigDict(frozen=True)

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002  # pydantic's signature
        """Parse the text once, and refuse what no log shows."""
        if not any(isinstance(piece, str) and words(piece) for piece in self.pieces):
            raise ValueError("the text consists of placeholders only; write at least one word of letters or digits")
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
    """One spelling of the reply's text."""

    parsed: WordingText = Field(
        alias="text",
        description="The text without its code; what changes stands as {ip}, {host}, {time}, ...",
        examples=["The IP address of the sender ({ip}) was refused"],
    )
    source: Provenance = Field(description="Where this spelling was met.")
    printed: Line | None = Field(
        None,
        description="The text as the vendor prints it, where that differs.",
        examples=["The IP address of the sender (x.x.x.x) was refused"],
    )
    note: Prose | None = Field(
        None, description="What this spelling tells apart.", examples=["The older versions name no address."]
    )

    @property
    def text(self) -> str:
        """The text, with its placeholders in braces."""
        return self.parsed.root

    @property
    def essence(self) -> str:
        """Its text."""
        return self.text

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The literals and placeholders of the text."""
        return self.parsed.pieces


class Sample(Part):
    """A line as met in a log, a bounce or a mail client; a test of the catalogue."""

    kind: SampleKind = Field(description="Where such a line stands.")
    line: Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(not_blank)] = Field(
        description="The line, with documentation addresses in it; \\t for a tab, in double quotes.",
        examples=["451 The IP address of the sender (203.0.113.9) was refused"],
    )


class Sides(Part):
    """What the reply means on either side of the connection."""

    inbound: Prose = Field(
        alias="in",
        description="Your server said it.",
        examples=["Your server delayed a sender. Wait: the same sender comes again."],
    )
    outbound: Prose = Field(
        alias="out",
        description="Another server said it to yours, or a bounce quotes it.",
        examples=["Another server delays yours. Wait: your server tries again by itself."],
    )


class ArticleUse(Part):
    """An article of the vendor, and why it helps here."""

    id: ArticleId = Field(description="The article's id, such as ME020073.")
    why: Prose | None = Field(None, description="What to look for in it.", examples=["Its step 6 holds the commands."])

    @property
    def essence(self) -> str:
        """Its id."""
        return self.id


class Standard(Part):
    """How the reply agrees with the standard."""

    verdict: Conformance = Field(description="Whether the code fits the text.")
    text: Prose = Field(
        description="What the standard says, and what differs.",
        examples=["`451` stands for a local error, and so does the text."],
    )


class Withdrawal(Part):
    """That the product does not give the reply any more; its page stays for those who meet the old text."""

    reason: Prose = Field(
        description="What became of the reply, in one or two sentences.",
        examples=["Since version 10.50 the service says nothing of it and accepts the message."],
    )
    source: Provenance = Field(description="Where the statement comes from.")
    version: Line | None = Field(
        None, description="The first version that does not give it; absent where unknown.", examples=["10.50"]
    )
    successor: OtherReply | None = Field(
        None, description="The id of the reply that is given in its place.", examples=["451/too-busy"]
    )


class ManualUse(Part):
    """Where the manual describes a setting."""

    section: SectionId = Field(description="The id of the section in codes/manual.yml.")
    field: Line | None = Field(None, description="The setting's name on that page.", examples=["Enable greylisting"])
    label: Line | None = Field(
        None, description="How the vendor's article introduces the path.", examples=["Greylisting Global Configuration"]
    )


class Default(Part):
    """The value a fresh installation has."""

    value: Line = Field(description="The value as the product shows it.", examples=["25"])
    source: Provenance = Field(description="Where the value comes from.")


class Value(Part):
    """A value the setting can take, and what it does."""

    value: Line = Field(description="The value as the product shows it.", examples=["Enabled"])
    means: Prose = Field(description="What it does.", examples=["Every sender is delayed once."])


class Renamed(Part):
    """A later name of the setting."""

    version: Line = Field(description="The product version whose manual uses the name.", examples=["10.0"])
    name: Line = Field(description="The name there.", examples=["Greylist settings"])


class SideMarks(Part):
    """How the product's logs mark the side that a row is about."""

    inbound: Line = Field(alias="in", description="Your server said it.", examples=["SMTP-IN"])
    outbound: Line = Field(alias="out", description="Another server said it to yours.", examples=["SMTP-OU"])
