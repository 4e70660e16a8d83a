"""What machines measure of the built site: the checker of HTML and Lighthouse on the phone profile.

Prints a table and, with ``--write``, puts it into ``docs/quality.md``. Needs Node.js with npm, Java and a
Chromium; npm installs what ``package-lock.json`` names, with its hashes, into ``.venv/audit``.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from serving import served

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
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
MOST_BEFORE = 60
"""How many characters of what stands before a fault are printed."""


def install() -> None:
    """Put the tools in place."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, TOOLS / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
    subprocess.run(command, cwd=TOOLS, check=True, stdout=subprocess.DEVNULL)


def version(name: str) -> str:
    """Return the version of an installed tool."""
    data = json.loads((TOOLS / "node_modules" / name / "package.json").read_text("utf-8"))
    return str(data["version"])


def html_faults(site: Path) -> list[str]:
    """Return what the HTML checker calls an error, of every page."""
    checker = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
    files = [str(file) for file in sorted(site.rglob("*.html"))]
    command = ["java", "-jar", str(checker), "--errors-only", "--exit-zero-always", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{Path(found['url']).relative_to(site)}:{found.get('lastLine')}: {found['message']}"
        f" [{' '.join(found.get('extract', '').split())[:MOST_BEFORE]}]"
        for found in json.loads(done.stderr)["messages"]
    ]


def lighthouse(url: str) -> dict[str, Any]:
    """Return Lighthouse's report of a page, on its phone profile."""
    command = [
        str(TOOLS / "node_modules/.bin/lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    environment = {**os.environ, "CHROME_PATH": os.environ["BROWSER_PATH"]}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(address: str, rounds: int) -> dict[str, list[int]]:
    """Return the scores of each kind of page, the medians of several rounds for the first category alone."""
    found: dict[str, list[int]] = {}
    for name, page in KINDS.items():
        reports = [lighthouse(address + page)["categories"] for _ in range(rounds)]
        found[name] = [
            sorted(round(100 * report[category]["score"]) for report in reports)[rounds // 2] for category in CATEGORIES
        ]
        sys.stderr.write(f"{name}: {found[name]}\n")
    return found


def _rounds(count: int) -> str:
    return "one round" if count == 1 else f"medians of {count} rounds"


def main() -> int:
    """Measure, print the table, write it where asked; return 1 where the checker finds an error."""
    parser = argparse.ArgumentParser(prog="run.py audit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often Lighthouse judges each page")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    options = parser.parse_args()
    missing = [tool for tool in ("npm", "java") if not shutil.which(tool)]
    if missing or not os.environ.get("BROWSER_PATH"):
        sys.stderr.write(f"audit: not found: {', '.join(missing) or 'a browser'}; install it first\n")
        return 2
    install()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        subprocess.run(build, cwd=ROOT, check=True)
        faults = html_faults(site)
        count = sum(1 for _ in site.rglob("*.html"))
        with served(site) as (address, _):
            found = scores(address, options.rounds)
    rows = [f"| {name} | {' | '.join(map(str, row))} |" for name, row in found.items()]
    how = (
        f"Lighthouse {version('lighthouse')} on its phone profile, {_rounds(options.rounds)}, files packed"
        f" by gzip; HTML checker (vnu) {version('vnu-jar')}; {time.strftime('%Y-%m-%d')},"
        " by `python3 run.py audit --write`."
    )
    heads = ["| page | performance | accessibility | best practices | SEO |", "|---|---|---|---|---|"]
    table = "\n".join([f"The HTML checker finds {len(faults)} errors on {count} pages.", "", *heads, *rows, "", how])
    sys.stdout.write("\n".join([*faults, table]) + "\n")
    if options.write:
        text = PAGE.read_text("utf-8")
        mark = r"(?<=<!-- audit -->\n\n).*?(?=\n\n<!-- /audit -->)"
        PAGE.write_text(re.sub(mark, lambda _: table, text, flags=re.DOTALL), "utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
