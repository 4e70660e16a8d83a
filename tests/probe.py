"""A site built with some of the layers and opened in a real browser that reports whatever acts on it."""

import functools
import logging
import shutil
import socketserver
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from conftest import BROWSER, ROOT
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from payloads import PAYLOADS
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, ProxySettings
from serving import FLAGS, Host, listening

from generator.security import Defences
from generator.sources.text import HIDDEN_CHARACTERS

COMBINATIONS = {
    "all": Defences(),
    "autoescape": Defences(sanitiser=False, policy=False),
    "sanitiser": Defences(autoescape=False, policy=False),
    "policy": Defences(autoescape=False, sanitiser=False),
    "none": Defences(autoescape=False, sanitiser=False, policy=False),
}
"""The layers that are on; most names are those of the only one."""
INDEXES = (
    "", "codes/", "debug/", "notices/", "settings/", "articles/", "procedures/", "print/", "explain/", "404.html",
    "about/",
)  # fmt: skip


def payloads_for(layers: Defences) -> tuple[str, ...]:
    """Return the payloads that the layers must make harmless; no policy can forbid a refresh."""
    return tuple(name for name in PAYLOADS if name != "refresh" or layers.autoescape or layers.sanitiser)


def project(folder: Path, codes: Path, layers: Defences) -> Path:
    """Return a project with a catalogue, the theme and a handwritten page of payloads if a layer protects it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "docs").mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        text = "# Notes\n\nA page of the guides about greylisting.\n"
        (folder / "docs" / page.name).write_text(text, "utf-8")
    if layers.sanitiser or layers.policy:
        (folder / "docs/about.md").write_text(handwritten_page(payloads_for(layers)), "utf-8")
    shutil.copytree(codes, folder / "codes")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("strict: true", "strict: false")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


def handwritten_page(names: Iterable[str]) -> str:
    """Return a Markdown page that tries the payloads in texts, headings and attributes."""
    texts = [PAYLOADS[name] for name in names if not name.endswith("-open")]
    title = "x\"'><script>hit(98)</script>"
    lines = [f"---\ntitle: >-\n  {title}\ndescription: >-\n  {title}\n---\n\n# Notes {title}"]
    for number, text in enumerate(text for text in texts if not HIDDEN_CHARACTERS.search(text)):
        lines += [text, f"## {text}", f'## x{number} {{: data-toc-label="<script>hit(98)</script>" }}', f"a {text}"]
    return "\n\n".join(lines) + "\n"


def build_site(project: Path, layers: Defences) -> Path:
    """Build the project with some of the layers, in this process; return the site."""
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(project / "site"))
    config.plugins["catalog"].layers = layers
    config.plugins["publish"].verify = lambda *_, **__: []  # without a layer, pages contain dead links
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)
    config.plugins.run_event("shutdown")
    MkDocsConfig.plugins.plugin_cache.clear()  # the next build in this process gets new plugins, with all layers
    return project / "site"


class RecordingProxy(socketserver.ThreadingTCPServer):
    """A proxy that refuses every request and records it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), RecordingHandler)
        self.requests: list[str] = []


class RecordingHandler(socketserver.StreamRequestHandler):
    server: RecordingProxy

    def handle(self) -> None:
        words = self.rfile.readline(4096).decode("latin-1").split(" ")
        if words != [""]:  # browsers open connections in advance
            self.server.requests.append(" ".join(words[:2]))
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Probe:
    """A browser on a served site, and what acted on the pages that it opened."""

    def __init__(self, context: BrowserContext, address: str, requests: list[str]) -> None:
        self.address = address
        """The address of the site."""
        self.requests = requests
        self.hits: list[str] = []
        """The payloads that ran, and where."""
        self.answers = 0
        """How often a box answered what was typed."""
        self.reports: list[list[str] | None] = []
        """The active markup of the page, and then None once all its events were triggered."""
        self.context = context
        context.expose_function("hit", lambda number: self.hits.append(f"{number} at {self.page.url}"))
        context.expose_function("report", self.report)
        context.add_init_script(path=ROOT / "tests/probe.js")
        self._new_page()

    def _new_page(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("dialog", self._dialog)

    def _dialog(self, box: Dialog) -> None:
        self.hits.append(f"dialog {box.message}")
        box.dismiss()

    def report(self, markup: list[str] | None) -> None:
        self.reports.append(markup)

    @property
    def external(self) -> list[str]:
        """The requests to other hosts, except the browser's own for filling in forms."""
        return [request for request in self.requests if "content-autofill.googleapis.com" not in request]

    def open(self, url: str) -> list[str]:
        """Open a page and trigger its events; return its active markup."""
        self.reports = []
        with suppress(Error):  # a payload left the page
            self.page.goto(url, wait_until="commit")
        for _ in range(200):
            if None in self.reports:
                return list(self.reports[0] or [])
            self.page.wait_for_timeout(20)
        self._new_page()  # the old one may hang and couldn't be closed
        return [f"left {url}", *(self.reports[0] or [] if self.reports else [])]

    def parse(self, document: str) -> list[str]:
        """Return the active markup of a document as this browser parses it."""
        markup: list[str] = self.page.evaluate("html => probe.active(html)", document)
        return markup

    def type(self, texts: Sequence[str]) -> list[str]:
        """Type texts into every box of the page; return all active markup that appeared."""
        result = self.page.evaluate("texts => probe.type(texts)", texts)
        self.answers += result["answers"]
        markup: list[str] = result["markup"]
        return markup


@contextmanager
def probe(browser: Browser, site: Path) -> Iterator[Probe]:
    """Serve a site and open a browser on it, behind a proxy that refuses all other requests."""
    recorder = RecordingProxy()
    threading.Thread(target=recorder.serve_forever, daemon=True).start()
    proxy: ProxySettings = {"server": f"http://127.0.0.1:{recorder.server_address[1]}", "bypass": "127.0.0.1"}
    own = browser.browser_type.launch(executable_path=BROWSER, args=[*FLAGS])
    with listening(functools.partial(Host, directory=str(site))) as address:
        yield Probe(own.new_context(proxy=proxy), address, recorder.requests)
        own.close()
    recorder.shutdown()
    recorder.server_close()


def active_pages(probe: Probe, site: Path) -> dict[str, list[str]]:
    """Return the active markup of each page, as the browser parses it; redirects are refreshes on purpose."""
    markup = {
        file.relative_to(site).as_posix(): probe.parse(file.read_text("utf-8"))
        for file in sorted(site.rglob("*.html"))
        if "/old-" not in file.as_posix()
    }
    return {page: active for page, active in markup.items() if active}


def examine(probe: Probe, site: Path, addresses: Iterable[str], names: Iterable[str] = PAYLOADS) -> list[str]:
    """Open pages over HTTP and some from the disk, and type payloads into boxes; return all active markup."""
    markup = []
    disk = [(site / page).as_uri() for page in ("explain/index.html", "codes/400/p/index.html")]
    for url in (*(probe.address + address for address in addresses), *disk):
        markup += probe.open(url)
    typed = [PAYLOADS[name] for name in names]
    for address, texts in (("", typed), ("explain/", [*typed[:6], "\n".join(typed), log_of(typed)])):
        markup += probe.open(probe.address + address)
        markup += probe.type(texts)
    return markup


def log_of(texts: Iterable[str]) -> str:
    """Return a log that contains each text as a reply and as an address."""
    row = "11/24/26 10:02:33\tSMTP-IN\tA.MAI\t1180\t{0}\tRCPT\tRCPT TO:<{0}>\t550 {0}\t66\t33\t\t"
    return "\n".join(row.format(text) for text in texts)


def check(name: str, probe: Probe, active: dict[str, list[str]], markup: list[str]) -> None:
    """Fail if anything acted; only a policy lets active markup stay on the pages."""
    assert (probe.hits, probe.external) == ([], []), (name, probe.hits[:9], probe.external[:9])
    if name == "policy":
        assert len(active) > 30, "nothing but the policy stopped the payloads"
    else:
        assert (active, markup) == ({}, []), (name, list(active.items())[:9], markup[:9])
        assert probe.answers > 10, "the boxes answered"
