"""The command ``explain``, and the reply index that it shares with ``scan`` and ``patterns``."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from generator.cli.project import optional_codes_folder
from generator.cli.terminal import print_error, print_text
from generator.logs.log_files import read_blocks, split_lines
from generator.logs.redaction import redact
from generator.matching.explainer import Confidence, Explainer, Explanation
from generator.matching.log_formats import W3C_FIELDS, decode_line, fields_of, is_remark
from generator.model.prose import Reference, ReferenceKind, address
from generator.model.reply_index import IndexedReply, IndexedSide, ReplyIndex
from generator.sources.compiled_index import COMPILED_INDEX, load_compiled_index

CHECKOUT = Path(__file__).parents[2]


def load_index() -> ReplyIndex:
    """Return the reply index of the catalogue's folder, or of this package if there is no folder.

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
    """Find the reply in each LINE: a log row, a bounce or an error message.

    Without a LINE, read lines from standard input. The exit status is 1 if a line is unknown.
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


def explanation_data(explanation: Explanation) -> Mapping[str, object]:
    """Return an explanation as `explain --format json` prints it; ``row`` is absent if it would be empty."""
    return {
        "line": explanation.line,
        "known": explanation.known,
        "id": explanation.reply,
        "code": explanation.code,
        "text": explanation.text,
        "side": explanation.side,
        "values": dict(explanation.values),
        "confidence": explanation.confidence,
        "candidates": list(explanation.candidates),
        "url": _url(explanation),
        **({"row": dict(explanation.row)} if explanation.row else {}),
    }


def _url(explanation: Explanation) -> str | None:
    if explanation.reply:
        return address(Reference(ReferenceKind.REPLY, explanation.reply))
    if explanation.confidence is Confidence.CODE_ONLY:
        return address(Reference(ReferenceKind.CODE, str(explanation.code)))
    return None


def explanation_text(index: ReplyIndex, explanation: Explanation, line: str) -> str:
    """Return an explanation for a person, with the line as it can be shown, redacted or not."""
    if explanation.reply:
        lines = _known_lines(index, index.replies[explanation.reply], explanation)
    else:
        lines = _unknown_lines(index, explanation, line)
    return "\n    ".join(lines) + "\n"


def _known_lines(index: ReplyIndex, reply: IndexedReply, explanation: Explanation) -> Iterator[str]:
    yield f"{reply.id}: {reply.label}"
    if reply.withdrawn:
        yield f"Withdrawn: {reply.withdrawn}"
    if explanation.side != "out":
        yield from _side_lines(index.inbound, reply.inbound)
    if explanation.side != "in":
        yield from _side_lines(index.outbound, reply.outbound)
    yield from (f"{type}: {value}" for type, value in explanation.values.items())
    yield str(_url(explanation))


def _side_lines(mark: str, side: IndexedSide) -> Iterator[str]:
    yield f"{mark}: {side.means}"
    yield f"  {side.clears_up.label}. {side.when}".rstrip()
    yield f"  Who acts: {side.who}"
    yield f"  First: {side.first}"


def _unknown_lines(index: ReplyIndex, explanation: Explanation, line: str) -> Iterator[str]:
    yield f"not in the catalogue: {line}"
    if explanation.side == "out":
        yield f"The row is marked {index.outbound}, so the text comes from another server."
    if url := _url(explanation):
        yield f"Only the code is known: {url}"
    yield from (f"Similar: {id} ({index.replies[id].text})" for id in explanation.candidates)
