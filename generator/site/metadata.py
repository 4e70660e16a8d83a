"""Metadata of the pages for link previews (Open Graph) and search engines (JSON-LD of schema.org)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

IMAGE = "assets/images/card.png"
"""Image of link previews, below the site's root, with 1200 x 630 pixels."""
MAX_DESCRIPTION_LENGTH = 300
"""Maximum length of a description; previews and result lists show less."""


@dataclass(frozen=True, kw_only=True)
class SiteInfo:
    """Properties of the site that all pages share."""

    name: str
    url: str
    """Web address of the site's root, with a slash at the end; empty for a copy that isn't on the web."""
    description: str = ""
    language: str = "en"

    def absolute(self, address: str) -> str:
        """Return the web address of a page or file."""
        return self.url + address


@dataclass(frozen=True, kw_only=True)
class PageMetadata:
    """Properties of one page."""

    address: str
    """Below the site's root."""
    title: str
    description: str
    changed: str | None = None
    """Date of the last change of its source, such as ``2026-11-24``."""
    trail: Sequence[tuple[str, str]] = ()
    """Title and address of each page above it, the home page first."""


def shorten(text: str) -> str:
    """Return a description cut between words at the maximum length."""
    if len(text) <= MAX_DESCRIPTION_LENGTH:
        return text
    return text[: MAX_DESCRIPTION_LENGTH - 1].rpartition(" ")[0].rstrip(",;:.") + "…"


def properties(site: SiteInfo, page: PageMetadata) -> Mapping[str, str]:
    """Return the Open Graph properties of a page, which other services read too."""
    return {
        "og:type": "article" if page.address else "website",
        "og:site_name": site.name,
        "og:title": page.title,
        "og:description": shorten(page.description),
        "og:url": site.absolute(page.address),
        "og:image": site.absolute(IMAGE),
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"{site.name}: {site.description}",
        "og:locale": "en_GB",
    }


def linked_data(site: SiteInfo, page: PageMetadata) -> str:
    """Return the JSON-LD of a page."""
    root = {"@type": "WebSite", "name": site.name, "url": site.url}
    if not page.address:
        return script_json({"@context": "https://schema.org", **root, "description": site.description})
    article = {
        "@type": "TechArticle",
        "headline": page.title,
        "description": shorten(page.description),
        "url": site.absolute(page.address),
        "image": site.absolute(IMAGE),
        "inLanguage": site.language,
        "isAccessibleForFree": True,
        "isPartOf": root,
        **({"dateModified": page.changed} if page.changed else {}),
    }
    steps = [*page.trail, (page.title, page.address)]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": site.absolute(address)}
            for place, (title, address) in enumerate(steps, 1)
        ],
    }
    return script_json({"@context": "https://schema.org", "@graph": [article, crumbs]})


def script_json(data: object) -> str:
    """Return data as JSON in ASCII, without any ``<`` so that it is safe in a script element."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
