"""JSON Schemas of the sources for editors: one for each kind of file, and the ids to choose from.

The schemas come from the model, so editors show its descriptions and complete its terms. They accept everything that
``check`` accepts; only ``check`` tests what depends on other files.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from generator.model.catalog import Catalog
from generator.model.types import ID_OF
from generator.model.vocabulary import Term
from generator.sources.file_types import FILE_TYPES, FileType

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The version that most editors support."""
IDS = "ids.json"
"""The file of the ids. Editors suggest them but accept others, so a new id is valid at once."""
_TEXT = ["string", "number", "boolean"]
"""The types that YAML gives a text without quotes; the catalogue reads it as a text."""
_OMITTED = frozenset({"default", "maxLength", "title"})
"""Keywords left out; an editor would count the characters of a text before its lines are joined."""


def schema_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file in the folder of the schemas."""
    for kind in FILE_TYPES:
        yield f"{kind.schema}.json", _text({"$schema": DRAFT, **_schema(kind)})
    yield IDS, _text({"$schema": DRAFT, "$defs": {kind: {"enum": sorted(ids)} for kind, ids in _ids(catalog).items()}})


def write_schemas(catalog: Catalog, folder: Path) -> Mapping[str, str]:
    """Write the schemas, and return the change to each file: ``written`` or ``removed``."""
    texts = dict(schema_files(catalog))
    folder.mkdir(exist_ok=True)
    changes = {}
    for name in outdated(catalog, folder, exactly=True):
        if name in texts:
            (folder / name).write_text(texts[name], "utf-8", newline="\n")
        else:
            (folder / name).unlink()
        changes[name] = "written" if name in texts else "removed"
    return changes


def outdated(catalog: Catalog, folder: Path, *, exactly: bool = False) -> list[str]:
    """Return the names of the files that differ from the model and the catalogue.

    A list of ids that only lacks new ones isn't outdated, unless ``exactly``: someone who adds a setting in a web
    editor can't update the list, and the setting is valid.
    """
    files = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*"))} if folder.is_dir() else {}
    texts = dict(schema_files(catalog))
    names = sorted(name for name in {*files, *texts} if files.get(name) != texts.get(name))
    if IDS in names and IDS in files and not exactly and _only_lacks_ids(catalog, files[IDS]):
        names.remove(IDS)
    return names


def _only_lacks_ids(catalog: Catalog, text: str) -> bool:
    try:
        listed = {kind: part["enum"] for kind, part in json.loads(text)["$defs"].items()}
        return all(set(ids) <= set(_ids(catalog)[kind]) for kind, ids in listed.items())
    except (ValueError, KeyError, TypeError, AttributeError):  # the file was edited by hand
        return False


def _ids(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of each kind that the model refers to.

    Replies aren't included: their list would grow without limit, and any two pull requests that add a reply would
    conflict.
    """
    return {
        "setting": tuple(catalog.settings),
        "article": tuple(catalog.articles),
        "procedure": tuple(catalog.procedures),
        "section": tuple(catalog.sections),
        "source": tuple(catalog.sources),
        "debug": tuple(catalog.debug),
        "edition": catalog.product.editions,
    }


def _schema(kind: FileType) -> dict[str, Any]:
    _, schema = models_json_schema([(kind.model, "validation")], ref_template="#/$defs/{model}")
    parts = {name: _as_yaml(part) for name, part in schema["$defs"].items()}
    for term in Term.__subclasses__():
        if term.__name__ in parts:
            parts[term.__name__]["enumDescriptions"] = [word.explanation or word.label for word in term]
    entry = parts.pop(kind.model.__name__)
    if kind.key:
        parts[kind.model.__name__] = entry
        names = {"pattern": f"^(?:{kind.key.pattern})$"}
        entry = {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": {"$ref": f"#/$defs/{kind.model.__name__}"},
        }
    used = _used(entry, parts)
    return {**entry, "$defs": {name: part for name, part in parts.items() if name in used}}


def _used(schema: object, parts: Mapping[str, object]) -> set[str]:
    """Return the parts that a schema refers to, itself or through others; pydantic also lists the parts of a path."""
    names = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema))) & parts.keys()
    rest = {name: part for name, part in parts.items() if name not in names}
    return names.union(*(_used(parts[name], rest) for name in names))


def _as_yaml(part: Any) -> Any:  # noqa: ANN401  # JSON of any shape
    if isinstance(part, list):
        return [_as_yaml(item) for item in part]
    if not isinstance(part, dict):
        return part
    schema = {
        key: _as_yaml(value)
        for key, value in part.items()
        if key not in _OMITTED or isinstance(value, dict)  # 'title' is also a key of ours
    }
    if schema.get("anyOf", [None])[-1] == {"type": "null"}:  # a key without a value isn't allowed, even if optional
        [choice, _] = schema.pop("anyOf")
        schema = {**choice, **schema}
    if schema.get("type") == "string" and "enum" not in schema:
        schema["type"] = _TEXT
    if isinstance(schema.get("pattern"), str):
        schema["pattern"] = schema["pattern"].removesuffix("$") + r"\n?$"  # a text below '>' ends with a line feed
    if kind := schema.pop(ID_OF, None):
        schema = {"anyOf": [{"$ref": f"{IDS}#/$defs/{kind}"}, {"type": schema.pop("type")}], **schema}
    return schema


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
