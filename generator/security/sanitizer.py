"""The second layer: what the body of a page may hold, and nothing else.

The allow-list is what the templates and plain Markdown use. Nothing on it acts: no script, no style,
no form, no frame, nothing that loads from another host, no name that a script of the theme looks up.
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
"""Every element that a body may hold."""

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "*": "aria-describedby aria-hidden aria-label aria-live class hidden id lang role tabindex title",
        "a": "data-article data-setting href rel",
        "article": "data-reply data-severity data-triage",
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
"""The attributes of each element, those of every element under ``*``."""

VALUES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "button": {"type": frozenset({"button"})},
    "input": {"type": frozenset({"file", "search"})},
}
"""Attributes that may hold certain values alone."""

SCHEMES = frozenset({"http", "https", "mailto"})
"""Where a link may lead, besides the site itself."""

_WITH_CONTENT = frozenset({"iframe", "math", "noembed", "noframes", "noscript", "script", "style", "template", "xmp"})
"""Elements whose content goes with them."""
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""An id of a page's own; the theme looks for its parts by ids that begin with ``__``."""
_THEMES_CLASS = "md-"
"""What the classes begin with by which the theme finds its parts."""
_IDS, _CLASSES = re.compile(' id="([^"]*)"'), re.compile(' class="([^"]*)"')
"""The attributes as the sanitiser writes them."""
_PLAIN_CLASS = re.compile(rf"(?!{_THEMES_CLASS})[\w-]+(?: (?!{_THEMES_CLASS})[\w-]+)*")
"""A class, or several, that stay as they are."""
_TAG = re.compile(r"<[a-zA-Z][^>]*>?")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)


def _filtered(tag: str, name: str, value: str) -> str | None:
    """Return what stays of an attribute, None where nothing does."""
    if name == "id":
        return value if _ID.fullmatch(value) else None
    if name == "class":
        return " ".join(part for part in value.split() if not part.startswith(_THEMES_CLASS)) or None
    if tag == "img" and name == "src":
        return None if _OUTSIDE.match(value.strip()) else value
    return value


_ALLOWED = partial(
    Cleaner,
    tags=TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    url_schemes=SCHEMES,
    link_rel=None,
)
_BODY, _FILTERED_BODY = _ALLOWED(), _ALLOWED(attribute_filter=_filtered)
_TEXT = Cleaner(tags=frozenset(), clean_content_tags=_WITH_CONTENT, attributes={}, link_rel=None)


def sanitise(html: str) -> str:
    """Return the HTML of a body with what is on the allow-list, and the text of the rest."""
    cleaned = _BODY.clean(html)
    return cleaned if _is_plain(cleaned) else _FILTERED_BODY.clean(html)


def _is_plain(cleaned: str) -> bool:
    """Tell whether no attribute of a body needs to be looked at: most of a sanitiser's time is spent on that.

    The sanitiser writes each attribute in one form, so a pattern finds every one of them.
    """
    return (
        "<img" not in cleaned
        and all(map(_ID.fullmatch, _IDS.findall(cleaned)))
        and all(map(_PLAIN_CLASS.fullmatch, set(_CLASSES.findall(cleaned))))
    )


def sanitise_text(html: str) -> Markup:
    """Return the text of a piece of HTML, fit for any place between tags or in quotes."""
    text = _TEXT.clean(html).replace('"', "&#34;").replace("'", "&#39;")
    return Markup(text)  # noqa: S704  # no tag is left, and no quote


def sanitise_meta(meta: Mapping[str, object]) -> dict[str, object]:
    """Return what stands above a page, each text fit for the theme, which prints some of them as they are."""
    return {key: sanitise_text(value) if isinstance(value, str) else value for key, value in meta.items()}


def dropped(html: str, cleaned: str) -> list[str]:
    """Return what ``sanitise`` took from ``html``, such as ``<iframe>`` or ``onclick="…"``, in the order of reading."""
    if _written(html) == _written(cleaned) or _tags(html) == _tags(cleaned):
        return []
    missing = Counter(_parts(html)) - Counter(_parts(cleaned))
    return list(missing.elements())


def _written(html: str) -> str:
    """Return a piece of HTML with the quotes and the bare attributes in one spelling."""
    for found, put in (("&#34;", '"'), ("&quot;", '"'), ("&#39;", "'"), ('=""', ""), ("/>", ">")):
        html = html.replace(found, put)
    return html


def _tags(html: str) -> list[str]:
    """Return the tags of a piece of HTML in one spelling: where nothing was taken, they are the same as before."""
    return [unescape(tag).replace('=""', "").replace("/>", ">") for tag in _TAG.findall(html)]


def _parts(html: str) -> Iterator[str]:
    """Yield the elements and the attributes of a piece of HTML, each as it is written."""
    for root in parser.fragments_fromstring(html):
        if isinstance(root, str):
            continue
        for element in root.iter():
            if isinstance(element.tag, str):
                yield f"<{element.tag}>"
                for name, value in element.items():
                    written = "" if value == name else value  # a bare attribute, as some parsers read it
                    yield f'{name!s}="{written!s}" of <{element.tag}>'
