"""The pages about the rules of ``check``: their list, and one page for each."""

from collections.abc import Iterator

from generator.checks.description import RuleDescription, describe
from generator.checks.registry import RULES
from generator.checks.report import RULE_LIST, rule_address
from generator.model.catalog import Catalog
from generator.site.pages import Page


def rule_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the pages, the list first."""
    rules = [describe(rule.name) for rule in RULES]
    groups: dict[str, list[RuleDescription]] = {}
    for rule in rules:
        groups.setdefault(rule.group, []).append(rule)
    yield Page(
        address=RULE_LIST,
        template="rules",
        title="Check rules",
        heading="Check rules",
        description="The rules that the check applies to source files, with examples and how to fix problems.",
        shows=tuple(rule.file for rule in rules),
        context={"groups": groups},
    )
    for rule in rules:
        yield Page(
            address=rule_address(rule.name),
            parent=RULE_LIST,
            template="rule",
            title=rule.name,
            heading=f"Check rule: {rule.name}",
            description=catalog.plain(rule.says),
            headings={"fix": "How to fix it", "wrong": "Wrong", "right": "Right"},
            shows=(rule.file,),
            context={"rule": rule},
        )
