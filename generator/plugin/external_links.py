"""A Markdown extension that marks links to other sites as the templates mark theirs."""

from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from generator.site.links import OUTSIDE_MARK, host_of

AFTER_INLINE = 15
"""A priority below that of the inline processor, 20, so that its links are there."""


class OutsideLinks(Treeprocessor):
    """Marks each link to a web address."""

    def run(self, root: Element) -> None:
        """Mark the links of a document."""
        for link in root.iter("a"):
            if host := host_of(link.get("href", "")):
                link.attrib |= {"class": "outside", "rel": "noopener", "title": f"on {host}"}
                SubElement(link, "span", {"class": "unseen"}).text = OUTSIDE_MARK


class OutsideExtension(Extension):
    """The extension that ``mkdocs.yml`` lists under ``markdown_extensions``."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Register the processor."""
        md.treeprocessors.register(OutsideLinks(md), "outside", AFTER_INLINE)


def makeExtension() -> OutsideExtension:  # noqa: N802  # Markdown's name
    """Return the extension; Markdown calls this function."""
    return OutsideExtension()
