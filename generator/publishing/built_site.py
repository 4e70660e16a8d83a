"""A built site, read back, and what may be wrong with it."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from generator.publishing.files import walk
from generator.security import csp as policy

_LINKS = etree.XPath("//@href | //@src | //@action | //@poster", smart_strings=False)
_REFRESH = etree.XPath("//meta[@http-equiv='refresh']/@content", smart_strings=False)
_IDS = etree.XPath("//@id | //a/@name", smart_strings=False)
_OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_STYLE_LINK = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")]*))\s*\)""")
_PLAIN = re.compile(r"(?:[^./][^/]*/)*(?:[^./][^/]*)?")
"""A way down, without a step back or on the spot; nearly every link is one, once it has left its own folder."""
NOT_FOUND = "404.html"
"""The page that a host shows at any address."""


@dataclass(frozen=True, kw_only=True)
class BuiltPage:
    """One HTML file of the site, parsed."""

    name: str
    """The file below the site's folder, with forward slashes."""
    source: bytes
    """The file as it is."""
    root: etree._Element
    """The document's outermost element."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """What an anchor can lead to."""
        return frozenset(_texts(_IDS, self.root))


def _texts(path: etree.XPath, root: etree._Element) -> list[str]:
    """Return the values of the attributes that a path finds."""
    return cast("list[str]", path(root))


class BuiltSite:
    """A site's folder, and what it is to hold."""

    def __init__(self, folder: Path, *, promised: Sequence[str], url: str = "") -> None:
        """Take what the site is to be.

        Args:
            folder: the site's folder.
            promised: the files that must be there.
            url: the address that the site is made for; empty where it has none.

        """
        self.folder = folder
        self.promised = promised
        self.url = url if url.endswith("/") else f"{url}/"
        self.base = urlsplit(self.url).path
        self._ids: dict[str, frozenset[str]] = {}

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The size of every file in bytes."""
        return {name: file.stat(follow_symlinks=False).st_size for name, file in walk(self.folder)}

    @property
    def pages(self) -> list[str]:
        """The HTML files that are not empty."""
        return [name for name, size in self.sizes.items() if name.endswith(".html") and size]

    def documents(self, names: Iterable[str]) -> Iterator[BuiltPage]:
        """Yield HTML files, parsed."""
        for name in names:
            document = self._document(name)
            self._ids[name] = document.ids
            yield document

    def _document(self, name: str) -> BuiltPage:
        source = (self.folder / name).read_bytes()
        return BuiltPage(name=name, source=source, root=etree.fromstring(source, etree.HTMLParser(encoding="utf-8")))

    def ids(self, name: str) -> frozenset[str]:
        """Return what an anchor on a page can lead to."""
        if name not in self._ids:
            self._ids[name] = self._document(name).ids if (self.folder / name).stat().st_size else frozenset()
        return self._ids[name]

    def fault(self, name: str, link: str) -> str | None:
        """Return what is wrong with a link that stands in a file; None where it leads somewhere or leaves the site."""
        if self.base != self.url and link.startswith(self.url):
            return self._fault("", link.removeprefix(self.url))
        if _OUTSIDE.match(link):
            return None
        if name == NOT_FOUND and not link.startswith("#"):
            if not link.startswith(self.base):
                return f"does not begin with {self.base}, and this page is shown at any address"
            return self._fault("", link.removeprefix(self.base))
        return self._fault(name, link)

    def _fault(self, name: str, link: str) -> str | None:
        """Return what is wrong with a link from a file, or from the site's root where it has no name."""
        path, _, anchor = link.partition("#")
        path = unquote(path.partition("?")[0])
        if path.startswith("/"):
            return "begins with a slash, and is wrong where the site is below a path"
        target = self._file(name.rpartition("/")[0], path) if path or not name else name
        if target.startswith("../"):
            return "leads out of the site"
        if target not in self.sizes:
            return "leads to nothing"
        if anchor and target.endswith(".html") and unquote(anchor) not in self.ids(target):
            return "leads to no place on that page"
        return None

    @staticmethod
    def _file(folder: str, path: str) -> str:
        """Return the file that a path leads to from a folder; a folder's own page is its ``index.html``."""
        while folder and path.startswith("../"):
            folder, path = folder.rpartition("/")[0], path[3:]
        below = f"{folder}/" if folder else ""
        if _PLAIN.fullmatch(path):
            return f"{below}{path}index.html" if path.endswith("/") or not path else below + path
        target = posixpath.normpath(below + path)
        return (
            posixpath.normpath(f"{target}/index.html")
            if path.endswith(("/", "/.", "/..")) or path in (".", "..")
            else target
        )


def check_files(site: BuiltSite) -> Iterator[str]:
    """Every promised file is there, and no page is empty."""
    for name in sorted(set(site.promised) - site.sizes.keys()):
        yield f"{name}: the file is missing"
    for name, size in site.sizes.items():
        if not size and name.endswith(".html"):
            yield f"{name}: the page is empty"


def check_stylesheets(site: BuiltSite) -> Iterator[str]:
    """Every file that a stylesheet names is there."""
    for name in site.sizes:
        if name.endswith(".css"):
            for link in _STYLE_LINK.findall((site.folder / name).read_text("utf-8")):
                if (found := "".join(link).strip()) and (fault := site.fault(name, found)):
                    yield f"{name}: the link {found!r} {fault}"


def check_redirects(site: BuiltSite) -> Iterator[str]:
    """Every address that a host sends elsewhere leads to a file of the site."""
    name = "_redirects"
    if name in site.sizes:
        for line in (site.folder / name).read_text("utf-8").splitlines():
            if not line.startswith("#") and (fault := site.fault("", (to := line.split()[1]).removeprefix("/"))):
                yield f"{name}: the redirect to {to!r} {fault}"


def check_end(document: BuiltPage, site: BuiltSite) -> Iterator[str]:  # noqa: ARG001  # a check's signature
    """Every page was written to its end."""
    if not document.source.rstrip().endswith(b"</html>"):
        yield "the page does not end with </html>"


def check_links(document: BuiltPage, site: BuiltSite) -> Iterator[str]:
    """Every link, script, stylesheet and image leads to a file of the site, every anchor to a place in it."""
    check_redirects = (content.partition("=")[2] for content in _texts(_REFRESH, document.root))
    for link in dict.fromkeys([*_texts(_LINKS, document.root), *check_redirects]):
        if fault := site.fault(document.name, link.strip()):
            yield f"the link {link!r} {fault}"


def check_policy(document: BuiltPage, site: BuiltSite) -> Iterator[str]:  # noqa: ARG001  # a check's signature
    """Nothing on a page breaks the page's own content security policy."""
    yield from policy.policy_faults(document.root)
