"""Sheets of replies to print: a single one or, in a large catalogue, one or more for each code."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.catalog import Catalog
from generator.model.entries import Code, Procedure, Reply

PRINT_ADDRESS = "print/"
"""Address of the single sheet, or of the list of sheets."""
MAX_REPLIES_PER_SHEET = 100
"""Maximum number of replies on a sheet, about forty printed pages."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Replies that are printed together, or a list of sheets."""

    address: str
    """Below the site's root, with a slash at the end."""
    title: str
    groups: tuple[tuple[Code, tuple[Reply, ...]], ...] = ()
    """Replies by code."""
    parts: tuple["Sheet", ...] = ()
    """Sheets that this one lists instead of replies."""

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Replies on the sheet."""
        return tuple(reply for _, replies in self.groups for reply in replies)

    def procedures(self, catalog: Catalog) -> tuple[Procedure, ...]:
        """Return the procedures in the steps of the replies, without repetition."""
        used = (procedure for reply in self.replies for procedure in catalog.procedures_of(reply))
        return tuple({procedure.id: procedure for procedure in used}.values())


def sheets(catalog: Catalog) -> tuple[Sheet, ...]:
    """Return the single sheet, or the list of sheets and the sheets themselves."""
    title = "All replies (printable)"
    groups = [(code, replies) for code in catalog.codes.values() if (replies := catalog.replies_of_code.get(code.id))]
    if len(catalog.replies) <= MAX_REPLIES_PER_SHEET:
        return (Sheet(address=PRINT_ADDRESS, title=title, groups=tuple(groups)),)
    parts = tuple(part for code, replies in groups for part in _parts(code, replies))
    return (Sheet(address=PRINT_ADDRESS, title=title, parts=parts), *parts)


def _parts(code: Code, replies: tuple[Reply, ...]) -> Iterator[Sheet]:
    """Yield the sheets of one code; the first one is at the address of the code."""
    starts = range(0, len(replies), MAX_REPLIES_PER_SHEET)
    for number, start in enumerate(starts, 1):
        yield Sheet(
            address=f"{PRINT_ADDRESS}{code.id}/" if number == 1 else f"{PRINT_ADDRESS}{code.id}/{number}/",
            title=f"{code.id} {code.name} (printable)"
            + (f", part {number} of {len(starts)}" if len(starts) > 1 else ""),
            groups=((code, replies[start : start + MAX_REPLIES_PER_SHEET]),),
        )
