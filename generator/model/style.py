"""The rules for the catalogue's prose, from ``style.yml``."""

import re
from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from generator.model.base import Part
from generator.model.entries import Entry
from generator.model.types import Line


class Avoided(Part):
    """A phrase that isn't allowed in prose."""

    phrase: Line = Field(description="The phrase, in lower case.", examples=["in order to"])
    instead: Line = Field(description="What to write instead, or what to do.", examples=["to"])


class Style(Entry):
    """The rules for prose; without this file, prose isn't checked."""

    words: tuple[Line, ...] = Field(
        (), description="Names and terms that aren't in the dictionary.", examples=[["greylisting"]]
    )
    avoid: tuple[Avoided, ...] = Field((), description="Phrases to avoid, each with what to write instead.")
    links: tuple[Line, ...] = Field(
        (), description="Link texts that don't say where the link leads.", examples=[["click here"]]
    )

    @cached_property
    def cures(self) -> Mapping[str, str]:
        """What to write instead of each phrase to avoid, by its ``folded`` form."""
        return {folded(avoided.phrase): avoided.instead for avoided in self.avoid}

    @cached_property
    def avoided(self) -> re.Pattern[str] | None:
        """A pattern of the phrases to avoid, which prefers a longer one; None if there are none."""
        phrases = (r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(self.cures, key=len, reverse=True))
        edged = [f"{_edge(phrase[0], '<!')}{phrase}{_edge(phrase[-1], '!')}" for phrase in phrases]
        return re.compile("|".join(edged), re.IGNORECASE) if edged else None


def folded(phrase: str) -> str:
    """Return a phrase in lower case with single spaces between its words."""
    return " ".join(phrase.lower().split())


def _edge(character: str, look: str) -> str:
    return rf"(?{look}\w)" if character.isalnum() else ""
