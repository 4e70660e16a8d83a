"""Puts a built site in its place when all of it holds, and leaves the published one alone until then."""

import logging
import sys
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

from generator.publishing.built_site import BuiltSite
from generator.publishing.target import Target, TargetError
from generator.publishing.verify import verify

log = get_plugin_logger(__name__)

INTERRUPTED = 130
"""The exit status of a build that a person has ended."""


class PublishConfig(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say under ``plugins: publish``."""

    sources = config_options.ListOfItems(config_options.Dir(exists=True), default=[])
    """Folders besides ``docs_dir`` and the theme's own that a site must never replace."""


class PublishPlugin(BasePlugin[PublishConfig]):  # type: ignore[no-untyped-call]
    """Builds beside the published site, judges what was built, and then swaps the two."""

    command = "build"
    """What runs: ``build``, ``gh-deploy``, or ``serve``, which shows a folder of its own and publishes nothing."""
    is_dirty = False
    target: Target | None = None
    """What is replaced at the end; None where nothing is published."""
    promised: list[str]
    """The files that the site must hold."""
    judge = staticmethod(verify)
    """What tells the faults of a built site; a test that takes a layer away judges for itself."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note what runs."""
        self.command = command
        self.is_dirty = dirty

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        """Begin beside the published site."""
        self.promised = []
        if self.command == "serve":
            return
        if self.is_dirty:
            raise PluginError(
                "--dirty leaves out pages, and is not published. Build without it, or use 'serve --dirty'."
            )
        folders = (config.docs_dir, *self.config.sources, config.theme.custom_dir)
        sources = [Path(folder) for folder in folders if folder]
        self.target = Target(Path(config.site_dir), root=Path(config.config_file_path).parent, sources=sources)
        try:
            self.target.begin(log.info)
        except TargetError as error:
            raise PluginError(str(error)) from error
        config.site_dir = str(self.target.staging)

    @event_priority(-100)
    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Note what the site must hold: all that is to be written."""
        self.promised += [*config.theme.static_templates, *config.extra_templates]
        self.promised += [file.dest_uri for file in files if not file.inclusion.is_excluded()]  # type: ignore[no-untyped-call]

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Judge the staged site when all is written, and publish it."""
        if not self.target:
            return
        counters = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
        if warnings := sum(number for counter in counters for _, number in counter.get_counts()):
            raise Abort(f"Aborted with {warnings} warnings in strict mode! The published site is as it was.")
        site = BuiltSite(Path(config.site_dir), promised=self.promised, url=config.site_url or "")
        if faults := self.judge(site):
            text = "\n".join(faults)
            raise PluginError(f"The new site has {len(faults)} fault(s), and the published one is as it was:\n{text}")
        self.target.publish()
        config.site_dir = str(self.target.asked)
        self._end()
        log.info("Published in %s", config.site_dir)

    @event_priority(-100)
    def on_build_error(self, error: Exception) -> None:
        """Leave the published site as it was; tell what the system refused in one line."""
        self._end()
        if isinstance(error, OSError) and error.errno:
            raise Abort(f"The system refused: {error}. The published site is as it was.") from error

    def on_shutdown(self) -> None:
        """Leave the published site as it was when a person ends the build."""
        self._end()
        if self.command != "serve" and isinstance(sys.exception(), KeyboardInterrupt):
            log.info("Interrupted.")
            raise SystemExit(INTERRUPTED) from None

    def _end(self) -> None:
        if self.target:
            self.target.end()
            self.target = None
