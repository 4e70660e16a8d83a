"""HTML and Markdown of the pages, from autoescaping templates."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, cast

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from generator.checks.report import rule_address
from generator.matching.similar import compare_texts
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.entries import Procedure
from generator.model.paths import Step
from generator.model.prose import Reference, ReferenceKind, Span, SpanKind, rfc_label
from generator.model.vocabulary import Severity, StepKind, when_sent
from generator.model.wording import Piece, PlaceholderType
from generator.security import Defences
from generator.security.csp import page_policy
from generator.security.sanitizer import sanitise
from generator.site.links import OUTSIDE_MARK, Links, host_of, rfc_url
from generator.site.markdown import Verbatim, escape, markdown, target, twin
from generator.site.metadata import SiteInfo
from generator.site.pages import Page
from generator.site.redirects import Redirect

TEMPLATES = Path(__file__).parents[1] / "templates"


class CompiledTemplates(BytecodeCache):
    """Compiled templates in memory. A live preview makes an environment for each edit, and compiles only once."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002  # Jinja's signature
        """Return the name of a template. Jinja's own key needs a path that can be encoded in UTF-8."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code of a template that hasn't changed."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = {autoescape: CompiledTemplates() for autoescape in (True, False)}
_COMPILED_MARKDOWN = CompiledTemplates()


class Renderer:
    """The templates for the pages of one catalogue; ``index`` as in ``Links``."""

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
            "rfc_label": rfc_label,
            "rfc_url": rfc_url,
        }
        self.environment.tests |= {
            "placeholder": lambda piece: isinstance(piece, PlaceholderType),
            "procedure": lambda step: isinstance(step, Procedure),
        }
        self.environment.filters |= {
            "compared": compare_texts,
            "host": host_of,
            "kind_of": lambda entry: type(entry).__name__.lower(),
            "path_text": path_text,
            "plain": catalog.plain,
            "rule_address": rule_address,
            "step_word": step_word,
            "when_sent": when_sent,
        }
        self.environment.filters |= _pieces(self.environment)
        self.markdown = self.environment.overlay(autoescape=False, finalize=escape, bytecode_cache=_COMPILED_MARKDOWN)
        self.markdown.filters = {
            **self.environment.filters,
            "verbatim": Verbatim,
            "target": target,
            "prose": pass_context(lambda context, prose: markdown(context["links"], prose)),
            "twin": pass_context(lambda context, kind, id: twin(context["links"], Reference(ReferenceKind(kind), id))),
        }

    def body(self, page: Page) -> str:
        """Return the HTML of a page from its heading on."""
        template = self.environment.get_template(f"{page.template}.html.jinja")
        return template.render(page=page, links=Links(self.catalog, page.address, self.index), **page.context)

    def document(self, page: Page) -> str:
        """Return a page as a complete HTML document without a theme."""
        body = sanitise(self.body(page)) if self.layers.sanitiser else self.body(page)
        return self.file("document.html.jinja", page=page, body=Markup(body))  # noqa: S704  # rendered by an autoescaping template

    def twin(self, page: Page) -> str:
        """Return a page as Markdown, for programs."""
        template = self.markdown.get_template(f"{page.template}.md.jinja")
        return template.render(page=page, links=Links(self.catalog, page.address), **page.context)

    def llms_txt(self, site: SiteInfo) -> str:
        """Return ``llms.txt``, the index of the twins."""
        template = self.markdown.get_template("llms.txt.jinja")
        replies_of = self.catalog.replies_of_code
        codes = [
            (code, [reply for reply in replies_of.get(code.id, ()) if not reply.withdrawn])
            for code in self.catalog.codes.values()
        ]
        return template.render(site=site, links=Links(self.catalog, ""), codes=codes)

    def file(self, template: str, **context: object) -> str:
        """Return a file other than a page, such as the feed."""
        return self.environment.get_template(template).render(**context)

    def redirect(self, redirect: Redirect) -> str:
        """Return the document of a redirect."""
        links = Links(self.catalog, redirect.address, self.index)
        return self.file("redirect.html.jinja", target=links.to(redirect.target))


def environment_of(*, autoescape: bool = True) -> Environment:
    """Return the environment of the templates; a test of the other layers turns autoescaping off."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701  # on by default
        undefined=StrictUndefined,
        auto_reload=False,  # no template changes while an environment lives
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED[autoescape],
    )


def _pieces(environment: Environment) -> dict[str, Callable[..., str]]:
    pieces: Any = environment.get_template("pieces.html.jinja").module

    @pass_context
    def prose(context: Context, prose: Prose) -> str:
        match prose.spans:
            case [Span(kind=SpanKind.TEXT, text=text)]:
                return text  # the usual case; the template escapes it
            case spans:
                return cast("str", pieces.prose(spans, context["links"]))

    @lru_cache(maxsize=1024)
    def wording(parts: tuple[Piece, ...]) -> str:
        return cast("str", pieces.wording(parts))

    @cache
    def badge(code: int) -> str:
        return cast("str", pieces.badge(code, Severity.of(code)))

    cached = {name: cache(getattr(pieces, name)) for name in ("icon",)}
    return {"prose": prose, "wording": wording, "badge": badge, **cached}


def path_text(steps: Sequence[Step]) -> str:
    """Return a path as one line to copy, such as ``Servers > Localhost Properties > Delay tab``."""
    return " > ".join(
        f"{step.label} {step_word(step)}".rstrip() if step.kind is not StepKind.BUTTON else step.label for step in steps
    )


def step_word(step: Step) -> str:
    """Return the word after the label of a step, such as ``tab``; empty if there is none."""
    if step.kind is StepKind.PROPERTIES and step.label != "Properties":
        return "Properties"
    return step.kind.value if step.kind in (StepKind.TAB, StepKind.BUTTON) else ""
