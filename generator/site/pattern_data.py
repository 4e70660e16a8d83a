"""The pattern table as data for other programs, and for the pages' own script."""

import json
from collections.abc import Mapping

from generator.logs import redaction
from generator.logs import summary
from generator.logs import tally
from generator.model.catalog import Catalog
from generator.matching.explainer import MAX_NEEDED_LITERALS
from generator.model.addresses import address
from generator.matching.log_line import W3C_FIELDS
from generator.matching.matcher import GOES_ON, TELLING
from generator.matching.suggestions import COMMON, FEW, MAX_SUGGESTIONS, SHARED
from generator.matching.patterns import Pattern, PatternTable
from generator.model.prose import Reference, ReferenceKind
from generator.logs.log_files import MAX_LINE_BYTES
from generator.logs.scanner import VALUE_MASK, MAX_SHAPE_LENGTH, MAX_CACHED_ROWS, MAX_CACHED_TIMES
from generator.matching.typos import MAX_CORRECTED_LENGTH, SHORTEST
from generator.model.wording import EDGES, EXPRESSIONS, MAX_VALUE_WORDS, PlaceholderType

PATTERN_VERSION = 2
"""Grows when a program that reads the table would have to change."""


def pattern_data(catalog: Catalog) -> Mapping[str, object]:
    """Return the table: the types of placeholders, the rules of matching, the replies, their patterns.

    A pattern is the index of its reply, the index of its wording, the index of its anchor and its
    atoms; an atom is a literal word, or the name of a type in a list of its own.
    """
    replies = list(catalog.replies.values())
    index = {reply.id: at for at, reply in enumerate(replies)}
    sides = catalog.product.sides
    return {
        "version": PATTERN_VERSION,
        "sides": {sides.inbound: "in", sides.outbound: "out"},
        "w3c": W3C_FIELDS,
        "rules": {
            "telling": TELLING,
            "goesOn": GOES_ON,
            "mostNeeded": MAX_NEEDED_LITERALS,
            "shared": SHARED,
            "few": FEW,
            "common": COMMON,
            "mostNear": MAX_SUGGESTIONS,
            "shortest": SHORTEST,
            "longest": MAX_CORRECTED_LENGTH,
        },
        "scan": {
            "version": summary.SCAN_VERSION,
            "hidden": VALUE_MASK,
            "mostKnown": MAX_CACHED_ROWS,
            "mostLine": MAX_LINE_BYTES,
            "mostForm": MAX_SHAPE_LENGTH,
            "mostTimes": MAX_CACHED_TIMES,
            "mostText": redaction.MAX_REDACTED_LENGTH,
            "mostAddresses": tally.MAX_COUNTED_ADDRESSES,
            "mostTexts": tally.MAX_COUNTED_TEXTS,
            "namedAddresses": summary.MAX_SHOWN_ADDRESSES,
            "namedTexts": summary.MAX_SHOWN_TEXTS,
        },
        "types": {
            type.value: {"expression": EXPRESSIONS[type], "most": MAX_VALUE_WORDS[type], "edges": EDGES.get(type, ())}
            for type in PlaceholderType
        },
        "codes": [int(code) for code in catalog.codes],
        "replies": [
            {
                "id": reply.id,
                "code": reply.code,
                "text": reply.text,
                "title": reply.label,
                "summary": catalog.plain_summary(reply),
                "severity": reply.severity,
                "kind": reply.severity.label,
                "heals": reply.heals.label,
                "in": catalog.plain(reply.sides.inbound),
                "out": catalog.plain(reply.sides.outbound),
                "debug": reply.debug,
                "url": address(Reference(ReferenceKind.REPLY, reply.id)),
            }
            for reply in replies
        ],
        "patterns": [_row(pattern, index) for pattern in PatternTable(replies).patterns],
    }


def _row(pattern: Pattern, index: Mapping[str, int]) -> list[object]:
    atoms = [[atom.value] if isinstance(atom, PlaceholderType) else atom for atom in pattern.atoms]
    return [index[pattern.reply], pattern.wording, pattern.anchor, atoms]


def pattern_script(catalog: Catalog) -> str:
    """Return the table as a script that sets a global: a page opened from a disk can load no JSON."""
    data = json.dumps(pattern_data(catalog), ensure_ascii=True, separators=(",", ":"))
    return f"window.smtpReplies={data.replace('<', chr(92) + 'u003c')};\n"
