"""Addresses that lead to a page which is elsewhere: former ones, and short ones that people type."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.catalog import Catalog
from generator.model.addresses import address
from generator.model.prose import Reference, ReferenceKind

_FORM = re.compile(r"([A-Za-z]*)([0-9]+)")
"""An article's id of letters and a number; most catalogues have one such form."""


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """A former address and where it leads now."""

    address: str
    target: str


@dataclass(frozen=True, kw_only=True)
class RedirectRule:
    """Addresses that lead elsewhere, for hosts that know regular expressions.

    No part of an expression can match in two ways, so that a host needs linear time. Hosts take
    small letters and capitals for the same.
    """

    path: str
    """An expression of the whole path below the site's root."""
    target: str
    """Where it leads, below the site's root; ``{}`` stands for the one group of ``query``, or else of ``path``."""
    query: str = ""
    """An expression of all that stands behind the question mark; empty where any query will do."""


def redirects(catalog: Catalog) -> Iterator[Redirect]:
    """Yield the former addresses of replies, and the short ones of codes and articles."""
    yield from _aliases(catalog)
    for id in catalog.codes:
        yield Redirect(address=f"{id}/", target=address(Reference(ReferenceKind.CODE, id)))
    for id in catalog.articles:
        yield Redirect(address=f"kb/{id}/", target=address(Reference(ReferenceKind.ARTICLE, id)))


def _aliases(catalog: Catalog) -> Iterator[Redirect]:
    for reply in catalog.replies.values():
        target = address(Reference(ReferenceKind.REPLY, reply.id))
        for alias in reply.aliases:
            yield Redirect(address=address(Reference(ReferenceKind.REPLY, alias)), target=target)


def redirect_rules(catalog: Catalog) -> Iterator[RedirectRule]:
    """Yield the rules for all redirects, with or without a slash at the end, and for the vendor's forms.

    The vendor's knowledge base has had the addresses ``kb/content/article.asp?ID=ME020073``,
    ``kb/content/view.asp?ID=ME020029`` and ``kb/viewarticle.asp?File=me020032.htm``. An id that is in no
    catalogue leads to an address without a page, where the host says so.
    """
    for form in _forms(catalog.articles):
        target = f"articles/{form.written}/"
        asked = rf"(?:[^&]*&)*(?:id|file)={form.expression}(?:\.html?)?(?:&.*)?"
        yield RedirectRule(path="(?:kb(?:/[^?]*)?)?", query=asked, target=target)
        yield RedirectRule(path=f"kb/{form.expression}/?", target=target)
    if catalog.codes:
        yield RedirectRule(path=f"({'|'.join(catalog.codes)})/?", target="codes/{}/")
    for moved in _aliases(catalog):
        yield RedirectRule(path=f"{moved.address}?", target=moved.target)


@dataclass(frozen=True, order=True)
class _Form:
    """What some articles' ids have in common."""

    expression: str
    """Matches them, with a group."""
    written: str
    """An id as it is spelled in the catalogue, ``{}`` in the group's place."""


def _forms(ids: Iterable[str]) -> list[_Form]:
    """Return the forms of ids, those of the same letters and as many digits as one."""
    return sorted({_form(id) for id in ids})


def _form(id: str) -> _Form:
    if match := _FORM.fullmatch(id):
        letters, number = match.groups()
        return _Form(f"{letters}([0-9]{{{len(number)}}})", f"{letters}{{}}")
    return _Form(f"({id})", id)
