"""The pattern table as data for other programs and for the site's scripts."""

from collections.abc import Mapping

from generator.logs import log_files, redaction, scanner, summary, tally
from generator.matching import explainer, matcher, shortened, suggestions, typos
from generator.matching.log_formats import W3C_FIELDS
from generator.matching.patterns import Atom, PatternTable
from generator.model.catalog import Catalog
from generator.model.prose import Reference, ReferenceKind, address
from generator.model.reply_index import IndexedSide
from generator.model.wording import PlaceholderType
from generator.site.metadata import script_json

PATTERN_VERSION = 4
"""Version of the data; it increases when a program that reads the table has to change."""


def pattern_data(catalog: Catalog) -> Mapping[str, object]:
    """Return the table: the types of placeholders, the rules of matching, the replies, and their patterns.

    A pattern is the index of its reply, the index of its wording, the index of its anchor, its atoms, and the indexes
    of two kinds of atoms: those that no standard's text contains, and the telling ones. An atom is a literal word, or
    a list with the name of a type.
    """
    index = catalog.reply_index
    replies = list(index.replies.values())
    patterns = PatternTable(replies).patterns
    runs = shortened.RunTable(patterns)
    positions = {id: position for position, id in enumerate(index.replies)}
    return {
        "version": PATTERN_VERSION,
        "sides": {index.inbound: "in", index.outbound: "out"},
        "w3c": W3C_FIELDS,
        "rules": {
            "telling": matcher.MIN_TELLING_LITERALS,
            "goesOn": matcher.MIN_CONTINUED_LITERALS,
            "mostNeeded": explainer.MAX_NEEDED_LITERALS,
            "greeting": explainer.GREETING_CODE,
            "standIn": matcher.STAND_IN,
            "mostStandIn": matcher.MAX_STAND_IN_WORDS,
            "mostLeading": matcher.MAX_LEADING_WORDS,
            "run": shortened.MIN_RUN_WORDS,
            "runShare": shortened.MIN_RUN_SHARE,
            "runAlone": shortened.MIN_RUN_WORDS_WITHOUT_CODE,
            "runShareAlone": shortened.MIN_RUN_SHARE_WITHOUT_CODE,
            "shared": suggestions.MIN_SHARED_WEIGHT,
            "few": suggestions.MIN_SHARED_WORDS,
            "common": suggestions.MAX_WORDINGS_OF_WORD,
            "mostNear": suggestions.MAX_SUGGESTIONS,
            "shortest": typos.MIN_CORRECTED_LENGTH,
            "longest": typos.MAX_CORRECTED_LENGTH,
        },
        "scan": {
            "version": summary.SCAN_VERSION,
            "hidden": scanner.VALUE_MASK,
            "mostKnown": scanner.MAX_CACHED_TEXTS,
            "mostLine": log_files.MAX_LINE_BYTES,
            "mostForm": scanner.MAX_CACHED_LENGTH,
            "mostTimes": scanner.MAX_CACHED_TIMES,
            "mostText": redaction.MAX_SHAPE_LENGTH,
            "mostAddresses": tally.MAX_COUNTED_ADDRESSES,
            "mostTexts": tally.MAX_COUNTED_TEXTS,
            "namedAddresses": summary.MAX_SHOWN_ADDRESSES,
            "namedTexts": summary.MAX_SHOWN_TEXTS,
        },
        "types": {
            type.value: {"expression": type.expression, "most": type.max_words, "edges": type.edges}
            for type in PlaceholderType
        },
        "codes": sorted(index.codes),
        "replies": [
            {
                "id": reply.id,
                "code": reply.code,
                "text": reply.text,
                "title": reply.label,
                "summary": catalog.plain_summary(catalog.replies[reply.id]),
                "severity": reply.severity,
                "kind": reply.severity.label,
                "in": _side(reply.inbound),
                "out": _side(reply.outbound),
                "debug": reply.debug,
                "url": address(Reference(ReferenceKind.REPLY, reply.id)),
            }
            for reply in replies
        ],
        "patterns": [
            [
                positions[pattern.reply],
                pattern.wording,
                pattern.anchor,
                [*map(_atom, pattern.atoms)],
                sorted(runs.own[pattern.index]),
                sorted(runs.telling[pattern.index]),
            ]
            for pattern in patterns
        ],
    }


def _side(side: IndexedSide) -> Mapping[str, str]:
    clears_up = f"{side.clears_up.label}. {side.when}".rstrip()
    return {"means": side.means, "clearsUp": clears_up, "who": side.who, "first": side.first}


def _atom(atom: Atom) -> object:
    return [atom.value] if isinstance(atom, PlaceholderType) else atom


def pattern_script(catalog: Catalog) -> str:
    """Return the table as a script that sets a global; a page opened from a disk can't load JSON."""
    return f"window.smtpReplies={script_json(pattern_data(catalog))};\n"
