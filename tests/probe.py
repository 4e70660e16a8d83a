"""A site built with some layers, opened in a real browser that tells whatever acts on it."""

import functools
import logging
import shutil
import socketserver
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from conftest import BROWSER, FLAGS, ROOT
from mkdocs.commands.build import build
from mkdocs.config import load_config
from payloads import PAYLOADS
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, ProxySettings
from serving import Host, listening

from generator.security.defences import Defences
from generator.sources.text import HIDDEN_CHARACTERS

ALL = Defences()
COMBINATIONS = {
    "all": ALL,
    "autoescape": Defences(sanitiser=False, policy=False),
    "sanitiser": Defences(autoescape=False, policy=False),
    "policy": Defences(autoescape=False, sanitiser=False),
    "none": Defences(autoescape=False, sanitiser=False, policy=False),
}
"""Which layers are on, by the name of the one that is alone."""


REFRESH = "refresh"
"""The payload that no policy forbids: it leads the page away. ``faults`` names it, so that it is not published."""


def names_for(layers: Defences) -> tuple[str, ...]:
    """Return the payloads that the layers are to hold."""
    return tuple(name for name in PAYLOADS if name != REFRESH or layers.autoescape or layers.sanitiser)


def project(folder: Path, codes: Path, layers: Defences) -> Path:
    """Return a project with a catalogue, the theme, and one hand-written page of payloads where its layer is on."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "docs").mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        text = "# Notes\n\nA page of the guides about greylisting.\n"
        (folder / "docs" / page.name).write_text(text, "utf-8")
    if layers.sanitiser or layers.policy:
        (folder / "docs/about.md").write_text(_hand_written(names_for(layers)), "utf-8")
    shutil.copytree(codes, folder / "codes")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


def _hand_written(names: Iterable[str]) -> str:
    """Return a page of Markdown that tries everything the catalogue's texts try."""
    texts = [
        PAYLOADS[name] for name in names if not name.endswith("-open") and not HIDDEN_CHARACTERS.search(PAYLOADS[name])
    ]
    title = "x\"'><script>hit(98)</script>"
    lines = [f"---\ntitle: >-\n  {title}\ndescription: >-\n  {title}\n---\n\n# Notes {title}"]
    for number, text in enumerate(texts):
        lines += [text, f"## {text}", f'## x{number} {{: data-toc-label="<script>hit(98)</script>" }}', f"a {text}"]
    return "\n\n".join(lines) + "\n"


def build_site(project: Path, layers: Defences) -> Path:
    """Build the project with some layers, in this process; return the site."""
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(project / "site"))
    config.plugins["catalog"].layers = layers
    config.plugins["publish"].verify = lambda *_, **__: []  # what a page lacks without a layer is the question here
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)
    config.plugins.run_event("shutdown")
    return project / "site"


class _Recorder(socketserver.ThreadingTCPServer):
    """A proxy that lets nothing through and remembers who asked for what."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(address, handler)
        self.asked: list[str] = []


class _Record(socketserver.StreamRequestHandler):
    server: _Recorder

    def handle(self) -> None:
        asked = self.rfile.readline(4096).decode("latin-1").split(" ")
        if asked != [""]:  # a browser opens a connection ahead of time, and asks nothing
            self.server.asked.append(" ".join(asked[:2]))
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


BROWSERS_OWN = "content-autofill.googleapis.com"
"""Whom the browser itself asks how to fill in a box, whatever the page."""


class Probe:
    """A browser on a served site, and what acted on the pages that it opened."""

    def __init__(self, context: BrowserContext, address: str, asked: list[str]) -> None:
        self.address = address
        """Where the site is served."""
        self.asked = asked
        self.hits: list[str] = []
        """The payloads that ran, and where."""
        self.context = context
        context.expose_function("hit", lambda number: self.hits.append(f"{number} at {self.page.url}"))
        self.told: list[list[str] | None] = []
        """The active markup of the page, and None when whatever waited for an event was set off."""
        context.expose_function("told", self.keep)
        context.add_init_script(path=ROOT / "tests/probe.js")
        self.answers = 0
        """How often a box answered what was typed."""
        self._new_page()

    def _new_page(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("dialog", self._dialog)

    def _dialog(self, box: Dialog) -> None:
        self.hits.append(f"dialog {box.message}")
        box.dismiss()

    @property
    def outside(self) -> list[str]:
        """What the pages asked of other hosts."""
        return [asked for asked in self.asked if BROWSERS_OWN not in asked]

    def open(self, url: str) -> list[str]:
        """Open a page, set off whatever waits for an event; return its active markup."""
        self.told = []
        with suppress(Error):  # a payload led away from the page
            self.page.goto(url, wait_until="commit")
        for _ in range(200):
            if None in self.told:
                return list(self.told[0] or [])
            self.page.wait_for_timeout(20)
        self._new_page()  # the old one is left as it is: a page that hangs would not close
        return [f"left {url}", *(self.told[0] or [] if self.told else [])]

    def keep(self, markup: list[str] | None) -> None:
        """Take what a page tells of itself."""
        self.told.append(markup)

    def parse(self, document: str) -> list[str]:
        """Return the active markup of a document, as this browser parses it."""
        markup: list[str] = self.page.evaluate("html => probe.active(html)", document)
        return markup

    def type(self, texts: list[str]) -> list[str]:
        """Type texts into every box of the page; return the active markup that was met."""
        met = self.page.evaluate("texts => probe.type(texts)", texts)
        self.answers += met["answers"]
        markup: list[str] = met["found"]
        return markup


@contextmanager
def probe(browser: Browser, site: Path) -> Iterator[Probe]:
    """Serve a site and open a browser on it, behind a proxy that lets nothing else through."""
    recorder = _Recorder(("127.0.0.1", 0), _Record)
    threading.Thread(target=recorder.serve_forever, daemon=True).start()
    proxy: ProxySettings = {"server": f"http://127.0.0.1:{recorder.server_address[1]}", "bypass": "127.0.0.1"}
    own = browser.browser_type.launch(executable_path=BROWSER, args=FLAGS)
    with listening(functools.partial(Host, directory=str(site))) as address:
        yield Probe(own.new_context(proxy=proxy), address, recorder.asked)
        own.close()
    recorder.shutdown()
    recorder.server_close()


INDEXES = ("", "codes/", "settings/", "articles/", "procedures/", "print/", "explain/", "404.html", "about/")


def examine(probe: Probe, site: Path, pages: Iterable[str]) -> list[str]:
    """Open pages over http and some from the disk, type into their boxes; return the active markup that was met."""
    found = []
    for address in pages:
        found += probe.open(probe.address + address)
    found += probe.open((site / "explain/index.html").as_uri())
    found += probe.open((site / "codes/400/p/index.html").as_uri())
    typed = list(PAYLOADS.values())
    for address, texts in (("", typed), ("explain/", [*typed[:6], "\n".join(typed), _log(typed)])):
        found += probe.open(probe.address + address)
        found += probe.type(texts)
    return found


def _log(texts: Iterable[str]) -> str:
    """Return a log that holds each text as a reply and as an address."""
    row = "11/24/26 10:02:33\tSMTP-IN\tA.MAI\t1180\t{0}\tRCPT\tRCPT TO:<{0}>\t550 {0}\t66\t33\t\t"
    return "\n".join(row.format(text) for text in texts)
