"""What a made project's pages say, as the peers get it: all of it as Markdown, in the files that each expects."""

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Text:
    """One page."""

    address: str
    """Below the site's root, with a slash at the end; empty for the home page."""
    title: str
    markdown: str
    """Its links lead to ``index.md`` in the folder of the page meant."""

    @property
    def is_section(self) -> bool:
        """Whether pages stand below it."""
        return self.address.count("/") <= 1 or (self.address.startswith("codes/") and self.address.count("/") == 2)


def texts(project: Path) -> list[Text]:
    """Return the pages of a project's catalogue."""
    catalog = load_catalog(project / "codes")
    renderer = Renderer(catalog)
    return [
        Text(address=page.address, title=page.title, markdown=as_markdown(renderer.body(page)))
        for page in pages(catalog)
    ]


def as_markdown(body: str) -> str:
    """Return the words, the links and the structure of a page as Markdown."""
    return "\n\n".join(_blocks(html.fragment_fromstring(body, create_parent="div"))) + "\n"


def _blocks(element: html.HtmlElement) -> Iterator[str]:
    """Yield the blocks of an element: paragraphs, headings, lists, tables."""
    tag = str(element.tag)
    if tag in _SKIPPED:
        return
    if re.fullmatch("h[1-6]", tag):
        yield f"{'#' * int(tag[1])} {_inline(element)}"
    elif tag in ("ul", "ol"):
        mark = "-   " if tag == "ul" else "1.  "
        items = ("\n\n".join(_blocks(item)).replace("\n", "\n    ") for item in element)
        yield "\n".join(f"{mark}{item}" for item in items)
    elif tag == "table":
        rows = [[_inline(cell).replace("\n", " ") for cell in row] for row in element.iter("tr")]
        rows.insert(1, ["---"] * len(rows[0]))
        yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
    elif any(child.tag not in _INLINE and child.tag not in _SKIPPED for child in element):
        run = _escaped(element.text)
        for child in element:
            if child.tag in _INLINE:
                run += _inline_of(child) + _escaped(child.tail)
                continue
            yield from [run.strip()] if run.strip() else []
            yield from _blocks(child)
            run = _escaped(child.tail)
        yield from [run.strip()] if run.strip() else []
    elif text := _inline(element):
        yield text


def _inline(element: html.HtmlElement) -> str:
    """Return the text within an element, on one line."""
    parts = [_escaped(element.text), *(_inline_of(child) + _escaped(child.tail) for child in element)]
    return " ".join("".join(parts).split())


def _inline_of(element: html.HtmlElement) -> str:
    tag = str(element.tag)
    if tag in _SKIPPED or "headerlink" in element.get("class", ""):
        return ""
    if tag == "code" and not len(element):
        return f"`{element.text_content()}`"
    text, mark = _inline(element), _MARKS.get(tag, "")
    href = element.get("href", "")
    if href:
        return f"[{text}]({href}index.md)" if href.endswith("/") and "://" not in href else f"[{text}]({href})"
    return f" {mark}{text}{mark} " if text else " "


def _escaped(text: str | None) -> str:
    if not text or not text.strip():
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{escape(text)}{' ' if text[-1].isspace() else ''}"


def write(every: Sequence[Text], folder: Path, file_of: Callable[[Text], str], *, links: str, front: bool) -> None:
    """Write the pages below a folder.

    Args:
        every: the pages.
        folder: where.
        file_of: a page's file, below the folder.
        links: ``file`` where links name the file of the page meant, ``page`` where they name its address.
        front: whether the title stands above the text, in front matter.

    """
    files = {text.address: file_of(text) for text in every}
    for text in every:
        here = posixpath.dirname(files[text.address])

        def link(found: re.Match[str], text: Text = text, here: str = here) -> str:
            target = posixpath.normpath(posixpath.join("/", text.address, found[1])).strip("/")
            address = f"{target}/" if target else ""
            if links == "file":
                return posixpath.relpath(files[address], here or ".")
            return posixpath.relpath("/" + address, "/" + text.address) + "/"

        body = _LINK.sub(link, text.markdown)
        head = f"---\ntitle: {json.dumps(text.title)}\n---\n\n" if front else ""
        file = folder / files[text.address]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head + body, "utf-8")


def as_mkdocs(text: Text) -> str:
    """Return the file of a page where a folder is a section and ``index.md`` its own page."""
    return f"{text.address}index.md" if text.is_section else f"{text.address.removesuffix('/')}.md"


def as_hugo(text: Text) -> str:
    """Return the file of a page where a section's own page is ``_index.md``."""
    return f"{text.address}_index.md" if text.is_section else f"{text.address.removesuffix('/')}.md"
