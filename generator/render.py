"""Pages as HTML, through autoescaping templates."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.catalog import Catalog
from generator.layers import Layers
from generator.links import Links, rfc_label, rfc_url
from generator.pages import Page, Redirect, pages, redirects
from generator.parts import Step
from generator.policy import page_policy
from generator.prose import Reference, ReferenceKind
from generator.sanitizing import sanitise
from generator.vocabulary import StepKind
from generator.wording import Placeholder

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Templates, ready for any page of one catalogue."""

    def __init__(self, catalog: Catalog, layers: Layers = Layers()) -> None:  # noqa: B008  # frozen
        self.catalog = catalog
        self.layers = layers
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=layers.autoescape,  # noqa: S701  # on; off in a test of the other layers alone
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals |= {
            "catalog": catalog,
            "policy": page_policy() if layers.policy else "",
            "product": catalog.product,
            "rfc_label": rfc_label,
            "rfc_url": rfc_url,
        }
        self.environment.tests["placeholder"] = lambda piece: isinstance(piece, Placeholder)
        self.environment.filters["path_text"] = path_text
        self.environment.filters["reference"] = lambda id, kind: Reference(ReferenceKind(kind), id)

    def body(self, page: Page) -> str:
        """Return the inner HTML of a page, from its heading on, as its template makes it."""
        template = self.environment.get_template(f"{page.template}.html.jinja")
        return template.render(page=page, links=Links(self.catalog, page.address), **page.context)

    def document(self, page: Page) -> str:
        """Return a page as a whole HTML document of its own, without a theme."""
        template = self.environment.get_template("document.html.jinja")
        body = sanitise(self.body(page)) if self.layers.sanitiser else self.body(page)
        return template.render(page=page, body=Markup(body))  # noqa: S704  # rendered by an autoescaping template

    def redirect(self, redirect: Redirect) -> str:
        """Return the document that leads from a former address to the present one."""
        template = self.environment.get_template("redirect.html.jinja")
        return template.render(target=Links(self.catalog, redirect.address).to(redirect.target))


def path_text(steps: Sequence[Step]) -> str:
    """Return a path as one line to copy, its steps parted by `` > ``."""
    return " > ".join(map(_step_text, steps))


def _step_text(step: Step) -> str:
    if step.kind is StepKind.PROPERTIES and step.label != "Properties":
        return f"{step.label} Properties"
    return f"{step.label} tab" if step.kind is StepKind.TAB else step.label


def render_to(catalog: Catalog, out: Path) -> int:
    """Write every page below ``out`` as plain files; return how many."""
    renderer = Renderer(catalog)
    count = 0
    for page in pages(catalog):
        _write(out / page.address / "index.html", renderer.document(page))
        count += 1
    for redirect in redirects(catalog):
        _write(out / redirect.address / "index.html", renderer.redirect(redirect))
    return count


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
