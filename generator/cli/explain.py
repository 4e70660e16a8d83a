"""The command ``explain``, and the reply index that it shares with ``scan`` and ``patterns``."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from generator.cli.project import optional_codes_folder
from generator.cli.terminal import print_error, print_text
from generator.logs.answers import explanation_data, explanation_text
from generator.logs.log_files import read_blocks, split_lines
from generator.logs.redaction import redact
from generator.matching.explainer import Explainer
from generator.matching.log_formats import W3C_FIELDS, decode_line, fields_of, is_remark
from generator.model.reply_index import ReplyIndex
from generator.sources.compiled_index import COMPILED_INDEX, load_compiled_index

CHECKOUT = Path(__file__).parents[2]


def load_index() -> ReplyIndex:
    """Return the reply index of the catalogue's folder, or else the one that is part of this package.

    A file that can't be read is skipped with a warning, except ``product.yml``, which is needed.
    """
    codes = optional_codes_folder()
    if codes is None and COMPILED_INDEX.is_file():
        return load_compiled_index(COMPILED_INDEX)
    from generator.sources.index_reader import read_reply_index  # noqa: PLC0415  # an installed package needs no YAML

    index, problems = read_reply_index(codes or CHECKOUT / "codes")
    for problem in problems:
        place = f"{problem.path}:{problem.position.line}:{problem.position.column}"
        print_error(f"{place}: warning: skipped: {problem.message}")
    return index


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that ``explain`` and ``scan`` share."""
    formats = click.Choice(("text", "json"))
    command = click.option("--addresses", is_flag=True, help="Don't redact addresses and unknown texts.")(command)
    return click.option("--format", "form", type=formats, default="text", help="Output format.")(command)


@click.command("explain")
@output_options
@click.argument("line", nargs=-1)
def explain_command(line: tuple[str, ...], form: str, *, addresses: bool) -> int:
    """Find the reply in each LINE: a line of a log, a bounce or an error message.

    Without a LINE, the lines of standard input are read. The exit status is 1 if one of them is unknown.
    """
    index = load_index()
    explainer = Explainer(index)
    fields: Sequence[str] = W3C_FIELDS
    status = 0
    for text in line or _standard_input():
        fields = fields_of(text) or fields
        if is_remark(text) and not line:
            continue
        explanation = explainer.explain(text, fields)
        status = status if explanation.known else 1
        if form == "json":
            answer = json.dumps(explanation_data(explanation), ensure_ascii=False) + "\n"
        else:
            answer = explanation_text(index, explanation, text if addresses else redact(text))
        print_text(answer)
    return status


def _standard_input() -> Iterator[str]:
    for lines in split_lines(read_blocks(sys.stdin.buffer)):
        for raw in lines:
            line = decode_line(raw).rstrip("\r")
            if line.strip():
                yield line
