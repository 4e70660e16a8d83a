"""What was published once: an address that readers keep leads somewhere for ever."""

from collections.abc import Iterator, Mapping

from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.problem import Problem
from generator.sources.file_types import FILE_TYPES
from generator.sources.reader import Sources


def lost_replies(catalog: Catalog, sources: Sources, label: str, gone: Mapping[str, str]) -> Iterator[Problem]:
    """A reply that was published once keeps its address.

    Readers, bounces and other sites link to it. A reply with a new name has its old one among its
    aliases; a reply that the product does not give any more stays, and says so.

    Args:
        catalog: what was read.
        sources: the files that it was read from.
        label: the name of the folder of the sources.
        gone: the files that are not there any more, each with its new name or "".

    """
    if any(model is Reply for model, _ in sources.broken):
        return  # its aliases are not known
    known = {*catalog.replies, *(alias for reply in catalog.replies.values() for alias in reply.aliases)}
    for name, new in sorted(gone.items()):
        old, heir = _reply_of(name), _reply_of(new)
        if old and old not in known:
            at = f"{label}/{heir}.yml, which seems to be it" if heir in known else "the new file"
            hint = (
                f"Was it renamed? Add '{old}' under 'aliases' in {at}. Does the product not give it any more? "
                "Put the file back, and say why under 'withdrawn'."
            )
            message = f"the reply {old!r} is gone, and its page with it"
            yield Problem(path=f"{label}/{name}", rule="lost-reply", message=message, hint=hint)


def _reply_of(name: str) -> str | None:
    """Return the id of the reply that a file describes, or None where it describes something else."""
    for kind in FILE_TYPES:
        if found := kind.name.fullmatch(name):
            return found[1] if kind.model is Reply else None
    return None
