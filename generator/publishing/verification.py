"""The check of a built site before it is published: complete files, working links, anchors and redirects."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from generator.publishing.folders import file_names

NOT_FOUND = "404.html"
"""The page that a host shows for any missing address, so its links can't be relative."""
_LINKS = frozenset({"href", "src", "action", "poster"})
"""Attributes whose value is a link."""
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
STYLESHEET_LINK = re.compile(r"""url\(\s*["']?([^"')]*)""")


def verify(folder: Path, *, promised: Iterable[str], url: str = "") -> list[str]:
    """Return the problems of a built site, each as ``file: problem``: the promised files must exist."""
    site = _Site(folder, url)
    return [
        *(f"{name}: the file is missing" for name in sorted(set(promised) - site.files)),
        *(f"{name}: {problem}" for name in sorted(site.files) for problem in site.problems(name)),
    ]


class _Page:
    """The links and anchors of an HTML page.

    This is a target for lxml's parser, which calls it for each start tag: no tree is built, because that takes longer
    than everything else that happens here.
    """

    def __init__(self) -> None:
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            if name in _LINKS:
                self.links.append(value)
            elif name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value)
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.links.append(attributes.get("content", "").partition("=")[2])

    def close(self) -> None:
        """Finish; the parser requires this method."""


class _Site:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.files = set(file_names(folder))
        self.url = url if url.endswith("/") else f"{url}/"
        self.base = urlsplit(self.url).path
        self.anchors: dict[str, set[str]] = {}

    def problems(self, name: str) -> Iterator[str]:
        if name.endswith(".html"):
            yield from self._page_problems(name)
        elif name.endswith(".css"):
            links = STYLESHEET_LINK.findall((self.folder / name).read_text("utf-8"))
            yield from self._dead_links(name, filter(None, map(str.strip, links)))
        elif name == "_redirects":
            for line in (self.folder / name).read_text("utf-8").splitlines():
                target = line.split()[1]
                if not line.startswith("#") and (problem := self._link_problem("", target.removeprefix("/"))):
                    yield f"the redirect to {target!r} {problem}"

    def _page_problems(self, name: str) -> Iterator[str]:
        source = (self.folder / name).read_bytes()
        if not source.strip():
            yield "the page is empty"
        elif not source.rstrip().endswith(b"</html>"):
            yield "the page does not end with </html>"
        yield from self._dead_links(name, self._parse(name, source).links)

    def _parse(self, name: str, source: bytes) -> _Page:
        page = _Page()
        if source:  # lxml refuses an empty document
            parser = etree.HTMLParser(encoding="utf-8", target=page)  # type: ignore[arg-type]  # the rest is optional
            etree.fromstring(source, parser)
        self.anchors[name] = page.anchors
        return page

    def _anchors_of(self, name: str) -> set[str]:
        if name not in self.anchors:
            self._parse(name, (self.folder / name).read_bytes())
        return self.anchors[name]

    def _dead_links(self, name: str, links: Iterable[str]) -> Iterator[str]:
        for link in dict.fromkeys(links):
            if problem := self._link_problem(name, link.strip()):
                yield f"the link {link!r} {problem}"

    def _link_problem(self, name: str, link: str) -> str | None:
        """Return what is wrong with a link in a file, or None if it works or leaves the site."""
        if self.base != self.url and link.startswith(self.url):
            return self._path_problem("", link.removeprefix(self.url))
        if _EXTERNAL.match(link):
            return None
        if name == NOT_FOUND and not link.startswith("#"):
            if not link.startswith(self.base):
                return f"does not start with {self.base}, but this page is shown at any address"
            return self._path_problem("", link.removeprefix(self.base))
        return self._path_problem(name, link)

    def _path_problem(self, name: str, link: str) -> str | None:
        """Return what is wrong with a link relative to a file, or to the site's root if the name is empty."""
        path, _, anchor = link.partition("#")
        path = unquote(path.partition("?")[0])
        if path.startswith("/"):
            return "starts with a slash, which fails if the site has a path"
        target = _target(posixpath.dirname(name), path) if path or not name else name
        if target.startswith("../"):
            return "leads out of the site"
        if target not in self.files:
            return "leads to a missing file"
        if anchor and target.endswith(".html") and unquote(anchor) not in self._anchors_of(target):
            return "leads to a missing anchor"
        return None


def _target(folder: str, path: str) -> str:
    """Return the file that a path leads to from a folder; a path to a folder leads to its ``index.html``."""
    is_folder = path.rpartition("/")[2] in ("", ".", "..")
    return posixpath.normpath(posixpath.join(folder, path, "index.html" if is_folder else ""))
