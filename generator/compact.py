"""Pages without idle whitespace."""

import re

KEPT = re.compile(r"(<(pre|textarea|script)\b.*?</\2>|<[^>]*>)|[ \t]*\n\s*", re.DOTALL)
"""What stays as it is, as the first group: text that shows its blanks, scripts, tags; or a break between lines."""


def compact(document: str) -> str:
    """Return an HTML document with one line feed for every break between lines.

    A quarter of a page is the indentation of the theme's templates; a reader loads it with every page.
    """
    return KEPT.sub(lambda found: found[1] or "\n", document)
