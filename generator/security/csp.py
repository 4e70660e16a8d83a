"""The third layer: the content security policy of a page.

The theme's inline scripts are allowed by their hashes. The hashes come from pages that the theme renders without
content, never from a finished page: that would allow any script that got into it. Trusted Types aren't used, because
the theme starts its search worker from a plain URL, which they forbid.
"""

import base64
import hashlib
from collections.abc import Iterable

from lxml import html
from lxml.html import HtmlElement

HEADER = "Content-Security-Policy"

_DIRECTIVES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
)
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})
"""Types of ``<script>`` that no browser runs."""


def inline_scripts(document: str | HtmlElement) -> list[str]:
    """Return the inline scripts of a document that a browser would run, in order."""
    root = html.document_fromstring(document) if isinstance(document, str) else document
    return [
        script.text or ""
        for script in root.iter("script")
        if "src" not in script.attrib and script.get("type", "").strip().lower() not in _DATA_TYPES
    ]


def hash_of(script: str) -> str:
    """Return the CSP hash source of an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def page_policy(scripts: Iterable[str] = ()) -> str:
    """Return the policy of a page that may run the site's script files and these inline scripts."""
    hashes = dict.fromkeys(map(hash_of, scripts))
    return "; ".join(" ".join([name, value, *(hashes if name == "script-src" else ())]) for name, value in _DIRECTIVES)


def site_policy(scripts: Iterable[str]) -> str:
    """Return the policy for the HTTP header, which also forbids frames around the site; ``<meta>`` can't do that."""
    return f"{page_policy(scripts)}; frame-ancestors 'none'"
