"""The HTML checker and Lighthouse, with its phone profile, on the built site.

Prints a table and, with ``--write``, puts it into ``docs/quality.md``. Needs Node.js with npm, Java and Chromium.
The tools are installed from ``package-lock.json`` into ``.venv/audit``.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from serving import FLAGS, built_site, served

TOOLS = ROOT / ".venv" / "audit"
PAGE = ROOT / "docs/quality.md"
KINDS = {
    "home": "",
    "explain a log": "explain/",
    "all codes": "codes/",
    "a code": "codes/451/",
    "a reply": "codes/451/greylisting/",
    "a long reply": "codes/503/authentication-required/",
    "a setting": "settings/smtp/greylisting/",
    "an article": "articles/ME020073/",
    "a procedure": "procedures/whitelist-address/",
    "a guide": "logs/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MAX_EXTRACT_LENGTH = 60
"""Characters of the markup before a problem."""


def install() -> None:
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, TOOLS / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
    subprocess.run(command, cwd=TOOLS, check=True, stdout=subprocess.DEVNULL)


def version(name: str) -> str:
    data = json.loads((TOOLS / "node_modules" / name / "package.json").read_text("utf-8"))
    return str(data["version"])


def html_problems(site: Path) -> list[str]:
    """Return the errors that the HTML checker reports on all pages."""
    checker = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
    files = [str(file) for file in sorted(site.rglob("*.html"))]
    command = ["java", "-jar", str(checker), "--errors-only", "--exit-zero-always", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{Path(error['url']).relative_to(site)}:{error.get('lastLine')}: {error['message']}"
        f" [{' '.join(error.get('extract', '').split())[:MAX_EXTRACT_LENGTH]}]"
        for error in json.loads(done.stderr)["messages"]
    ]


def lighthouse(url: str) -> dict[str, Any]:
    """Return the report of a page with the phone profile."""
    command = [
        str(TOOLS / "node_modules/.bin/lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--chrome-flags={' '.join(('--headless', *FLAGS))}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    environment = {**os.environ, "CHROME_PATH": os.environ["BROWSER_PATH"]}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(address: str, rounds: int) -> dict[str, list[int]]:
    """Return the scores of each kind of page: the medians of several rounds."""
    medians: dict[str, list[int]] = {}
    for name, page in KINDS.items():
        reports = [lighthouse(address + page)["categories"] for _ in range(rounds)]
        medians[name] = [
            sorted(round(100 * report[category]["score"]) for report in reports)[rounds // 2] for category in CATEGORIES
        ]
        sys.stderr.write(f"{name}: {medians[name]}\n")
    return medians


def main() -> int:
    """Measure and print the table; return 1 if the checker reports errors."""
    parser = argparse.ArgumentParser(prog="run.py audit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often Lighthouse rates each page")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    options = parser.parse_args()
    missing = [tool for tool in ("npm", "java") if not shutil.which(tool)]
    if missing or not os.environ.get("BROWSER_PATH"):
        sys.stderr.write(f"audit: {', '.join(missing) or 'a browser'} not found; install it first\n")
        return 2
    install()
    with built_site() as site:
        problems = html_problems(site)
        count = sum(1 for _ in site.rglob("*.html"))
        with served(site) as (address, _):
            rated = scores(address, options.rounds)
    rows = [f"| {name} | {' | '.join(map(str, row))} |" for name, row in rated.items()]
    rounds = "one round" if options.rounds == 1 else f"medians of {options.rounds} rounds"
    how = (
        f"Lighthouse {version('lighthouse')} on its phone profile, {rounds}, files compressed"
        f" with gzip. HTML checker (vnu) {version('vnu-jar')}. Measured on {time.strftime('%Y-%m-%d')}"
        " with `python3 run.py audit --write`."
    )
    heads = ["| page | performance | accessibility | best practices | SEO |", "|---|---|---|---|---|"]
    table = "\n".join([f"The HTML checker finds {len(problems)} errors on {count} pages.", "", *heads, *rows, "", how])
    sys.stdout.write("\n".join([*problems, table]) + "\n")
    if options.write:
        text = PAGE.read_text("utf-8")
        mark = r"(?<=<!-- audit -->\n\n).*?(?=\n\n<!-- /audit -->)"
        PAGE.write_text(re.sub(mark, lambda _: table, text, flags=re.DOTALL), "utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
