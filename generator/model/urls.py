"""The web addresses that a source may contain."""

import re

URL_SCHEMES = ("https://", "http://")
MAX_URL_LENGTH = 2000

_URL = re.compile(
    r"https?://"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s\"<>\\^`{|}\x00-\x1f\x7f-\U0010ffff]*)?"
)
"""Scheme, host, port, and the rest in the characters of RFC 3986, without a user name."""


def check_url(url: str) -> str:
    """Return a web address unchanged.

    Raises:
        ValueError: it has another scheme, no host, a user name, or a character that RFC 3986 doesn't allow.

    """
    shown = url if len(url) <= 80 else f"{url[:80]} ..."  # noqa: PLR2004  # enough to find it by
    if not url.startswith(URL_SCHEMES):
        raise ValueError(
            f"the address {shown!r} doesn't start with https:// or http://; "
            "write the whole address, or [[451/greylisting]] for a page of this site"
        )
    if "@" in re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0]:
        raise ValueError(
            f"the address {shown!r} has a user name before '@', which hides where it leads; remove the user name"
        )
    if len(url) > MAX_URL_LENGTH:
        raise ValueError(f"the address {shown!r} is longer than {MAX_URL_LENGTH} characters; remove what follows '?'")
    if not _URL.fullmatch(url):
        raise ValueError(f"the address {shown!r} isn't valid; copy it from the address bar of a browser")
    return url
