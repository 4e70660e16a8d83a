"""The live preview: the site on this machine, read again after each change, with its problems as a page."""

import logging
import shutil
import sys
import tempfile
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable, Sequence
from logging.handlers import BufferingHandler
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.__main__ import State
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from generator.preview.lazy_site import LazySite
from generator.preview.problems_page import Fault, problems_page, template_error
from generator.preview.watcher import Watcher
from generator.preview.web_server import WebServer, reload_script
from generator.problem import CatalogError
from generator.site.renderer import CompiledTemplates

log = logging.getLogger("mkdocs.preview")

QUIET = 0.02
"""Seconds without a further change before the site is read again: a program may save a file in two steps."""
WATCHED_FOLDERS = ("docs", "codes", "overrides")
"""The folders to watch while the configuration can't be read."""
ADDRESS = "127.0.0.1:8000"


class Preview:
    """One run of the live preview, at a host and a port; with ``polling`` if the system doesn't report changes."""

    def __init__(self, config_file: Path, address: str, *, polling: bool) -> None:
        self.config_file = config_file
        self.root = config_file.parent
        self.folder = Path(tempfile.mkdtemp(prefix="preview-"))
        self.started = False
        self.site: LazySite | None = None
        self.problems: Sequence[Fault] = ()
        self.compiled = CompiledTemplates()
        self.lock = threading.Lock()  # requests wait for the build that is under way
        self.changed = threading.Event()
        host, _, port = address.rpartition(":")
        self.server = WebServer(host, int(port), self.folder, self.prepare)
        self.watcher = Watcher(self.root, self.changed, polling=polling)

    def build(self) -> None:
        """Read all sources, or keep the problems that they have."""
        start, former = time.monotonic(), self.server.folder
        with self.lock:
            folder = Path(tempfile.mkdtemp(dir=self.folder))
            self.problems = self._problems_of(lambda: self._read(folder))
            self.server.show(folder)
        if former != self.folder:
            shutil.rmtree(former, ignore_errors=True)
        log.info("Read in %.2f seconds. Pages are rendered when you open them.", time.monotonic() - start)

    def _read(self, folder: Path) -> None:
        self.site = config = None
        try:
            config = load_config(str(self.config_file), site_dir=str(folder))
            if not self.started:
                config.plugins.on_startup(command="serve", dirty=False)
                self.started = True
            self.server.mount_path = urlsplit(config.site_url or "/").path.rstrip("/") + "/"
            config.site_url = self.server.url
            self.site = LazySite(config, self.compiled)
        finally:  # plugins have added their folders to config.watch
            names = (config.docs_dir, config.theme.custom_dir, *config.watch) if config else WATCHED_FOLDERS
            self.watcher.watch([self.config_file, *(self.root / name for name in names if name)])

    def _problems_of(self, work: Callable[[], None]) -> Sequence[Fault]:
        warnings = BufferingHandler(sys.maxsize)
        warnings.setLevel(logging.WARNING)
        logger = logging.getLogger("mkdocs")
        logger.addHandler(warnings)
        try:
            work()
        except (BuildError, Abort, ConfigurationError) as error:  # a person's mistake: no traceback
            if isinstance(error.__cause__, CatalogError):
                click.echo(str(error), err=True)
                return [Fault(str(problem), problem.hint) for problem in error.__cause__.problems]
            if not isinstance(error, Abort) or not warnings.buffer:
                log.error("%s", error)  # noqa: TRY400
        except Exception as error:  # noqa: BLE001  # a template may raise anything, and the preview must go on
            message = template_error(error, self.root)
            if not message:
                traceback.print_exc()
                message = f"{type(error).__name__}: {error} (the terminal shows where)"
            log.error("%s", message)  # noqa: TRY400
        finally:
            logger.removeHandler(warnings)
        return [Fault(record.getMessage()) for record in warnings.buffer]

    def prepare(self, path: str) -> str:
        """Make the file for a path below the site's root; return the document to show if there are problems."""
        with self.lock:
            problems = self.problems or self._problems_of(lambda: self._make(path))
        if problems and (not path or path.endswith(("/", ".html"))):
            return problems_page(problems) + reload_script(self.server.folder)
        return ""

    def _make(self, path: str) -> None:
        if self.site:
            self.site.make(path)

    def run(self, *, open_in_browser: bool) -> None:
        """Serve until a person ends it."""
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        try:
            self.build()
            log.info("Serving on %s", self.server.url)
            if open_in_browser:
                webbrowser.open(self.server.url)
            while True:
                if self.changed.wait(timeout=1):  # without a timeout, Ctrl+C does nothing on Windows
                    self.changed.clear()
                    while self.changed.wait(QUIET):
                        self.changed.clear()
                    self.build()
        except KeyboardInterrupt:
            log.info("Ended.")
        finally:
            self.server.shutdown()
            self.watcher.observer.stop()
            shutil.rmtree(self.folder, ignore_errors=True)


@click.command()
@click.option("-a", "--dev-addr", "address", default=ADDRESS, show_default=True, help="Host and port to serve on.")
@click.option(
    "-f", "--config-file", default="mkdocs.yml", show_default=True, type=click.Path(path_type=Path), help="The site."
)
@click.option("-o", "--open", "open_in_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--polling", is_flag=True, help="Look for changes regularly, if the system doesn't report them.")
def main(address: str, config_file: Path, *, open_in_browser: bool, polling: bool) -> None:
    """Show the site on this machine, and update it after each change."""
    state = State()  # type: ignore[no-untyped-call]  # MkDocs' log goes to the terminal while this exists
    try:
        preview = Preview(config_file.absolute(), address, polling=polling)
    except (OSError, OverflowError, ValueError) as error:
        raise click.UsageError(
            f"Can't serve on {address}: {error}. Try another port: --dev-addr 127.0.0.1:8001"
        ) from error
    preview.run(open_in_browser=open_in_browser)
    del state


if __name__ == "__main__":
    main()
