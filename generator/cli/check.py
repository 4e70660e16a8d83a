"""The command ``check``."""

import click

from generator.checks.proofreading import proofread
from generator.checks.report import FORMATS, report
from generator.checks.rules.ids import lost_replies
from generator.checks.runner import load_catalog
from generator.cli.project import codes_folder
from generator.cli.terminal import print_text
from generator.problem import CatalogError
from generator.site.redirects import taken_addresses
from generator.sources.folder import label_of
from generator.sources.git_history import deleted_files


@click.command("check")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Output format.")
def check_command(form: str) -> int:
    """Report every problem in codes/ and docs/.

    Each problem is printed with its file, line and column, and a hint how to fix it. The format github makes
    annotations of a pull request.
    """
    codes = codes_folder()
    docs = codes.resolve().parent / "docs"
    pages = docs if docs.is_dir() else None
    published = deleted_files(codes)
    judges = (
        lambda catalog, sources: lost_replies(catalog, sources, label_of(codes), published),
        lambda catalog, _: proofread(catalog, pages),
    )
    try:
        load_catalog(codes, pages, judges, addresses_of=taken_addresses)
    except CatalogError as error:
        print_text(report(error.problems, form))
        return 1
    print_text(report((), form))
    return 0
