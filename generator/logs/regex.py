"""The pattern table as regular expressions that engines of linear time read (RE2, and any other).

They say of the reply in a log's row what ``explain`` says: letter case apart, whatever stands between the
words. No look-around, no back-reference; a nested optional group stands for each word at which a text may
be cut off.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.matching.matcher import MIN_CONTINUED_LITERALS, MIN_TELLING_LITERALS
from generator.matching.patterns import Atom, Pattern
from generator.model.wording import EXPRESSIONS, PlaceholderType

GAP = "[^A-Za-z0-9]+"
"""What stands between two words."""
_END = "[^A-Za-z0-9]*$"
_OPENING = "^[^A-Za-z0-9]*"
_AFTER = "[.!]?(?:[ \\t\\r]*$|[ \\t\\r]*[\\n\"'()\\[\\]<>;|]|[ \\t\\r][ \\t\\r])"
"""What follows a text that stands alone; as in ``matching``."""
_GROUP_MARK = "("


@dataclass(frozen=True, kw_only=True)
class Expression:
    """One wording as a regular expression, to be used in any letter case."""

    pattern: Pattern
    text: str
    is_cut: bool
    """Whether it fits texts that are cut off, and not whole ones."""


def expressions(patterns: Iterable[Pattern]) -> list[Expression]:
    """Return the expressions in the order in which they are to be tried: the first that fits is the answer.

    Whole texts come before cut ones, and long ones before short ones.
    """
    by_length = sorted(patterns, key=lambda pattern: -pattern.literals)
    whole = [Expression(pattern=pattern, text=whole_text(pattern), is_cut=False) for pattern in by_length]
    cut = [
        Expression(pattern=pattern, text=cut_text(pattern), is_cut=True)
        for pattern in by_length
        if pattern.literals > MIN_TELLING_LITERALS
    ]
    return whole + cut


def whole_text(pattern: Pattern, *, names: bool = False) -> str:
    """Return the expression of a whole text with its code before it.

    Args:
        pattern: the wording.
        names: whether each placeholder is a group with the name of its type, as Logstash reads it.

    """
    after = "(?:$|[^A-Za-z0-9])" if pattern.literals >= MIN_CONTINUED_LITERALS else _AFTER
    return _OPENING + _code(pattern) + GAP + GAP.join(_atoms(pattern.atoms, names=names)) + after


def cut_text(pattern: Pattern) -> str:
    """Return the expression of a text that ends within the wording, after enough words to be telling."""
    needed, literals = 0, 0
    while literals < MIN_TELLING_LITERALS:
        literals += not isinstance(pattern.atoms[needed], PlaceholderType)
        needed += 1
    begin = GAP.join(_atoms(pattern.atoms[:needed]))
    rest = ""
    for atom in reversed(pattern.atoms[needed:]):
        if isinstance(atom, PlaceholderType):
            rest = f"(?:{GAP}{_placeholder(atom)}{rest})?"
        else:
            rest = f"(?:{GAP}{_beginning(atom, rest)})?"
    return _OPENING + _code(pattern) + GAP + begin + rest + _END


def _code(pattern: Pattern) -> str:
    """Return the code, once or, as some clients write it, twice."""
    return f"{pattern.code}(?:[ -]+{pattern.code})?"


def _atoms(atoms: Sequence[Atom], *, names: bool = False) -> Iterator[str]:
    named: set[str] = set()
    for atom in atoms:
        if not isinstance(atom, PlaceholderType):
            yield atom
        elif names and atom not in named:
            named.add(atom)
            yield f"(?<{atom.value}>{_plain(atom)})"
        else:
            yield _placeholder(atom)


def _placeholder(type: PlaceholderType) -> str:
    return f"(?:{_plain(type)})"


def _plain(type: PlaceholderType) -> str:
    """Return a type's expression, its groups without a number."""
    return EXPRESSIONS[type].replace(_GROUP_MARK, "(?:")


def _beginning(word: str, rest: str) -> str:
    """Return an expression for the first letters of a word, and for the whole word with what may follow it."""
    nested = rest
    for letter in reversed(word[1:]):
        nested = f"(?:{letter}{nested})?"
    return word[0] + nested
