"""What a writer's editor knows of the sources: a JSON Schema for each kind of file, and the ids to choose from.

A schema is made from the model: its descriptions are what the editor shows beside a key, and its words what
it offers. It refuses nothing that ``check`` takes; what only the catalogue as a whole can tell is left to ``check``.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from generator.model.catalog import Catalog
from generator.model.types import ID_OF
from generator.model.vocabulary import Term
from generator.sources.file_types import FILE_TYPES, FileType

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The version that editors know best."""
IDS = "ids.json"
"""The file of the ids. It only offers, so a new id is right before it stands there."""
_TEXT = ["string", "number", "boolean"]
"""What YAML makes of a text without quotes; the catalogue takes it as it is written."""
_SILENT = frozenset({"default", "maxLength", "title"})
"""What the editor need not know; ``check`` counts the characters after it has joined the lines of a text."""


def schema_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file of the schemas' folder."""
    for kind in FILE_TYPES:
        yield f"{kind.schema}.json", _text({"$schema": DRAFT, **_schema(kind)})
    yield IDS, _text({"$schema": DRAFT, "$defs": {kind: {"enum": sorted(ids)} for kind, ids in _ids(catalog).items()}})


def write_schemas(catalog: Catalog, folder: Path) -> Mapping[str, str]:
    """Write the schemas, and return what was done to which files."""
    texts = dict(schema_files(catalog))
    done = {name: "written" if name in texts else "removed" for name in outdated(catalog, folder, exactly=True)}
    folder.mkdir(exist_ok=True)
    for name, what in done.items():
        if what == "written":
            (folder / name).write_text(texts[name], "utf-8", newline="\n")
        else:
            (folder / name).unlink()
    return done


def outdated(catalog: Catalog, folder: Path, *, exactly: bool = False) -> list[str]:
    """Return the names of the files that are not as the model and the catalogue have them.

    A new entry whose id is not offered yet makes nothing outdated, unless ``exactly``: whoever adds a setting in
    a web editor cannot renew the list, and nothing is wrong with the setting.
    """
    found = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*"))} if folder.is_dir() else {}
    texts = dict(schema_files(catalog))
    names = sorted(name for name in {*found, *texts} if found.get(name) != texts.get(name))
    if IDS in names and IDS in found and not exactly and _offers_what_is_there(catalog, found[IDS]):
        names.remove(IDS)
    return names


def _offers_what_is_there(catalog: Catalog, text: str) -> bool:
    try:
        offered = {kind: part["enum"] for kind, part in json.loads(text)["$defs"].items()}
        return all(set(ids) <= set(_ids(catalog)[kind]) for kind, ids in offered.items())
    except (ValueError, KeyError, TypeError, AttributeError):  # somebody has written in it
        return False


def _ids(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of each kind that the model names.

    Replies are not among them: their list would grow without an end, and every two pull requests that add one
    would meet in it.
    """
    return {
        "setting": tuple(catalog.settings),
        "article": tuple(catalog.articles),
        "procedure": tuple(catalog.procedures),
        "section": tuple(catalog.sections),
        "edition": catalog.product.editions,
    }


def _schema(kind: FileType) -> dict[str, Any]:
    _, made = models_json_schema([(kind.model, "validation")], ref_template="#/$defs/{model}")
    parts = {name: _written(part) for name, part in made["$defs"].items()}
    for term in Term.__subclasses__():
        if term.__name__ in parts:
            parts[term.__name__]["enumDescriptions"] = [word.explanation or word.label for word in term]
    entry = parts.pop(kind.model.__name__)
    if kind.key:
        parts[kind.model.__name__] = entry
        names = {"pattern": f"^(?:{kind.key.pattern})$"}
        entry = {"type": "object", "propertyNames": names, "additionalProperties": _ref(kind.model.__name__)}
    return {**entry, "$defs": parts}


def _ref(name: str, file: str = "") -> dict[str, str]:
    return {"$ref": f"{file}#/$defs/{name}"}


def _written(part: Any) -> Any:  # noqa: ANN401  # JSON of any shape
    """Return a schema of values as the schema of the YAML that holds them."""
    if isinstance(part, list):
        return [_written(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _written(value) for key, value in part.items() if not (key in _SILENT and _is_leaf(value))}
    if made.get("anyOf", [None])[-1] == {"type": "null"}:  # a key that may be absent may not be empty
        [choice, _] = made.pop("anyOf")
        made = {**choice, **made}
    if made.get("type") == "string" and "enum" not in made:
        made["type"] = _TEXT
    if isinstance(made.get("pattern"), str):
        made["pattern"] = made["pattern"].removesuffix("$") + r"\n?$"  # of a text below '>'
    if kind := made.pop(ID_OF, None):
        made = {"anyOf": [_ref(kind, IDS), {"type": made.pop("type")}], **made}
    return made


def _is_leaf(value: object) -> bool:
    """Tell whether a value is none of a schema: ``title`` is a word of JSON Schema, and a key of ours."""
    return not isinstance(value, dict)


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
