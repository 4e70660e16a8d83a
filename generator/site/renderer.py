"""Pages as HTML, through autoescaping templates."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.model.catalog import Catalog
from generator.site.dialogue import draw
from generator.security.defences import Defences
from generator.model.addresses import rfc_label, rfc_url
from generator.site.links import Links
from generator.site.metadata import SiteInfo
from generator.matching.similar import compare_texts
from generator.site.links import OUTSIDE_MARK, host_of
from generator.site.page import Page
from generator.model.paths import Step
from generator.security.csp import page_policy
from generator.checks.report import rule_address
from generator.model.prose import Prose, Reference, ReferenceKind, Span, SpanKind
from generator.site.redirects import Redirect
from generator.security.sanitizer import sanitise
from generator.site.markdown import Verbatim, escape, markdown, target, twin
from generator.model.vocabulary import Provenance, Severity, StepKind
from generator.model.wording import Piece, Placeholder

TEMPLATES = Path(__file__).parents[1] / "templates"


class Renderer:
    """Templates, ready for any page of one catalogue; ``index`` as in ``Links``."""

    def __init__(
        self,
        catalog: Catalog,
        index: str = "",
        layers: Defences = Defences(),  # noqa: B008  # frozen
    ) -> None:
        self.catalog = catalog
        self.index = index
        self.layers = layers
        self.environment = environment_of(autoescape=layers.autoescape)
        self.environment.globals |= {
            "catalog": catalog,
            "policy": page_policy() if layers.policy else "",
            "product": catalog.product,
            "outside_mark": OUTSIDE_MARK,
            "provenance": tuple(Provenance),
            "rfc_label": rfc_label,
            "rfc_url": rfc_url,
        }
        self.environment.tests["placeholder"] = lambda piece: isinstance(piece, Placeholder)
        self.environment.filters["host"] = host_of
        self.environment.filters["plain"] = catalog.plain
        self.environment.filters["path_text"] = path_text
        self.environment.filters["dialogue"] = draw
        self.environment.filters["compared"] = compare_texts
        self.environment.filters["rule_address"] = rule_address
        self.environment.filters |= _pieces(self.environment)
        self.markdown = self.environment.overlay(autoescape=False, finalize=escape)
        self.markdown.filters = {
            **self.environment.filters,
            "verbatim": Verbatim,
            "target": target,
            "prose": pass_context(lambda context, prose: markdown(context["links"], prose)),
            "twin": pass_context(lambda context, kind, id: twin(context["links"], Reference(ReferenceKind(kind), id))),
        }

    def body(self, page: Page) -> str:
        """Return the inner HTML of a page, from its heading on, as its template makes it."""
        template = self.environment.get_template(f"{page.template}.html.jinja")
        return template.render(page=page, links=self._links(page.address), **page.context)

    def document(self, page: Page) -> str:
        """Return a page as a whole HTML document of its own, without a theme."""
        template = self.environment.get_template("document.html.jinja")
        body = sanitise(self.body(page)) if self.layers.sanitiser else self.body(page)
        return template.render(page=page, links=self._links(page.address), body=Markup(body))  # noqa: S704  # rendered by an autoescaping template

    def twin(self, page: Page) -> str:
        """Return a page as Markdown, for readers that are programs."""
        links = Links(self.catalog, page.address)
        return self.markdown.get_template(f"{page.template}.md.jinja").render(
            page=page, links=links, **page.context
        )

    def list_of_twins(self, site: SiteInfo) -> str:
        """Return ``llms.txt``: where programs that read Markdown begin."""
        return self.markdown.get_template("llms.txt.jinja").render(site=site, links=Links(self.catalog, ""))

    def file(self, template: str, **context: object) -> str:
        """Return a file that is no page, such as a feed, from its template."""
        return self.environment.get_template(template).render(**context)

    def redirect(self, redirect: Redirect) -> str:
        """Return the document that leads from a former address to the present one."""
        template = self.environment.get_template("redirect.html.jinja")
        return template.render(target=self._links(redirect.address).to(redirect.target))

    def _links(self, address: str) -> Links:
        return Links(self.catalog, address, self.index)


def environment_of(*, autoescape: bool = True) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701  # on; off in a test of the other layers alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _pieces(environment: Environment) -> dict[str, Callable[..., str]]:
    """Return the pieces of pages as filters; what stands on many pages is made once."""
    pieces: Any = environment.get_template("pieces.html.jinja").module

    @pass_context
    def prose(context: Context, prose: Prose) -> str:
        match prose.spans:
            case [Span(kind=SpanKind.TEXT, text=text)]:
                return text  # most have no marks; it is escaped where it stands
            case spans:
                return cast("str", pieces.prose(spans, context["links"]))

    @lru_cache(maxsize=1024)
    def wording(parts: tuple[Piece, ...]) -> str:
        return cast("str", pieces.wording(parts))

    @cache
    def badge(code: int) -> str:
        return cast("str", pieces.badge(code, Severity.of(code)))

    made_once = {name: cache(getattr(pieces, name)) for name in ("icon", "legend", "source")}
    return {"prose": prose, "wording": wording, "badge": badge, **made_once}


def path_text(steps: Sequence[Step]) -> str:
    """Return a path as one line to copy, its steps parted by `` > ``."""
    return " > ".join(map(_step_text, steps))


def _step_text(step: Step) -> str:
    if step.kind is StepKind.PROPERTIES and step.label != "Properties":
        return f"{step.label} Properties"
    return f"{step.label} tab" if step.kind is StepKind.TAB else step.label
