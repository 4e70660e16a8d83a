"""The third layer: the content security policy of a page, and what in a finished page breaks it.

The theme's inline scripts are allowed by their hashes, taken from a page of the theme that holds nothing
of the catalogue. A script that stands in a finished page is never hashed: that would bless it.
Trusted Types stay out: the theme starts the worker of its search from a plain address, which they forbid.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree, html
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
_DATA_BLOCKS = frozenset({"application/json", "application/ld+json"})
"""Types of scripts that no browser runs."""
_LOADED_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "preconnect"})
"""The relations of ``link`` that make a browser ask a host."""
_LOADING = frozenset({"src", "srcset", "poster", "data", "background"})
_ADDRESSES = _LOADING | {"href", "xlink:href", "action", "formaction", "cite", "ping", "from", "to", "values"}
_FOREIGN = frozenset({"iframe", "frame", "object", "embed", "applet", "portal", "fencedframe", "base"})
"""Elements that the policy leaves without effect; a page that holds one was tampered with."""
_TOLD = _FOREIGN | {"style", "meta"}
"""Elements that are judged whatever attributes they have."""
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_PICTURE = re.compile(r"\s*data:image/", re.IGNORECASE)
_HARMLESS = re.compile(r"(?:class|id|title|role|lang|alt|type|name|for|aria-.*|data-.*)")
"""Attributes that no browser loads or runs."""
_FREQUENT = frozenset(("alt", "aria-hidden", "aria-label", "class", "data-severity", "for", "id", "role", "title"))
"""Those of them that are most of a page's."""
_SCRIPT_URL = re.compile(r"[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)


def inline_scripts(document: str | HtmlElement) -> list[str]:
    """Return the scripts that stand within a document and would run, in order."""
    return [
        script.text or "" for script in _tree(document).iter("script") if _runs(script) and "src" not in script.attrib
    ]


def hash_of(script: str) -> str:
    """Return what a policy calls a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def page_policy(scripts: Iterable[str] = ()) -> str:
    """Return the policy of a page that may run the site's script files and these inline scripts."""
    hashes = dict.fromkeys(map(hash_of, scripts))
    return "; ".join(" ".join([name, value, *(hashes if name == "script-src" else ())]) for name, value in _DIRECTIVES)


def site_policy(scripts: Iterable[str]) -> str:
    """Return the policy that a host sends for all pages, which may also forbid what a page cannot: to be framed."""
    return f"{page_policy(scripts)}; frame-ancestors 'none'"


def policy_faults(document: str | HtmlElement) -> list[str]:
    """Return what in a finished page breaks the page's own policy, empty where all of it holds.

    Args:
        document: the whole page, as text or parsed.

    """
    tree = _tree(document)
    policies = _policies(tree)
    if not policies:
        return ["the page has no policy: a <meta http-equiv=Content-Security-Policy> in its head"]
    found = [
        f"the policy allows more than this site's: {_short(policy)}" for policy in policies[:1] if _is_wide(policy)
    ]
    found += [f"a {part} stands before the policy" for part in _early(tree)]
    allowed = [set(re.findall(r"'sha256-[^']+'", policy)) for policy in policies]
    for script in inline_scripts(tree):
        if not all(hash_of(script) in hashes for hashes in allowed):
            found.append(f"an inline script that the policy does not know: {_short(script)}")
    for element in tree.iter(etree.Element):
        if element.tag in _TOLD:
            found += _element_faults(element)
        if not _FREQUENT.issuperset(element.keys()):
            found += _attribute_faults(str(element.tag), tuple(element.items()))
    return found


def _tree(document: str | HtmlElement) -> HtmlElement:
    return html.document_fromstring(document) if isinstance(document, str) else document


def _runs(script: HtmlElement) -> bool:
    return (script.get("type") or "").strip().lower() not in _DATA_BLOCKS


def _is_policy(element: HtmlElement) -> bool:
    return element.tag == "meta" and (element.get("http-equiv") or "").lower() == HEADER.lower()


def _policies(tree: HtmlElement) -> list[str]:
    return [meta.get("content") or "" for head in tree.iter("head") for meta in head.iter("meta") if _is_policy(meta)]


def _is_wide(policy: str) -> bool:
    """Tell whether a policy lets more scripts run than the site's own files and some hashes, or has no default."""
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    scripts = [word for word in parts.get("script-src", "*").split() if not word.startswith("'sha256-")]
    return parts.get("default-src") != "'none'" or scripts != ["'self'"]


def _early(tree: HtmlElement) -> Iterator[str]:
    """Yield what a browser would load or run before it reads the first policy."""
    for element in tree.iter():
        if _is_policy(element):
            return
        if element.tag in ("script", "style", "link", "img"):
            yield f"<{element.tag}>"


def _element_faults(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if tag in _FOREIGN:
        yield f"a <{tag}>"
    if tag == "style":
        yield f"a style element: {_short(element.text or '')}"
    if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        target = (element.get("content") or "").partition("=")[2].strip(" '\"")
        if _OUTSIDE.match(target):
            yield f"a refresh that leads to {_short(target)}"


@lru_cache(maxsize=1 << 13)
def _attribute_faults(tag: str, attributes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return what is wrong with the attributes of an element; those of a page stand on many others too."""
    rel = dict(attributes).get("rel", "")
    return tuple(
        f"{kind}, {name} of <{tag}>: {_short(value)}"
        for name, value in attributes
        if not _HARMLESS.fullmatch(name) and (kind := _attribute_fault(tag, rel, name, value))
    )


def _attribute_fault(tag: str, rel: str, name: str, value: str) -> str | None:
    """Return what is wrong with an attribute."""
    if name.startswith("on"):
        return "an event handler"
    if name == "style":
        return "a style attribute"
    if name in _ADDRESSES and _SCRIPT_URL.match(value):
        return "an address that is a script"
    if name in ("action", "formaction", "srcdoc", "ping"):
        return "a target of a form, a ping or a frame"
    return "something from elsewhere" if _is_loaded(tag, rel, name) and _is_outside(tag, name, value) else None


def _is_loaded(tag: str, rel: str, name: str) -> bool:
    """Tell whether a browser loads what an attribute names, without a click."""
    if tag == "link":
        return name == "href" and bool(_LOADED_LINKS & set(rel.lower().split()))
    if tag in ("image", "use", "feimage", "script") and name.rpartition(":")[2] == "href":
        return True
    return name in _LOADING


def _is_outside(tag: str, name: str, value: str) -> bool:
    parts = value.split(",") if name == "srcset" else [value]
    return any(_OUTSIDE.match(part) and not (tag == "img" and _PICTURE.match(part)) for part in parts)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")  # noqa: PLR2004  # a line of a report
