"""A web server for one folder after another, which signals the browser when to load a page again."""

import socket
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RELOAD = "/livereload/"
"""The address that answers as soon as the server shows another folder than the one after the slash."""
TIMEOUT = 10
"""Seconds until that address answers anyway, so that a hidden tab keeps no connection open."""
SCRIPT = """<script>
(function livereload() {
    const again = () => setTimeout(livereload, 500);
    if (document.hidden) return again();
    fetch("ADDRESS").then(answer => answer.text()).then(text => text === "same" ? again() : location.reload(), again);
})();
</script>
"""


def reload_script(folder: Path) -> str:
    """Return a script for the end of a document, which loads it again when another folder is shown."""
    return SCRIPT.replace("ADDRESS", RELOAD + folder.name)


class WebServer(ThreadingHTTPServer):
    """A server for the files of a folder.

    ``prepare`` makes the file for a path below the folder, or returns a document to show instead of it.
    """

    def __init__(self, host: str, port: int, folder: Path, prepare: Callable[[str], str]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        self.mount_path = "/"
        self.prepare = prepare
        self.folder = folder
        self._shown = threading.Condition()

    @property
    def url(self) -> str:
        """The address of the site."""
        host, port = str(self.server_address[0]), self.server_address[1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{self.mount_path}"

    def show(self, folder: Path) -> None:
        """Show another folder, and let browsers load their pages again."""
        with self._shown:
            self.folder = folder
            self._shown.notify_all()

    def is_still_shown(self, name: str) -> bool:
        """Return False as soon as a folder isn't shown any more, or True after ``TIMEOUT``."""
        with self._shown:
            return not self._shown.wait_for(lambda: self.folder.name != name, TIMEOUT)


class _Handler(SimpleHTTPRequestHandler):
    server: WebServer
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}  # not so on Windows

    def do_GET(self) -> None:
        path, mount_path = self.path.partition("?")[0], self.server.mount_path
        if path.startswith(RELOAD):
            self._send("same" if self.server.is_still_shown(path.removeprefix(RELOAD)) else "changed")
        elif path == "/" != mount_path:
            self.send_response(302)
            self.send_header("Location", mount_path)
            self.end_headers()
        elif not path.startswith(mount_path):
            self.send_error(404)
        elif document := self.server.prepare(path.removeprefix(mount_path)):
            self._send(document)
        else:
            super().do_GET()

    def _send(self, text: str, status: int = 200) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def translate_path(self, path: str) -> str:
        self.directory = str(self.server.folder)
        return super().translate_path(path.removeprefix(self.server.mount_path.rstrip("/")))

    def list_directory(self, path: object) -> None:  # noqa: ARG002
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self.server.folder / f"{code}.html"
        document = self.server.prepare(page.name) or (page.read_text("utf-8") if page.is_file() else "")
        self._send(document or f"{code} {explain or message or ''}", code)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing, so that problems stay visible in the terminal."""
