"""Bombs: the heaviest files that fit are judged in 2 seconds of the processor and 200 MB."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from mistakes import CASES, lay

resource = pytest.importorskip("resource", reason="this system has no limits to set")

SECONDS = 2
MEMORY = 200 << 20
FULL = 256 * 1024
"""Bytes that a file may have."""

BASE = (CASES / "catalog/451/delayed.yml").read_text("utf-8")
WORDING, SAMPLE = "text: Delayed, try again", "line: 451 Delayed, try again"


def full(piece: str) -> str:
    """Return a text repeated up to the limit of a file."""
    return piece * (FULL // len(piece.encode()))


def rows(form: str, count: int, start: str = "") -> str:
    """Return lines that differ by their number."""
    return start + "".join(form.format(number) + "\n" for number in range(count))


def with_summary(text: str) -> str:
    return BASE.replace("summary: The sender tries again.", f"summary: '{text}'")


def with_samples(wordings: list[str], samples: list[str]) -> str:
    """Return a reply with many wordings and samples."""
    text = BASE.replace("wordings:\n", "wordings:\n" + "".join(f"  - text: '{w}'\n    source: log\n" for w in wordings))
    return text + "".join(f"  - kind: reply\n    source: constructed\n    line: '{sample}'\n" for sample in samples)


BOMBS = {
    "flow lists": full("["),
    "flow lists and groups": full("{a: ["),
    "block lists": full("- "),
    "aliases": "a: &a [x]\n" + full("- *a\n"),
    "merge keys": "a: &a {b: c}\n" + full("<<: *a\n"),
    "tags": full("a: !a\n"),
    "a directive": "%YAML 1." + full("1")[:-20] + "\n---\na: b\n",
    "documents": full("---\n"),
    "keys": rows("k{:05}: x", 9_990),
    "texts": rows("  - t{}", 19_990, "stage:\n"),
    "empty groups": "stage: [" + "{}," * 19_000 + "]\n",
    "groups with a wrong key": rows("  - a{}: x", 6_600, "why:\n"),
    "steps without a source": rows("  - do: a{}", 6_600, "steps:\n"),
    "a title": "title: " + full("a")[:-20],
    "escapes": 'title: "' + full("\\x41")[:-20] + '"\n',
    "a title of many lines": "title: a\n" + full("  b\n"),
    "comments": full("#\n"),
    "hidden characters line by line": full("a\0\n"),
    "not UTF-8": "\udcff" * FULL,
    "brackets in prose": with_summary("[" * 4_900),
    "links in prose": with_summary("[x](a" * 980),
    "stars in prose": with_summary("*a " * 1_600),
    "backslashes in prose": with_summary("\\*" * 2_400 + "*"),
    "prose in every claim": BASE.replace("why:\n", "why:\n" + f"  - text: '{'*a [' * 900}'\n    source: log\n" * 50),
    "references in every claim": BASE.replace(
        "why:\n", "why:\n" + rows("  - text: '" + "[[451/busz]] " * 380 + "{}'\n    source: log", 50)
    ),
    "settings that do not exist": BASE + rows("  - smtp/d{}", 15_000, "related:\n"),
    "samples that fit nothing": with_samples([], [f"451 Delayed, trx agaim {n}" for n in range(4_500)]),
    "long samples that fit nothing": with_samples([], [f"{n} " + "delaxed trz agaim " * 270 for n in range(50)]),
    "one word over and over": with_samples(
        ["a " * 240 + f"b{n}" for n in range(200)], ["451 " + "a " * 2_400 + f"b{n}" for n in range(30)]
    ),
    "lists over and over": with_samples(
        ["a " + "{list} " * 60 + f"b{n}" for n in range(200)], ["451 " + "a," * 2_400 + f" b{n}" for n in range(30)]
    ),
}
"""The content of a reply's file."""

ARTICLES = {
    "articles of one form": rows("a{}:\n  topic: See [[451/busz]].\n  source: log", 4_900),
    "articles in other letters": "".join(f"{a}{b}{c}: x\n" for a in "aA" for b in "bB" for c in "cC") * 900,
}
"""The content of the list of articles."""


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


@pytest.mark.parametrize("name", [*BOMBS, *ARTICLES])
def test_a_bomb_is_judged_in_time_and_size(name: str, tmp_path: Path) -> None:
    codes = lay(tmp_path)
    place = "articles.yml" if name in ARTICLES else "451/delayed.yml"
    text = ARTICLES.get(name) or BOMBS[name]
    (codes / place).write_bytes(text.encode("utf-8", "surrogateescape")[:FULL])
    command = [sys.executable, "-m", "generator", "--codes", str(codes), "check"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, preexec_fn=limited, check=False
    )
    printed = done.stdout.decode()
    assert (done.returncode, done.stderr) == (1, b""), printed[-300:]
    assert f"codes/{place}:" in printed
    assert len(printed) < 100_000


def test_the_limits_end_a_command_that_is_too_heavy() -> None:
    slow, large = "while True: pass", f"x = bytearray({MEMORY})"
    for code in (slow, large):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, preexec_fn=limited, check=False)
        assert done.returncode != 0
