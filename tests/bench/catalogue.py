"""A generated project of any size from today's on, with the proportions of the real one.

``python3 run.py bench catalogue 1000 FOLDER`` writes ``codes/`` and everything else that a build needs. The first
replies are the real ones. Each further reply copies the keys, lengths, references, wordings and samples of a real
one, in other words. The number of settings, articles and procedures grows with the replies. The same number always
gives the same files.
"""

import argparse
import json
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from generator.authoring.formatter import format_files
from generator.checks.rules.facts import NO_ACTION
from generator.checks.runner import load_catalog

COPIED = ("mkdocs.yml", "offline.yml", "codes", "docs", "overrides")
REFERENCES_PER_COPY = 8
"""Number of references to one setting, article or procedure before they get another copy of it."""
REPLIES_PER_CODE = 40
"""Number of copies of one code's replies before another code of the same class is used."""
KEPT, REAL = 0.65, 0.92
"""Shares of words: kept up to the first, another word of the real vocabulary up to the second, then a made-up one."""
VOCABULARY = 20_000
"""Number of made-up words; a few are frequent, most are rare."""
FIXED_KEYS = frozenset(
    (
        "source", "sources", "stage", "clears_up", "acts", "kind", "verdict", "scope", "editions", "rfc", "url",
        "edition", "version", "debug",
    )
)  # fmt: skip
"""Keys whose values are words of a closed list, addresses, or ids of entries that aren't copied."""
REFERENCE_KEYS = {
    "settings": "setting",
    "overridden_by": "setting",
    "feature": "setting",
    "id": "article",
    "procedure": "procedure",
    "related": "reply",
    "section": "section",
}
"""Keys whose values are ids, and the kind of entry that they refer to."""
FILES = {"reply": "{}.yml", "code": "{}/code.yml", "setting": "settings/{}.yml", "procedure": "procedures/{}.yml"}
"""File of an entry, for the kinds that have one file per entry."""
LISTS = {"article": "articles.yml", "section": "manual.yml"}
"""File of all entries, for the other kinds."""

_UNCHANGED = re.compile(r"(\[\[[^\]|]*\]?\]?|`[^`]*`|\]\([^)]*\)|\{\w+\})")
"""References, code, addresses and placeholders."""
_WORD = re.compile(r"\b[A-Za-z][a-z]{4,}\b")
_REFERENCE = re.compile(r"(?<=\[\[)(?!rfc:|value:|debug:|notice:)(?:(setting|article|procedure):)?([A-Za-z0-9/-]+)")
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "er")]

Content = Mapping[str, Any]
"""The content of an entry's file."""


def count_real_replies() -> int:
    """Return the size of today's catalogue."""
    return len(load_catalog(ROOT / "codes").replies)


def made_up_word(number: int) -> str:
    """Return the made-up word with the given number; no two numbers have the same one."""
    rest, syllable = divmod(number, len(_SYLLABLES))
    return (made_up_word(rest - 1) if rest else "") + _SYLLABLES[syllable]


class Catalogue:
    """The generated entries of a catalogue by ``kind:id``."""

    def __init__(self, size: int) -> None:
        catalog = load_catalog(ROOT / "codes")
        self.real: dict[str, Content] = {
            f"{type(entry).__name__.lower()}:{entry.id}": entry.model_dump(
                mode="json", by_alias=True, exclude_unset=True, exclude={"id", "file", "loc"}
            )
            for entry in catalog.entries
        }
        self.articles = [*catalog.articles]
        texts = (file.read_text("utf-8") for file in sorted((ROOT / "codes").rglob("*.yml")))
        self.vocabulary = [word for text in texts for word in re.findall(r"\b[a-z]{5,}\b", _UNCHANGED.sub(" ", text))]
        models = [
            id for id, reply in catalog.replies.items() if all(_WORD.search(wording.text) for wording in reply.wordings)
        ]  # a text without words can't be told apart from its copy
        models_per_code = Counter(id[:3] for id in models)
        self.copies: dict[tuple[str, int], str] = {}
        """The ids of the copies by the real id and the generation."""
        for number in range(len(catalog.replies), size):
            generation, index = divmod(number - len(catalog.replies), len(models))
            code, name = models[index].split("/")
            step = (generation + 1) * models_per_code[code] // REPLIES_PER_CODE
            new_code = f"{code[0]}{(int(code[1:]) + 7 * step) % 60:02}"
            self.copies[models[index], generation] = f"{new_code}/{name}-{made_up_word(number)}"
        self.references: Counter[str] = Counter()
        self.entries: dict[str, Content] = {}
        for (real, generation), id in self.copies.items():
            self._add("code", real[:3], id[:3])
            self._add("reply", real, id, generation)

    def _add(self, kind: str, real: str, id: str, generation: int = -1) -> str:
        """Add a copy of a real entry unless it exists; return its id."""
        key = f"{kind}:{id}"
        if key not in self.real and key not in self.entries:
            self.entries[key] = {}  # entries that it refers to may refer back to it
            self.entries[key] = _Copy(self, kind, real, id, generation).content()
        return id

    def reference(self, kind: str, real: str, generation: int) -> str:
        """Return the id that stands for a real one in a copy; replies of one generation refer to each other."""
        if kind == "reply":
            return self.copies.get((real, generation), real)
        key = f"{kind}:{real}"
        copy = self.references[key] // REFERENCES_PER_COPY
        self.references[key] += 1
        id = f"ME{1 + self.articles.index(real):02}{copy:04}" if kind == "article" else f"{real}-{copy}"
        return self._add(kind, real, id if copy else real)


class _Copy:
    """A copy of a real entry with other words and references.

    The same word always gets the same replacement, so that wordings still match their samples.
    """

    def __init__(self, catalogue: Catalogue, kind: str, real: str, id: str, generation: int) -> None:
        self.catalogue, self.real, self.id, self.generation = catalogue, real, id, generation
        self.source = catalogue.real[f"{kind}:{real}"]
        self.rng = random.Random(f"{kind}:{id}")  # noqa: S311  # nothing here is secret
        self.words: dict[str, str] = {}
        self.references: dict[tuple[str, str], str] = {}

    def content(self) -> Content:
        unique_word = f"{self.id.rpartition('-')[2]}qu"
        for wording in self.source.get("wordings", ()):
            words = [word.lower() for word in _WORD.findall(_UNCHANGED.sub(" ", wording["text"]))]
            if not any(self.words.get(word, "").startswith(unique_word) for word in words):
                self.words[max(words, key=len)] = unique_word + "s" * len(self.words)
        content: Content = self._copy(self.source)
        return content

    def _copy(self, value: Any, key: str = "") -> Any:  # noqa: ANN401  # any YAML value
        if isinstance(value, dict):
            copies = {name: self._copy(child, name) for name, child in value.items()}
            if set(copies) == {"kind", "label"}:  # a step of a path
                return {copies["kind"]: copies["label"]}
            return {name: child for name, child in copies.items() if child}
        if isinstance(value, list):
            children = dict.fromkeys(json.dumps(self._copy(child, key)) for child in value)
            return [child for text in children if (key, child := json.loads(text)) != ("related", self.id)]
        return self._copy_text(value, key)

    def _copy_text(self, text: str, key: str) -> str:
        if kind := REFERENCE_KEYS.get(key):
            return self._refer(kind, text)
        if key in FIXED_KEYS:
            return text
        if key == "do" and text.startswith(NO_ACTION):  # what 'acts: nobody' demands
            return NO_ACTION + self._copy_text(text.removeprefix(NO_ACTION), "")
        if key == "aliases":
            return f"{self.id}-{text.partition('/')[2]}"
        if key == "line":
            text = re.sub(rf"(?<![0-9]){self.real[:3]}(?=[ +-])", self.id[:3], text)
        parts = _UNCHANGED.split(_REFERENCE.sub(self._replace_reference, text))
        return "".join(part if index % 2 else _WORD.sub(self._replace_word, part) for index, part in enumerate(parts))

    def _replace_reference(self, match: re.Match[str]) -> str:
        if match[1]:
            return f"{match[1]}:{self._refer(match[1], match[2])}"
        return self._refer("reply", match[2])

    def _refer(self, kind: str, real: str) -> str:
        if (kind, real) not in self.references:
            self.references[kind, real] = self.catalogue.reference(kind, real, self.generation)
        return self.references[kind, real]

    def _replace_word(self, match: re.Match[str]) -> str:
        word, chance = match[0].lower(), self.rng.random()
        if word not in self.words:
            other = word
            if chance >= REAL:
                other = made_up_word(len(_SYLLABLES) + int(self.rng.paretovariate(0.7)) % VOCABULARY)
            elif chance >= KEPT:
                other = self.rng.choice(self.catalogue.vocabulary)
            self.words[word] = word if other in self.words.values() else other
        return self.words[word].capitalize() if match[0][0].isupper() else self.words[word]


def write(size: int, folder: Path) -> None:
    """Write a project with ``size`` replies into a new or an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "codes/style.yml").unlink()  # no dictionary contains the made-up words
    names = [*LISTS.values()]
    for key, content in Catalogue(size).entries.items():
        kind, _, id = key.partition(":")
        if kind in LISTS:
            with (folder / "codes" / LISTS[kind]).open("a", encoding="utf-8") as file:
                file.write(f"{id}: {json.dumps(content)}\n")
        else:
            names.append(FILES[kind].format(id))
            entry = folder / "codes" / names[-1]
            entry.parent.mkdir(parents=True, exist_ok=True)
            entry.write_text(json.dumps(content), "utf-8")
    for formatted in format_files(folder / "codes", names)[0]:
        formatted.write()


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench catalogue", description=__doc__)
    parser.add_argument("size", type=int, help="number of replies")
    parser.add_argument("folder", type=Path, help="a new or an empty folder")
    options = parser.parse_args()
    write(options.size, options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
