"""A site built with some layers, opened in a real browser that tells whatever acts on it."""

import functools
import http.server
import logging
import shutil
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conftest import ROOT, Quiet
from mkdocs.commands.build import build
from mkdocs.config import load_config
from payloads import PAYLOADS
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page

from generator.layers import Layers

ALL = Layers()
COMBINATIONS = {
    "all": ALL,
    "autoescape": Layers(sanitiser=False, policy=False),
    "sanitiser": Layers(autoescape=False, policy=False),
    "policy": Layers(autoescape=False, sanitiser=False),
    "none": Layers(autoescape=False, sanitiser=False, policy=False),
}
"""Which layers are on, by the name of the one that is alone."""


def project(folder: Path, codes: Path, layers: Layers) -> Path:
    """Return a project with a catalogue, the theme, and one hand-written page of payloads where its layer is on."""
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "docs").mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        text = "# Notes\n\nA page of the guides about greylisting.\n"
        (folder / "docs" / page.name).write_text(text, "utf-8")
    if layers.sanitiser or layers.policy:
        (folder / "docs/notes.md").write_text(_hand_written(), "utf-8")
    shutil.copytree(codes, folder / "codes")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


def _hand_written() -> str:
    """Return a page of Markdown that tries everything the catalogue's texts try."""
    texts = [text for name, text in PAYLOADS.items() if not name.endswith("-open")]
    title = "x\"'><script>hit(98)</script>"
    lines = [f"---\ntitle: >-\n  {title}\ndescription: >-\n  {title}\nauthor: >-\n  {title}\n---\n\n# Notes {title}"]
    for number, text in enumerate(texts):
        lines += [text, f"## {text}", f'## x{number} {{: data-toc-label="<script>hit(98)</script>" }}', f"a {text}"]
    return "\n\n".join(lines) + "\n"


def build_site(project: Path, layers: Layers) -> Path:
    """Build the project with some layers, in this process; return the site."""
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(project / "site"))
    config.plugins["catalog"].layers = layers
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)
    config.plugins.run_event("shutdown")
    return project / "site"


class _Recorder(socketserver.StreamRequestHandler):
    """A proxy that lets nothing through and remembers who asked for what."""

    def handle(self) -> None:
        asked = self.rfile.readline(4096).decode("latin-1").split(" ")
        self.server.asked.append(" ".join(asked[:2]))  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@dataclass
class Probe:
    """A browser's page, and what acted on the pages that it opened."""

    page: Page
    address: str
    """Where the site is served."""
    asked: list[str]
    """What was asked of other hosts."""
    hits: list[str] = field(default_factory=list)
    """The payloads that ran."""

    def open(self, url: str) -> list[str]:
        """Open a page, set off whatever waits for an event; return its active markup."""
        try:
            self.page.goto(url, wait_until="load")
            markup: list[str] = self.page.evaluate("probe.active()")
            self.page.evaluate("probe.trigger()")
        except Error as error:  # a payload led away from the page
            return [f"left: {error.message.splitlines()[0]}"]
        return markup

    def parse(self, document: str) -> list[str]:
        """Return the active markup of a document, as this browser parses it."""
        markup: list[str] = self.page.evaluate("html => probe.active(html)", document)
        return markup

    def type(self, texts: list[str]) -> tuple[list[str], int]:
        """Type texts into every box of the page; return the active markup that was met, and the count of answers."""
        met = self.page.evaluate("texts => probe.type(texts)", texts)
        return met["found"], met["answers"]


@contextmanager
def probe(browser: Browser, site: Path) -> Iterator[Probe]:
    """Serve a site and open a browser on it."""
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    recorder = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Recorder)
    recorder.daemon_threads = True
    recorder.asked = []  # type: ignore[attr-defined]
    for one in (server, recorder):
        threading.Thread(target=one.serve_forever, daemon=True).start()
    proxy = {"server": f"http://127.0.0.1:{recorder.server_address[1]}", "bypass": "127.0.0.1"}
    context = browser.new_context(proxy=proxy)
    yield _watched(context, f"http://127.0.0.1:{server.server_port}/", recorder.asked)  # type: ignore[attr-defined]
    context.close()
    server.shutdown()
    recorder.shutdown()


def _watched(context: BrowserContext, address: str, asked: list[str]) -> Probe:
    context.add_init_script(path=ROOT / "tests/probe.js")
    page = context.new_page()
    found = Probe(page=page, address=address, asked=asked)

    def dialog(box: Dialog) -> None:
        found.hits.append(f"dialog {box.message}")
        box.dismiss()

    context.expose_function("hit", lambda number: found.hits.append(f"{number} at {page.url}"))
    page.on("dialog", dialog)
    return found
