"""What a host is to say beside each page, as the files in which the usual hosts look for it."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from generator.policy import HEADER, site_policy

YEAR = 31_536_000
"""Seconds."""
HASHED = re.compile(r".+\.[0-9a-f]{8}\.min\.(?:css|js)")
"""Files whose name changes with what they hold, so that a browser never asks for them again."""

_FOREVER = f"public, max-age={YEAR}, immutable"
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


def headers(scripts: Iterable[str]) -> Mapping[str, str]:
    """Return the headers of every answer.

    Args:
        scripts: the theme's inline scripts, those of every depth of the site.

    """
    return {
        HEADER: site_policy(scripts),
        "X-Content-Type-Options": "nosniff",
        # The address of a page tells what a reader's server suffers from: no other site learns it.
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def host_files(scripts: Iterable[str], files: Iterable[str]) -> Mapping[str, str]:
    """Return the files of the hosts, each text under its path below the site's root.

    Args:
        scripts: the theme's inline scripts, those of every depth of the site.
        files: the paths of the site's files.

    """
    sent = headers(scripts)
    hashed = sorted(file for file in files if HASHED.fullmatch(file))
    return {
        "_headers": _netlify(sent, hashed),
        ".htaccess": _apache(sent),
        "web.config": _iis(sent, hashed),
        "hosting/nginx.conf": _nginx(sent),
    }


def _netlify(sent: Mapping[str, str], hashed: Iterable[str]) -> str:
    """Return ``_headers``; pages keep the host's own lifetime, which is none, for two rules would be joined."""
    lines = [
        "# Read by Netlify and by Cloudflare Pages.",
        "/*",
        *(f"  {name}: {value}" for name, value in sent.items()),
    ]
    for file in hashed:
        lines += [f"/{file}", f"  Cache-Control: {_FOREVER}"]
    return "\n".join(lines) + "\n"


def _apache(sent: Mapping[str, str]) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'

    lines = [f"  Header always set {name} {quoted(value)}" for name, value in sent.items()]
    return "\n".join(
        [
            "# Read by Apache, with mod_headers on and 'AllowOverride FileInfo' for this folder.",
            "<IfModule mod_headers.c>",
            *lines,
            '  Header set Cache-Control "no-cache"',
            rf'  <FilesMatch "^{HASHED.pattern}$">',
            f"    Header set Cache-Control {quoted(_FOREVER)}",
            "  </FilesMatch>",
            "</IfModule>",
            "",
        ]
    )


def _iis(sent: Mapping[str, str], hashed: Iterable[str]) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!-- Read by IIS. -->",
        "<configuration>",
        "  <system.webServer>",
        '    <staticContent><clientCache cacheControlMode="DisableCache" /></staticContent>',
        "    <httpProtocol>",
        "      <customHeaders>",
    ]
    for name, value in sent.items():
        lines.append(f"        <remove name={quoteattr(name)} />")
        lines.append(f"        <add name={quoteattr(name)} value={quoteattr(value)} />")
    lines += ["      </customHeaders>", "    </httpProtocol>", "  </system.webServer>"]
    for file in hashed:
        lines += [
            f"  <location path={quoteattr(file)}>",
            "    <system.webServer>",
            "      <staticContent>",
            '        <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="365.00:00:00" />',
            "      </staticContent>",
            "    </system.webServer>",
            "  </location>",
        ]
    return "\n".join([*lines, "</configuration>", ""])


def _nginx(sent: Mapping[str, str]) -> str:
    def quoted(text: str) -> str:
        if "$" in text:
            raise ValueError(f"nginx would read a variable in {text!r}, and knows no way to write the sign itself")
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "\n".join(
        [
            "# For nginx: include this file in the 'server' block of the site, such as",
            "#     include /var/www/smtp-replies/hosting/nginx.conf;",
            "# A 'location' with an 'add_header' of its own has to include it again.",
            *(f"add_header {name} {quoted(value)} always;" for name, value in sent.items()),
            "expires -1;",
            f'location ~ "^/{HASHED.pattern}$" {{',
            "    expires 1y;",
            "}",
            "",
        ]
    )
