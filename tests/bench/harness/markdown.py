"""The pages of a generated project as Markdown, so that every engine builds the same text."""

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lxml import html

from generator.checks.runner import load_catalog
from generator.site.markdown import escape
from generator.site.pages import pages
from generator.site.renderer import Renderer

_LINK = re.compile(r"(?<=\]\()([^():]*)index\.md(?=[)#])")
_SKIPPED = ("button", "input", "script", "style", "svg", "textarea")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_INLINE = frozenset(("a", "abbr", "br", "code", "kbd", "label", "mark", "q", "small", "span", "sub", "sup", *_MARKS))


class Dialect(Enum):
    """The files and links that an engine expects."""

    MKDOCS = "mkdocs"
    """A section's page is index.md, links lead to files."""
    HUGO = "hugo"
    """A section's page is _index.md, links lead to addresses."""
    ELEVENTY = "eleventy"
    """A section's page is index.md, links lead to addresses."""

    def file(self, page: "MarkdownPage") -> str:
        """Return the file of a page."""
        if page.is_section:
            return f"{page.address}{'_index' if self is Dialect.HUGO else 'index'}.md"
        return f"{page.address.removesuffix('/')}.md"


@dataclass(frozen=True, kw_only=True)
class MarkdownPage:
    """One page of the site."""

    address: str
    """Ends with a slash; empty for the home page."""
    title: str
    text: str
    """Links lead to ``index.md`` in the folder of the page's address."""

    @property
    def is_section(self) -> bool:
        """Whether other pages are below it."""
        return self.address.count("/") <= 1 or (self.address.startswith("codes/") and self.address.count("/") == 2)


def markdown_pages(project: Path) -> list[MarkdownPage]:
    """Return the pages of a project's catalogue."""
    catalog = load_catalog(project / "codes")
    renderer = Renderer(catalog)
    return [
        MarkdownPage(address=page.address, title=page.title, text=_markdown(renderer.body(page)))
        for page in pages(catalog)
    ]


def _markdown(body: str) -> str:
    return "\n\n".join(_blocks(html.fragment_fromstring(body, create_parent="div"))) + "\n"


def _blocks(element: html.HtmlElement) -> Iterator[str]:
    """Yield the paragraphs, headings, lists and tables of an element."""
    tag = str(element.tag)
    if tag in _SKIPPED:
        return
    if re.fullmatch("h[1-6]", tag):
        yield f"{'#' * int(tag[1])} {_inline(element)}"
    elif tag in ("ul", "ol"):
        mark = "-   " if tag == "ul" else "1.  "
        entries = ("\n\n".join(_blocks(child)).replace("\n", "\n    ") for child in element)
        yield "\n".join(f"{mark}{entry}" for entry in entries)
    elif tag == "table":
        rows = [[_inline(cell).replace("\n", " ") for cell in row] for row in element.iter("tr")]
        rows.insert(1, ["---"] * len(rows[0]))
        yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
    elif any(child.tag not in _INLINE and child.tag not in _SKIPPED for child in element):
        run = _escaped(element.text)
        for child in element:
            if child.tag in _INLINE:
                run += _inline_element(child) + _escaped(child.tail)
                continue
            yield from [run.strip()] if run.strip() else []
            yield from _blocks(child)
            run = _escaped(child.tail)
        yield from [run.strip()] if run.strip() else []
    elif text := _inline(element):
        yield text


def _inline(element: html.HtmlElement) -> str:
    parts = [_escaped(element.text), *(_inline_element(child) + _escaped(child.tail) for child in element)]
    return " ".join("".join(parts).split())


def _inline_element(element: html.HtmlElement) -> str:
    tag = str(element.tag)
    if tag in _SKIPPED or "headerlink" in element.get("class", ""):
        return ""
    if tag == "code" and not len(element):
        return f"`{element.text_content()}`"
    text, mark = _inline(element), _MARKS.get(tag, "")
    if href := element.get("href", ""):
        return f"[{text}]({href}index.md)" if href.endswith("/") and "://" not in href else f"[{text}]({href})"
    return f" {mark}{text}{mark} " if text else " "


def _escaped(text: str | None) -> str:
    if not text or not text.strip():
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{escape(text)}{' ' if text[-1].isspace() else ''}"


def write_pages(every: Sequence[MarkdownPage], folder: Path, dialect: Dialect) -> None:
    """Write pages into the files that an engine expects, with the links that it understands."""
    files = {page.address: dialect.file(page) for page in every}
    for page in every:

        def link(match: re.Match[str], page: MarkdownPage = page) -> str:
            target = posixpath.normpath(posixpath.join("/", page.address, match[1])).strip("/")
            address = f"{target}/" if target else ""
            if dialect is Dialect.MKDOCS:
                return posixpath.relpath(files[address], posixpath.dirname(files[page.address]) or ".")
            return posixpath.relpath("/" + address, "/" + page.address) + "/"

        front_matter = "" if dialect is Dialect.MKDOCS else f"---\ntitle: {json.dumps(page.title)}\n---\n\n"
        file = folder / files[page.address]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(front_matter + _LINK.sub(link, page.text), "utf-8")
