"""The facts on the first screen: complete, and without a contradiction."""

import re
from collections.abc import Iterator

from generator.checks.finding import Finding
from generator.model.catalog import Catalog
from generator.model.components import ProcedureUse, Side
from generator.model.entries import Entry, Message, Reply
from generator.model.vocabulary import Actor, ClearsUp, Severity
from generator.problem import Loc

NO_ACTION = "No action is needed"
"""How the first step begins if nobody has to act."""
_IDLE = re.compile(
    r"(?:no action is needed|do nothing|nothing needs to be done|there is nothing to do)\b", re.IGNORECASE
)


def missing_facts(catalog: Catalog) -> Iterator[Finding]:
    """A problem says when it clears up, and what its sender can do."""
    for entry, loc, owner in _owners(catalog):
        if owner.clears_up is not ClearsUp.NORMAL and not owner.when:
            message, hint = "the key 'when' is missing", "Add it: when it clears up, or how long it lasts."
            yield Finding(entry, (*loc, "clears_up"), "missing-key", message, hint)
    for reply in catalog.replies.values():
        if _is_problem(reply) and not reply.sides.sender:
            message = "the key 'sender' is missing"
            hint = "Add it: what it means for the person who sent the message, and what they can do."
            yield Finding(reply, ("sides",), "missing-key", message, hint)


def contradictions(catalog: Catalog) -> Iterator[Finding]:
    """The facts agree with the code, with each other and with the steps."""
    for entry, loc, owner in _owners(catalog):
        is_normal = owner.clears_up is ClearsUp.NORMAL
        if isinstance(entry, Reply) and is_normal == _is_problem(entry):
            severity = entry.severity.label.lower()
            expected = "itself or action" if is_normal else "normal"
            message = f"clears_up is {owner.clears_up.value!r}, but the code {entry.code} is {severity!r}"
            yield Finding(entry, (*loc, "clears_up"), "contradiction", message, f"Expected: {expected}.")
        if is_normal and owner.when:
            message, hint = "nothing is wrong, but 'when' says when it clears up", "Remove 'when'."
            yield Finding(entry, (*loc, "when"), "contradiction", message, hint)
        if is_normal and owner.acts is not Actor.NOBODY:
            message = f"nothing is wrong, but acts is {owner.acts.value!r}"
            yield Finding(entry, (*loc, "acts"), "contradiction", message, "Expected: nobody.")
        yield from _idle_steps(entry, loc, owner)


def _idle_steps(entry: Entry, loc: Loc, owner: Side | Message) -> Iterator[Finding]:
    for index, step in enumerate(owner.steps):
        if isinstance(step, ProcedureUse):
            continue
        is_idle = bool(_IDLE.match(step.do))
        place = (*loc, "steps", index, "do")
        if owner.acts is Actor.NOBODY and not index and not step.do.startswith(NO_ACTION):
            message = "acts is 'nobody', but the first step asks for something"
            yield Finding(entry, place, "contradiction", message, f"Start it with {NO_ACTION!r}, or say who acts.")
        elif is_idle and owner.acts is not Actor.NOBODY:
            message = "someone acts, but the step says that there is nothing to do"
            hint = "Say what to do first, or write acts: nobody."
            yield Finding(entry, place, "contradiction", message, hint)


def missing_paths(catalog: Catalog) -> Iterator[Finding]:
    """A setting has its path in the console, or says where we looked for it."""
    for setting in catalog.settings.values():
        if not setting.console and not setting.looked:
            message = "the setting has no path in the console"
            hint = "Add its path under 'console', or say under 'looked' where you looked for it."
            yield Finding(setting, ("name",), "missing-path", message, hint)


def _owners(catalog: Catalog) -> Iterator[tuple[Entry, Loc, Side | Message]]:
    """Yield everything that has facts, with its entry and its place there."""
    for reply in catalog.replies.values():
        yield reply, ("sides", "in"), reply.sides.inbound
        yield reply, ("sides", "out"), reply.sides.outbound
    for message in (*catalog.debug.values(), *catalog.notices.values()):
        yield message, (), message


def _is_problem(reply: Reply) -> bool:
    return reply.severity in (Severity.TEMPORARY, Severity.PERMANENT)
