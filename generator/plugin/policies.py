"""The content security policies of a site's pages, and the host files that repeat them as headers."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_relative_url

from generator.model.catalog import Catalog
from generator.publishing.hosting import host_files
from generator.security.csp import inline_scripts, page_policy
from generator.site.assets import Asset
from generator.site.redirects import redirect_rules, redirects


class Policies:
    """One policy for each depth of the site: the theme's inline scripts contain the relative path to the root."""

    def __init__(self, config: MkDocsConfig, env: Any, files: Sequence[File]) -> None:  # noqa: ANN401  # Jinja's own
        """Find the theme's inline scripts by rendering an empty page for the depth of each of the site's pages."""
        self._base = urlsplit(config.site_url or "/").path
        depths = {get_relative_url(".", file.url) for file in files} | {self._base}
        main = env.get_template("main.html")
        self._scripts: dict[str, list[str]] = {}
        for base_url in sorted(depths):
            context = get_context(Navigation([], []), Files([]), config, base_url=base_url)
            self._scripts[base_url] = inline_scripts(main.render(context))
        self._policies = {base_url: page_policy(scripts) for base_url, scripts in self._scripts.items()}

    def of(self, base_url: str) -> str:
        """Return the policy of a page, by the path from it to the site's root."""
        return self._policies[base_url]

    def host_files(self, files: Iterable[File], catalog: Catalog) -> Iterator[Asset]:
        """Yield the configuration files for the usual hosts."""
        contents = host_files(
            sorted({script for scripts in self._scripts.values() for script in scripts}),
            [file.dest_uri for file in files],
            base=self._base,
            redirects=list(redirects(catalog)),
            rules=list(redirect_rules(catalog)),
        )
        yield from (Asset(address, partial(str, text)) for address, text in contents.items())
