"""The bridge to MkDocs, and the only place that knows it."""

from generator.plugin.catalog import CatalogPlugin
from generator.plugin.page import CatalogPage, source_uri
from generator.plugin.publish import PublishPlugin

__all__ = ["CatalogPage", "CatalogPlugin", "PublishPlugin", "source_uri"]
