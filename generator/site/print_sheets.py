"""The replies to be printed: one sheet while they are few, numbered sheets of each code above that."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.catalog import Catalog
from generator.model.entries import Code, Procedure, Reply

PRINT_ADDRESS = "print/"
"""The address of the one sheet, or of the list of sheets."""
MAX_REPLIES_PER_SHEET = 100
"""How many replies stand on a sheet: some forty pages of paper."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Replies that are printed together, or the list of the sheets that hold them."""

    address: str
    """Below the site's root, with a slash at the end."""
    title: str
    groups: tuple[tuple[Code, tuple[Reply, ...]], ...] = ()
    """The replies by their codes."""
    parts: tuple["Sheet", ...] = ()
    """The sheets that this one lists; it holds no reply itself."""

    @property
    def replies(self) -> tuple[Reply, ...]:
        """All replies on the sheet."""
        return tuple(reply for _, replies in self.groups for reply in replies)

    def procedures(self, catalog: Catalog) -> tuple[Procedure, ...]:
        """Return the procedures among the replies' steps, each once."""
        used = (procedure for reply in self.replies for procedure in catalog.procedures_of(reply))
        return tuple({procedure.id: procedure for procedure in used}.values())


def sheets(catalog: Catalog) -> tuple[Sheet, ...]:
    """Return the sheets of a catalogue: all replies on one, or the list of the sheets and these."""
    title = "All replies, to print"
    groups = [(code, found) for code in catalog.codes.values() if (found := catalog.replies_of_code.get(code.id))]
    if len(catalog.replies) <= MAX_REPLIES_PER_SHEET:
        return (Sheet(address=PRINT_ADDRESS, title=title, groups=tuple(groups)),)
    parts = tuple(part for code, replies in groups for part in _parts(code, replies))
    return (Sheet(address=PRINT_ADDRESS, title=title, parts=parts), *parts)


def _parts(code: Code, replies: tuple[Reply, ...]) -> Iterator[Sheet]:
    """Yield the sheets of one code; the first has the code's own address."""
    starts = range(0, len(replies), MAX_REPLIES_PER_SHEET)
    for number, start in enumerate(starts, 1):
        yield Sheet(
            address=f"{PRINT_ADDRESS}{code.id}/" if number == 1 else f"{PRINT_ADDRESS}{code.id}/{number}/",
            title=f"{code.id} {code.name}, to print" + (f", part {number} of {len(starts)}" if len(starts) > 1 else ""),
            groups=((code, replies[start : start + MAX_REPLIES_PER_SHEET]),),
        )
