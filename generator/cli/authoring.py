"""The commands for authors: ``check``, ``format``, ``new`` and ``schema``."""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from generator.authoring.editor_schema import outdated, write_schemas
from generator.authoring.formatter import Formatted, format_files, source_files
from generator.authoring.new_reply import ID, DraftError, draft, propose, text_of
from generator.checks.proofreading import handwritten_pages, proofread
from generator.checks.report import FORMATS, problem_text, report
from generator.checks.rules.ids import lost_replies
from generator.checks.runner import load_catalog
from generator.cli.project import codes_folder
from generator.cli.terminal import BAD_USE, print_error, print_text
from generator.model.catalog import Catalog
from generator.problem import CatalogError
from generator.site.redirects import taken_addresses
from generator.sources.file_types import SCHEMAS
from generator.sources.folder import label_of
from generator.sources.git_history import deleted_files


@click.command("check")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Output format.")
def check_command(form: str) -> int:
    """Report every problem in codes/, docs/ and the Markdown files beside mkdocs.yml.

    Each problem is printed with its file, line and column, and a hint on how to fix it. The github format adds
    annotations to a pull request.
    """
    codes = codes_folder()
    project = codes.resolve().parent
    docs = project / "docs"
    published = deleted_files(codes)
    checks = (
        lambda catalog, sources: lost_replies(catalog, sources, label_of(codes), published),
        lambda catalog, _: proofread(catalog, handwritten_pages(project)),
    )
    try:
        load_catalog(codes, docs if docs.is_dir() else None, checks, addresses_of=taken_addresses)
    except CatalogError as error:
        print_text(report(error.problems, form))
        return 1
    print_text(report((), form))
    return 0


@click.command("format")
@click.option("--check", is_flag=True, help="Change nothing; report unformatted files, however texts are wrapped.")
@click.option("--diff", is_flag=True, help="Change nothing; print the changes as a patch for 'git apply'.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Output format of --check.")
@click.argument("file", nargs=-1, type=click.Path(readable=False))
def format_command(file: tuple[str, ...], form: str, *, check: bool, diff: bool) -> int:
    """Format each FILE: a file or a folder in codes/. Without a FILE, format all of codes/. Comments are kept.

    The exit status is 1 if a file can't be formatted or, with --check or --diff, isn't formatted.
    """
    codes = codes_folder()
    formatted, problems = format_files(codes, [*_names(codes, file)] if file else None)
    changed = [source for source in formatted if not source.is_exact]
    if check:
        problems = sorted([*problems, *(source.problem for source in formatted if source.problem)])
        print_text(report(problems, form))
    elif diff:
        print_text("".join(line for source in changed for line in _diff(source)))
        if problems:
            print_error(report(problems, "text").rstrip())
    else:
        try:
            for source in changed:
                source.write()
        except OSError as error:
            print_error(f"format: {error.filename}: {error.strerror}. The files after it are unchanged.")
            return BAD_USE
        print_text("".join(f"{problem_text(problem)}\n" for problem in problems))
        print_text(f"{len(changed)} of {len(formatted)} files formatted\n")
    return 1 if problems or (diff and changed) else 0


def _names(root: Path, paths: tuple[str, ...]) -> Iterator[str]:
    """Yield the source files at or below some paths, relative to ``root``, which must contain each path."""
    folder = root.resolve()
    sources = source_files(root)
    for path in paths:
        file = Path(path) if Path(path).exists() else Path(path.replace("\\", "/"))
        if not file.exists():
            raise click.UsageError(f"there is no file {path!r}")
        target = file.resolve()
        if not target.is_relative_to(folder):
            raise click.UsageError(f"{path!r} isn't a source. Give a file or a folder in {root.name}/.")
        name = target.relative_to(folder).as_posix()
        yield from [name] if name in sources else (s for s in sources if name == "." or s.startswith(f"{name}/"))


def _diff(source: Formatted) -> Iterator[str]:
    before, after = source.before.splitlines(keepends=True), source.after.splitlines(keepends=True)
    for line in unified_diff(before, after, f"a/{source.path}", f"b/{source.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@click.command("new")
@click.argument("id", required=False, metavar="[CODE/NAME]")
@click.option("--text", help="The text of the reply, with or without its code.")
@click.pass_context
def new_command(context: click.Context, id: str | None, text: str | None) -> int:
    """Create the file of a missing reply, such as 451/greylisting.

    You can leave out NAME. In a terminal, the command asks for missing values. The exit status is 1 if the reply
    can't be added.
    """
    codes = codes_folder()
    catalog = load_catalog(codes)
    try:
        draft_id, draft_text = _ask(catalog, id, text)
        drafted = draft(catalog, draft_id, draft_text)
    except DraftError as error:
        print_error(f"new: {error}")
        return 1
    except click.Abort:
        print_error("")
        return 1
    written: list[Path] = []
    try:
        for name, content in drafted.files.items():
            path = codes / name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content.encode())
        load_catalog(codes)
    except (OSError, CatalogError) as error:
        for path in written:
            path.unlink()
        reasons = report(error.problems, "text").rstrip() if isinstance(error, CatalogError) else error
        print_error(f"new: nothing was written, because the new file would have problems\n{reasons}")
        return 1
    for path in written:
        print_text(f"{label_of(codes)}/{path.relative_to(codes).as_posix()} written\n")
    print_text("".join(f"    guessed {guess}\n" for guess in drafted.guesses))
    print_text(f"Fill in each key as its comment says, then run '{context.find_root().info_name} check'.\n")
    return 0


def _ask(catalog: Catalog, id: str | None, text: str | None) -> tuple[str, str]:
    """Return the id and the text of a new reply; in a terminal, ask for missing values."""
    is_terminal = sys.stdin.isatty()
    missing = [name for name, value in (("a code, such as 451", id), ('--text "the text"', text)) if not value]
    if missing and not is_terminal:
        raise click.UsageError(f'expected {" and ".join(missing)}, as in: new 451/greylisting --text "the text"')
    id = id or str(click.prompt("Reply code, such as 451"))
    text = text or str(click.prompt("Text of the reply"))
    match = ID.fullmatch(id.replace("\\", "/").removeprefix("codes/").removesuffix(".yml").strip("/"))
    if not match:
        raise DraftError(
            f"{id!r} isn't an id. Use the code and a name in lower case with hyphens, as in 451/greylisting."
        )
    code, slug = match.groups()
    text = text_of(code, text)
    if not slug:
        slug = propose(catalog, code, text)
        slug = click.prompt("Name, the permanent address of the page", default=slug) if is_terminal else slug
    return f"{code}/{slug}", text


@click.command("schema")
@click.option("--check", is_flag=True, help="Change nothing; report outdated files.")
@click.pass_context
def schema_command(context: click.Context, *, check: bool) -> int:
    """Write the JSON Schemas that editors use to explain and complete the keys of the sources.

    With --check, the exit status is 1 if one of them is outdated.
    """
    codes, program = codes_folder(), context.find_root().info_name
    catalog = load_catalog(codes)
    folder, label = codes / SCHEMAS, f"{label_of(codes)}/{SCHEMAS}"
    if check:
        names = outdated(catalog, folder)
        print_text("".join(f"{label}/{name} is outdated; run '{program} schema'\n" for name in names))
        return 1 if names else 0
    changes = [f"{label}/{name} {change}\n" for name, change in write_schemas(catalog, folder).items()]
    print_text("".join(changes) or "The schemas are up to date.\n")
    return 0
