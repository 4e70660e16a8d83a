"""How the prose of the catalogue is to be written, as its own file says."""

import re
from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from generator.model.base import Part
from generator.model.entries import Entry
from generator.model.types import Line


class Avoided(Part):
    """A phrase that writers do without."""

    phrase: Line = Field(description="The phrase, in small letters.", examples=["in order to"])
    instead: Line = Field(description="What to write in its place, or what to do.", examples=["to"])


class Style(Entry):
    """How the prose of the catalogue is written; without this file it is not judged."""

    words: tuple[Line, ...] = Field(
        (), description="Words that no dictionary has: names, terms of the product.", examples=[["greylisting"]]
    )
    avoid: tuple[Avoided, ...] = Field((), description="Phrases to do without, each with what to write in its place.")
    links: tuple[Line, ...] = Field(
        (), description="Words of a link that do not say where it leads.", examples=[["click here"]]
    )

    @cached_property
    def cures(self) -> Mapping[str, str]:
        """What to write in place of each phrase to do without, by its ``folded`` form."""
        return {folded(avoided.phrase): avoided.instead for avoided in self.avoid}

    @cached_property
    def avoided(self) -> re.Pattern[str] | None:
        """What finds those phrases in a text, a longer one before a shorter; None where there are none."""
        phrases = (r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(self.cures, key=len, reverse=True))
        edged = [f"{_edge(phrase[0], '<!')}{phrase}{_edge(phrase[-1], '!')}" for phrase in phrases]
        return re.compile("|".join(edged), re.IGNORECASE) if edged else None


def folded(phrase: str) -> str:
    """Return a phrase in small letters, its words one blank apart."""
    return " ".join(phrase.lower().split())


def _edge(letter: str, look: str) -> str:
    return rf"(?{look}\w)" if letter.isalnum() else ""
