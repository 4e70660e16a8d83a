"""Pages as HTML, through autoescaping templates."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.catalog import Catalog
from generator.links import Links, rfc_label, rfc_url
from generator.outside import MARK, host
from generator.pages import Page, Redirect, pages, redirects
from generator.parts import Step
from generator.prose import Reference, ReferenceKind
from generator.vocabulary import StepKind
from generator.wording import Placeholder

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Templates, ready for any page of one catalogue; ``index`` as in ``Links``."""

    def __init__(self, catalog: Catalog, index: str = "") -> None:
        self.catalog = catalog
        self.index = index
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals |= {
            "catalog": catalog,
            "product": catalog.product,
            "outside_mark": MARK,
            "rfc_label": rfc_label,
            "rfc_url": rfc_url,
        }
        self.environment.tests["placeholder"] = lambda piece: isinstance(piece, Placeholder)
        self.environment.filters["host"] = host
        self.environment.filters["path_text"] = path_text
        self.environment.filters["reference"] = lambda id, kind: Reference(ReferenceKind(kind), id)

    def body(self, page: Page) -> str:
        """Return the inner HTML of a page, from its heading on."""
        template = self.environment.get_template(f"{page.template}.html.jinja")
        return template.render(page=page, links=self._links(page.address), **page.context)

    def document(self, page: Page) -> str:
        """Return a page as a whole HTML document of its own, without a theme."""
        template = self.environment.get_template("document.html.jinja")
        return template.render(page=page, links=self._links(page.address), body=Markup(self.body(page)))  # noqa: S704  # rendered by an autoescaping template

    def redirect(self, redirect: Redirect) -> str:
        """Return the document that leads from a former address to the present one."""
        template = self.environment.get_template("redirect.html.jinja")
        return template.render(target=self._links(redirect.address).to(redirect.target))

    def _links(self, address: str) -> Links:
        return Links(self.catalog, address, self.index)


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
