"""Finished documents and assets: valid HTML, and no comments or whitespace that only authors need."""

import re
from collections.abc import Iterable
from pathlib import PurePath

import rcssmin
import rjsmin
from mkdocs.structure.files import File

_KEPT = re.compile(r"(<(?:pre\b.*?</pre>|textarea\b.*?</textarea>|script\b.*?</script>|[^>\n]*\n[^>]*>))", re.DOTALL)
"""Parts that stay as they are: text whose whitespace shows, scripts, and tags with a line break in them."""
_MINIFIERS = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
_BEFORE_BREAK, _AFTER_BREAK = re.compile(r"[ \t]+\n"), re.compile(r"\n\s+")


def finish(document: str) -> str:
    """Return an HTML document as it is published."""
    return minify_html(fix_markup(document))


def minify_html(document: str) -> str:
    """Return an HTML document with one line feed instead of each line break and the whitespace around it.

    A quarter of a page is the indentation of the theme's templates, which readers download with every page.
    """
    parts = _KEPT.split(document)
    parts[::2] = map(_without_indentation, parts[::2])
    return "".join(parts)


def _without_indentation(text: str) -> str:
    if " \n" in text or "\t\n" in text:  # few texts have it, and looking first is much cheaper
        text = _BEFORE_BREAK.sub("\n", text)
    return _AFTER_BREAK.sub("\n", text)


def minify_files(files: Iterable[File]) -> None:
    """Remove comments and whitespace from scripts and style sheets, except from those that others wrote."""
    for file in files:
        suffix = PurePath(file.src_uri).suffix
        if suffix in _MINIFIERS and "/vendor/" not in file.src_uri:  # the comments there contain the licence
            file.content_string = minify(suffix, file.content_string)


def minify(suffix: str, source: str) -> str:
    """Return a script or a style sheet without comments and whitespace."""
    return f"{_MINIFIERS[suffix](source)}\n"


UNCOMPLETED = ("__drawer", "__search")
"""The checkboxes to which the theme gives ``autocomplete``, which HTML allows on text fields only."""


def fix_markup(document: str) -> str:
    """Return a document with valid HTML where the theme's ``base.html``, which can't be overridden in part, isn't."""
    for id in UNCOMPLETED:
        document = document.replace(f'id="{id}" autocomplete="off"', f'id="{id}"')
    if 'id="__toc"' not in document:  # a label must not name a control that isn't there
        document = document.replace('<label class="md-nav__title" for="__toc"', '<label class="md-nav__title"')
    return document
