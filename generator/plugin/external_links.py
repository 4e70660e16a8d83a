"""Links of hand-written pages to other sites, marked as the templates mark theirs."""

from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from generator.site.links import OUTSIDE_MARK, host_of

AFTER_INLINE = 15
"""The priority of a step that finds the links made; the inline formatting has 20."""


class OutsideLinks(Treeprocessor):
    """Marks every link that leads to a web address."""

    def run(self, root: Element) -> None:
        """Mark the links of a document."""
        for link in root.iter("a"):
            if site := host_of(link.get("href", "")):
                link.attrib |= {"class": "outside", "rel": "noopener", "title": f"on {site}"}
                SubElement(link, "span", {"class": "unseen"}).text = OUTSIDE_MARK


class OutsideExtension(Extension):
    """The marking, as ``mkdocs.yml`` names it under ``markdown_extensions``."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        """Add the marking to the steps of a conversion."""
        md.treeprocessors.register(OutsideLinks(md), "outside", AFTER_INLINE)


def makeExtension() -> OutsideExtension:  # noqa: N802  # the library's name
    """Return the extension of this module, which the library asks for by this name."""
    return OutsideExtension()
