"""What a page says of itself to programs: link previews (Open Graph) and search engines (schema.org as JSON-LD)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAX_DESCRIPTION_LENGTH = 300
"""How many characters of a description are given: previews and result lists cut it off before that."""


@dataclass(frozen=True, kw_only=True)
class SiteInfo:
    """What all pages share."""

    name: str
    url: str
    """The site's root on the web, with a slash at the end; empty for a copy that is on no web."""
    description: str = ""
    image: str = "assets/images/card.png"
    """The picture of link previews, below the root."""
    image_size: tuple[int, int] = (1200, 630)
    """Its width and height in pixels."""
    language: str = "en"

    def absolute(self, address: str) -> str:
        """Return the web address of an address below the root."""
        return self.url + address


@dataclass(frozen=True, kw_only=True)
class About:
    """What one page is."""

    address: str
    """Below the site's root."""
    title: str
    description: str
    changed: str | None = None
    """When its source last changed, such as ``2026-11-24``."""
    trail: Sequence[tuple[str, str]] = ()
    """The pages above it, the home page first: the title and the address of each."""


def brief(text: str) -> str:
    """Return a description that is not too long, cut between words."""
    if len(text) <= MAX_DESCRIPTION_LENGTH:
        return text
    return text[: MAX_DESCRIPTION_LENGTH - 1].rpartition(" ")[0].rstrip(",;:.") + "…"


def properties(site: SiteInfo, about: About) -> Mapping[str, str]:
    """Return the Open Graph properties of a page; the cards of other services read the same ones."""
    width, height = site.image_size
    return {
        "og:type": "article" if about.address else "website",
        "og:site_name": site.name,
        "og:title": about.title,
        "og:description": brief(about.description),
        "og:url": site.absolute(about.address),
        "og:image": site.absolute(site.image),
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": f"{site.name}: {site.description}",
        "og:locale": "en_GB",
    }


def linked_data(site: SiteInfo, about: About) -> str:
    """Return the page's JSON-LD, fit for standing in a script element: no ``<`` is in it."""
    root = {"@type": "WebSite", "name": site.name, "url": site.url}
    if not about.address:
        return _script({"@context": "https://schema.org", **root, "description": site.description})
    article = {
        "@type": "TechArticle",
        "headline": about.title,
        "description": brief(about.description),
        "url": site.absolute(about.address),
        "image": site.absolute(site.image),
        "inLanguage": site.language,
        "isAccessibleForFree": True,
        "isPartOf": root,
        **({"dateModified": about.changed} if about.changed else {}),
    }
    steps = [*about.trail, (about.title, about.address)]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": site.absolute(address)}
            for place, (title, address) in enumerate(steps, 1)
        ],
    }
    return _script({"@context": "https://schema.org", "@graph": [article, crumbs]})


def _script(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
