"""The built site, a browser, and local hosts: a plain one, and one that compresses and caches as the host files ask."""

import functools
import gzip
import hashlib
import http.server
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from generator.publishing.hosting import CACHE_FOREVER, HASHED_NAME

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
COMPRESSED_SUFFIXES = (".html", ".css", ".js", ".json", ".md", ".svg", ".txt", ".xml")


@contextmanager
def built_site() -> Iterator[Path]:
    """Build the site into a temporary folder; the program ends if that fails."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        if status := subprocess.run(build, cwd=ROOT, check=False).returncode:
            raise SystemExit(status)
        yield site


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Start the browser in ``BROWSER_PATH``; without one, the program ends with a message."""
    path = os.environ.get("BROWSER_PATH")
    if not path:
        raise SystemExit("No Chromium, Chrome or Edge found. Install one, or set BROWSER_PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        yield browser
        browser.close()


@contextmanager
def listening(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve requests with a handler; yield the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as static hosts do: a missing address gets ``404.html``."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "404.html"
        if code != 404 or not missing.is_file():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass
class Traffic:
    """The number of requests and of bytes sent, including headers."""

    requests: int = 0
    bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reset(self) -> None:
        with self.lock:
            self.requests = self.bytes = 0

    def add(self, size: int, *, requests: int = 0) -> None:
        with self.lock:
            self.requests += requests
            self.bytes += size


class Counted:
    """The output of a connection, counted."""

    def __init__(self, file: object, traffic: Traffic) -> None:
        self.file = file
        self.traffic = traffic

    def write(self, data: bytes) -> int:
        self.traffic.add(len(data))
        return self.file.write(data)  # type: ignore[attr-defined,no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)


class CompressingHost(Host):
    """Compresses files, and doesn't send them again to a browser that has them."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, traffic: Traffic, directory: str) -> None:
        self.traffic = traffic
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def setup(self) -> None:
        super().setup()
        self.wfile = Counted(self.wfile, self.traffic)  # type: ignore[assignment]

    def do_GET(self) -> None:
        self.traffic.add(0, requests=1)
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        version = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        is_cached = self.headers.get("If-None-Match") == version
        self.send_response(304 if is_cached else 200)
        self.send_header("ETag", version)
        self.send_header("Cache-Control", CACHE_FOREVER if HASHED_NAME.fullmatch(file.name) else "no-cache")
        if not is_cached:
            self.send_header("Content-Type", self.guess_type(str(file)))
            if file.suffix in COMPRESSED_SUFFIXES:
                body = gzip.compress(body, 6)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not is_cached:
            self.wfile.write(body)


@contextmanager
def served(site: Path) -> Iterator[tuple[str, Traffic]]:
    """Serve a folder with compression and caching; yield its address and the traffic."""
    traffic = Traffic()
    handler = functools.partial(CompressingHost, traffic=traffic, directory=str(site))
    with listening(handler) as address:
        yield address, traffic


def visit(browser: Browser, address: str, traffic: Traffic, *paths: str) -> list[tuple[int, int]]:
    """Return the requests and the bytes of each page, opened one after the other in an empty browser."""
    context = browser.new_context()
    costs = []
    for path in paths:
        page = context.new_page()
        traffic.reset()
        page.goto(address + path, wait_until="networkidle")
        sent = -1
        while sent != traffic.bytes:  # the theme loads its search late
            sent = traffic.bytes
            page.wait_for_timeout(750)
        costs.append((traffic.requests, traffic.bytes))
        page.close()
    context.close()
    return costs
