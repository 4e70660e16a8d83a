"""Web addresses: which ones a source may contain."""

import re

URL_SCHEMES = ("https://", "http://")
MAX_URL_LENGTH = 2000
_WHOLE = "write all of it, or [[451/greylisting]] for a page of this site"

_URL = re.compile(
    r"https?://"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s\"<>\\^`{|}\x00-\x1f\x7f-\U0010ffff]*)?"
)
"""Scheme, host, port, and the rest in the characters of RFC 3986: no user, no blank, no foreign letter."""


def check_url(url: str) -> str:
    """Return a web address.

    Raises:
        ValueError: it has another scheme, no host, a user's name, or a character that belongs in no address.

    """
    shown = url if len(url) <= 80 else f"{url[:80]} ..."  # noqa: PLR2004  # enough to find it by
    if not url.startswith(URL_SCHEMES):
        raise ValueError(f"the address {shown!r} does not begin with https:// or http://; {_WHOLE}")
    if "@" in re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0]:
        raise ValueError(
            f"the address {shown!r} holds a user's name before '@', which hides where it leads; remove the name"
        )
    if len(url) > MAX_URL_LENGTH:
        raise ValueError(f"the address {shown!r} is longer than {MAX_URL_LENGTH} characters; cut what follows '?'")
    if not _URL.fullmatch(url):
        raise ValueError(
            f"the address {shown!r} is not one that leads anywhere; copy it from the address bar of a browser"
        )
    return url
