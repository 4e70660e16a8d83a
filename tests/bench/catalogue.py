"""A made project of any size, in the mix of the real one, to be built with the product's own commands.

``python3 run.py bench catalogue 1000 FOLDER`` writes ``codes/`` and all that stands beside it. The first replies
are the real ones. Each further one keeps the shape of a real one (its keys, lengths, references, wordings and
samples) in other words: some of the real vocabulary, some of a growing one of their own. What several replies
share, such as settings, grows with them. The same number gives the same files.
"""

import argparse
import json
import random
import re
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from generator.checks.runner import load_catalog
from generator.model.entries import Entry

BESIDE = ("mkdocs.yml", "offline.yml", "docs", "overrides")
SHARED = 8
"""How many references lead to a setting, an article or a procedure before another one like it is made."""
IN_A_CODE = 40
"""How many replies like those of a real code stand under it before another code of its class is used."""
KEPT, KNOWN = 0.65, 0.92
"""Which share of the words stays, and up to which share a word of the real vocabulary takes the place of one."""
MADE = 20_000
"""How many made words there are; a few of them are met often, most seldom."""
CLOSED = frozenset(
    ("source", "stage", "heals", "acts", "kind", "verdict", "scope", "editions", "rfc", "url", "edition", "version")
)
"""Keys whose values are words of a closed list or addresses."""
LEADS_TO = {
    "settings": "setting",
    "feature": "setting",
    "id": "article",
    "procedure": "procedure",
    "related": "reply",
    "section": "section",
}
"""Keys whose values are ids, and of what."""
FILES = {
    "reply": "{}.yml",
    "code": "{}/code.yml",
    "setting": "settings/{}.yml",
    "procedure": "procedures/{}.yml",
    "product": "product.yml",
}
"""Where an entry stands; the kinds that are not here share a file."""
LISTS = {"article": "articles.yml", "section": "manual.yml"}

_FIXED = re.compile(r"(\[\[[^\]|]*\]?\]?|`[^`]*`|\]\([^)]*\)|\{\w+\})")
"""Where no word is changed: references, code, addresses, placeholders."""
_WORD = re.compile(r"\b[A-Za-z][a-z]{4,}\b")
_REFERENCE = re.compile(r"(?<=\[\[)(?!rfc:|value:)(?:(setting|article|procedure):)?([A-Za-z0-9/-]+)")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.'()/-]*")
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "er")]

Content = Mapping[str, Any]
"""What an entry's file holds."""


def made_word(number: int) -> str:
    """Return the made word of a number; each number has its own."""
    rest, at = divmod(number, len(_SYLLABLES))
    return (made_word(rest - 1) if rest else "") + _SYLLABLES[at]


class Words:
    """Other words for those of one entry: the same for the same word, so that its texts still fit each other."""

    def __init__(self, vocabulary: Mapping[int, list[str]], pick: random.Random, own: str) -> None:
        self.vocabulary = vocabulary
        self.pick = pick
        self.own = own
        """A word that no other entry has."""
        self.new: dict[str, str] = {}

    def put_own(self, wording: str) -> None:
        """See to it that a wording will hold the entry's own word."""
        words = [word.lower() for word in _WORD.findall(_FIXED.sub(" ", wording))]
        if not any(self.new.get(word, "").startswith(self.own) for word in words):
            self.new[max(words, key=len)] = self.own + "s" * len(self.new)

    def changed(self, text: str) -> str:
        """Return a text in other words."""
        parts = _FIXED.split(text)
        return "".join(part if at % 2 else _WORD.sub(self._other, part) for at, part in enumerate(parts))

    def _other(self, found: re.Match[str]) -> str:
        word = found[0].lower()
        if word not in self.new:
            drawn = self._drawn(word)
            self.new[word] = word if drawn in self.new.values() else drawn
        return self.new[word].capitalize() if found[0][0].isupper() else self.new[word]

    def _drawn(self, word: str) -> str:
        chance = self.pick.random()
        if chance < KEPT:
            return word
        if chance < KNOWN:
            return self.pick.choice(self.vocabulary.get(len(word), [word]))
        return made_word(len(_SYLLABLES) + int(self.pick.paretovariate(0.7)) % MADE)


class Maker:
    """The entries made so far, by ``kind:id``."""

    def __init__(self, number: int) -> None:
        catalog = load_catalog(ROOT / "codes")
        self.number = number
        self.real = {f"{type(entry).__name__.lower()}:{entry.id}": _content(entry) for entry in catalog.entries}
        self.replies = [*catalog.replies]
        self.shapes = [
            id for id, reply in catalog.replies.items() if all(_WORD.search(wording.text) for wording in reply.wordings)
        ]
        """The real replies that others are like; a text that is no words has nothing to change."""
        self.of_code = Counter(id[:3] for id in self.shapes)
        self.vocabulary: dict[int, list[str]] = {}
        for text in (text for content in self.real.values() for text in _texts(content)):
            for word in re.findall(r"\b[a-z]{5,}\b", _FIXED.sub(" ", text)):
                self.vocabulary.setdefault(len(word), []).append(word)
        self.made: dict[str, Content] = {}
        self.uses: Counter[str] = Counter()

    def make(self) -> dict[str, Content]:
        """Return what each entry holds."""
        for key, content in self.real.items():
            if key.startswith(("product:", "code:", "article:")):  # the pages in docs/ lead to them
                self.made[key] = content
        for at in range(self.number):
            shape, round_ = self._shape(at)
            self.add("code", shape[:3], self._code(shape[:3], round_))
            self.add("reply", shape, self._reply(at), at)
        return self.made

    def add(self, kind: str, real: str, id: str, at: int = 0) -> str:
        """Add an entry like a real one, once; return its id."""
        key = f"{kind}:{id}"
        if key not in self.made:
            self.made[key] = {}  # what it refers to may refer to it
            self.made[key] = _Copy(self, kind, real, id, at).content()
        return id

    def id_of(self, kind: str, real: str, at: int, *, is_new: bool) -> str:
        """Return the id of an entry like a real one, to which a new or a real entry refers, maybe reply ``at``."""
        if kind == "reply":
            return self._reply(self._beside(at, real) % self.number)
        if kind == "code":
            return self.add(kind, real, real)
        key = f"{kind}:{real}"
        copy = self.uses[key] // SHARED if is_new else 0
        self.uses[key] += 1
        articles = [other for other in self.real if other.startswith("article:")]
        further = f"ME{1 + articles.index(key):02}{copy:04}" if kind == "article" else f"{real}-{copy}"
        return self.add(kind, real, further if copy else real)

    def _shape(self, at: int) -> tuple[str, int]:
        """Return the real reply that a reply is like, and in which round it is so; the real ones are round 0."""
        if at < len(self.replies):
            return self.replies[at], 0
        round_, place = divmod(at - len(self.replies), len(self.shapes))
        return self.shapes[place], round_ + 1

    def _beside(self, at: int, real: str) -> int:
        """Return which reply is to reply ``at`` what a real one is to the one it is like."""
        round_ = self._shape(at)[1]
        if not round_ or real not in self.shapes:
            return self.replies.index(real)
        return len(self.replies) + (round_ - 1) * len(self.shapes) + self.shapes.index(real)

    def _code(self, code: str, round_: int) -> str:
        further = round_ * self.of_code[code] // IN_A_CODE
        return f"{code[0]}{(int(code[1:]) + 7 * further) % 60:02}"

    def _reply(self, at: int) -> str:
        shape, round_ = self._shape(at)
        return f"{self._code(shape[:3], round_)}{shape[3:]}" + (f"-{made_word(at)}" if round_ else "")


class _Copy:
    """One entry on its way from the real one: other words, other references."""

    def __init__(self, maker: Maker, kind: str, real: str, id: str, at: int) -> None:
        self.maker, self.real, self.id, self.at = maker, real, id, at
        self.source = maker.real[f"{kind}:{real}"]
        self.pick = random.Random(f"{kind}:{id}")  # noqa: S311  # nothing here is secret
        self.words = Words(maker.vocabulary, self.pick, f"{made_word(at)}qu")
        self.is_new = id != real
        self.led: dict[tuple[str, str], str] = {}

    def content(self) -> Content:
        """Return what the entry holds."""
        if self.is_new:
            for wording in self.source.get("wordings", ()):
                self.words.put_own(wording["text"])
        content: Content = self._of(self.source)
        return content

    def _of(self, value: Any, key: str = "") -> Any:  # noqa: ANN401  # what YAML holds
        if isinstance(value, dict):
            parts = {name: self._of(part, name) for name, part in value.items()}
            return {name: part for name, part in parts.items() if part}
        if isinstance(value, list):
            parts = [self._of(part, key) for part in value]
            return [
                part for at, part in enumerate(parts) if part not in parts[:at] and (key, part) != ("related", self.id)
            ]
        return self._text(value, key)

    def _text(self, text: str, key: str) -> str:
        if kind := LEADS_TO.get(key):
            return self._leads(kind, text)
        if key in CLOSED:
            return text
        text = _REFERENCE.sub(self._reference, text)
        if not self.is_new:
            return text
        if key == "debug":
            return f"{text[:4]}{self.pick.randrange(1000, 10_000)}"
        if key == "aliases":
            return f"{self.id}-{text.partition('/')[2]}"
        if key == "line":
            text = re.sub(rf"(?<![0-9]){self.real[:3]}(?=[ +-])", self.id[:3], text)
        return self.words.changed(text)

    def _reference(self, found: re.Match[str]) -> str:
        kind = found[1] or ("reply" if "/" in found[2] else "code")
        return f"{found[1]}:{self._leads(kind, found[2])}" if found[1] else self._leads(kind, found[2])

    def _leads(self, kind: str, real: str) -> str:
        if (kind, real) not in self.led:
            self.led[kind, real] = self.maker.id_of(kind, real, self.at, is_new=self.is_new)
        return self.led[kind, real]


def _content(entry: Entry) -> Content:
    return entry.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"id", "file", "loc"})


def _texts(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401  # what YAML holds
    for name, part in value.items() if isinstance(value, dict) else ((key, part) for part in value):
        if isinstance(part, str):
            yield from [part] if name not in CLOSED and name not in LEADS_TO else []
        else:
            yield from _texts(part, name)


def yaml(value: Any, indent: int = 0) -> Iterator[str]:  # noqa: ANN401  # what YAML holds
    """Yield the lines of a value as writers write it: prose folded, quotes where they are needed."""
    pad = " " * indent
    for key, part in value.items() if isinstance(value, dict) else ((None, part) for part in value):
        mark = "- " if key is None else f"{key}:"
        if isinstance(part, str):
            first, *others = _scalar(part, indent + 2)
            yield f"{pad}{mark}{'' if key is None else ' '}{first}"
            yield from others
        elif key is None:
            first, *others = yaml(_step(part), indent + 2)
            yield f"{pad}- {first.strip()}"
            yield from others
        else:
            yield f"{pad}{mark}"
            yield from yaml(part, indent + 2)


def _step(part: Any) -> Any:  # noqa: ANN401  # what YAML holds
    """Return a step of a path as writers write it, ``tab: Greylisting``."""
    return {part["kind"]: part["label"]} if isinstance(part, dict) and set(part) == {"kind", "label"} else part


def _scalar(text: str, indent: int) -> list[str]:
    if len(text) > 80 and "\t" not in text and "  " not in text:
        wrapped = textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)
        return [">-", *(" " * indent + line for line in wrapped)]
    return [text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)]


def write(number: int, folder: Path) -> None:
    """Write a project with so many replies into a new or an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    for name in BESIDE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    lists: dict[str, dict[str, Content]] = {kind: {} for kind in LISTS}
    for key, content in Maker(number).make().items():
        kind, _, id = key.partition(":")
        if kind in lists:
            lists[kind][id] = content
        else:
            _write(folder / "codes" / FILES[kind].format(id), content)
    for kind, entries in lists.items():
        _write(folder / "codes" / LISTS[kind], dict(sorted(entries.items())))


def _write(file: Path, content: Content) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{line}\n" for line in yaml(content)), "utf-8")


def main() -> int:
    """Write the project that the command line asks for."""
    parser = argparse.ArgumentParser(prog="run.py bench catalogue", description=__doc__)
    parser.add_argument("number", type=int, help="how many replies")
    parser.add_argument("folder", type=Path, help="where; a new or an empty folder")
    options = parser.parse_args()
    write(options.number, options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
