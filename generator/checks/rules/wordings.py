"""The wordings of replies, each in one reply and without its code, and the samples: each matches its own entry best."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from generator.checks.finding import Finding
from generator.matching.explainer import Explainer
from generator.matching.log_formats import read_line
from generator.matching.matcher import find_matches
from generator.matching.patterns import PatternTable
from generator.matching.reply_code import first_code
from generator.model.catalog import Catalog
from generator.model.entries import Debug, Message, Reply
from generator.model.wording import Piece, PlaceholderType
from generator.model.words import Tokens, words
from generator.problem import Loc

MAX_COMPARED_WORDS = 200_000
"""The words that the samples of one entry may be compared with; it takes about a second."""


def codes_in_texts(catalog: Catalog) -> Iterator[Finding]:
    """A wording doesn't begin with a reply code."""
    for reply in catalog.replies.values():
        for index, wording in enumerate(reply.wordings):
            code = _leading_code(wording.text)
            loc: Loc = ("wordings", index, "text")
            message = f"the text begins with the reply code {code}"
            if code == str(reply.code):
                hint = "Remove the code: the folder already gives it."
                yield Finding(reply, loc, "code-in-text", message, hint)
            elif code:
                hint = f"Move the file to codes/{code}/, or correct the text."
                yield Finding(reply, loc, "wrong-code", message, hint)


def _leading_code(text: str) -> str:
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


def check_samples(catalog: Catalog) -> Iterator[Finding]:
    """A sample matches its own reply or message better than any other, and every wording has a sample."""
    explainer = Explainer(catalog.reply_index)
    costs = _costs(explainer.table)
    for reply in catalog.replies.values():
        if not any(_leading_code(wording.text) for wording in reply.wordings):  # such a wording matches no sample
            yield from _check_samples(reply, costs, partial(_shown_by_reply, catalog, explainer, reply))
    for message in (*catalog.debug.values(), *catalog.notices.values()):
        table = PatternTable([_Texts(message.id, tuple(wording.pieces for wording in message.wordings))])
        yield from _check_samples(message, _costs(table), partial(_shown_by_message, table, message))


def _check_samples(
    entry: Reply | Message, costs: Counter[str], shown_by: Callable[[int], Collection[int] | Finding]
) -> Iterator[Finding]:
    """Check the samples of an entry; ``shown_by`` returns the wordings that one of them shows, or what is wrong."""
    shown: set[int] = set()
    is_good = True
    compared = 0
    for index, sample in enumerate(entry.samples):
        compared += sum(costs[word] for word in words(sample.line))
        if compared > MAX_COMPARED_WORDS:
            message = "the samples up to this one take too long to match"
            hint = "Shorten the samples or the wordings: they repeat the same words too often."
            yield Finding(entry, ("samples", index, "line"), "too-long", message, hint)
            return
        result = shown_by(index)
        if isinstance(result, Finding):
            is_good = False
            yield result
        else:
            shown.update(result)
    for index in range(len(entry.wordings)) if is_good else ():
        if index not in shown:
            hint = "Add a line that contains it under 'samples'."
            yield Finding(entry, ("wordings", index, "text"), "missing-sample", "this wording has no sample", hint)


def _shown_by_reply(catalog: Catalog, explainer: Explainer, reply: Reply, index: int) -> Collection[int] | Finding:
    patterns = [match.pattern for match in explainer.matches(read_line(reply.samples[index].line))]
    best = {pattern.reply for pattern in patterns if pattern.atoms == patterns[0].atoms}
    if reply.id not in best:
        return _mismatch(catalog, reply, index, patterns[0].reply if patterns else None)
    return {pattern.wording for pattern in patterns if pattern.reply == reply.id}


@dataclass(frozen=True)
class _Texts:
    id: str
    wordings: tuple[tuple[Piece, ...], ...]
    code: int = 0


def _shown_by_message(table: PatternTable, message: Message, index: int) -> Collection[int] | Finding:
    line = message.samples[index].line
    if isinstance(message, Debug) and message.id not in line:  # codes can share a text
        error, hint = f"the sample doesn't contain the code {message.id}", "Write the line as the log shows it."
        return Finding(message, ("samples", index, "line"), "sample-unmatched", error, hint)
    shown = {match.pattern.wording for match in find_matches(table, Tokens(line)) if match.is_whole}
    return shown or _unmatched(message, index)


def _costs(table: PatternTable) -> Counter[str]:
    """Return how many words are compared at most for each occurrence of a word."""
    costs: Counter[str] = Counter()
    for pattern in table.patterns:
        words_of = (atom.max_words if isinstance(atom, PlaceholderType) else 1 for atom in pattern.atoms)
        costs[str(pattern.atoms[pattern.anchor])] += sum(words_of)
    return costs


def _mismatch(catalog: Catalog, reply: Reply, index: int, other: str | None) -> Finding:
    loc: Loc = ("samples", index, "line")
    first = first_code(read_line(reply.samples[index].line).text)
    if first and first.code != reply.code:
        message = f"the sample has the reply code {first.code}, but the folder is {reply.code}"
        hint = f"Move the file to codes/{first.code}/, or correct the sample."
        return Finding(reply, loc, "wrong-code", message, hint)
    if other is None:
        return _unmatched(reply, index)
    hint = f"Move it to {catalog.replies[other].file}, or make the wording here more specific."
    return Finding(reply, loc, "sample-of-another", f"the sample matches {other} better", hint)


def _unmatched(entry: Reply | Message, index: int) -> Finding:
    hint = "Compare it with the wordings character by character, or add its wording."
    return Finding(entry, ("samples", index, "line"), "sample-unmatched", "the sample matches no wording", hint)
