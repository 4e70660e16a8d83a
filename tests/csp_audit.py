"""An audit of finished pages: whatever a page's content security policy would stop, or should have stopped."""

import re
from collections.abc import Iterator

from lxml import etree, html
from lxml.html import HtmlElement

from generator.security.csp import HEADER, hash_of, inline_scripts, page_policy

LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "preconnect"}
"""Values of ``rel`` for which a browser contacts a host without a click."""
LOADED = {"src", "srcset", "poster", "data", "background"}
URLS = LOADED | {"href", "xlink:href", "action", "formaction", "cite", "ping", "from", "to", "values"}
FRAMES = {"iframe", "frame", "object", "embed", "applet", "portal", "fencedframe", "base"}
"""Elements that the policy disables; none belongs on a page."""
HASH = re.compile(r" 'sha256-[^']+'")
EXTERNAL = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
IMAGE_DATA = re.compile(r"\s*data:image/", re.IGNORECASE)
SCRIPT_URL = re.compile(r"[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)


def policy_problems(document: str) -> list[str]:
    """Return everything on a page that breaks its own policy."""
    root = html.document_fromstring(document)
    policy = next((meta.get("content") or "" for meta in root.iterfind("head/meta") if is_policy(meta)), None)
    if policy is None:
        return ["the page has no policy"]
    problems = [f"a <{tag}> before the policy" for tag in elements_before_policy(root)]
    if HASH.sub("", policy) != page_policy():
        problems.append(f"another policy than the site's: {short(policy)}")
    unknown = [script for script in inline_scripts(root) if hash_of(script) not in policy]
    problems += [f"an unknown inline script: {short(script)}" for script in unknown]
    for element in root.iter(etree.Element):
        problems += element_problems(element)
        for name, value in element.items():
            if problem := attribute_problem(element, name, value):
                problems.append(f"{problem}, {name} of <{element.tag}>: {short(value)}")
    return problems


def is_policy(element: HtmlElement) -> bool:
    return element.tag == "meta" and (element.get("http-equiv") or "").lower() == HEADER.lower()


def elements_before_policy(root: HtmlElement) -> Iterator[str]:
    """Yield what a browser would load or run before it reads the first policy."""
    for element in root.iter():
        if is_policy(element):
            return
        if element.tag in ("script", "style", "link", "img"):
            yield element.tag


def element_problems(element: HtmlElement) -> Iterator[str]:
    if element.tag in FRAMES:
        yield f"a <{element.tag}>"
    if element.tag == "style":
        yield f"a <style>: {short(element.text or '')}"
    if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        target = (element.get("content") or "").partition("=")[2].strip(" '\"")
        if EXTERNAL.match(target):
            yield f"a refresh to {short(target)}"


def attribute_problem(element: HtmlElement, name: str, value: str) -> str | None:
    if name.startswith("on"):
        return "an event handler"
    if name == "style":
        return "a style attribute"
    if name in URLS and SCRIPT_URL.match(value):
        return "a script as an address"
    if name in ("action", "formaction", "srcdoc", "ping"):
        return "a form, a ping or a frame"
    return "an external resource" if is_loaded(element, name) and is_external(element.tag, name, value) else None


def is_loaded(element: HtmlElement, name: str) -> bool:
    """Return whether a browser loads an attribute's address without a click."""
    if element.tag == "link":
        return name == "href" and bool(LOADED_LINKS & set((element.get("rel") or "").lower().split()))
    if element.tag in ("image", "use", "feimage", "script") and name.rpartition(":")[2] == "href":
        return True
    return name in LOADED


def is_external(tag: str, name: str, value: str) -> bool:
    urls = value.split(",") if name == "srcset" else [value]
    return any(EXTERNAL.match(url) and not (tag == "img" and IMAGE_DATA.match(url)) for url in urls)


def short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
