"""The whole site as plain files, without the host that dresses it: ``render --out DIR``."""

from pathlib import Path

from generator.model.catalog import Catalog
from generator.site.assets import assets
from generator.site.metadata import SiteInfo
from generator.site.pages import pages
from generator.site.renderer import Renderer


def render_to(catalog: Catalog, out: Path) -> int:
    """Write every page and every other file below ``out``; return how many pages."""
    renderer = Renderer(catalog)
    every = list(pages(catalog))
    for page in every:
        _write(out / page.address / "index.html", renderer.document(page))
    for asset in assets(renderer, every, (), SiteInfo(name=f"{catalog.product.name} SMTP replies", url=""), {}):
        _write(out / asset.address, asset.text)
    return len(every)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
