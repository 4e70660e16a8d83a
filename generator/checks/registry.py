"""Every rule of ``check``, in the order of the list of rules."""

from generator.checks.handwritten import check_pages
from generator.checks.rule import Elsewhere, EntryRule, ProseRule, Rule
from generator.checks.rules.ids import lost_replies, repeated_ids
from generator.checks.rules.lists import harmless_first, repeated_values
from generator.checks.rules.prose import (
    arrows,
    avoided_phrases,
    empty_links,
    long_sentences,
    misspelt_words,
)
from generator.checks.rules.references import (
    dangling_references,
    missing_codes,
    unknown_editions,
    unused_entries,
)
from generator.checks.rules.samples import check_samples
from generator.checks.rules.wordings import codes_in_texts, repeated_wordings

RULES: tuple[Rule, ...] = (
    Rule("syntax", Elsewhere.READING),
    Rule("cut-text", Elsewhere.READING),
    Rule("duplicate-key", Elsewhere.READING),
    Rule("hidden-character", Elsewhere.READING),
    Rule("yaml-feature", Elsewhere.READING),
    Rule("layout", Elsewhere.FORMATTING),
    Rule("unknown-key", Elsewhere.READING),
    Rule("missing-key", Elsewhere.READING),
    EntryRule("unknown-value", unknown_editions),
    Rule("wrong-type", Elsewhere.READING),
    Rule("wrong-form", Elsewhere.READING),
    Rule("empty", Elsewhere.READING),
    EntryRule("too-long", check_samples),
    ProseRule("misspelt", misspelt_words),
    ProseRule("long-sentence", long_sentences),
    ProseRule("tone", avoided_phrases),
    ProseRule("empty-link", empty_links),
    ProseRule("arrow", arrows),
    EntryRule("dangling-reference", dangling_references),
    EntryRule("repeated-wording", repeated_wordings),
    EntryRule("code-in-text", codes_in_texts),
    EntryRule("wrong-code", codes_in_texts),
    EntryRule("missing-code", missing_codes),
    EntryRule("missing-sample", check_samples),
    EntryRule("sample-unmatched", check_samples),
    EntryRule("sample-of-another", check_samples),
    EntryRule("duplicate-id", repeated_ids),
    Rule("lost-reply", lost_replies),
    EntryRule("repeated-value", repeated_values),
    EntryRule("harmless-first", harmless_first),
    EntryRule("unused-entry", unused_entries, needs_all_files=True),
    Rule("stray-file", Elsewhere.READING),
    Rule("reserved-id", Elsewhere.READING),
    Rule("encoding", Elsewhere.READING),
    Rule("empty-file", Elsewhere.READING),
    Rule("missing-file", Elsewhere.READING),
    Rule("not-a-file", Elsewhere.READING),
    Rule("too-large", Elsewhere.READING),
    Rule("too-many-faults", Elsewhere.READING),
    Rule("schema-line", Elsewhere.READING),
    Rule("duplicate-address", check_pages),
)
