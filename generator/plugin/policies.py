"""The policies of a site's pages, which allow the theme's own scripts, and the files that tell hosts of them."""

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
    """The policy of every page, by how it names the site's root: the theme's scripts differ with the depth."""

    def __init__(self, config: MkDocsConfig, env: Any, files: Sequence[File]) -> None:  # noqa: ANN401  # Jinja's own
        """Learn the theme's own scripts from pages without content.

        Args:
            config: the site's configuration.
            env: the theme's templates.
            files: the site's pages, for their depths.

        """
        self._base = urlsplit(config.site_url or "/").path
        depths = {get_relative_url(".", file.url) for file in files} | {self._base}
        main = env.get_template("main.html")
        self._scripts: dict[str, list[str]] = {}
        for base_url in sorted(depths):
            context = get_context(Navigation([], []), Files([]), config, base_url=base_url)
            self._scripts[base_url] = inline_scripts(main.render(context))
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
        contents = host_files(
            sorted({script for scripts in self._scripts.values() for script in scripts}),
            [file.dest_uri for file in files],
            base=self._base,
            redirects=list(redirects(catalog)),
            rules=list(redirect_rules(catalog)),
        )
        yield from (Asset(address, partial(str, text)) for address, text in contents.items())
