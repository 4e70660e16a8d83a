"""Links of the pages: addresses relative to a page, and addresses of other sites."""

from dataclasses import dataclass
from posixpath import commonprefix
from urllib.parse import urlsplit

from generator.model.catalog import Catalog
from generator.model.prose import Reference, ReferenceKind, address

INDEX = "index.html"
"""The file of a page. A server finds it in a folder; on a page opened from a disk, a link must include it."""

OUTSIDE_MARK = " (another site)"
"""Words added to a link to another site, for screen readers."""


def host_of(url: str) -> str:
    """Return the host name of a web address; empty if it isn't a web address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def rfc_url(section: str) -> str:
    """Return the web address of an RFC section such as ``5321#4.2.3``."""
    number, _, part = section.partition("#")
    return f"https://www.rfc-editor.org/rfc/rfc{number}" + (f"#section-{part}" if part else "")


@dataclass(frozen=True)
class Links:
    """Links from one page."""

    catalog: Catalog
    page: str
    """Address of the page."""
    index: str = ""
    """File name after the slash of an address: empty on a server, ``INDEX`` on a disk."""

    def to(self, target: str) -> str:
        """Return the relative link to another address of the site."""
        target, hash_mark, anchor = target.partition("#")
        folders, parts = self.page.split("/")[:-1], target.split("/")
        shared = len(commonprefix([folders, parts]))
        link = "../" * (len(folders) - shared) + "/".join(parts[shared:]) or "./"
        return (link + self.index if link.endswith("/") else link) + hash_mark + anchor

    def url(self, reference: Reference) -> str:
        """Return the link to the target of a reference."""
        if reference.kind is ReferenceKind.RFC:
            return rfc_url(reference.id)
        return self.to(address(reference))

    def entry(self, kind: str, id: str) -> str:
        """Return the link to the page of an entry."""
        return self.url(Reference(ReferenceKind(kind), id))

    def label(self, reference: Reference) -> str:
        """Return the text of a link without its own label."""
        return reference.label(self.catalog.title_of(reference))
