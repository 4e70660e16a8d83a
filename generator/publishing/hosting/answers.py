"""How every host is to answer: with which headers, as what type, and where an address leads elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.security.csp import HEADER, site_policy
from generator.site.redirects import Redirect, RedirectRule

YEAR = 31_536_000
"""Seconds."""
FOREVER = f"public, max-age={YEAR}, immutable"
HASHED = re.compile(r".+\.[0-9a-f]{8}\.min\.(?:css|js)")
"""Files whose name changes with what they hold, so that a browser never asks for them again."""
TYPES = {"md": "text/markdown", "json": "application/json", "svg": "image/svg+xml"}
"""The endings that some hosts do not know, and what such a file holds."""
TYPED_FILES = {"feed.xml": "application/atom+xml", "opensearch.xml": "application/opensearchdescription+xml"}
"""Files that hold something else than their ending says."""
PACKED_TYPES = (
    "text/css",
    "text/plain",
    "text/javascript",
    "application/javascript",
    "text/xml",
    "application/xml",
    *TYPES.values(),
    *TYPED_FILES.values(),
)
"""The types besides HTML that shrink when they are packed."""

_UNUSED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
    "xr-spatial-tracking",
)
"""What a browser could do for a page, and no page here asks for."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What all hosts are told."""

    headers: Mapping[str, str]
    """The headers of every answer."""
    hashed: Sequence[str] = ()
    """The files that may be kept for ever."""
    base: str = "/"
    """Where on its host the site begins, with a slash at both ends."""
    redirects: Sequence[Redirect] = ()
    """The addresses that lead elsewhere, one by one."""
    rules: Sequence[RedirectRule] = ()
    """The same as patterns, and those that no single address stands for."""


def answers(
    scripts: Iterable[str],
    files: Iterable[str],
    *,
    base: str = "/",
    redirects: Sequence[Redirect] = (),
    rules: Sequence[RedirectRule] = (),
) -> Answers:
    """Return what all hosts are told of a site.

    Args:
        scripts: the theme's inline scripts, those of every depth of the site.
        files: the paths of the site's files.
        base: where on its host the site begins, with a slash at both ends.
        redirects: the addresses that lead elsewhere.
        rules: the patterns of such addresses.

    """
    headers = {
        HEADER: site_policy(scripts),
        "X-Content-Type-Options": "nosniff",
        # The address of a page tells what a reader's server suffers from: no other site learns it.
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    hashed = sorted(file for file in files if HASHED.fullmatch(file))
    return Answers(headers=headers, hashed=hashed, base=base, redirects=redirects, rules=rules)
