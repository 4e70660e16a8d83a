"""The reply index, read from the files without validation.

`explain` and `scan` need a small part of each reply's file and judge nothing; only `check` validates.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.model.prose import Reference, ReferenceKind, parse, plain_text
from generator.model.reply_index import IndexedReply, ReplyIndex
from generator.model.vocabulary import Actor, Healing
from generator.model.wording import Piece, parse_wording
from generator.model.words import words
from generator.problem import CatalogError, Problem
from generator.sources.folder import label_of
from generator.sources.yaml import read_yaml

_TITLES = {
    ReferenceKind.REPLY: ("", "title"),
    ReferenceKind.SETTING: ("settings/", "name"),
    ReferenceKind.PROCEDURE: ("procedures/", "title"),
}
"""The folder of each kind of entry that a reference shows by its title, and the title's key."""


def read_reply_index(root: Path) -> tuple[ReplyIndex, list[Problem]]:
    """Return the reply index of the files below ``root``, and a problem for each file that was skipped.

    Raises:
        CatalogError: ``product.yml`` can't be read.

    """
    reader = _IndexReader(root)
    sides = reader.content("product.yml").get("sides", {})
    replies = dict(reader.replies())
    index = ReplyIndex(
        inbound=str(sides.get("in", "")),
        outbound=str(sides.get("out", "")),
        codes=frozenset(int(file.parent.name) for file in root.glob("[2-5][0-5][0-9]/code.yml")),
        replies=replies,
    )
    return index, reader.problems


class _IndexReader:
    """The files below a folder, each read once at most."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self._contents: dict[str, dict[str, Any]] = {}

    def content(self, name: str) -> dict[str, Any]:
        """Return the content of a file.

        Raises:
            CatalogError: the file can't be read.

        """
        if name not in self._contents:
            content: Any = read_yaml(self.root / name, f"{label_of(self.root)}/{name}").root.plain()
            self._contents[name] = content
        return self._contents[name]

    def replies(self) -> Iterator[tuple[str, IndexedReply]]:
        """Yield the replies with their ids, in order."""
        files = self.root.glob("[2-5][0-5][0-9]/*.yml")
        ids = sorted(f"{file.parent.name}/{file.stem}" for file in files if file.name != "code.yml")
        for id in ids:
            try:
                yield id, self._reply(id, self.content(f"{id}.yml"))
            except CatalogError as error:
                self.problems.append(error.problems[0])
            except (AttributeError, LookupError, TypeError, ValueError):
                path = f"{label_of(self.root)}/{id}.yml"
                message, hint = "the file doesn't describe a reply", "Run `check`, which says what is wrong."
                self.problems.append(Problem(path=path, rule="unreadable", message=message, hint=hint))

    def _reply(self, id: str, content: dict[str, Any]) -> IndexedReply:
        return IndexedReply(
            id=id,
            title=content["title"],
            wordings=_wordings(content),
            heals=Healing(content["heals"]),
            acts=Actor(content["acts"]),
            inbound=self._plain(content["sides"]["in"]),
            outbound=self._plain(content["sides"]["out"]),
            withdrawn=self._plain(content["withdrawn"]["reason"]) if "withdrawn" in content else "",
            debug=tuple(content.get("debug", ())),
        )

    def _plain(self, text: str) -> str:
        return plain_text(parse(text.strip()), self._title)

    def _title(self, reference: Reference) -> str | None:
        """Return the title of the entry that a reference leads to; None if it has none or its file can't be read."""
        if reference.kind not in _TITLES:
            return None
        folder, key = _TITLES[reference.kind]
        try:
            content = self.content(f"{folder}{reference.id}.yml")
            title = str(content[key])
        except (CatalogError, LookupError):
            return None
        return f"{title} (withdrawn)" if "withdrawn" in content else title


def _wordings(content: dict[str, Any]) -> tuple[tuple[Piece, ...], ...]:
    wordings = tuple(parse_wording(wording["text"]) for wording in content["wordings"])
    literals = [[piece for piece in pieces if isinstance(piece, str)] for pieces in wordings]
    if not wordings or not all(any(map(words, pieces)) for pieces in literals):
        raise ValueError("a text without a word can't be recognized")
    return wordings
