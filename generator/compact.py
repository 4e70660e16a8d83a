"""Files without what only their writers need: idle whitespace in pages, comments in scripts and styles."""

import re

KEPT = re.compile(r"(<(pre|textarea|script)\b.*?</\2>|<[^>]*>)|[ \t]*\n\s*", re.DOTALL)
"""What stays as it is, as the first group: text that shows its blanks, scripts, tags; or a break between lines."""
IDLE = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|[ \t]+// [^\n]*$|^[ \t]+", re.DOTALL | re.MULTILINE)
"""A comment on lines of its own, one behind code, or the indentation, in scripts and styles of our own."""


def compact(document: str) -> str:
    """Return an HTML document with one line feed for every break between lines.

    A quarter of a page is the indentation of the theme's templates; a reader loads it with every page.
    """
    return KEPT.sub(lambda found: found[1] or "\n", document)


def lean(source: str) -> str:
    """Return a script or a style sheet of our own without its comments and its indentation."""
    return IDLE.sub("", source)
