"""The order and the repetition of list items."""

from collections.abc import Iterator

from generator.checks.finding import Finding
from generator.model.catalog import Catalog
from generator.model.components import Action, ReplyStep
from generator.model.entries import Entry
from generator.problem import Loc


def harmless_first(catalog: Catalog) -> Iterator[Finding]:
    """Harmless steps come before risky ones.

    A procedure counts as one step because its own steps build on each other.
    """
    for reply in catalog.replies.values():
        for name, side in (("in", reply.sides.inbound), ("out", reply.sides.outbound)):
            for index in _harmless_after_risky(catalog, side.steps):
                yield _too_late(reply, ("sides", name, "steps", index))
    for message in (*catalog.debug.values(), *catalog.notices.values()):
        for index in _harmless_after_risky(catalog, message.steps):
            yield _too_late(message, ("steps", index))


def _harmless_after_risky(catalog: Catalog, steps: tuple[ReplyStep, ...]) -> Iterator[int]:
    is_risky = False
    for index, step in enumerate(steps):
        risks = [bool(action.risk) for action in _actions(catalog, step)]
        if is_risky and risks and not any(risks):
            yield index
        is_risky = is_risky or any(risks)


def _too_late(entry: Entry, loc: Loc) -> Finding:
    message, hint = "a harmless step comes after a step with a risk", "Move it above the first step with a risk."
    return Finding(entry, loc, "harmless-first", message, hint)


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
