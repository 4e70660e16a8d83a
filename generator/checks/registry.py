"""Every rule of ``check``, in the order of the list of rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.checks.finding import Finding
from generator.checks.rules import facts, ids, lists, prose, references, wordings
from generator.model.catalog import Catalog


@dataclass(frozen=True)
class Rule:
    """A rule; the Markdown file with its name describes it."""

    name: str
    in_entries: Callable[[Catalog], Iterator[Finding]] | None = None
    """The function that finds what breaks it, and possibly what breaks other rules; the reader, the formatter and the
    runner report the rules without a function."""
    in_text: Callable[[prose.ProseText], Iterator[prose.ProseFinding]] | None = None
    """The function for a rule about prose."""
    kinds: frozenset[prose.TextKind] = prose.ANYWHERE
    """The kinds of text that a rule about prose is for."""
    needs_all_files: bool = False
    """Whether the rule isn't checked while a file can't be read."""


RULES = (
    Rule("syntax"),
    Rule("cut-text"),
    Rule("duplicate-key"),
    Rule("hidden-character"),
    Rule("yaml-feature"),
    Rule("layout"),
    Rule("unknown-key"),
    Rule("missing-key", facts.missing_facts),
    Rule("missing-path", facts.missing_paths),
    Rule("unknown-value", references.unknown_editions),
    Rule("wrong-type"),
    Rule("wrong-form"),
    Rule("empty"),
    Rule("too-long", wordings.check_samples),
    Rule("misspelt", in_text=prose.misspelt_words),
    Rule("long-sentence", in_text=prose.long_sentences),
    Rule("semicolon", in_text=prose.semicolons, kinds=prose.IN_CATALOG),
    Rule("tone", in_text=prose.avoided_phrases),
    Rule("unclear-step", in_text=prose.unclear_steps, kinds=frozenset({prose.TextKind.STEP})),
    Rule("long-tell", in_text=prose.long_tells, kinds=frozenset({prose.TextKind.TELL})),
    Rule("hard-to-read", in_text=prose.hard_texts, kinds=frozenset({prose.TextKind.ENTRY})),
    Rule("empty-link", in_text=prose.empty_links),
    Rule("arrow", in_text=prose.arrows),
    Rule("dangling-reference", references.dangling_references),
    Rule("repeated-wording", wordings.repeated_wordings),
    Rule("code-in-text", wordings.codes_in_texts),
    Rule("wrong-code", wordings.codes_in_texts),
    Rule("missing-code", references.missing_codes),
    Rule("missing-sample", wordings.check_samples),
    Rule("sample-unmatched", wordings.check_samples),
    Rule("sample-of-another", wordings.check_samples),
    Rule("duplicate-id", ids.repeated_ids),
    Rule("lost-reply"),
    Rule("repeated-value", lists.repeated_values),
    Rule("harmless-first", lists.harmless_first),
    Rule("contradiction", facts.contradictions),
    Rule("unused-entry", references.unused_entries, needs_all_files=True),
    Rule("stray-file"),
    Rule("reserved-id"),
    Rule("encoding"),
    Rule("empty-file"),
    Rule("missing-file"),
    Rule("not-a-file"),
    Rule("too-large"),
    Rule("too-many-problems"),
    Rule("schema-line"),
    Rule("duplicate-address"),
)
