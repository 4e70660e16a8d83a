"""The theme's pages with gaps: rendered once for each kind of page, and filled for every page of it.

A shell is what the theme makes of a stand-in, whose texts are marks. Whatever else the theme may ask of a
page is a part of the page's kind, or the stand-in refuses it; then the theme renders each page of that kind
by itself, as it does with a theme or a plugin that shells are not known to be right for.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Link
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url, get_theme_dir

from generator.compact import compact
from generator.plugin.page import CatalogPage
from generator.shell import Row, Shell, UnfitError, Values, address_mark, mark, rows_of_marks
from generator.theme import repair

KNOWN = "21dcebf5"
"""The fingerprint of the theme's templates that shells are known to be right for."""
PLUGINS = frozenset({"catalog", "publish", "material/search"})
"""The plugins of which none says more of a page than a shell knows."""

_OF_THE_SITE = frozenset(
    {"nav", "pages", "extra_css", "extra_javascript", "mkdocs_version", "build_date_utc", "config"}
)
"""What is the same in the context of every page of a folder."""
_TEXTS = ("linked_data", "report_url")
"""What varies from page to page in the context, besides the page and its properties."""
_META = ("description", "heading", "git_revision_date_localized")
"""What varies in the metadata."""
_FIXED = ("parent", "ancestors", "children", "active", "is_homepage", "is_index", "is_page", "is_section", "is_link")
"""What the pages of a kind have in common."""

relative = lru_cache(maxsize=None)(get_relative_url)


@cache
def fingerprint(theme: Path) -> str:
    """Return what tells one version of a theme's templates from another."""
    whole = hashlib.sha256()
    for file in sorted([*theme.glob("*.html"), *theme.glob("partials/**/*.html")]):
        whole.update(f"{file.relative_to(theme).as_posix()}\0{file.read_text('utf-8')}\0".encode())
    return whole.hexdigest()[:8]


def is_known(config: MkDocsConfig) -> bool:
    """Tell whether shells are known to be right with this theme and these plugins."""
    name = config.theme.name
    return bool(name and set(config.plugins) <= PLUGINS and fingerprint(Path(get_theme_dir(name))) == KNOWN)


class ThemePages:
    """The theme's templates as MkDocs asks for them, the one of pages in the shape of shells."""

    def __init__(self, environment: Any, *, shared: bool) -> None:  # noqa: ANN401  # Jinja's own
        """Take the templates of a theme, and whether pages may share shells."""
        self._environment = environment
        self._pages = Shells(environment.get_template("main.html"), shared=shared)

    def get_template(self, name: str) -> Any:  # noqa: ANN401  # Jinja's own, or ours
        """Return a template by its name."""
        return self._pages if name == "main.html" else self._environment.get_template(name)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401, D105  # whatever else Jinja's own has
        return getattr(self._environment, name)


class Shells:
    """The template of pages, rendered as seldom as may be."""

    def __init__(self, template: Any, *, shared: bool) -> None:  # noqa: ANN401  # Jinja's own
        self.template = template
        self.shared = shared
        self._shells: dict[object, Shell | None] = {}

    def render(self, context: Mapping[str, Any]) -> str:
        """Return a page as the theme renders it, put right and without idle whitespace."""
        page = context["page"]
        if self.shared and isinstance(page, CatalogPage) and not page.is_index:
            place = _Place.of(page)
            if place.is_regular and (filled := self._filled(context, place)):
                return filled
        return self.plain(context)

    def _filled(self, context: Mapping[str, Any], place: "_Place") -> str | None:
        """Return a page by the shell of its kind; None where the theme has to render each page."""
        values = _values(context, place)
        kind = _kind(context, place, values)
        if kind not in self._shells:
            self._shells[kind] = self._shell(context, place, values)
        shell = self._shells[kind]
        return shell.fill(values) if shell else None

    def plain(self, context: Mapping[str, Any]) -> str:
        """Return a page without a shell."""
        return compact(repair(self.template.render(context)))

    def _shell(self, context: Mapping[str, Any], place: "_Place", values: Values) -> Shell | None:
        """Return the shell of a page's kind; None where the theme has to render each page."""
        children = place.section and place.section.children
        try:
            stand_in = _StandIn(context["page"], place, values)
            if place.leaves:
                place.section.children = [*place.others, *_links(values, "before"), stand_in, *_links(values, "after")]
            return Shell.of(self.plain({**context, **_beside(context), "page": stand_in}), values)
        except UnfitError:
            return None
        finally:
            if place.section:
                place.section.children = children


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a page stands in the navigation."""

    section: Any
    others: Sequence[Any]
    """What the section lists besides entries: its index page."""
    leaves: Sequence[Any]
    """The entries that the section lists; none where the page is not among them."""
    at: int
    """Which of them the page is."""
    url: str
    """The address of a stand-in for the page: that of no page, in the same folder."""

    @property
    def is_regular(self) -> bool:
        """Whether the section lists its entries last, as a shell does; a page by hand may stand between them."""
        return not self.leaves or [*self.section.children] == [*self.others, *self.leaves]

    @classmethod
    def of(cls, page: CatalogPage) -> "_Place":
        slug = page.source.address.rstrip("/").rpartition("/")[2]
        folder, _, rest = page.url.rpartition(slug)
        children = page.parent.children if page.parent else []
        leaves = [child for child in children if isinstance(child, CatalogPage) and not child.is_index]
        at = next((at for at, leaf in enumerate(leaves) if leaf is page), None)
        return cls(
            section=page.parent,
            others=[child for child in children if not isinstance(child, CatalogPage) or child.is_index],
            leaves=[] if at is None else leaves,
            at=at or 0,
            url=f"{folder}{mark('url')}{rest}",
        )

    def rows(self, leaves: Sequence[Any]) -> list[Row]:
        """Return the address, seen from the page, and the title of entries in the section."""
        return [(relative(leaf.url, self.url), leaf.title) for leaf in leaves]


class _StandIn:
    """A page without a face: it has what varies as marks, and what its kind fixes; it refuses the rest."""

    def __init__(self, page: CatalogPage, place: _Place, values: Values) -> None:
        first = page.toc.items[0]
        self._page = page
        for name in _FIXED:
            setattr(self, name, getattr(page, name))
        self.url = place.url
        self.title = mark("title", page.title)
        self.content = _Content(mark("content"))
        self.meta = {name: mark(name, value) if name in values.texts else value for name, value in page.meta.items()}
        self.toc = TableOfContents([AnchorLink("", first.id, first.level)])
        self.toc.items[0].children = [
            AnchorLink(title, url.removeprefix("#"), 2) for url, title in rows_of_marks("toc", values.rows["toc"])
        ]
        self.edit_url = page.edit_url and mark("edit_url")
        self.canonical_url = page.canonical_url and mark("canonical_url")
        self.previous_page = page.previous_page and Link("", address_mark("previous"))
        self.next_page = page.next_page and Link("", address_mark("next"))

    def __getattr__(self, name: str) -> object:
        if hasattr(self._page, name):
            raise UnfitError(name)
        raise AttributeError(name)


class _Content(str):
    """Stands for a body that begins with a heading; no other question about it is answered."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        if part != "<h1":
            raise UnfitError(part)
        return True


def _links(values: Values, name: str) -> list[Link]:
    return [Link(title, url) for url, title in rows_of_marks(name, values.rows[name])]


def _beside(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the context, beside a page without a face, for what varies."""
    properties = {name: mark(f"property {name}", value) for name, value in context.get("properties", {}).items()}
    return {"properties": properties} | {name: mark(name, context[name]) for name in _TEXTS if name in context}


def _values(context: Mapping[str, Any], place: _Place) -> Values:
    """Return what fills the gaps of a page."""
    page = context["page"]
    before, after = (page.previous_page, page.next_page)
    told: dict[str, str | None] = {
        "title": page.title,
        "content": compact(repair(page.content.strip())),
        "edit_url": page.edit_url,
        "canonical_url": page.canonical_url,
        "previous": before and relative(before.url, place.url),
        "next": after and relative(after.url, place.url),
        **{name: page.meta.get(name) for name in _META},
        **{name: context.get(name) for name in _TEXTS},
        **{f"property {name}": value for name, value in context.get("properties", {}).items()},
    }
    rows = {
        "toc": [(item.url, item.title) for item in page.toc.items[0].children],
        "before": place.rows(place.leaves[: place.at]),
        "after": place.rows(place.leaves[place.at + 1 :]),
    }
    return Values({name: value for name, value in told.items() if value}, rows)


def _kind(context: Mapping[str, Any], place: _Place, values: Values) -> object:
    """Return what all pages have in common that a shell fits."""
    page = context["page"]
    varying = _OF_THE_SITE | {"page", "properties", *_TEXTS}
    return (
        place.url,
        id(place.section),
        bool(place.leaves),
        tuple((name, isinstance(value, Markup)) for name, value in values.texts.items()),
        tuple(name for name, rows in values.rows.items() if rows),
        tuple((name, repr(value)) for name, value in context.items() if name not in varying),
        tuple((name, repr(value)) for name, value in page.meta.items() if name not in values.texts),
        "<h1" in page.content,
    )
