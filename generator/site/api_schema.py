"""Models and JSON Schemas of the published JSON documents.

Within a version, keys and their meaning stay the same, and new keys can be added. A change that would break programs
gets a new version in a new folder beside the old one.

The docstrings of the models and their keys are part of the published schemas.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.model.vocabulary import Actor, ClearsUp, Conformance, Scope, Severity, SourceKind, Stage, StepKind

API_VERSION = 1
"""Version of the documents; it is also in the name of their folder."""


class Shape(BaseModel):
    """A group of keys of a document."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class WithdrawalRecord(Shape):
    """Why the product no longer sends a reply."""

    reason: str
    """The reason for it."""
    version: str | None
    """The first version that doesn't send it; null if unknown."""
    successor: str | None
    """The id of the reply that is sent instead."""
    source: str
    """The id of the source."""


class ReplyRecord(Shape):
    """A summary of a reply."""

    id: str
    """``<code>/<slug>``; permanent. A renamed reply keeps its old id as an alias of the new one."""
    code: int = Field(ge=200, le=599)
    """The reply code."""
    text: str
    """The canonical wording; variable parts are written as ``{ip}``, ``{time}`` and so on."""
    wordings: tuple[str, ...] = Field(min_length=1)
    """All known wordings, the canonical one first."""
    title: str
    """The problem, in a few words."""
    summary: str
    """The event, in one or two sentences."""
    severity: Severity
    """The meaning of the code's first digit."""
    stage: tuple[Stage, ...]
    """When in the SMTP session the reply is sent."""
    url: str
    """The address of its page, below the root of the site."""
    articles: tuple[str, ...]
    """The ids of the vendor's articles about it."""
    settings: tuple[str, ...]
    """The ids of related settings."""
    aliases: tuple[str, ...]
    """Former ids."""
    withdrawn: WithdrawalRecord | None
    """Why the product no longer sends the reply; null while it does."""


class Statement(Shape):
    """A statement and the id of its source, which is ``inferred`` if we concluded it."""

    text: str
    source: str


class WordingRecord(Shape):
    """A wording, the id of its source, and the product versions in which it was seen."""

    text: str
    source: str
    versions: tuple[str, ...]


class StepRecord(Shape):
    """A step of what to do."""

    do: str
    """The step, or the title of a procedure."""
    risk: str | None
    """How it weakens protection; null if it doesn't."""
    procedure: str | None
    """The id of the procedure; null if the step isn't one."""
    source: str | None
    """The id of the source; null for a procedure, whose own steps have sources."""


class SideRecord(Shape):
    """The facts for the administrator of one of the two servers."""

    means: str
    """The event, as the administrator of this server sees it."""
    clears_up: ClearsUp
    """Whether the problem resolves by itself."""
    when: str | None
    """When it resolves, or how long it lasts; null if it isn't an error."""
    acts: Actor
    who: str
    """Who acts, as a sentence."""
    steps: tuple[StepRecord, ...] = Field(min_length=1)
    """The steps in order, harmless ones first."""
    confirm: tuple[Statement, ...]
    """How to confirm the cause."""
    tell: str | None
    """Words for the sender or the user, ready to copy."""
    sources: tuple[str, ...]
    """The ids of the sources."""


class SenderRecord(Shape):
    """The facts for the person who sent the message."""

    means: str
    """The state of the message."""
    do: str
    """The advice for the sender."""
    sources: tuple[str, ...]
    """The ids of the sources."""


class ReplyDetails(ReplyRecord):
    """A reply with the facts on its page."""

    spellings: tuple[WordingRecord, ...]
    """The wordings with their sources."""
    inbound: SideRecord
    """The facts if your server sent it."""
    outbound: SideRecord
    """The facts if another server sent it to your server."""
    sender: SenderRecord | None
    """The facts for the sender; null if it isn't an error."""
    why: tuple[Statement, ...]
    """Why the reply is sent."""
    standard: str
    """How well the reply follows the standard."""
    verdict: Conformance
    """The same in one word."""


class MessageRecord(Shape):
    """A debug code or a notice."""

    id: str
    title: str
    text: str
    """The canonical wording."""
    wordings: tuple[str, ...] = Field(min_length=1)
    """All known wordings, the canonical one first."""
    summary: str
    clears_up: ClearsUp
    """Whether the problem clears up by itself."""
    when: str | None
    """When it clears up, or how long it lasts; null if nothing is wrong."""
    acts: Actor
    who: str
    """Who acts, as a sentence."""
    steps: tuple[StepRecord, ...] = Field(min_length=1)
    """The steps in order, harmless ones first."""
    confirm: tuple[Statement, ...]
    """How to confirm the cause."""
    tell: str | None
    """Words for the user, ready to copy."""
    sources: tuple[str, ...]
    """The ids of the sources."""
    settings: tuple[str, ...]
    """The ids of related settings."""
    articles: tuple[str, ...]
    """The ids of the vendor's articles about it."""
    related: tuple[str, ...]
    """The ids of related replies."""
    url: str


class CodeRecord(Shape):
    """A reply code."""

    code: int
    name: str
    """Its meaning in the standard, in a few words."""
    meaning: str
    """The meaning in the standard."""
    severity: Severity
    rfc: tuple[str, ...]
    """The web addresses of the sections that define it."""
    url: str
    replies: tuple[str, ...]
    """The ids of the replies with this code."""


class PathStep(Shape):
    """A step of a path in the console or the manual."""

    kind: StepKind
    label: str


class SettingRecord(Shape):
    """A setting of the product."""

    id: str
    name: str
    """The label in the product."""
    summary: str
    scope: Scope
    editions: tuple[str, ...]
    """The editions that have it; empty if unknown or in every edition."""
    default: str | None
    """Its value in a new installation; null if unknown."""
    unit: str | None
    """The unit of its value; null if it has none."""
    console: tuple[PathStep, ...]
    """Its path in the console of version 10; empty if unknown."""
    older: tuple[PathStep, ...]
    """Its path in older versions; empty if it is the same or unknown."""
    manual: tuple[PathStep, ...]
    """Its path in the manual; empty if unknown."""
    manual_url: str | None
    """The address of the manual's page; null if unknown."""
    overridden_by: tuple[str, ...]
    """The ids of the settings that take precedence."""
    sources: tuple[str, ...]
    """The ids of the sources."""
    url: str
    replies: tuple[str, ...]
    """The ids of the replies that refer to it, without withdrawn ones."""


class ArticleRecord(Shape):
    """An article of the vendor's knowledge base."""

    id: str
    title: str | None
    """Its title; null if unknown."""
    topic: str
    """Its topic."""
    address: str
    """Its address on the vendor's site."""
    url: str
    replies: tuple[str, ...]
    """The ids of the replies that refer to it, without withdrawn ones."""


class SourceRecord(Shape):
    """A source of claims."""

    id: str
    kind: SourceKind
    title: str
    address: str | None
    """Its web address; null if it has none."""
    version: str | None
    """The product version that it is about; null if unknown."""
    revised: str | None
    """When it was last revised; null if it doesn't say so."""
    read: str
    """The date on which we read it, such as 2026-11-27."""


class ApiDocument(Shape):
    """The key that every document has."""

    version: Literal[1] = 1
    """Increases when programs that read the document have to change."""


class Replies(ApiDocument):
    """All replies, sorted by code and id."""

    replies: tuple[ReplyRecord, ...]


class ReplyDocument(ApiDocument, title="Reply"):
    """One reply, with the facts on its page."""

    reply: ReplyDetails


class Codes(ApiDocument):
    """All reply codes."""

    codes: tuple[CodeRecord, ...]


class Settings(ApiDocument):
    """All settings."""

    settings: tuple[SettingRecord, ...]


class Articles(ApiDocument):
    """All articles."""

    articles: tuple[ArticleRecord, ...]


class DebugCodes(ApiDocument):
    """All debug codes."""

    debug: tuple[MessageRecord, ...]


class Notices(ApiDocument):
    """All notices."""

    notices: tuple[MessageRecord, ...]


class SourcesDocument(ApiDocument, title="Sources"):
    """All sources."""

    sources: tuple[SourceRecord, ...]


DOCUMENTS: Mapping[str, type[ApiDocument]] = {
    "replies": Replies,
    "reply": ReplyDocument,
    "codes": Codes,
    "settings": Settings,
    "articles": Articles,
    "debug": DebugCodes,
    "notices": Notices,
    "sources": SourcesDocument,
}
"""Each kind of document by the name of its schema."""


def schema(name: str) -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of document; it allows unknown keys, as new ones can be added."""
    document = DOCUMENTS[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **document}
