"""The site's own partials give the theme's markup, and what they don't own is fixed in finished documents."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import project
import pytest
from conftest import Site
from lxml import html

from generator.plugin.documents import UNCOMPLETED, fix_markup


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """The small site with the project's own partials, and with those of the theme."""
    own = project.make(tmp_path_factory.mktemp("theme") / "own")
    theme = shutil.copytree(own, own.parent / "theme")
    shutil.rmtree(theme / "overrides/partials")
    for folder in (own, theme):
        status, printed = project.build(folder)
        assert status == 0, printed
    return Site(own / "site"), Site(theme / "site")


def elements(document: html.HtmlElement) -> Iterator[tuple[str | None, ...]]:
    """Yield what the theme's scripts and styles look for in each element, and its text."""
    for element in document.iter(html.etree.Element):
        names = ("class", "id", "for", "href", "data-md-component", "data-md-level", "data-md-toggle", "hidden")
        text = " ".join((element.text or "").split())
        if element.tag != "meta":  # the policy contains hashes of scripts, and they follow the whitespace
            yield (element.tag, *(" ".join(element.get(name, "").split()) for name in names), text)


def test_own_partials_give_the_same_elements_as_those_of_the_theme(sites: tuple[Site, Site]) -> None:
    own, theme = sites
    assert own.documents.keys() == theme.documents.keys()
    for address, document in own.documents.items():
        assert list(elements(document)) == list(elements(theme.documents[address])), address


def test_own_partials_can_be_used_without_a_mouse_and_name_their_landmarks(sites: tuple[Site, Site]) -> None:
    page = sites[0].documents["codes/451/delayed/"]
    assert page.xpath("//*[@role='dialog']/@aria-label") == ["Search"]
    assert page.xpath("//label[@for='__drawer' and contains(@class, 'button')]/@tabindex") == ["0"]
    titles = page.xpath("//nav[@data-md-level='0']//label[contains(@class, 'title') and not(@tabindex)]/@for")
    assert titles == ["__drawer"]
    names = page.xpath("//nav[not(@role='presentation')]/@aria-label")
    assert {"Header", "Tabs", "Navigation", "Breadcrumbs"} <= set(names)


@pytest.mark.parametrize("id", UNCOMPLETED)
def test_the_theme_still_completes_a_checkbox(id: str) -> None:
    import material

    base = Path(material.__file__).parent / "templates/base.html"
    assert f'id="{id}" autocomplete="off"' in base.read_text("utf-8")


def test_a_label_keeps_the_control_that_is_there() -> None:
    label = '<label class="md-nav__title" for="__toc">'
    assert fix_markup(f'<input id="__toc">{label}') == f'<input id="__toc">{label}'
    assert fix_markup(label) == '<label class="md-nav__title">'


def test_nothing_is_left_to_fix(site: Site) -> None:
    for file in site.folder.rglob("*.html"):
        text = file.read_text("utf-8")
        assert fix_markup(text) == text, file
