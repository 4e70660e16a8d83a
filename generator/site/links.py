"""Addresses: where every entry's page is, and the way there from another page."""

from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from operator import eq
from urllib.parse import urlsplit

from generator.model.addresses import address, rfc_url
from generator.model.catalog import Catalog
from generator.model.entries import Setting
from generator.model.paths import Step
from generator.model.prose import Reference, ReferenceKind
from generator.model.vocabulary import StepKind

INDEX = "index.html"
"""The file of a folder's page. A server finds it by itself; a page opened from a disk has to name it."""

OUTSIDE_MARK = " (another site)"
"""The words of a link to another site for readers who can't see its arrow."""


def host_of(url: str) -> str:
    """Return the host name of a web address; empty if it isn't a web address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@dataclass(frozen=True)
class Links:
    """The links of one page."""

    catalog: Catalog
    page: str
    """The page's own address."""
    index: str = ""
    """What stands behind the slash of an address: nothing on a server, ``INDEX`` on a disk."""

    def to(self, target: str) -> str:
        """Return the relative way to another address of the site."""
        target, hash_mark, anchor = target.partition("#")
        parts = target.split("/")
        shared = len([*takewhile(bool, map(eq, self._folders, parts))])
        way = "../" * (len(self._folders) - shared) + "/".join(parts[shared:]) or "./"
        return (way + self.index if way.endswith("/") else way) + hash_mark + anchor

    @cached_property
    def _folders(self) -> list[str]:
        """The folders that the page is in, the outermost first."""
        return self.page.split("/")[:-1]

    def url(self, reference: Reference) -> str:
        """Return the way to what a reference leads to."""
        if reference.kind is ReferenceKind.RFC:
            return rfc_url(reference.id)
        return self.to(address(reference))

    def entry(self, kind: str, id: str) -> str:
        """Return the way to the page of an entry."""
        return self.url(Reference(ReferenceKind(kind), id))

    def article(self, id: str) -> str:
        """Return the vendor's own address of an article."""
        return self.catalog.product.article_url.replace("{id}", id)

    def manual_path(self, setting: Setting) -> tuple[Step, ...]:
        """Return the way to a setting in the manual: its section's steps, and its name on that page."""
        if not setting.manual:
            return ()
        steps = self.catalog.sections[setting.manual.section].path
        if not setting.manual.field:
            return steps
        return (*steps, Step(kind=StepKind.FIELD, label=setting.manual.field))

    def spellings(self, setting: Setting) -> tuple[str, ...]:
        """Return the other spellings of a setting and of the manual section that describes it."""
        section = self.catalog.sections[setting.manual.section] if setting.manual else None
        return tuple(dict.fromkeys([*setting.spellings, *(section.spellings if section else ())]))
