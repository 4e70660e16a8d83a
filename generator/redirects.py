"""Addresses that lead to a page which is elsewhere: former ones, and short ones that people type."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Catalog
from generator.links import address
from generator.prose import Reference, ReferenceKind


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """A former address and where it leads now."""

    address: str
    target: str


def redirects(catalog: Catalog) -> Iterator[Redirect]:
    """Yield the former addresses of replies, and the short ones of codes and articles."""
    for reply in catalog.replies.values():
        target = address(Reference(ReferenceKind.REPLY, reply.id))
        for alias in reply.aliases:
            yield Redirect(address=address(Reference(ReferenceKind.REPLY, alias)), target=target)
    for id in catalog.codes:
        yield Redirect(address=f"{id}/", target=address(Reference(ReferenceKind.CODE, id)))
    for id in catalog.articles:
        yield Redirect(address=f"kb/{id}/", target=address(Reference(ReferenceKind.ARTICLE, id)))
