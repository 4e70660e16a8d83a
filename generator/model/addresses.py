"""The permanent addresses of the entries' pages, below the root of a site."""

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
