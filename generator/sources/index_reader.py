"""The reply index, read from the files without validation.

`explain` and `scan` need a small part of each reply's file and check nothing; only `check` validates.
"""

from collections.abc import Iterator
from pathlib import Path

from generator.model.prose import Reference, ReferenceKind, parse, plain_text
from generator.model.reply_index import IndexedReply, IndexedSide, ReplyIndex
from generator.model.vocabulary import Actor, ClearsUp
from generator.model.wording import parse_wording
from generator.problem import CatalogError, Problem
from generator.sources.folder import label_of
from generator.sources.text import read_text
from generator.sources.yaml import parse_yaml

_TITLES = {
    ReferenceKind.REPLY: ("", "title"),
    ReferenceKind.SETTING: ("settings/", "name"),
    ReferenceKind.PROCEDURE: ("procedures/", "title"),
    ReferenceKind.NOTICE: ("notices/", "title"),
}
"""The folder of each kind of entry that a reference shows by its title, and the title's key."""


def read_reply_index(root: Path) -> tuple[ReplyIndex, list[Problem]]:
    """Return the reply index of the files below ``root``, and a problem for each file that was skipped.

    A ``CatalogError`` is raised if ``product.yml`` can't be read.
    """
    reader = _IndexReader(root)
    product = reader.content("product.yml")
    index = ReplyIndex(
        inbound=_text(product, "sides", "in", default=""),
        outbound=_text(product, "sides", "out", default=""),
        codes=frozenset(int(file.parent.name) for file in root.glob("[2-5][0-5][0-9]/code.yml")),
        replies=dict(reader.replies()),
    )
    return index, reader.problems


class _IndexReader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self._contents: dict[str, object] = {}

    def content(self, name: str) -> object:
        """Return the content of a file, or raise the ``CatalogError`` that says why it can't be read."""
        if name not in self._contents:
            source = read_text(self.root / name, f"{label_of(self.root)}/{name}")
            self._contents[name] = parse_yaml(source).root.plain()
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
            except ValueError:
                path = f"{label_of(self.root)}/{id}.yml"
                message, hint = "the file doesn't describe a reply", "Run `check`, which says what is wrong."
                self.problems.append(Problem(path=path, rule="unreadable", message=message, hint=hint))

    def _reply(self, id: str, content: object) -> IndexedReply:
        wordings = tuple(parse_wording(_text(wording, "text")) for wording in _items(content, "wordings"))
        if not wordings:
            raise ValueError("no wordings")
        return IndexedReply(
            id=id,
            title=_text(content, "title"),
            wordings=wordings,
            inbound=self._side(content, "in"),
            outbound=self._side(content, "out"),
            withdrawn=self._plain(_text(content, "withdrawn", "reason", default="")),
            debug=tuple(map(_text, _items(content, "debug"))),
        )

    def _side(self, content: object, name: str) -> IndexedSide:
        sides = content.get("sides") if isinstance(content, dict) else None
        side = sides.get(name) if isinstance(sides, dict) else None
        steps = _items(side, "steps")
        return IndexedSide(
            means=self._plain(_text(side, "means")),
            clears_up=ClearsUp(_text(side, "clears_up")),
            when=self._plain(_text(side, "when", default="")),
            who=self._plain(_text(side, "who", default="")) or Actor(_text(side, "acts")).sentence,
            first=self._plain(_text(steps[0] if steps else None, "do")),
        )

    def _plain(self, text: str) -> str:
        return plain_text(parse(text.strip()), self._title)

    def _title(self, reference: Reference) -> str | None:
        """Return the title of the entry that a reference leads to; None if it has none or its file can't be read."""
        if reference.kind is ReferenceKind.DEBUG:
            return reference.id
        if reference.kind not in _TITLES:
            return None
        folder, key = _TITLES[reference.kind]
        try:
            content = self.content(f"{folder}{reference.id}.yml")
            title = _text(content, key)
        except (CatalogError, ValueError):
            return None
        return f"{title} (withdrawn)" if _text(content, "withdrawn", "reason", default="") else title


def _text(content: object, *keys: str, default: str | None = None) -> str:
    for key in keys:
        content = content.get(key, default) if isinstance(content, dict) else default
    if isinstance(content, str):
        return content
    raise ValueError(f"no text below {keys}")


def _items(content: object, key: str) -> list[object]:
    items = content.get(key) if isinstance(content, dict) else None
    return items if isinstance(items, list) else []
