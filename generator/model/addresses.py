"""Permanent addresses of the entries' pages, below the root of a site, and addresses of RFC sections."""

from generator.model.prose import Reference, ReferenceKind

FOLDERS = {
    ReferenceKind.REPLY: "codes",
    ReferenceKind.CODE: "codes",
    ReferenceKind.SETTING: "settings",
    ReferenceKind.ARTICLE: "articles",
    ReferenceKind.PROCEDURE: "procedures",
}
"""The folder of each kind of entry. Permanent: readers bookmark these addresses and vendors link to them."""


def address(reference: Reference) -> str:
    """Return the address of an entry's page, with a slash at the end."""
    return f"{FOLDERS[reference.kind]}/{reference.id}/"


def rfc_url(section: str) -> str:
    """Return the web address of an RFC section given as ``5321#4.2.3``."""
    number, _, part = section.partition("#")
    return f"https://www.rfc-editor.org/rfc/rfc{number}" + (f"#section-{part}" if part else "")


def rfc_label(section: str) -> str:
    """Return the name of an RFC section given as ``5321#4.2.3``."""
    number, _, part = section.partition("#")
    return f"RFC {number}" + (f", section {part}" if part else "")
