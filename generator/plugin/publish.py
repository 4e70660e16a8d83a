"""The MkDocs plugin that publishes a site only after verifying it."""

import sys
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from generator.plugin.staging import StagedSite
from generator.publishing.verification import verify

log = get_plugin_logger(__name__)

INTERRUPTED = 130
"""The exit status of a build that a person has interrupted."""


class PublishConfig(Config):  # type: ignore[no-untyped-call]
    """The options under ``plugins: publish`` in ``mkdocs.yml``."""

    sources = config_options.ListOfItems(config_options.Dir(exists=True), default=[])
    """Folders that a site must never replace, besides ``docs_dir`` and the theme's ``custom_dir``."""


class PublishPlugin(BasePlugin[PublishConfig]):  # type: ignore[no-untyped-call]
    """Hooks of MkDocs, each one step of a ``StagedSite``. A live preview publishes nothing."""

    is_preview = False
    staged: StagedSite | None = None
    verify = staticmethod(verify)
    """Returns the problems of a built site. Tests that switch off a defence replace it."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Refuse to publish an incomplete site."""
        self.is_preview = command == "serve"
        if dirty and not self.is_preview:
            raise PluginError("A --dirty build is incomplete and can't be published. Build without --dirty.")

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        """Build beside the published site."""
        self.staged = None
        if not self.is_preview:
            sources = [config.docs_dir, *self.config.sources, config.theme.custom_dir]
            self.staged = StagedSite(config, filter(None, sources))
            self.staged.begin()

    @event_priority(-100)
    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:  # noqa: ANN401, ARG002
        """Note what the site must contain, after all other plugins have added their files."""
        if self.staged:
            written = (file.dest_uri for file in files if not file.inclusion.is_excluded())  # type: ignore[no-untyped-call]
            self.staged.promised += [*config.theme.static_templates, *map(str, config.extra_templates), *written]

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:  # noqa: ARG002
        """Verify and publish the site, after all other plugins have changed it."""
        if self.staged:
            self.staged.publish(self.verify)

    @event_priority(-100)
    def on_build_error(self, error: Exception) -> None:
        """Leave the published site as it is, and report what the system refused in one line."""
        if self.staged:
            self.staged.end()
        if isinstance(error, OSError) and error.errno:
            raise Abort(f"The system refused: {error}. The published site is unchanged.") from error

    def on_shutdown(self) -> None:
        """Leave the published site as it is when a person interrupts the build."""
        if self.staged:
            self.staged.end()
        if not self.is_preview and isinstance(sys.exception(), KeyboardInterrupt):
            log.info("Interrupted.")
            raise SystemExit(INTERRUPTED) from None
