"""The pattern table as data for other programs, and for the pages' own script."""

import json
from collections.abc import Mapping

from generator.logs import redaction
from generator.logs import answers
from generator.logs import tally
from generator.model.catalog import Catalog
from generator.matching.explainer import MAX_NEEDED_LITERALS
from generator.model.addresses import address
from generator.site.links import in_short, plain
from generator.matching.log_line import W3C_FIELDS
from generator.matching.matcher import MIN_CONTINUED_LITERALS, MIN_TELLING_LITERALS
from generator.matching.suggestions import MAX_SUGGESTIONS, MAX_WORDINGS_OF_WORD, MIN_SHARED_WEIGHT, MIN_SHARED_WORDS
from generator.matching.patterns import Pattern, PatternTable
from generator.model.prose import Reference, ReferenceKind
from generator.logs.log_files import MAX_LINE_BYTES
from generator.logs.scanner import VALUE_MASK, MAX_CACHED_LENGTH, MAX_CACHED_TEXTS, MAX_CACHED_TIMES
from generator.matching.typos import MAX_CORRECTED_LENGTH, MIN_CORRECTED_LENGTH
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
            "telling": MIN_TELLING_LITERALS,
            "goesOn": MIN_CONTINUED_LITERALS,
            "mostNeeded": MAX_NEEDED_LITERALS,
            "shared": MIN_SHARED_WEIGHT,
            "few": MIN_SHARED_WORDS,
            "common": MAX_WORDINGS_OF_WORD,
            "mostNear": MAX_SUGGESTIONS,
            "shortest": MIN_CORRECTED_LENGTH,
            "longest": MAX_CORRECTED_LENGTH,
        },
        "scan": {
            "version": answers.SCAN_VERSION,
            "hidden": VALUE_MASK,
            "mostKnown": MAX_CACHED_TEXTS,
            "mostLine": MAX_LINE_BYTES,
            "mostForm": MAX_CACHED_LENGTH,
            "mostTimes": MAX_CACHED_TIMES,
            "mostText": redaction.MAX_SHAPE_LENGTH,
            "mostAddresses": tally.MAX_COUNTED_ADDRESSES,
            "mostTexts": tally.MAX_COUNTED_TEXTS,
            "namedAddresses": answers.MAX_SHOWN_ADDRESSES,
            "namedTexts": answers.MAX_SHOWN_TEXTS,
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
                "summary": in_short(catalog, reply),
                "severity": reply.severity,
                "kind": reply.severity.label,
                "heals": reply.heals.label,
                "in": plain(catalog, reply.sides.inbound),
                "out": plain(catalog, reply.sides.outbound),
                "debug": reply.debug,
                "url": address(Reference(ReferenceKind.REPLY, reply.id)),
            }
            for reply in replies
        ],
        "patterns": [_row(pattern, index) for pattern in PatternTable(catalog.reply_index.replies.values()).patterns],
    }


def _row(pattern: Pattern, index: Mapping[str, int]) -> list[object]:
    atoms = [[atom.value] if isinstance(atom, PlaceholderType) else atom for atom in pattern.atoms]
    return [index[pattern.reply], pattern.wording, pattern.anchor, atoms]


def pattern_script(catalog: Catalog) -> str:
    """Return the table as a script that sets a global: a page opened from a disk can load no JSON."""
    data = json.dumps(pattern_data(catalog), ensure_ascii=True, separators=(",", ":"))
    return f"window.smtpReplies={data.replace('<', chr(92) + 'u003c')};\n"
