"""The files that configure hosts: headers, media types, caching, compression, redirects."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape

from generator.security.csp import HEADER, site_policy
from generator.site.redirects import Redirect, RedirectRule
from generator.site.renderer import environment_of

CACHE_DAYS = 365
CACHE_FOREVER = f"public, max-age={CACHE_DAYS * 24 * 60 * 60}, immutable"
HASHED_NAME = re.compile(r".+\.[0-9a-f]{8}\.min\.(?:css|js)")
"""A file whose name contains a hash of its content, so a browser never has to ask for it again."""
MAX_REDIRECTS = 2000
"""Cloudflare ignores further lines of ``_redirects``; a page at each further address redirects instead."""

_TYPES = {"md": "text/markdown", "json": "application/json", "svg": "image/svg+xml"}
"""Media types by extension; some hosts don't know these."""
_TYPES_BY_FILE = {"feed.xml": "application/atom+xml", "opensearch.xml": "application/opensearchdescription+xml"}
"""Files with a more precise media type than their extension has."""
_TEXT_TYPES = ("text/css", "text/plain", "text/javascript", "application/javascript", "text/xml", "application/xml")
_COMPRESSED_TYPES = (*_TEXT_TYPES, *_TYPES.values(), *_TYPES_BY_FILE.values())
"""The media types to compress, besides HTML, which every host compresses."""
_UNUSED_FEATURES = (
    "accelerometer browsing-topics camera display-capture geolocation gyroscope magnetometer microphone midi payment"
    " usb xr-spatial-tracking"
)
"""Browser features that no page of the site uses."""


def host_files(
    scripts: Iterable[str],
    files: Iterable[str],
    *,
    base: str = "/",
    redirects: Sequence[Redirect] = (),
    rules: Sequence[RedirectRule] = (),
) -> Mapping[str, str]:
    """Return the configuration files for all hosts, by their path in the site.

    ``scripts`` are the theme's inline scripts on all pages, and ``base`` is the site's path on its host, with a slash
    at both ends. ``rules`` are the redirects as patterns, also those from addresses that can't be listed.
    """
    # Each host has its own way to escape.
    environment = environment_of(autoescape=False).overlay(keep_trailing_newline=True)
    environment.filters |= {
        "apache_string": _apache_string,
        "nginx_string": _nginx_string,
        "xml_value": partial(escape, entities={'"': "&quot;"}),
    }
    environment.globals |= {
        "base": base,
        "base_pattern": re.escape(base),
        "cache_days": CACHE_DAYS,
        "cache_forever": CACHE_FOREVER,
        "compressed_types": _COMPRESSED_TYPES,
        "hashed_files": sorted(file for file in files if HASHED_NAME.fullmatch(file)),
        "hashed_name": HASHED_NAME.pattern,
        "headers": {
            HEADER: site_policy(scripts),
            "X-Content-Type-Options": "nosniff",
            # The address of a page reveals the error that the reader's server has: keep it from other sites.
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES.split()),
            "Cross-Origin-Opener-Policy": "same-origin",
        },
        "redirects": redirects[:MAX_REDIRECTS],
        "rules": rules,
        "types": _TYPES,
        "types_by_file": _TYPES_BY_FILE,
    }

    def render(template: str, *, rewrites: bool = False) -> str:
        return environment.get_template(f"hosting/{template}.jinja").render(rewrites=rewrites)

    return {
        "_headers": render("headers"),
        "_redirects": render("redirects"),
        ".htaccess": render("htaccess"),
        "web.config": render("web.config"),
        "hosting/iis-rewrite.config": render("web.config", rewrites=True),
        "hosting/nginx.conf": render("nginx.conf"),
    }


def _apache_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _nginx_string(text: str) -> str:
    if "$" in text:
        raise ValueError(f"nginx would read a variable in {text!r}; it has no way to escape a dollar sign")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
