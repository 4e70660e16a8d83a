"""The commands of ``python -m generator``."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.catalog import Catalog
from generator.explain import Explainer, Explanation
from generator.loading import load
from generator.logs import decode_line
from generator.problem import CatalogError
from generator.render import render_to
from generator.report import FORMATS, report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 problems or unknown lines found, 2 bad use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.codes.is_dir():
        parser.error(f"there is no folder {str(options.codes)!r}; run this in the project's folder, or give --codes")
    try:
        catalog = load(options.codes)
    except CatalogError as error:
        sys.stdout.write(report(error.problems, getattr(options, "report", "text")))
        return 1
    match options.command:
        case "check":
            sys.stdout.write(report((), options.report))
            return 0
        case "explain":
            return explain_command(catalog, options.line, options.format)
        case _:
            if options.out.exists() and (not options.out.is_dir() or any(options.out.iterdir())):
                parser.error(f"{str(options.out)!r} is not an empty folder; name a new one")
            sys.stdout.write(f"{render_to(catalog, options.out)} pages written to {options.out}\n")
            return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="The catalogue's own commands.")
    parser.add_argument("--codes", type=Path, default=Path("codes"), help="the folder of the sources")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="print every problem in the sources")
    checking.add_argument("--format", choices=FORMATS, default="text", dest="report")
    explaining = commands.add_parser("explain", help="say which reply a line of a log or a bounce holds")
    explaining.add_argument("--format", choices=("text", "json"), default="text")
    explaining.add_argument("line", nargs="*", metavar="LINE", help="without one, standard input is read line by line")
    rendering = commands.add_parser("render", help="write the pages as plain files")
    rendering.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or an empty folder")
    return parser


def explain_command(catalog: Catalog, lines: Sequence[str], form: str) -> int:
    """Print what each line holds; return 1 if the catalogue does not have one of them."""
    explainer = Explainer(catalog)
    status = 0
    for line in lines or _standard_input():
        explanation = explainer.explain(line)
        status = status if explanation.known else 1
        if form == "json":
            sys.stdout.write(json.dumps(explanation.as_data(), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(_answer(catalog, explanation))
    return status


def _standard_input() -> Iterator[str]:
    """Yield the lines of standard input that are not empty."""
    for raw in sys.stdin.buffer:
        line = decode_line(raw).rstrip("\r\n")
        if line.strip():
            yield line


def _answer(catalog: Catalog, explanation: Explanation) -> str:
    """Return an explanation for a person."""
    if explanation.reply is None:
        lines = [f"not in the catalogue: {explanation.line}"]
        if explanation.url:
            lines.append(f"Only the code is known: {explanation.url}")
        lines += [f"Near to it: {catalog.replies[id].id} ({catalog.replies[id].text})" for id in explanation.candidates]
        return "\n    ".join(lines) + "\n"
    reply = catalog.replies[explanation.reply]
    sides = catalog.product.sides
    paths = {"in": (sides.inbound, reply.sides.inbound), "out": (sides.outbound, reply.sides.outbound)}
    lines = [
        f"{reply.id}: {reply.title}",
        f"{reply.severity.label}. {reply.heals.label}. Who acts: {reply.acts.label.lower()}.",
        *(f"{mark}: {path}" for side, (mark, path) in paths.items() if explanation.side in (side, None)),
        *(f"{kind}: {value}" for kind, value in explanation.values.items()),
        str(explanation.url),
    ]
    return "\n    ".join(lines) + "\n"
