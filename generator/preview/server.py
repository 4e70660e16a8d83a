"""The live preview: the site on this machine, built again on every change, and what is wrong as a page of it."""

import logging
import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from mkdocs.__main__ import State
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from generator.preview.lazy_site import LazySite
from generator.preview.problems_page import Told, problems_page, template_fault, told

log = logging.getLogger("mkdocs.preview")

QUIET = 0.02
"""Seconds without a further change before a build begins: a program may save a file in two steps."""
INTERVAL = 0.3
"""Seconds between two looks at all files, where the system does not tell of changes."""
CHANGES = ("created", "modified", "deleted", "moved")
USUAL = ("docs", "codes", "overrides")
"""The folders of a site whose configuration cannot be read."""
ADDRESS = "127.0.0.1:8000"


class Faults(logging.Handler):
    """Keeps what a build says is wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


class Server(LiveReloadServer):
    """A server that shows what is wrong in the place of every page."""

    def __init__(self, *arguments: Any, polling: bool, **options: Any) -> None:  # noqa: ANN401  # the host's own
        super().__init__(*arguments, **options)
        self.build_delay = QUIET
        observer = PollingObserver(timeout=INTERVAL) if polling else Observer()
        self.observer = observer  # type: ignore[assignment]  # any observer does
        self.problems: tuple[Told, ...] = ()
        self.make: Callable[[str], tuple[Told, ...]] = lambda path: ()  # noqa: ARG005
        """Makes the file that is asked for, and returns what is wrong with it."""
        self.error_handler = self._missing

    def watch_tree(self, root: Path, config_file: Path, folders: Iterable[Path]) -> None:
        """Build again when the configuration changes, or anything in ``folders``, or one of them comes or goes."""
        names = {config_file, *folders}
        for path in [root, *(folder for folder in names if folder.is_dir())]:
            name, which = str(path), path.stat().st_ino  # a folder that was made anew is another one
            if self._watched_paths.get(name) != which:
                if name in self._watch_refs:
                    self.observer.unschedule(self._watch_refs.pop(name))
                handler = _Handler(self, names if path == root else None)
                self._watched_paths[name] = which
                self._watch_refs[name] = self.observer.schedule(handler, name, recursive=path != root)

    def changed(self) -> None:
        """Ask for another build."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes] | None:  # noqa: ANN401  # WSGI
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            epoch, problems = self._visible_epoch, self.problems
        if not problems and path.startswith(self.mount_path):
            problems = self.make(path.removeprefix(self.mount_path))
        if not problems or not path.endswith(("/", ".html")):
            return super()._serve_request(environ, start_response)
        page = self._inject_js_into_html(problems_page(problems).encode(), epoch)  # type: ignore[no-untyped-call]
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(page)))])
        return [page]

    def _missing(self, code: int) -> bytes | None:
        """Return the site's own page for an address that has none."""
        name = f"{code}.html"
        self.make(name)
        file = Path(self.root, name)
        return file.read_bytes() if file.is_file() else None


class _Handler(FileSystemEventHandler):
    """Hears of changes below a folder: of all of them, or of those of some paths."""

    def __init__(self, server: Server, names: set[Path] | None) -> None:
        self.server = server
        self.names = names

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        paths = {Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path}
        if self.names is None or paths & self.names:
            self.server.changed()


class Preview:
    """One run of the live preview."""

    def __init__(self, config_file: Path, address: str, *, polling: bool) -> None:
        """Take what is shown, and where.

        Args:
            config_file: the configuration.
            address: a host and a port.
            polling: whether to look for changes instead of being told of them.

        """
        self.config_file = config_file
        self.root = config_file.parent
        self.folder = Path(tempfile.mkdtemp(prefix="preview-"))
        self.started = False
        self.site: LazySite | None = None
        host, _, port = address.rpartition(":")
        self.server = Server(self.build, host, int(port), str(self.folder), polling=polling)
        self.server.make = self.make

    def build(self) -> None:
        """Read all sources, or note what is wrong; never fails."""
        self.server.problems = self._told(self._build)

    def make(self, path: str) -> tuple[Told, ...]:
        """Make one file of the site, and return what is wrong with it."""
        site = self.site
        return self._told(lambda: site.make(path)) if site else ()

    def _told(self, work: Callable[[], None]) -> tuple[Told, ...]:
        """Do something, and return what it says is wrong."""
        faults = Faults()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(faults)
        try:
            work()
        except (BuildError, Abort, ConfigurationError) as error:
            if not isinstance(error, Abort) or not faults.messages:
                log.error("%s", error)  # noqa: TRY400  # a person's mistake: no traceback
        except Exception as error:  # noqa: BLE001  # a template may raise anything, and the preview goes on
            fault = template_fault(error, self.root)
            if not fault:
                traceback.print_exc()
            log.error("%s", fault or f"{type(error).__name__}: {error}\n  The terminal shows where it happened.")  # noqa: TRY400
        finally:
            logger.removeHandler(faults)
        return tuple(told(faults.messages))

    def _build(self) -> None:
        folders = [self.root / name for name in USUAL]
        begun = time.monotonic()
        try:
            config = load_config(str(self.config_file), site_dir=tempfile.mkdtemp(dir=self.folder))
            if not self.started:
                config.plugins.on_startup(command="serve", dirty=False)
                self.started = True
            self.server.mount_path = urlsplit(config.site_url or "/").path.rstrip("/") + "/"
            host, port = self.server.server_address[:2]
            config.site_url = self.server.url = f"http://{_named(host)}:{port}{self.server.mount_path}"
            try:
                self._show(LazySite(config))
            finally:
                folders = _watched(config)  # plugins have named theirs
        finally:
            self.server.watch_tree(self.root, self.config_file, folders)
        log.info("Read in %.2f seconds; a page is rendered when it is opened", time.monotonic() - begun)

    def _show(self, site: LazySite) -> None:
        """Let readers see a new state of the site."""
        former, self.site, self.server.root = self.site, site, str(site.folder)
        if former:
            shutil.rmtree(former.folder, ignore_errors=True)

    def run(self, *, open_in_browser: bool) -> None:
        """Serve until a person ends it."""
        try:
            self.build()
            self.server.serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            log.info("Ended.")
        finally:
            self.server.shutdown()
            shutil.rmtree(self.folder, ignore_errors=True)


def _watched(config: MkDocsConfig) -> list[Path]:
    """Return the folders that a site is made from."""
    named = [config.docs_dir, config.theme.custom_dir, *config.watch]
    return [Path(os.path.abspath(folder)) for folder in named if folder]  # noqa: PTH100  # links stay as they are named


def _named(host: Any) -> str:  # noqa: ANN401  # the host's own
    return f"[{host}]" if ":" in str(host) else str(host)


@click.command()
@click.option("-a", "--dev-addr", "address", default=ADDRESS, show_default=True, help="Where to serve.")
@click.option("-f", "--config-file", default="mkdocs.yml", type=click.Path(path_type=Path), help="What to show.")
@click.option("-o", "--open", "open_in_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--polling", is_flag=True, help="Look for changes, where the system does not tell of them.")
def main(address: str, config_file: Path, *, open_in_browser: bool, polling: bool) -> None:
    """Show the site on this machine, built again on every change."""
    state = State()  # type: ignore[no-untyped-call]  # the host's log goes to the terminal while this lives
    try:
        preview = Preview(config_file.absolute(), address, polling=polling)
    except (OSError, OverflowError, ValueError) as error:
        raise click.UsageError(
            f"{address} is no place to serve: {error}. Name another one: --dev-addr 127.0.0.1:8001"
        ) from error
    preview.run(open_in_browser=open_in_browser)
    del state


if __name__ == "__main__":
    main()
