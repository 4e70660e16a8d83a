"""The compiled reply index: one file of JSON that an installed package carries instead of ``codes/``.

`compiled_index` is called when the package is built, with the index that `read_reply_index` gives:
the wheel contains its text as ``generator/replies.json``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.model.reply_index import IndexedReply, IndexedSide, ReplyIndex
from generator.model.vocabulary import ClearsUp
from generator.model.wording import parse_wording, wording_text

COMPILED_INDEX = Path(__file__).parents[1] / "replies.json"
"""The file in an installed package; a checkout doesn't have it."""


def compiled_index(index: ReplyIndex) -> str:
    """Return a reply index as JSON."""
    replies = [
        {
            **vars(reply),
            "wordings": [wording_text(pieces) for pieces in reply.wordings],
            "inbound": vars(reply.inbound),
            "outbound": vars(reply.outbound),
        }
        for reply in index.replies.values()
    ]
    data = {**vars(index), "codes": sorted(index.codes), "replies": replies}
    return json.dumps(data, separators=(",", ":"))


def load_compiled_index(file: Path) -> ReplyIndex:
    """Return the reply index of a compiled file."""
    index = json.loads(file.read_text("utf-8"))
    replies = {}
    for reply in index["replies"]:
        converted = {
            "wordings": tuple(map(parse_wording, reply["wordings"])),
            "inbound": _side(reply["inbound"]),
            "outbound": _side(reply["outbound"]),
            "debug": tuple(reply["debug"]),
        }
        replies[reply["id"]] = IndexedReply(**reply | converted)
    return ReplyIndex(**index | {"codes": frozenset(index["codes"]), "replies": replies})


def _side(side: Mapping[str, Any]) -> IndexedSide:
    return IndexedSide(**{**side, "clears_up": ClearsUp(side["clears_up"])})
