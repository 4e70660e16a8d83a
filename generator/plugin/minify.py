"""Files without what only their writers need: idle whitespace in pages, comments in scripts and styles."""

import re

import rcssmin
import rjsmin

_KEPT = re.compile(r"(<(?:pre\b.*?</pre>|textarea\b.*?</textarea>|script\b.*?</script>|[^>\n]*\n[^>]*>))", re.DOTALL)
"""What stays as it is: text that shows its blanks, scripts, and a tag with a break in it."""
_BEFORE, _AFTER = re.compile(r"[ \t]+\n"), re.compile(r"\n\s+")
"""A break between lines with blanks before it, and one with blanks or further breaks after it."""


def compact(document: str) -> str:
    """Return an HTML document with one line feed for every break between lines.

    A quarter of a page is the indentation of the theme's templates; a reader loads it with every page.
    """
    pieces = _KEPT.split(document)
    pieces[::2] = map(_compacted, pieces[::2])
    return "".join(pieces)


def _compacted(text: str) -> str:
    if " \n" in text or "\t\n" in text:  # looking first costs little, and most texts have none
        text = _BEFORE.sub("\n", text)
    return _AFTER.sub("\n", text)


def lean(source: str, *, is_script: bool) -> str:
    """Return a script or a style sheet of our own without its comments and its idle whitespace."""
    shrunk = rjsmin.jsmin(source) if is_script else rcssmin.cssmin(source)
    return f"{shrunk}\n"
