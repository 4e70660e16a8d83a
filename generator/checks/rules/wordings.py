"""The wordings of replies, each in one reply and without its code, and the samples: each matches its own reply best."""

from collections import Counter
from collections.abc import Iterator

from generator.checks.finding import Finding
from generator.matching.explainer import Explainer
from generator.matching.log_formats import read_line
from generator.matching.patterns import PatternTable
from generator.matching.reply_code import first_code
from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.model.wording import PlaceholderType
from generator.model.words import words
from generator.problem import Loc

MAX_COMPARED_WORDS = 200_000
"""The words that the samples of one reply may be compared with; it takes about a second."""


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
    """A sample matches its own reply better than any other, and every wording has a sample."""
    explainer = Explainer(catalog.reply_index)
    costs = _costs(explainer.table)
    for reply in catalog.replies.values():
        if not any(_leading_code(wording.text) for wording in reply.wordings):  # such a wording matches no sample
            yield from _check_reply(catalog, reply, explainer, costs)


def _check_reply(catalog: Catalog, reply: Reply, explainer: Explainer, costs: Counter[str]) -> Iterator[Finding]:
    shown: set[int] = set()
    is_good = True
    compared = 0
    for index, sample in enumerate(reply.samples):
        compared += sum(costs[word] for word in words(sample.line))
        if compared > MAX_COMPARED_WORDS:
            message = "the samples up to this one take too long to match"
            hint = "Shorten the samples or the wordings: they repeat the same words too often."
            yield Finding(reply, ("samples", index, "line"), "too-long", message, hint)
            return
        patterns = [match.pattern for match in explainer.matches(read_line(sample.line))]
        best = {pattern.reply for pattern in patterns if pattern.atoms == patterns[0].atoms}
        if reply.id not in best:
            is_good = False
            yield _mismatch(catalog, reply, index, patterns[0].reply if patterns else None)
        shown |= {pattern.wording for pattern in patterns if pattern.reply == reply.id}
    for index in range(len(reply.wordings)) if is_good else ():
        if index not in shown:
            hint = "Add a line that contains it under 'samples'."
            yield Finding(reply, ("wordings", index, "text"), "missing-sample", "this wording has no sample", hint)


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
        hint = "Compare it with the wordings character by character, or add its wording."
        return Finding(reply, loc, "sample-unmatched", "the sample matches no wording", hint)
    hint = f"Move it to {catalog.replies[other].file}, or make the wording here more specific."
    return Finding(reply, loc, "sample-of-another", f"the sample matches {other} better", hint)
