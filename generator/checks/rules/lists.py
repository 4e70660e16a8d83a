"""The order and the repetition of list items."""

from collections.abc import Iterator

from generator.checks.finding import Finding
from generator.model.catalog import Catalog
from generator.model.components import Action, ReplyStep


def harmless_first(catalog: Catalog) -> Iterator[Finding]:
    """A reply's harmless steps come before its risky ones.

    A procedure counts as one step because its own steps build on each other.
    """
    for reply in catalog.replies.values():
        is_risky = False
        for index, step in enumerate(reply.steps):
            risks = [bool(action.risk) for action in _actions(catalog, step)]
            if is_risky and risks and not any(risks):
                message = "a harmless step comes after a step with a risk"
                hint = "Move it above the first step with a risk."
                yield Finding(reply, ("steps", index), "harmless-first", message, hint)
            is_risky = is_risky or any(risks)


def _actions(catalog: Catalog, step: ReplyStep) -> tuple[Action, ...]:
    if isinstance(step, Action):
        return (step,)
    procedure = catalog.procedures.get(step.procedure)
    return procedure.steps if procedure else ()


def repeated_values(catalog: Catalog) -> Iterator[Finding]:
    """A list contains each value once; only the steps of a path may repeat."""
    for entry in catalog.entries:
        for loc, first in entry.repetitions():
            hint = f"Remove one of the two; the other one is item {first + 1}."
            yield Finding(entry, loc, "repeated-value", "this value is already in the list", hint)
