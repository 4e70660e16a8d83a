"""A document with gaps, made from one in which marks stand for what varies.

A mark shows what was done to it: one that came through as it was leaves a gap for the text as it is, one
that was escaped a gap for the escaped text, and anything else is a reason to do without a shell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

Row = tuple[str, str]
"""An address and a title."""

_MARK = re.compile("#?\ue000([^\ue001&]*)([^\ue001]*)\ue001")
_RESTS = ("\ue000", "\ue001", "%EE%80%80")
"""What is left of a mark that was cut, or encoded for an address."""
_PLAIN, _ESCAPED = "&", "&amp;"


@dataclass(frozen=True)
class Values:
    """What fills the gaps of one document."""

    texts: Mapping[str, str]
    """Texts by the names of their gaps."""
    rows: Mapping[str, Sequence[Row]]
    """Rows by the names of theirs."""


class UnfitError(Exception):
    """Something was done with a mark that a shell cannot do again."""


def mark(name: str, value: str = "") -> str:
    """Return what stands for a text in a document that becomes a shell; like the text it is HTML or is not."""
    return Markup(f"\ue000{name}{_ESCAPED}\ue001") if isinstance(value, Markup) else f"\ue000{name}{_PLAIN}\ue001"  # noqa: S704  # no text


def address_mark(name: str) -> str:
    """Return what stands for an address, in a form that nobody makes relative."""
    return f"#{mark(name)}"


def rows_of_marks(name: str, rows: Sequence[Row]) -> list[Row]:
    """Return the two rows that stand for any number of them, but for none."""
    return [(address_mark(f"{name}{n}.url"), mark(f"{name}{n}.title", rows[0][1])) for n in (0, 1)] if rows else []


@dataclass(frozen=True)
class _Gap:
    """Where a text is filled in."""

    name: str
    escaped: bool

    def fill(self, values: Values) -> str:
        value = values.texts[self.name]
        return escape(value) if self.escaped else str(value)


@dataclass(frozen=True)
class _Rows:
    """Where rows are filled in."""

    name: str
    within: str
    """What stands between the address and the title of a row."""
    between: str
    """What stands between two rows."""

    def fill(self, values: Values) -> str:
        return self.between.join([f"{url}{self.within}{title}" for url, title in values.rows[self.name]])


@dataclass(frozen=True)
class Shell:
    """A document in pieces."""

    literals: Sequence[str]
    """What stays, before each gap and behind the last."""
    gaps: Sequence[_Gap | _Rows]

    @classmethod
    def of(cls, document: str, values: Values) -> "Shell":
        """Return the shell that a document of marks makes.

        Args:
            document: the document.
            values: what would fill the gaps of one document.

        Raises:
            UnfitError: a mark in it has no value, or was changed, or stands where none was expected.

        """
        pieces = _MARK.split(document)
        if any(rest in literal for literal in pieces[::3] for rest in _RESTS):
            raise UnfitError("a part of a mark")
        literals, names, forms = pieces[::3], pieces[1::3], pieces[2::3]
        kept, gaps = [literals[0]], list[_Gap | _Rows]()
        at = 0
        while at < len(names):
            name = names[at]
            if name in values.texts:
                gaps.append(_Gap(name, _is_escaped(values.texts[name], forms[at])))
            else:
                gaps.append(_rows(values, names[at : at + 4], forms[at:], literals[at + 1 :]))
                at += 3
            at += 1
            kept.append(literals[at])
        return cls(tuple(kept), tuple(gaps))

    def fill(self, values: Values) -> str:
        """Return the document that these values make."""
        parts = [self.literals[0]]
        for gap, literal in zip(self.gaps, self.literals[1:], strict=True):
            parts += (gap.fill(values), literal)
        return "".join(parts)


def _rows(values: Values, names: Sequence[str], forms: Sequence[str], literals: Sequence[str]) -> _Rows:
    """Return the gap that begins with the first row's address; what follows stands in ``names`` and the rest."""
    of = names[0].removesuffix("0.url")
    expected = [f"{of}{part}" for part in ("0.url", "0.title", "1.url", "1.title")]
    if not values.rows.get(of) or names != expected or literals[0] != literals[2]:
        raise UnfitError(names[0])
    url, title = values.rows[of][0]
    if any(_is_escaped(text, form) for text, form in zip((url, title, url, title), forms, strict=False)):
        raise UnfitError(names[0])
    return _Rows(of, literals[0], literals[1])


def _is_escaped(value: str, form: str) -> bool:
    """Tell whether a mark came out escaped; HTML may not be."""
    if form == mark("", value)[1:-1]:
        return False
    if form == _ESCAPED and not isinstance(value, Markup):
        return True
    raise UnfitError(form)
