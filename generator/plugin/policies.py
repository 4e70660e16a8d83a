"""The policies of a site's pages, which allow the theme's own scripts, and the files that tell hosts of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_relative_url

from generator.assets import Asset
from generator.catalog import Catalog
from generator.hosting import answers, host_files
from generator.policy import inline_scripts, page_policy
from generator.record import Record
from generator.redirects import redirects, rules

_HEARD = "scripts"
"""The name under which one build tells the next of the theme's scripts."""


class Policies:
    """The policy of every page, by how it names the site's root: the theme's scripts differ with the depth."""

    def __init__(self, config: MkDocsConfig, env: Any, files: Sequence[File], record: Record | None) -> None:  # noqa: ANN401  # Jinja's own
        """Learn the theme's own scripts from pages without content.

        Args:
            config: the site's configuration.
            env: the theme's templates.
            files: the site's pages, for their depths.
            record: what an earlier build has learned.

        """
        self._base = urlsplit(config.site_url or "/").path
        depths = {get_relative_url(".", file.url) for file in files} | {self._base}
        heard = record and record.heard(_HEARD)
        scripts: dict[str, list[str]] = json.loads(heard) if heard else {}
        if missing := sorted(depths - scripts.keys()):
            main = env.get_template("main.html")
            for base_url in missing:
                context = get_context(Navigation([], []), Files([]), config, base_url=base_url)
                scripts[base_url] = inline_scripts(main.render(context))
            if record:
                record.tell(_HEARD, json.dumps(scripts).encode())
        self._scripts = {base_url: scripts[base_url] for base_url in sorted(depths)}
        self._policies = {base_url: page_policy(scripts) for base_url, scripts in self._scripts.items()}

    def of(self, base_url: str) -> str:
        """Return the policy of a page."""
        return self._policies[base_url]

    def host_files(self, files: Iterable[File], catalog: Catalog) -> Iterator[Asset]:
        """Yield the files that tell hosts what to answer.

        Args:
            files: all that the host gets.
            catalog: knows the addresses that lead elsewhere.

        """
        told = answers(
            sorted({script for scripts in self._scripts.values() for script in scripts}),
            [file.dest_uri for file in files],
            base=self._base,
            redirects=list(redirects(catalog)),
            rules=list(rules(catalog)),
        )
        yield from (Asset(address, partial(str, text)) for address, text in host_files(told).items())
