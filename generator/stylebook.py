"""How the prose of the catalogue is to be written, as its own file says."""

from pydantic import Field

from generator.forms import Line
from generator.model import Entry
from generator.parts import Part


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
