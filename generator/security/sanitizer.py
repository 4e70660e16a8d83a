"""The second layer: an allow-list of elements and attributes for the body of a page.

The list covers the templates and plain Markdown. It has no scripts, styles, forms or frames, nothing that loads from
another host, and no name that the theme's scripts look for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape

from lxml import html as parser
from markupsafe import Markup
from nh3 import Cleaner

_TAGS = (
    "a abbr article b blockquote br button caption circle code dd del details div dl dt em figcaption figure h1 h2 h3"
    " h4 h5 h6 header hr i img input ins kbd label li mark nav ol p path pre progress q rect s section small span"
    " strong sub summary sup svg table tbody td textarea tfoot th thead tr ul"
)
TAGS = frozenset(_TAGS.split())
"""The elements that a body may contain."""

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "*": "aria-describedby aria-hidden aria-label aria-live class hidden id lang role tabindex title",
        "a": "data-article data-entry data-setting href rel",
        "article": "data-entry data-reply data-severity data-triage",
        "button": "data-clipboard-text",
        "circle": "cx cy r",
        "details": "open",
        "div": "data-finder data-setting-page data-severity",
        "img": "alt height src width",
        "input": "autocapitalize autocomplete enterkeyhint multiple placeholder spellcheck",
        "label": "for",
        "li": "data-kind data-placeholder data-state",
        "ol": "start",
        "p": "data-reply",
        "path": "d",
        "progress": "max value",
        "rect": "height rx width x y",
        "section": "data-severity",
        "span": "data-severity data-source data-value data-verdict",
        "svg": "focusable height viewBox width xmlns",
        "table": "data-finder-table",
        "td": "align colspan rowspan",
        "textarea": "autocapitalize autocomplete placeholder rows spellcheck",
        "th": "align colspan rowspan scope",
        "tr": "data-reply",
    }.items()
}
"""The attributes of each element; ``*`` has those of all elements."""

_WITH_CONTENT = frozenset({"iframe", "math", "noembed", "noframes", "noscript", "script", "style", "template", "xmp"})
"""Elements that are removed together with their content; of other elements, the text stays."""
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""An id that isn't the theme's: its scripts look for ids that start with ``__``."""
_THEME_CLASS = "md-"
"""The prefix of the classes that the theme's scripts look for."""
_IDS, _CLASSES = re.compile(' id="([^"]*)"'), re.compile(' class="([^"]*)"')
"""Attributes as nh3 writes them."""
_PLAIN_CLASSES = re.compile(rf"(?!{_THEME_CLASS})[\w-]+(?: (?!{_THEME_CLASS})[\w-]+)*")
"""Classes of which none is the theme's."""
_TAG = re.compile(r"<[a-zA-Z][^>]*>?")
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)


def _filtered(tag: str, name: str, value: str) -> str | None:
    """Return the allowed part of an attribute's value, or None to remove the attribute."""
    if name == "id":
        return value if _ID.fullmatch(value) else None
    if name == "class":
        return " ".join(name for name in value.split() if not name.startswith(_THEME_CLASS)) or None
    if tag == "img" and name == "src":
        return None if _EXTERNAL.match(value.strip()) else value
    return value


_ALLOWED = partial(
    Cleaner,
    tags=TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes=ATTRIBUTES,
    tag_attribute_values={"button": {"type": {"button"}}, "input": {"type": {"file", "search"}}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_BODY, _FILTERED_BODY = _ALLOWED(), _ALLOWED(attribute_filter=_filtered)
_TEXT = Cleaner(tags=frozenset(), clean_content_tags=_WITH_CONTENT, attributes={}, link_rel=None)


def sanitise(html: str) -> str:
    """Return a body with only what the allow-list contains, and the text of everything else."""
    cleaned = _BODY.clean(html)
    return cleaned if _is_plain(cleaned) else _FILTERED_BODY.clean(html)


def _is_plain(cleaned: str) -> bool:
    """Return whether a body is clean without the attribute filter, which takes most of the time.

    nh3 has already written each attribute in one form, so the patterns find all of them.
    """
    return (
        "<img" not in cleaned
        and all(map(_ID.fullmatch, _IDS.findall(cleaned)))
        and all(map(_PLAIN_CLASSES.fullmatch, set(_CLASSES.findall(cleaned))))
    )


def sanitise_text(html: str) -> Markup:
    """Return the text of an HTML fragment, safe between tags and in quoted attributes."""
    text = _TEXT.clean(html).replace('"', "&#34;").replace("'", "&#39;")
    return Markup(text)  # noqa: S704  # no tags and no quotes are left


def sanitise_meta(meta: Mapping[str, object]) -> dict[str, object]:
    """Return the front matter of a page with safe texts, because the theme prints some of them unescaped."""
    return {key: sanitise_text(value) if isinstance(value, str) else value for key, value in meta.items()}


def dropped(html: str, cleaned: str) -> list[str]:
    """Return what ``sanitise`` removed, such as ``<iframe>`` or ``onclick="…" of <p>``, in the order of the HTML."""
    if _tags(html) == _tags(cleaned):
        return []
    missing = Counter(_parts(html)) - Counter(_parts(cleaned))
    return list(missing.elements())


def _tags(html: str) -> str:
    """Return the tags in one spelling: they are equal before and after ``sanitise`` if it removed nothing."""
    return unescape("".join(_TAG.findall(html))).replace('=""', "").replace("/>", ">")


def _parts(html: str) -> Iterator[str]:
    for root in parser.fragments_fromstring(html):
        if isinstance(root, str):
            continue
        for element in root.iter():
            if isinstance(element.tag, str):
                yield f"<{element.tag}>"
                for name, value in element.items():
                    shown = "" if value == name else value  # some parsers read a bare attribute as its name
                    yield f'{name!s}="{shown!s}" of <{element.tag}>'
