"""The pages about the rules of ``check``: a list, and one for each."""

from collections.abc import Iterator

from generator.model.catalog import Catalog
from generator.site.page import Page
from generator.checks.report import RULE_LIST, rule_address
from generator.checks.rules.registry import GROUPS, RULES
from generator.checks.rules.rule import Description, describe


def rule_addresses() -> tuple[str, ...]:
    """Return the address of every page about rules."""
    return (RULE_LIST, *(rule_address(describe(rule).name) for rule in RULES))


def rule_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the pages, the list first."""
    groups = [(title, [describe(rule) for rule in rules]) for title, rules in GROUPS]
    rules = [rule for _, described in groups for rule in described]
    yield Page(
        address=RULE_LIST,
        template="rules",
        title="Rules of the check",
        heading="Rules of the check",
        description="What the check says of a source file, and how to mend it: every rule with an example.",
        shows=tuple(dict.fromkeys(rule.file for rule in rules)),
        context={"groups": groups},
    )
    yield from (_rule(catalog, rule) for rule in rules)


def _rule(catalog: Catalog, rule: Description) -> Page:
    return Page(
        address=rule_address(rule.name),
        parent=RULE_LIST,
        template="rule",
        title=rule.name,
        heading=f"{rule.name}, a rule of the check",
        description=catalog.plain(rule.says),
        headings=(("cure", "How to mend it"), ("wrong", "Wrong"), ("right", "Right")),
        shows=(rule.file,),
        context={"rule": rule},
    )
