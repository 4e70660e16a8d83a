"""The site of one build: built beside the published one, verified, and then exchanged with it."""

import logging
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler

from generator.publishing.target import Target, TargetError

log = get_plugin_logger(__name__)


class StagedSite:
    """A site on its way to its folder, which isn't a source. The published one stays until this is verified."""

    def __init__(self, config: MkDocsConfig, sources: Iterable[str]) -> None:
        self.config = config
        root = Path(os.path.abspath(config.config_file_path)).parent  # noqa: PTH100  # without "..", as the other paths
        self.target = Target(Path(config.site_dir), root=root, sources=[Path(folder) for folder in sources])
        self.promised: list[str] = []
        """The files that the site must contain."""

    def begin(self) -> None:
        """Let MkDocs build into a folder beside the published site, if a build is allowed to replace that one."""
        try:
            self.target.begin(log.info)
        except TargetError as error:
            raise PluginError(str(error)) from error
        self.config.site_dir = str(self.target.staging)

    def publish(self, verify: Callable[..., Sequence[str]]) -> None:
        """Exchange the new site with the published one, if a strict build had no warnings and the site no problems."""
        logger = logging.getLogger("mkdocs")
        handlers = [*logger.handlers, *(logger.parent.handlers if logger.parent else ())]  # ProperDocs uses the parent
        counters = [handler for handler in handlers if isinstance(handler, CountHandler)]
        if warnings := sum(number for counter in counters for _, number in counter.get_counts()):
            raise Abort(f"Aborted with {warnings} warning(s) in strict mode. The published site is unchanged.")
        if problems := verify(self.target.staging, promised=self.promised, url=self.config.site_url or ""):
            text = "\n".join(problems)
            raise PluginError(f"The new site has {len(problems)} problem(s). The published one is unchanged.\n{text}")
        self.target.publish()
        self.config.site_dir = str(self.target.requested)  # where gh-deploy finds it
        self.end()
        log.info("Published in %s", self.config.site_dir)

    def end(self) -> None:
        """Remove what an unpublished build has left; do nothing after that."""
        self.target.end()
