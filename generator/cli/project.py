"""The catalogue that a command works on."""

from pathlib import Path

import click

PRODUCT_FILE = "product.yml"
"""The file by which a folder is recognised as a catalogue."""


def codes_folder() -> Path:
    """Return the catalogue's folder: the one that ``--codes`` names, or ``codes``.

    Raises:
        click.UsageError: the folder doesn't exist.

    """
    codes = _option() or Path("codes")
    if not codes.is_dir():
        raise click.UsageError(
            f"there is no folder {str(codes)!r}. Run this in the folder that contains codes/, "
            "or put --codes DIR before the command."
        )
    return codes


def optional_codes_folder() -> Path | None:
    """Return the catalogue's folder as above; None if ``--codes`` isn't used and the current folder has none."""
    if _option() or Path("codes", PRODUCT_FILE).is_file():
        return codes_folder()
    return None


def _option() -> Path | None:
    return click.get_current_context().find_object(Path)
