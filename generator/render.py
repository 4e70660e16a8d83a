"""Pages as HTML, through autoescaping templates."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from generator.catalog import Catalog
from generator.dialogue import draw
from generator.digest import digest
from generator.layers import Layers
from generator.links import Links, plain, rfc_label, rfc_url
from generator.metadata import Site
from generator.neighbours import compared
from generator.outside import MARK, host
from generator.page import Page
from generator.paths import Step
from generator.policy import page_policy
from generator.problem import rule_address
from generator.prose import Prose, Reference, ReferenceKind, Span, SpanKind
from generator.reads import Names, Reads
from generator.redirects import Redirect
from generator.sanitizing import sanitise
from generator.told import Told
from generator.twins import Verbatim, escape, markdown, target, twin
from generator.vocabulary import Provenance, Severity, StepKind
from generator.wording import Placeholder, parse_wording

TEMPLATES = Path(__file__).parent / "templates"


class Compiled(BytecodeCache):
    """Templates in the form in which they are run, by what they hold: for further builds."""

    def __init__(self, codes: Mapping[tuple[str, str], bytes] | None = None) -> None:
        self.codes = dict(codes or {})
        """The code of each template, by the template's key and the checksum of its text."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what stands for a template: its name and its file, which may be spelled in no encoding."""
        return digest(name, filename).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template that was compiled before."""
        if code := self.codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled."""
        self.codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class Renderer:
    """Templates, ready for any page of one catalogue; ``index`` as in ``Links``."""

    def __init__(
        self,
        catalog: Catalog,
        index: str = "",
        layers: Layers = Layers(),  # noqa: B008  # frozen
        compiled: Compiled | None = None,
        names: Names | None = None,
    ) -> None:
        self.reads = Reads(catalog, names or Names({}))
        """Knows what is read of the catalogue."""
        self.catalog = catalog = self.reads.catalog
        self.index = index
        self.layers = layers
        self.environment = _environment(compiled, autoescape=layers.autoescape)
        self.environment.globals |= {
            "catalog": catalog,
            "policy": page_policy() if layers.policy else "",
            "product": catalog.product,
            "outside_mark": MARK,
            "provenance": tuple(Provenance),
            "rfc_label": rfc_label,
            "rfc_url": rfc_url,
        }
        self.environment.tests["placeholder"] = lambda piece: isinstance(piece, Placeholder)
        self.environment.filters["host"] = host
        self.environment.filters["plain"] = lambda prose: plain(catalog, prose)
        self.environment.filters["path_text"] = path_text
        self.environment.filters["dialogue"] = draw
        self.environment.filters["compared"] = compared
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
        return template.render(page=page, links=self._links(page.address), **self.reads.of(page.context))

    def document(self, page: Page) -> str:
        """Return a page as a whole HTML document of its own, without a theme."""
        template = self.environment.get_template("document.html.jinja")
        body = sanitise(self.body(page)) if self.layers.sanitiser else self.body(page)
        return template.render(page=page, links=self._links(page.address), body=Markup(body))  # noqa: S704  # rendered by an autoescaping template

    def twin(self, page: Page) -> str:
        """Return a page as Markdown, for readers that are programs."""
        links = Links(self.catalog, page.address)
        return self.markdown.get_template(f"{page.template}.md.jinja").render(
            page=page, links=links, **self.reads.of(page.context)
        )

    def list_of_twins(self, site: Site) -> str:
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


def problems_page(problems: Sequence[Told]) -> str:
    """Return the page that a live preview shows while something is wrong."""
    return _environment().get_template("problems.html.jinja").render(problems=problems)


def _environment(compiled: Compiled | None = None, *, autoescape: bool = True) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701  # on; off in a test of the other layers alone
        undefined=StrictUndefined,
        bytecode_cache=compiled,
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
    def wording(text: str) -> str:
        return cast("str", pieces.wording(parse_wording(text)))

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
