"""The ids of replies, old and new: each is an address that readers keep."""

from collections.abc import Iterator, Mapping

from generator.checks.finding import Finding
from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.problem import Problem
from generator.sources.file_types import FILE_TYPES
from generator.sources.reader import Sources


def repeated_ids(catalog: Catalog) -> Iterator[Finding]:
    """An alias isn't the id of a reply, and isn't an alias of another one."""
    owners = dict(catalog.replies)
    for reply in catalog.replies.values():
        for index, alias in enumerate(reply.aliases):
            owner = owners.setdefault(alias, reply)
            if alias == reply.id:
                message, hint = f"the alias {alias!r} is the id of this reply", "Remove it: an alias is a former id."
                yield Finding(reply, ("aliases", index), "duplicate-id", message, hint)
            elif owner is not reply:
                message, hint = f"the alias {alias!r} already belongs to {owner.file}", "Remove one of the two."
                yield Finding(reply, ("aliases", index), "duplicate-id", message, hint)


def lost_replies(catalog: Catalog, sources: Sources, label: str, gone: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the published replies whose address no longer leads anywhere.

    ``gone`` are the files that were published and no longer exist below ``label``, each with its new name or "".
    """
    if any(model is Reply for model, _ in sources.broken):
        return  # the aliases of a broken reply aren't known
    known = {*catalog.replies, *(alias for reply in catalog.replies.values() for alias in reply.aliases)}
    for name, new_name in sorted(gone.items()):
        old, heir = _reply_id(name), _reply_id(new_name)
        if old and old not in known:
            file = f"{label}/{heir}.yml, which seems to replace it" if heir in known else "the new file"
            hint = (
                f"If it was renamed, add '{old}' under 'aliases' in {file}. If the product no longer sends it, "
                "restore the file and give the reason under 'withdrawn'."
            )
            message = f"the published reply {old!r} is missing"
            yield Problem(path=f"{label}/{name}", rule="lost-reply", message=message, hint=hint)


def _reply_id(name: str) -> str | None:
    """Return the id of the reply that a file describes, or None if it describes something else."""
    for kind in FILE_TYPES:
        if match := kind.name.fullmatch(name):
            return match[1] if kind.model is Reply else None
    return None
