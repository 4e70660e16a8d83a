"""Redirects from former and short addresses, and the list of all addresses that the site uses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.registry import RULES
from generator.checks.report import RULE_LIST, rule_address
from generator.model.catalog import Catalog
from generator.model.prose import FOLDERS, Reference, ReferenceKind, address
from generator.site.print_sheets import sheets

_FORM = re.compile(r"([A-Za-z]*)([0-9]+)")
"""An article id of letters and a number; most catalogues use one such form."""


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """An address that redirects to another page."""

    address: str
    target: str


@dataclass(frozen=True, kw_only=True)
class RedirectRule:
    """A group of redirects, for hosts that support regular expressions.

    No part of an expression can match in two ways, so a host matches it in linear time. Hosts ignore the case of
    letters.
    """

    path: str
    """Expression for the whole path below the site's root."""
    target: str
    """The target below the site's root; ``{}`` is the one group of ``query``, or else of ``path``."""
    query: str = ""
    """Expression for the whole query string; empty if any query will do."""


def taken_addresses(catalog: Catalog) -> Iterator[str]:
    """Yield every address that the site uses, those of redirects included."""
    yield from ("", "explain/", *(f"{folder}/" for folder in dict.fromkeys(FOLDERS.values())))
    for kind in FOLDERS:
        yield from (address(Reference(kind, id)) for id in catalog.ids(kind))
    yield from (sheet.address for sheet in sheets(catalog))
    yield from (RULE_LIST, *(rule_address(rule.name) for rule in RULES))
    yield from (redirect.address for redirect in redirects(catalog))


def redirects(catalog: Catalog) -> Iterator[Redirect]:
    """Yield the redirects from former addresses of replies and from short addresses of codes and articles."""
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
    """Yield the rules for all redirects, with or without a slash at the end, and for the vendor's old addresses.

    The vendor's knowledge base has used ``kb/content/article.asp?ID=ME020073``,
    ``kb/content/view.asp?ID=ME020029`` and ``kb/viewarticle.asp?File=me020032.htm``. An unknown id redirects
    to an address without a page, where the host returns 404.
    """
    for expression, id in sorted({_form(id) for id in catalog.articles}):
        target = f"articles/{id}/"
        query = rf"(?:[^&]*&)*(?:id|file)={expression}(?:\.html?)?(?:&.*)?"
        yield RedirectRule(path="(?:kb(?:/[^?]*)?)?", query=query, target=target)
        yield RedirectRule(path=f"kb/{expression}/?", target=target)
    if catalog.codes:
        yield RedirectRule(path=f"({'|'.join(catalog.codes)})/?", target="codes/{}/")
    for moved in _aliases(catalog):
        yield RedirectRule(path=f"{moved.address}?", target=moved.target)


def _form(id: str) -> tuple[str, str]:
    """Return an expression for all ids of the same form, with one group, and the id with ``{}`` for that group."""
    if match := _FORM.fullmatch(id):
        letters, number = match.groups()
        return f"{letters}([0-9]{{{len(number)}}})", f"{letters}{{}}"
    return f"({id})", id
