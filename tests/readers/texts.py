"""Write the texts that readers get: a situation, the words of a page of the built site, and the questions."""

import re
import sys
from pathlib import Path

from lxml import html
from ruamel.yaml import YAML

HERE = Path(__file__).parent
SITE = HERE.parents[1] / "site"
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "dt": "", "dd": "  "}
"""The characters before the words of an element."""


def page_text(file: Path) -> str:
    """Return the words of a page, folded parts included, one block per line."""
    article = html.parse(str(file)).getroot().xpath("//article[@data-reply or @data-entry]")[0]
    for control in article.xpath(".//*[contains(@class, 'headerlink') or contains(@class, 'copy')]"):
        control.drop_tree()
    for element in article.iter("p", "tr", "div", "summary", "pre", *MARKS):
        element.text = f"\n{MARKS.get(element.tag, '')}{element.text or ''}"
    for cell in article.iter("td", "th"):
        cell.tail = f" | {cell.tail or ''}"
    lines = (re.sub(r"\s+", " ", line).strip() for line in article.text_content().split("\n"))
    return "\n".join(line for line in lines if line.strip("- |"))


def main() -> int:
    """Write one file per situation into the folder that the command line names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    questions = (HERE / "questions.md").read_text("utf-8")
    situations = YAML(typ="safe").load(HERE / "situations.yml")
    for number, situation in enumerate(situations, 1):
        page = page_text(SITE / situation["page"] / "index.html")
        text = f"{situation['situation']}\n\n    {situation['text']}\n\nYou find this page.\n\n{page}\n\n{questions}"
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
