"""Ids: fit for an address, and for the name of a file on every system."""

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST = 80
"""Characters of a part of an id; file systems and addresses have limits, and so have readers."""

_FOLDER_PAGES = frozenset({"index", "readme"})
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def fault_of(id: str) -> str | None:
    """Return why an id of the right form cannot be one, or None where it can."""
    for part in id.lower().split("/"):
        if part in _FOLDER_PAGES:
            return "the name is kept for a folder's own page"
        if part in _DEVICES:
            return "the name is kept for a device by Windows"
        if len(part) > LONGEST:
            return f"the name is longer than {LONGEST} characters"
    return None


def checked(id: str) -> str:
    """Return an id that can be one.

    Raises:
        ValueError: it cannot.

    """
    if fault := fault_of(id):
        raise ValueError(fault)
    return id
