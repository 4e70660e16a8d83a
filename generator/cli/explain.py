"""The command `explain`, and the reply index that it shares with `scan`."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.cli.terminal import escape_controls
from generator.logs.answers import explanation_data, explanation_text
from generator.logs.log_files import read_blocks, split_lines
from generator.logs.redaction import redact
from generator.matching.explainer import Explainer
from generator.matching.log_line import W3C_FIELDS, decode_line, fields_of, is_remark
from generator.model.reply_index import ReplyIndex
from generator.sources.compiled_index import COMPILED_INDEX, load_compiled_index


def load_index(codes: Path | None) -> ReplyIndex:
    """Return the reply index of a folder, or the one that the installed package carries.

    A file that can't be read is skipped, with a note on standard error.

    Raises:
        CatalogError: the folder has no readable ``product.yml``.

    """
    if codes is None:
        return load_compiled_index(COMPILED_INDEX)
    from generator.sources.reply_index import read_reply_index  # noqa: PLC0415  # an installed package needs no YAML

    index, problems = read_reply_index(codes)
    for problem in problems:
        place = f"{problem.path}:{problem.position.line}:{problem.position.column}"
        sys.stderr.write(escape_controls(f"{place}: warning: skipped: {problem.message}\n"))
    return index


def explain(index: ReplyIndex, lines: Sequence[str], *, form: str = "text", addresses: bool = False) -> int:
    """Print the explanation of each line; return 1 if one isn't in the catalogue.

    Args:
        index: the replies.
        lines: the lines; without any, standard input is read.
        form: ``text`` or ``json``.
        addresses: whether an unknown line is shown in full.

    """
    explainer = Explainer(index)
    fields: Sequence[str] = W3C_FIELDS
    status = 0
    for line in lines or _standard_input():
        fields = fields_of(line) or fields
        if is_remark(line) and not lines:
            continue
        explanation = explainer.explain(line, fields)
        status = status if explanation.known else 1
        if form == "json":
            answer = json.dumps(explanation_data(explanation), ensure_ascii=False) + "\n"
        else:
            answer = explanation_text(index, explanation, line if addresses else redact(line))
        sys.stdout.write(escape_controls(answer))
    return status


def _standard_input() -> Iterator[str]:
    """Yield the lines of standard input that aren't empty."""
    for lines in split_lines(read_blocks(sys.stdin.buffer)):
        for raw in lines:
            line = decode_line(raw).rstrip("\r")
            if line.strip():
                yield line
