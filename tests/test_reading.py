"""Pages read in other ways than in a wide window with a mouse: on paper, enlarged, without scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import LAYOUTS, PAGES, ROOT, Site
from playwright.sync_api import Browser, BrowserContext, Page, expect

READING = (ROOT / "tests/reading.js").read_text("utf-8")
CHROME = (
    ".md-header, .md-tabs, .md-sidebar, .md-path, .md-footer, .md-top, .md-skip, .md-search, .md-dialog, .copy,"
    " .headerlink, .md-content__button, .report, button:not(th button), input, textarea, .finder, .sheet-how"
)
"""Elements without a use on paper."""
REPLY = "codes/451/greylisting/"
NARROW = (*LAYOUTS, "engines/", "quality/", "codes/550/authentication-required/")
"""The layouts, pages with wide tables, and one with long paths."""
KEYED = ("explain/", REPLY, "settings/smtp/greylisting/", "engines/")
"""Pages with controls; the others are lists of links."""
DEFAULT_MEDIA = {"media": "screen", "color_scheme": "light", "reduced_motion": "reduce", "forced_colors": "none"}
Open = Callable[..., Page]


def open_page(context: BrowserContext, address: str, log: Path) -> Page:
    """Open a page, with ``window.reading``; the page for logs reads one, if its scripts run."""
    page = context.new_page()
    page.goto(address)
    if address.endswith("/explain/") and page.locator(".triage-form").is_visible():
        page.set_input_files("#triage-file", log)
        page.locator(".triage-status", has_text="Done").wait_for()
    page.evaluate(READING)
    return page


@pytest.fixture
def opened(browser: Browser, address: str, log: Path) -> Iterator[Open]:
    """A function that opens a page in a new window, for tests that use or change it."""
    contexts = []

    def open_new(name: str, **options: object) -> Page:
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        return open_page(contexts[-1], address + name, log)

    yield open_new
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def shown(browser: Browser, address: str, log: Path) -> Iterator[Open]:
    """A function that shows a page in a kind of window; tests that only look at it share it."""
    context = browser.new_context()
    pages: dict[str, Page] = {}

    def show(name: str, width: int = 1280, height: int = 800, **media: object) -> Page:
        page = pages[name] = pages.get(name) or open_page(context, address + name, log)
        scheme = "slate" if media.get("color_scheme") == "dark" else "default"  # the theme asks for it only once
        page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**{**DEFAULT_MEDIA, **media})  # type: ignore[arg-type]
        return page

    yield show
    context.close()


@pytest.fixture(scope="module")
def without_scripts(browser: Browser, address: str, log: Path) -> Iterator[Open]:
    """A function that opens a page whose scripts don't run."""
    context = browser.new_context(java_script_enabled=False)
    yield lambda name: open_page(context, address + name, log)
    context.close()


def results(page: Page, *names: str, argument: object = None) -> list[str]:
    """Return what functions of ``window.reading`` return for a page, each item with the page."""
    script = "([names, argument]) => names.flatMap((name) => window.reading[name](argument))"
    items: list[str] = page.evaluate(script, [names, argument])
    return [f"{page.url}: {item}" for item in items]


def text_of(text: str) -> str:
    return re.sub(r"\s+", "", text)


class TestWithoutScripts:
    """A page whose scripts don't run."""

    def test_all_content_and_links_are_shown_without_the_controls_that_need_scripts(
        self, without_scripts: Open, site: Site
    ) -> None:
        controls = "button, input, textarea, select, .copy, .md-search, .md-search__input"
        for name in PAGES:
            page = without_scripts(name)
            assert results(page, "seen", argument=controls) == []
            labels = page.locator("label:visible").evaluate_all("all => all.map((one) => one.htmlFor)")
            assert [one for one in labels if one and not re.fullmatch("__nav_.*|__toc|__drawer", one)] == [], name
            folded = page.locator("details:not([open])").count()
            for at in range(folded):
                page.locator("details:not([open]) > summary").first.click()
                assert page.locator("details:not([open])").count() == folded - at - 1
            shown = text_of(page.locator("main").inner_text())
            [written] = site.documents[name].xpath("//main//article[contains(@class, 'md-content__inner')]")
            for part in written.xpath(".//h1 | .//h2 | .//h3 | .//p | .//dd | .//td | .//li[not(.//li)] | .//pre"):
                if part.xpath("ancestor-or-self::*[@hidden or contains(@class, 'finder') or @class='scripted']"):
                    continue
                assert text_of(part.text_content()) in shown, (name, part.text_content())
            dead = page.locator("main article.md-content__inner a[href]:not(.scripted a):not(:visible)")
            assert dead.count() == 0, (name, dead.first.get_attribute("href"))
            page.close()

    def test_the_page_for_logs_says_what_to_do_instead(self, without_scripts: Open) -> None:
        page = without_scripts("explain/")
        expect(page.locator(".triage-noscript")).to_contain_text("python3 run.py scan FILE")
        expect(page.locator(".triage-form")).to_be_hidden()
        assert without_scripts("404.html").locator("main li:visible").count() == 2

    def test_the_menu_opens_on_a_phone(self, opened: Open) -> None:
        page = opened(REPLY, java_script_enabled=False, viewport={"width": 390, "height": 800})
        menu = page.locator(".md-nav__link[href]", has_text="Server too busy").first
        assert not menu.is_visible()
        page.locator(".md-header label[for=__drawer]").click()
        menu.wait_for()


class TestOnPaper:
    """A printed page, in either colour scheme."""

    @pytest.mark.parametrize(("scheme", "names"), [("light", ("", REPLY)), ("dark", LAYOUTS)])
    def test_black_on_white_without_the_menus(self, shown: Open, scheme: str, names: tuple[str, ...]) -> None:
        for name in names:
            page = shown(name, 720, 1000, media="print", color_scheme=scheme)
            assert page.locator("h1").is_visible()
            assert len(page.locator("main").inner_text()) > 100
            assert results(page, "seen", argument=CHROME) == []
            assert results(page, "pale", "dark", "cut", "overlaps") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 720, name

    def test_what_is_folded_is_printed(self, shown: Open) -> None:
        page = shown(REPLY, media="print")
        assert page.locator("details.samples").get_attribute("open") is None
        boxes = page.locator("details.samples pre").evaluate_all("all => all.map((one) => one.offsetHeight)")
        assert boxes
        assert min(boxes) > 10

    @pytest.mark.parametrize("name", [REPLY, "articles/ME020073/"])
    def test_a_link_to_another_site_shows_its_address(self, shown: Open, name: str) -> None:
        links = (
            shown(name, media="print")
            .locator(".md-content__inner a.outside:visible")
            .evaluate_all("all => all.map((one) => [one.href, getComputedStyle(one, '::after').content])")
        )
        assert links
        for address, content in links:
            assert "attr(href)" in content or address in content

    def test_parts_that_belong_together_stay_on_one_sheet(self, shown: Open) -> None:
        page = shown(REPLY, media="print")
        for selector in (".dialogue", ".path-line", ".wordings", ".tell", ".steps > li"):
            broken = page.locator(selector).evaluate_all("all => all.map((one) => getComputedStyle(one).breakInside)")
            assert set(broken) == {"avoid"}, selector


class TestEnlarged:
    """A page at 200 % in a small window, and in the narrowest one."""

    @pytest.mark.parametrize(("width", "height", "names"), [(640, 400, KEYED), (320, 640, NARROW)])
    def test_nothing_is_cut_off_or_scrolls_sideways(
        self, shown: Open, width: int, height: int, names: tuple[str, ...]
    ) -> None:
        for name in names:
            page = shown(name, width, height)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert results(page, "cut", "overlaps") == []

    def test_a_text_that_is_cut_off_or_covered_is_reported(self, opened: Open) -> None:
        page = opened("codes/", viewport={"width": 320, "height": 640})
        page.locator("h1").evaluate("h1 => { h1.style.cssText = 'white-space: nowrap; width: 3rem; overflow: hidden' }")
        assert any("h1" in item for item in results(page, "cut"))
        page.locator("h1").evaluate("h1 => { h1.style.cssText = 'margin-bottom: -3rem' }")
        assert results(page, "overlaps") != []


class TestWithoutMovement:
    """A page whose reader prefers reduced motion."""

    def test_nothing_moves(self, shown: Open) -> None:
        for name in LAYOUTS:
            assert results(shown(name), "moving") == []

    def test_movement_is_reported(self, shown: Open) -> None:
        assert results(shown("", reduced_motion="no-preference"), "moving") != []


class TestForcedColours:
    """A page in the colours of the reader, as in a high-contrast theme of Windows."""

    def test_what_a_background_marks_has_a_line_too(self, shown: Open) -> None:
        for name in LAYOUTS:
            filled = shown(name).evaluate("window.reading.filled()")
            assert len(filled) > 10 or name not in ("", REPLY, "explain/")
            page = shown(name, forced_colors="active")
            assert results(page, "edgeless", argument=filled) == []
            assert results(page, "lostMarks") == []

    def test_the_diagram_keeps_its_lines(self, shown: Open) -> None:
        page = shown(REPLY, forced_colors="active")
        lines = page.locator(".exchange-command, .exchange-answer").evaluate_all(
            "all => all.map((one) => getComputedStyle(one, '::after').borderTopStyle)"
        )
        assert set(lines) == {"solid", "dashed"}
        here = page.locator(".exchange[data-state=here]")
        assert here.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"

    def test_the_chart_has_the_colours_of_its_legend(self, shown: Open) -> None:
        page = shown("explain/", forced_colors="active")
        keys, bars = (
            dict(page.locator(part).evaluate_all(f"all => all.map((one) => [one.dataset.severity, {color}])"))
            for part, color in (
                (".triage-legend li", "getComputedStyle(one.firstChild).borderTopColor"),
                (".triage-bar", "getComputedStyle(one).fill"),
            )
        )
        assert keys == bars
        assert len(set(bars.values())) == len(bars) > 2


class TestByKeyboard:
    """A page without a mouse."""

    @pytest.mark.parametrize(("width", "colours"), [(1280, "none"), (390, "none"), (1280, "active")])
    def test_every_control_is_reached_in_order_and_visible(self, opened: Open, width: int, colours: str) -> None:
        for name in KEYED if (width, colours) == (1280, "none") else KEYED[:2]:
            viewport = {"width": width, "height": 800}
            page = opened(name, viewport=viewport, forced_colors=colours, reduced_motion="reduce")
            for _ in range(page.evaluate("window.reading.watch()")):
                page.keyboard.press("Tab")
            assert results(page, "focusProblems") == []

    def test_a_control_out_of_order_or_without_visible_focus_is_reported(self, opened: Open) -> None:
        page = opened("codes/", viewport={"width": 1280, "height": 800})
        page.evaluate("document.querySelector('main .code-list a').style.outline = 'none'")
        page.evaluate("document.querySelector('main .code-list li:last-child a').tabIndex = 1")
        for _ in range(page.evaluate("window.reading.watch()")):
            page.keyboard.press("Tab")
        problems = " ".join(results(page, "focusProblems"))
        assert "unseen focus: a 211/" in problems
        assert "out of order" in problems

    def test_the_first_tab_stop_skips_the_menus(self, opened: Open) -> None:
        for name in (REPLY, "", "logs/"):
            page = opened(name)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className").startswith("md-skip")
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("Boolean(document.activeElement.closest('main article'))"), name

    @pytest.mark.parametrize("width", [1280, 390])
    def test_the_search_opens_moves_and_closes(self, opened: Open, width: int) -> None:
        page = opened("codes/", viewport={"width": width, "height": 800}, reduced_motion="reduce")
        page.keyboard.press("/")
        query = page.locator("[data-md-component=search-query]")
        expect(query).to_be_focused()
        page.keyboard.type("greylisting")
        hits = page.locator(".catalogue-hits a")
        expect(hits.first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(hits.first).to_be_focused()
        assert hits.first.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
        page.keyboard.press("ArrowDown")
        expect(hits.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(query).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#__search")).not_to_be_checked()
        expect(hits.first).not_to_be_visible()

    def test_the_menu_of_a_narrow_page_opens_level_by_level(self, opened: Open) -> None:
        page = opened(REPLY, viewport={"width": 390, "height": 800}, reduced_motion="reduce")
        menu, current = page.locator(".md-header label[for=__drawer]"), page.locator(".md-nav__title[for=__nav_3_10]")
        for _ in range(2):
            page.keyboard.press("Tab")
        expect(menu).to_be_focused()
        expect(current).not_to_be_visible()
        page.keyboard.press("Enter")
        expect(current).to_be_visible()
        for _ in range(3):  # past the switch of the colours and the search
            page.keyboard.press("Tab")
        expect(current).to_be_focused()
        page.keyboard.press("Enter")
        codes = page.locator(".md-nav__link[href='../../452/']")
        expect(codes).to_be_visible()
        menu.focus()
        page.keyboard.press("Enter")
        expect(codes).not_to_be_visible()

    def test_the_colour_scheme_changes(self, opened: Open) -> None:
        page = opened(REPLY, color_scheme="light")
        page.locator("#__palette_0").focus()
        page.keyboard.press("Enter")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        page.keyboard.press("Enter")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "default"

    def test_a_branch_of_the_menu_folds(self, opened: Open) -> None:
        page = opened(REPLY, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        below = page.locator(".md-sidebar--primary a[href='../dns-blacklist/']")
        expect(below).to_be_visible()
        page.locator("label#__nav_3_10_label").focus()
        page.keyboard.press("Enter")
        expect(below).not_to_be_visible()
