"""Types of short texts: lines, ids, web addresses and codes."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.model.prose import check_url

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MAX_NAME_LENGTH = 80
"""Maximum length of each part of an id, which becomes the name of a file and part of an address."""

_FOLDER_PAGES = frozenset({"index", "readme"})
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def id_problem(id: str) -> str | None:
    """Return why an id of the right form can't be used, or None if it can."""
    for part in id.lower().split("/"):
        if part in _FOLDER_PAGES:
            return "the name is reserved for the page of a folder"
        if part in _DEVICES:
            return "Windows reserves the name for a device"
        if len(part) > MAX_NAME_LENGTH:
            return f"the name is longer than {MAX_NAME_LENGTH} characters"
    return None


def _check_id(id: str) -> str:
    if problem := id_problem(id):
        raise ValueError(problem)
    return id


ID_OF = "idOf"
"""The key of a JSON Schema that gives the kind of entry that an id belongs to."""


_QUOTED = re.compile("[\u201c\u201e\u2018\u00ab][^\u201c-\u201e\u00ab\u00bb]*[\u201c\u201d\u2019\u00bb]")


def not_only_spaces(text: str) -> str:
    """Return a text unchanged, or raise the error of an empty text if it consists of spaces."""
    if not text.strip():
        raise PydanticCustomError("string_too_short", "only spaces")
    return text


def not_in_curly_quotes(text: str) -> str:
    """Return a text unchanged, or raise a ``ValueError`` if the whole text is in curly quotes."""
    if _QUOTED.fullmatch(text.strip()):
        raise ValueError("the text is in curly quotes, which readers would see; use straight quotes, or none")
    return text


def _check_url_of_id(text: str) -> str:
    check_url(text.replace("{id}", "id"))
    return text


def _id_of(kind: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", ID_OF: kind})


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]+$"),
    AfterValidator(not_only_spaces),
    AfterValidator(not_in_curly_quotes),
]
"""A text of one line, shown as it is written."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""The id of an entry that is described elsewhere."""
_REPLY = rf"^[2-5][0-5][0-9]/{SLUG}$"
OtherReply = Annotated[Id, WithJsonSchema({"type": "string", "pattern": _REPLY})]
SettingId = Annotated[Id, _id_of("setting")]
ArticleId = Annotated[Id, _id_of("article")]
ProcedureId = Annotated[Id, _id_of("procedure")]
SectionId = Annotated[Id, _id_of("section")]
SourceId = Annotated[Id, _id_of("source")]
ClaimSource = Annotated[
    SourceId, Field(description="The id of the source in codes/sources.yml, or inferred if we concluded it.")
]
INFERRED = "inferred"
"""The id that a claim has instead of a source's if we concluded it ourselves."""
CONSTRUCTED = "constructed"
"""The id that a sample has instead of a source's if we wrote it ourselves."""
Edition = Annotated[Line, _id_of("edition")]
Url = Annotated[str, AfterValidator(check_url)]
UrlOfId = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{id\}[^{}]*$"), AfterValidator(_check_url_of_id)]
"""A web address with ``{id}`` instead of an id."""

DEBUG_CODE = r"ME-[EI][0-9]{4}"
"""The form of a code of the debug log, such as ``ME-E0125``."""
DebugId = Annotated[str, StringConstraints(pattern=rf"^{DEBUG_CODE}$"), _id_of("debug")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""A date, such as 2026-11-27."""

ReplyId = Annotated[str, StringConstraints(pattern=_REPLY), AfterValidator(_check_id)]
"""The id of a reply, such as ``451/greylisting``."""

RfcSection = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,5}#[0-9]+(\.[0-9]+)*$")]
"""A section of an RFC, such as ``5321#4.2.3``."""
