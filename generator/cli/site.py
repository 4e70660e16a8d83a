"""The commands that build the site: ``build``, ``bundle`` and ``render``."""

import os
import runpy
import sys
from pathlib import Path

import click

from generator.checks.runner import load_catalog
from generator.cli.project import PATH, codes_folder
from generator.cli.terminal import print_error, print_text
from generator.publishing.offline import BundleError, bundle, checksum, folder_name, render_to, replace_file
from generator.sources.git_history import last_changed, newest


@click.command("build", context_settings={"ignore_unknown_options": True})
@click.option("-f", "--config-file", default="mkdocs.yml", type=PATH, help="Configuration file.")
@click.option("-d", "--site-dir", type=PATH, help="Output folder. Default: site/ next to the configuration file.")
@click.argument("mkdocs_option", nargs=-1, type=click.UNPROCESSED)
def build_command(config_file: Path, site_dir: Path | None, mkdocs_option: tuple[str, ...]) -> None:
    """Build the site that mkdocs.yml describes.

    The published site is replaced only after a successful build. All options of 'mkdocs build', such as --quiet and
    --strict, work too.
    """
    target = ["--site-dir", str(site_dir.absolute())] if site_dir else []
    sys.argv = ["mkdocs", "build", "--config-file", str(config_file.absolute()), *target, *mkdocs_option]
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)


@click.command("bundle")
@click.option("--out", type=PATH, metavar="FILE.zip", help="Output file, in out/ by default.")
@click.option("--checksum", "with_checksum", is_flag=True, help="Also write a checksum file for sha256sum.")
def bundle_command(out: Path | None, *, with_checksum: bool) -> int:
    """Write the offline zip: the site that offline.yml describes, for opening from a disk."""
    codes = codes_folder()
    catalog = load_catalog(codes)
    root = codes.resolve().parent
    out = out or root / "out" / f"{folder_name(catalog.product)}.zip"
    dates = last_changed(root)
    try:
        files, size = bundle(root / "offline.yml", out, catalog.product, newest(dates, dates))
        if with_checksum:
            replace_file(out.with_name(f"{out.name}.sha256"), checksum(out))
    except BundleError as error:
        print_error(f"bundle: {error}")
        return 1
    print_text(f"{files} files in {out}, {size / 1e6:.2f} MB\n")
    return 0


@click.command("render")
@click.option("--out", type=PATH, required=True, metavar="DIR", help="A new or empty folder.")
def render_command(out: Path) -> int:
    """Write the pages as plain HTML files, without MkDocs and its theme."""
    catalog = load_catalog(codes_folder())
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise click.UsageError(f"{str(out)!r} isn't an empty folder. Give a new one.")
    print_text(f"{render_to(catalog, out)} pages written to {out}\n")
    return 0
