"""Files without what only their writers need: idle whitespace in pages, comments in scripts and styles."""

import re

import rcssmin
import rjsmin

KEPT = re.compile(r"(<(pre|textarea|script)\b.*?</\2>|<[^>]*>)|[ \t]*\n\s*", re.DOTALL)
"""What stays as it is, as the first group: text that shows its blanks, scripts, tags; or a break between lines."""


def compact(document: str) -> str:
    """Return an HTML document with one line feed for every break between lines.

    A quarter of a page is the indentation of the theme's templates; a reader loads it with every page.
    """
    return KEPT.sub(lambda found: found[1] or "\n", document)


def lean(source: str, *, is_script: bool) -> str:
    """Return a script or a style sheet of our own without its comments and its idle whitespace."""
    shrunk = rjsmin.jsmin(source) if is_script else rcssmin.cssmin(source)
    return f"{shrunk}\n"
