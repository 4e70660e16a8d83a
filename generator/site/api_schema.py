"""Models and JSON Schemas of the published JSON documents.

Within a version, keys and their meaning stay the same, and new keys can be added. A change that would break programs
gets a new version in a new folder beside the old one.

The docstrings of the models and their keys are part of the published schemas.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.model.vocabulary import Actor, Conformance, Healing, Provenance, Scope, Severity, Stage, StepKind

API_VERSION = 1
"""Version of the documents; it is also in the name of their folder."""


class Shape(BaseModel):
    """A group of keys of a document."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class WithdrawalRecord(Shape):
    """That the product does not give a reply any more."""

    reason: str
    """What became of it."""
    version: str | None
    """The first version that does not give it; null where unknown."""
    successor: str | None
    """The id of the reply that is given in its place."""


class ReplyRecord(Shape):
    """A reply in short."""

    id: str
    """``<code>/<slug>``; permanent, a renamed reply keeps its old id among the aliases of the new one."""
    code: int = Field(ge=200, le=599)
    """The reply code."""
    text: str
    """The canonical wording; what changes from row to row stands as ``{ip}``, ``{time}`` and so on."""
    wordings: tuple[str, ...] = Field(min_length=1)
    """Every known spelling, the canonical one first."""
    title: str
    """What happened, in a few words."""
    summary: str
    """One or two sentences."""
    severity: Severity
    """What the first digit promises."""
    heals: Healing
    """Whether the trouble ends without work."""
    acts: Actor
    """Who has work to do."""
    stage: tuple[Stage, ...]
    """When in the dialogue the reply is given."""
    url: str
    """The page's address, below the root of the site."""
    articles: tuple[str, ...]
    """The ids of the vendor's articles that help."""
    settings: tuple[str, ...]
    """The ids of the settings behind the reply."""
    aliases: tuple[str, ...]
    """Former ids."""
    withdrawn: WithdrawalRecord | None
    """What became of a reply that the product does not give any more; null while it does."""


class Statement(Shape):
    """A statement, and where it comes from."""

    text: str
    source: Provenance


class WordingRecord(Shape):
    """One spelling, and where it was met."""

    text: str
    source: Provenance


class StepRecord(Shape):
    """A step of what to do."""

    do: str
    """The step; of steps that several replies share, their title."""
    risk: str | None
    """How it weakens protection; null where it is harmless."""
    procedure: str | None
    """The id of the steps that are written once; null for a step of the reply's own."""


class ReplyDetails(ReplyRecord):
    """A reply with what its page tells."""

    spellings: tuple[WordingRecord, ...]
    """The wordings, each with where it was met."""
    inbound: str
    """What it means that your server said it."""
    outbound: str
    """What it means that another server said it to yours."""
    why: tuple[Statement, ...]
    """Why the reply is given."""
    steps: tuple[StepRecord, ...]
    """What to do, the harmless steps first."""
    tell: str | None
    """What to tell the other side."""
    standard: str
    """How the reply agrees with the standard."""
    verdict: Conformance
    """The same in one word."""


class CodeRecord(Shape):
    """A reply code."""

    code: int
    name: str
    """The standard's meaning in a few words."""
    meaning: str
    """What the standard says."""
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
    """The editions that have it; empty where no limit is known."""
    default: str | None
    """Its value on a fresh installation; null where unknown."""
    console: tuple[PathStep, ...]
    """The way to it in the administration console; empty where unknown."""
    manual: tuple[PathStep, ...]
    """The way to it in the manual; empty where unknown."""
    manual_url: str | None
    """The manual's page; null where unknown."""
    url: str
    replies: tuple[str, ...]
    """The ids of the replies that lead to it, without the withdrawn ones."""


class ArticleRecord(Shape):
    """An article of the vendor's knowledge base."""

    id: str
    title: str | None
    """Its title; null where unknown."""
    topic: str
    """What it is about."""
    address: str
    """Where the vendor has it."""
    url: str
    replies: tuple[str, ...]
    """The ids of the replies that lead to it, without the withdrawn ones."""


class ApiDocument(Shape):
    """What every document says of itself."""

    version: Literal[1] = 1
    """Grows when a reader of the document would have to change."""


class Replies(ApiDocument):
    """Every reply, by code and id."""

    replies: tuple[ReplyRecord, ...]


class ReplyDocument(ApiDocument, title="Reply"):
    """One reply, with what its page tells."""

    reply: ReplyDetails


class Codes(ApiDocument):
    """Every reply code."""

    codes: tuple[CodeRecord, ...]


class Settings(ApiDocument):
    """Every setting."""

    settings: tuple[SettingRecord, ...]


class Articles(ApiDocument):
    """Every article."""

    articles: tuple[ArticleRecord, ...]


DOCUMENTS: Mapping[str, type[ApiDocument]] = {
    "replies": Replies,
    "reply": ReplyDocument,
    "codes": Codes,
    "settings": Settings,
    "articles": Articles,
}
"""Each kind of document by the name of its schema."""


def schema(name: str) -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of document; it allows unknown keys, as new ones can be added."""
    document = DOCUMENTS[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **document}
