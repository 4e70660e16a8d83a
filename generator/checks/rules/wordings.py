"""The wordings of replies: the text without its code, each in one reply."""

from collections.abc import Iterator

from generator.checks.rule import Finding
from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.model.words import words
from generator.problem import Loc


def codes_in_texts(catalog: Catalog) -> Iterator[Finding]:
    """A wording doesn't begin with a reply code."""
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            code = leading_code(wording.text)
            loc: Loc = ("wordings", index, "text")
            message = f"the text begins with the reply code {code}"
            if code == str(reply.code):
                hint = "Remove the code: the folder already gives it."
                yield Finding(reply, loc, "code-in-text", message, hint)
            elif code:
                hint = f"Move the file to codes/{code}/, or correct the text."
                yield Finding(reply, loc, "wrong-code", message, hint)


def leading_code(text: str) -> str:
    """Return the reply code at the beginning of a text, or ""."""
    code, _, _ = text.partition(" ")
    return code if len(code) == 3 and code.isascii() and code.isdigit() and code[0] in "2345" else ""  # noqa: PLR2004


def repeated_wordings(catalog: Catalog) -> Iterator[Finding]:
    """A wording belongs to one reply of a code."""
    owners: dict[tuple[int, tuple[str, ...]], Reply] = {}
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            owner = owners.setdefault((reply.code, tuple(words(wording.text))), reply)
            if owner is not reply:
                message = f"this text already belongs to {owner.id}"
                hint = f"Keep it in one of the two files; the other one is {owner.file}."
                yield Finding(reply, ("wordings", index, "text"), "repeated-wording", message, hint)
