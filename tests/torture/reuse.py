"""Builds after changes: each gives what a build from nothing gives, file by file.

Changes texts of a copy of the catalogue at random places, one after another and each on top of those before,
and builds after each of them twice: with the record of the last build, and without one. Prints how many
changes there were, how many files were made for a change, and what differed.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import project

TEXTS = re.compile(r"(?m)^( *(?:- )?(?:[a-z]+): )([A-Z][^\n]*[a-z.])$")
"""A text on the line of its key, which stays a text when a word is added."""
ADDED = " Indeed {}."


def main() -> int:
    """Change and build; return 1 where a site differs."""
    parser = argparse.ArgumentParser(prog="run.py torture reuse", description=__doc__)
    parser.add_argument("--changes", type=int, default=40, help="how many (default: 40)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (default: 0)")
    parser.add_argument("--project", type=Path, default=project.ROOT, help="whose catalogue (default: this one's)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        for name in ("codes", "docs", "overrides"):
            shutil.copytree(options.project / name, copy / name)
        shutil.copy(options.project / "mkdocs.yml", copy)
        return _run(copy, random.Random(options.seed), options.changes)  # noqa: S311  # the same places again


def _run(copy: Path, chance: random.Random, changes: int) -> int:
    status, printed = project.build(copy, "--quiet")
    assert status == 0, printed
    counts, refused, wrong = list[int](), 0, 0
    while len(counts) < changes:
        file = chance.choice(sorted(copy.glob("codes/**/*.yml")))
        former = file.read_text("utf-8")
        if not _change(file, chance, len(counts)):
            continue
        before = {path: path.stat().st_ino for path in (copy / "site").rglob("*")}
        status, printed = project.build(copy, "--quiet")
        if status:  # a text that has to be as it is
            file.write_text(former, "utf-8")
            refused += 1
            continue
        counts.append(
            sum(before.get(path) != path.stat().st_ino for path in (copy / "site").rglob("*") if path.is_file())
        )
        for rest in ("anew", ".anew.record"):
            if (copy / rest).is_dir():
                shutil.rmtree(copy / rest)
            (copy / rest).unlink(missing_ok=True)
        status, printed = project.build(copy, "--quiet", "--site-dir", "anew")
        one, other = project.manifest(copy / "site"), project.manifest(copy / "anew")
        different = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        if different:
            wrong += 1
            sys.stdout.write(f"{file.relative_to(copy)}: {len(different)} differ: {', '.join(different[:5])}\n")
    told = f"{len(counts)} changes, {refused} more refused; files made for one: {min(counts)} to {max(counts)}"
    sys.stdout.write(f"{told}, in the middle {median(counts):.0f}; {wrong} sites differ from a build from nothing\n")
    return 1 if wrong else 0


def _change(file: Path, chance: random.Random, number: int) -> bool:
    """Add words to one text of a file; return whether there was one."""
    text = file.read_text("utf-8")
    found = [*TEXTS.finditer(text)]
    if found:
        end = chance.choice(found).end()
        file.write_text(text[:end] + ADDED.format(number) + text[end:], "utf-8")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
