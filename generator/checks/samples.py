"""The rules about samples: each leads to its own reply, first and alone."""

from collections import Counter
from collections.abc import Iterator

from generator.checks.finding import Finding
from generator.matching.explainer import Explainer
from generator.matching.log_line import read_line
from generator.matching.patterns import PatternTable
from generator.model.catalog import Catalog
from generator.model.entries import Reply
from generator.model.types import Loc
from generator.model.wording import MAX_VALUE_WORDS, PlaceholderType
from generator.model.words import words

MAX_COMPARED_WORDS = 200_000
"""How many words may be compared to look for the samples of one reply; about a second."""


def samples_match(catalog: Catalog) -> Iterator[Finding]:
    """A sample leads to its own reply, first and alone, and every wording has a sample."""
    explainer = Explainer(catalog)
    costs = _costs(explainer.table)
    for reply in catalog.replies.values():
        if any(leading_code(wording.text) for wording in reply.wordings):
            continue
        met: set[int] = set()
        faults = []
        work = 0
        for index, sample in enumerate(reply.samples):
            work += sum(count * costs.get(word, 0) for word, count in Counter(words(sample.line)).items())
            if work > MAX_COMPARED_WORDS:
                hint = "Shorten the samples or the wordings: the same words stand in them too often."
                message = "the samples up to here take too long to look for"
                faults.append(Finding(reply, ("samples", index, "line"), "too-long", message, hint))
                break
            patterns = [match.pattern for match in explainer.matches(sample.line)]
            best = {pattern.reply for pattern in patterns if pattern.atoms == patterns[0].atoms}
            if reply.id not in best:
                faults.append(_fault(catalog, reply, index, patterns[0].reply if patterns else None))
            met |= {pattern.wording for pattern in patterns if pattern.reply == reply.id}
        yield from faults
        for index in () if faults else sorted(set(range(len(reply.wordings))) - met):
            hint = "Add a line that holds it under 'samples'."
            yield Finding(reply, ("wordings", index, "text"), "missing-sample", "no sample shows this wording", hint)


def _costs(table: PatternTable) -> Counter[str]:
    """Return how many words are compared, at the most, where a word stands that patterns are looked for by."""
    costs: Counter[str] = Counter()
    for pattern in table.patterns:
        words_of = (MAX_VALUE_WORDS[atom] if isinstance(atom, PlaceholderType) else 1 for atom in pattern.atoms)
        costs[str(pattern.atoms[pattern.anchor])] += sum(words_of)
    return costs


def leading_code(text: str) -> str:
    """Return the reply code that a text begins with, or ""."""
    code, _, _ = text.partition(" ")
    return code if len(code) == 3 and code.isascii() and code.isdigit() and code[0] in "2345" else ""  # noqa: PLR2004


def _fault(catalog: Catalog, reply: Reply, index: int, other: str | None) -> Finding:
    loc: Loc = ("samples", index, "line")
    first = read_line(reply.samples[index].line).first_code
    if first and first.code != reply.code:
        hint = f"Move the file to codes/{first.code}/, or mend the sample."
        message = f"the sample holds the code {first.code}, the folder is {reply.code}"
        return Finding(reply, loc, "wrong-code", message, hint)
    if other is None:
        hint = "Compare it with the wordings letter by letter, or add the wording that it shows."
        return Finding(reply, loc, "sample-unmatched", "the sample fits no wording", hint)
    hint = f"Move it to {catalog.replies[other].file}, or make the wording here more specific."
    return Finding(reply, loc, "sample-of-another", f"the sample fits {other} better", hint)
