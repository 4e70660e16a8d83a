"""The rules about what may stand once only; each yields what breaks it."""

from collections.abc import Iterator

from generator.checks.finding import Finding
from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.model.words import words


def repeated_wordings(catalog: Catalog) -> Iterator[Finding]:
    """A wording belongs to one reply of a code."""
    first: dict[tuple[int, tuple[str, ...]], Reply] = {}
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            key = (reply.code, tuple(words(wording.text)))
            owner = first.setdefault(key, reply)
            if owner is not reply:
                message = f"this text belongs to {owner.id} already"
                yield Finding(
                    reply,
                    ("wordings", index, "text"),
                    "repeated-wording",
                    message,
                    f"Keep it in one of the two files; see {owner.file}.",
                )


def repeated_ids(catalog: Catalog) -> Iterator[Finding]:
    """An alias is no reply's id, and no other reply's alias."""
    owners = dict(catalog.replies)
    for reply in catalog.replies.values():
        for index, alias in enumerate(reply.aliases):
            owner = owners.setdefault(alias, reply)
            if alias == reply.id:
                message, hint = f"the alias {alias!r} is the reply's own id", "Remove it: an alias is a former id."
                yield Finding(reply, ("aliases", index), "duplicate-id", message, hint)
            elif owner is not reply:
                message, hint = f"the alias {alias!r} is taken by {owner.file}", "Remove one of the two."
                yield Finding(reply, ("aliases", index), "duplicate-id", message, hint)


def repeated_values(catalog: Catalog) -> Iterator[Finding]:
    """A list holds each thing once; a path may come by the same words again."""
    for entry in catalog.entries:
        for loc, first in entry.repetitions():
            message, hint = "this stands in the list already", f"Keep one of the two; see item {first + 1}."
            yield Finding(entry, loc, "repeated-value", message, hint)
