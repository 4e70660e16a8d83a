"""Paths to a setting in the administration console and in the manual, as typed steps."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from generator.model.types import Line
from generator.model.vocabulary import StepKind
from generator.problem import did_you_mean

_ARROW = re.compile(r" (?:->|>|») |[→⇒➔►]")
"""An arrow as people write it between the steps of a path."""


class Step(BaseModel):
    """One step of a path, written in YAML as ``tab: Greylisting``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: StepKind
    label: Line

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, data: object) -> object:
        if isinstance(data, dict) and len(data) == 1:
            [(kind, label)] = data.items()
            if kind not in set(StepKind):
                near = did_you_mean(str(kind), StepKind)
                raise ValueError(f"unknown kind of step {kind!r}; {near}Expected one of: {', '.join(StepKind)}")
            if arrow := _ARROW.search(str(label)):
                raise ValueError(f"{label!r} contains {arrow[0].strip()}; write each step on a separate line")
            return {"kind": kind, "label": label}
        if isinstance(data, dict) and set(data) == {"kind", "label"}:
            return data
        raise ValueError("the step has no kind; write it like 'tab: Greylisting' or 'node: Servers'")

    @property
    def is_placeholder(self) -> bool:
        """Whether the label stands for a name on the reader's server."""
        return self.label.startswith("[")


_CONSOLE = (StepKind.NODE, StepKind.PROPERTIES, StepKind.TAB, StepKind.GROUP, StepKind.BUTTON, StepKind.FIELD)
_MANUAL = (StepKind.CHAPTER, StepKind.SECTION)


def _only(*kinds: StepKind) -> AfterValidator:
    def check(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        for step in steps:
            if step.kind not in kinds:
                raise ValueError(f"a {step.kind.value!r} step isn't allowed here; use one of: {', '.join(kinds)}")
        return steps

    return AfterValidator(check)


def _as_written(*kinds: StepKind) -> WithJsonSchema:
    keys = {kind.value: {"type": "string", "description": kind.explanation or f"A {kind.label}."} for kind in kinds}
    step = {"type": "object", "properties": keys, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    return WithJsonSchema({"type": "array", "items": step, "minItems": 1})


ConsolePath = Annotated[tuple[Step, ...], Field(min_length=1), _only(*_CONSOLE), _as_written(*_CONSOLE)]
"""A path to a setting in the administration console."""
ManualPath = Annotated[tuple[Step, ...], Field(min_length=1), _only(*_MANUAL), _as_written(*_MANUAL)]
"""A path to a section of the manual."""
