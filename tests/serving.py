"""Hosts on this machine: a plain one, and one that does what the host files ask for, packed and kept."""

import functools
import gzip
import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from generator.publishing.hosting import CACHE_FOREVER, HASHED_NAME

PACKED_ENDINGS = (".html", ".css", ".js", ".json", ".md", ".svg", ".txt", ".xml")


@contextmanager
def listening(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer requests to this machine by a handler; yield the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as static hosts do: an address without a file gets ``404.html``."""

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
    """What a host was asked and what it sent, headers and all."""

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
    """A connection's way out, counted."""

    def __init__(self, file: object, traffic: Traffic) -> None:
        self.file = file
        self.traffic = traffic

    def write(self, data: bytes) -> int:
        self.traffic.add(len(data))
        return self.file.write(data)  # type: ignore[attr-defined,no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)


class Packing(http.server.SimpleHTTPRequestHandler):
    """Sends a file packed, and not at all where the browser has it."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, traffic: Traffic, directory: str) -> None:
        self.traffic = traffic
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def setup(self) -> None:
        super().setup()
        self.wfile = Counted(self.wfile, self.traffic)  # type: ignore[assignment]

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.traffic.add(0, requests=1)
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        version = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        known = self.headers.get("If-None-Match") == version
        self.send_response(304 if known else 200)
        self.send_header("ETag", version)
        self.send_header("Cache-Control", CACHE_FOREVER if HASHED_NAME.fullmatch(file.name) else "no-cache")
        if not known:
            self.send_header("Content-Type", self.guess_type(str(file)))
            if file.suffix in PACKED_ENDINGS:
                body = gzip.compress(body, 6)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not known:
            self.wfile.write(body)


@contextmanager
def served(site: Path) -> Iterator[tuple[str, Traffic]]:
    """Serve a folder on this machine; yield its address, and what goes over the line."""
    traffic = Traffic()
    handler = functools.partial(Packing, traffic=traffic, directory=str(site))
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
