"""The reply index: the texts by which `explain` and `scan` recognize replies, and what their answers show.

Plain data without pydantic, so that a command which needs nothing else starts fast. A validated catalogue gives its
index, the light reader builds the same one from the files, and an installed package carries it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.vocabulary import ClearsUp, WithCode
from generator.model.wording import Piece, wording_text


@dataclass(frozen=True, kw_only=True)
class IndexedSide:
    """The facts for the administrator of one of the two servers, as plain texts."""

    means: str
    clears_up: ClearsUp
    when: str
    """When it clears up, or how long it lasts; empty if nothing is wrong."""
    who: str
    """Who acts, as a sentence."""
    first: str
    """The first step."""


@dataclass(frozen=True, kw_only=True)
class IndexedReply(WithCode):
    """One reply of the index. Its texts are plain, without inline formatting."""

    id: str
    title: str
    wordings: tuple[tuple[Piece, ...], ...]
    """The pieces of each wording, the canonical one first."""
    inbound: IndexedSide
    """The facts if the reader's own server gave the reply."""
    outbound: IndexedSide
    """The facts if another server gave it."""
    withdrawn: str = ""
    """Why the product no longer sends the reply; empty while it does."""
    debug: tuple[str, ...] = ()
    """The codes that appear beside it in the debug log."""

    @property
    def text(self) -> str:
        """The canonical wording."""
        return wording_text(self.wordings[0])

    @property
    def label(self) -> str:
        """The title, marked if the reply is withdrawn."""
        return f"{self.title} (withdrawn)" if self.withdrawn else self.title


@dataclass(frozen=True, kw_only=True)
class ReplyIndex:
    """The replies of a catalogue by id, in order."""

    inbound: str
    """How the log marks rows in which the reader's own server gave the reply, such as ``SMTP-IN``."""
    outbound: str
    """How it marks rows in which another server gave the reply."""
    codes: frozenset[int]
    """The reply codes that have a page."""
    replies: Mapping[str, IndexedReply]
