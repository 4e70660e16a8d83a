"""The types of short texts: a line, an id, a web address, a code."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.model.urls import check_url

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MAX_NAME_LENGTH = 80
"""Characters of a part of an id; file systems and addresses have limits, and so have readers."""

_FOLDER_PAGES = frozenset({"index", "readme"})
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def id_fault(id: str) -> str | None:
    """Return why an id of the right form cannot be one, or None where it can."""
    for part in id.lower().split("/"):
        if part in _FOLDER_PAGES:
            return "the name is kept for a folder's own page"
        if part in _DEVICES:
            return "the name is kept for a device by Windows"
        if len(part) > MAX_NAME_LENGTH:
            return f"the name is longer than {MAX_NAME_LENGTH} characters"
    return None


def check_id(id: str) -> str:
    """Return an id that can be one.

    Raises:
        ValueError: it cannot.

    """
    if fault := id_fault(id):
        raise ValueError(fault)
    return id


ID_OF = "idOf"
"""The key of a JSON Schema that says what an id is an id of, by the name of the kind."""


_WRAPPED = re.compile("[\u201c\u201e\u2018\u00ab][^\u201c-\u201e\u00ab\u00bb]*[\u201c\u201d\u2019\u00bb]")


def not_blank(text: str) -> str:
    """Return a text that holds more than blanks.

    Raises:
        PydanticCustomError: it does not; in the words for a text that is empty.

    """
    if not text.strip():
        raise PydanticCustomError("string_too_short", "only blanks")
    return text


def unwrapped(text: str) -> str:
    """Return a text without curly quotes round all of it.

    Raises:
        ValueError: they stand there.

    """
    if _WRAPPED.fullmatch(text.strip()):
        raise ValueError("curly quotes stand round the text, and would be shown; use straight quotes, or none")
    return text


def _url_of_id(text: str) -> str:
    check_url(text.replace("{id}", "id"))
    return text


def _id_of(kind: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", ID_OF: kind})


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]+$"),
    AfterValidator(not_blank),
    AfterValidator(unwrapped),
]
"""A text of one line, shown as it is written."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""What an entry is called that is described elsewhere."""
_REPLY = rf"^[2-5][0-5][0-9]/{SLUG}$"
OtherReply = Annotated[Id, WithJsonSchema({"type": "string", "pattern": _REPLY})]
SettingId = Annotated[Id, _id_of("setting")]
ArticleId = Annotated[Id, _id_of("article")]
ProcedureId = Annotated[Id, _id_of("procedure")]
SectionId = Annotated[Id, _id_of("section")]
Edition = Annotated[Line, _id_of("edition")]
Url = Annotated[str, AfterValidator(check_url)]
UrlOfId = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{id\}[^{}]*$"), AfterValidator(_url_of_id)]
"""An address with ``{id}`` in the place of an id."""

DebugCode = Annotated[str, StringConstraints(pattern=r"^ME-[EI][0-9]{4}$")]
"""A code of the debug log, such as ``ME-E0125``."""

ReplyId = Annotated[str, StringConstraints(pattern=_REPLY), AfterValidator(check_id)]
"""A reply's id, such as ``451/greylisting``."""

RfcSection = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,5}#[0-9]+(\.[0-9]+)*$")]
"""A section of an RFC, such as ``5321#4.2.3``."""
