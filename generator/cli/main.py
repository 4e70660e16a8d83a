"""The command line, ``smtp-replies``: one group whose commands are imported when they are called."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from generator.cli.project import PATH
from generator.cli.terminal import BAD_USE, INTERRUPTED, print_error, run

PACKAGE = "smtp-reply-reference"

COMMANDS = {
    "build": ("generator.cli.site:build_command", "Build the site."),
    "serve": ("generator.preview.server:main", "Show the site on this machine, and update it after each change."),
    "bundle": ("generator.cli.site:bundle_command", "Write the offline zip."),
    "render": ("generator.cli.site:render_command", "Write the pages as plain HTML files, without a theme."),
    "check": ("generator.cli.authoring:check_command", "Report every problem in the sources."),
    "new": ("generator.cli.authoring:new_command", "Create the file of a missing reply."),
    "format": ("generator.cli.authoring:format_command", "Format the sources."),
    "schema": ("generator.cli.authoring:schema_command", "Write the JSON Schemas for editors."),
    "explain": ("generator.cli.explain:explain_command", "Find the reply in a log row or a bounce."),
    "scan": ("generator.cli.logs:scan_command", "Count the replies in log files."),
    "patterns": ("generator.cli.logs:patterns_command", "Write the pattern table for another engine."),
}
"""Each command's function and its line in the list of commands."""

NEEDS_SITE = {"build", "serve", "bundle", "render"}
"""The commands that need the dependencies of the extra ``site``."""

HELP = """Explain the SMTP replies of a mail server, and maintain and publish their catalogue.

Commands read the catalogue in codes/ or in the folder given with --codes. If there is none, explain, scan and
patterns use the catalogue in this package.
"""

EPILOG = """Exit status: 0 for success, 1 for problems or unknown replies, 2 for a usage error.

To complete commands and options with Tab in bash, add this line to ~/.bashrc. For zsh or fish, replace bash
in the line:

    eval "$(_SMTP_REPLIES_COMPLETE=bash_source smtp-replies)"
"""


class CommandGroup(click.Group):
    """The commands of ``COMMANDS``; listing them imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names, in the order of the list."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in NEEDS_SITE and not find_spec("mkdocs"):
            ctx.fail(f"{cmd_name} needs the site's dependencies: pip install '{PACKAGE}[site]'")
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; for an unknown one, suggest the nearest."""
        if args[0] not in COMMANDS:
            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" The commands are {', '.join(COMMANDS)}."
            ctx.fail(f"there is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command or an option."""
        names = [CompletionItem(name, help=COMMANDS[name][1]) for name in COMMANDS if name.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> None:
        """Run a command; its return value is the exit status."""
        ctx.exit(run(partial(super().invoke, ctx)))


@click.command("smtp-replies", cls=CommandGroup, help=HELP, epilog=EPILOG)
@click.option("--codes", type=PATH, metavar="DIR", help="The catalogue's folder.")
@click.version_option(package_name=PACKAGE)
@click.pass_context
def commands(context: click.Context, codes: Path | None) -> None:
    """Set what all commands share: the catalogue's folder."""
    context.obj = codes
    if codes:
        defaults = {"config_file": str(codes.absolute().parent / "mkdocs.yml")}
        context.default_map = {"build": defaults, "serve": defaults}


def main(arguments: Sequence[str] | None = None, prog_name: str = "smtp-replies") -> int:
    """Run a command and return its exit status: 0 success, 1 problems or unknown replies, 2 usage error."""
    try:
        status: int = commands.main(arguments, prog_name, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return BAD_USE
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        print_error(f"{context.info_name if context else prog_name}: {error.format_message()}")
        return BAD_USE
    except click.Abort:
        return INTERRUPTED
    return status
