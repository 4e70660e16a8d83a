"""The catalogue's folder, which ``--codes`` can set, and the type of options that are paths."""

from pathlib import Path

import click

PATH = click.Path(path_type=Path, readable=False)


def codes_folder() -> Path:
    """Return the catalogue's existing folder: the one given with ``--codes``, or ``codes``."""
    codes = _option() or Path("codes")
    if not codes.is_dir():
        raise click.UsageError(
            f"there is no folder {str(codes)!r}. Run this in the folder that contains codes/, "
            "or put --codes DIR before the command."
        )
    return codes


def optional_codes_folder() -> Path | None:
    """Return the same folder; None if ``--codes`` isn't used and the current folder has no catalogue."""
    return codes_folder() if _option() or Path("codes/product.yml").is_file() else None


def _option() -> Path | None:
    return click.get_current_context().find_object(Path)
