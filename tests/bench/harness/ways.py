"""The ways to build a site that are compared: ours, and those of the peers, which get the same text."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import catalogue
from harness import content
from harness.content import Text
from harness.timing import FailedError, Figure, run

PEERS = Path(__file__).resolve().parents[1] / "peers"
TOOLS = catalogue.ROOT / ".venv" / "bench"
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # installed peers come compiled; so does what is built with every day
OURS, PLAIN, PRUNED, ZENSICAL, HUGO, ELEVENTY, EMPTY = (
    "this generator",
    "Material, plain",
    "Material, pruned",
    "Zensical",
    "Hugo, bare theme",
    "Eleventy, bare theme",
    "Material, one empty page",
)
EDITED = "451/greylisting"
"""The reply that is edited; a real one, so every project has it."""
MKDOCS = (sys.executable, "-m", "mkdocs")
MKDOCS_YML = """\
site_name: Replies
theme:
  name: material
  features: [{features}]
plugins: [search]
"""
HUGO_TOML = """\
baseURL = "/"
title = "Replies"
disableKinds = ["taxonomy", "term", "RSS"]
"""
HUGO_BASE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} - {{ .Site.Title }}</title></head>
<body>
<nav><a href="/">{{ .Site.Title }}</a>{{ with .Parent }} <a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main>{{ .Content }}</main>
</body>
</html>
"""
ELEVENTY_JS = """\
module.exports = (eleventy) => {
  eleventy.addGlobalData("layout", "base.njk");
  return { dir: { input: "pages", output: "site", includes: "../layouts" }, markdownTemplateEngine: false };
};
"""
ELEVENTY_BASE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} - Replies</title></head>
<body>
<nav><a href="/">Replies</a> <a href="../">Up</a></nav>
<main>{{ content | safe }}</main>
</body>
</html>
"""


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to build a site."""

    name: str
    prepare: Callable[[Path, Sequence[Text]], None]
    """Writes what is to be built into a folder."""
    build: Callable[[], Sequence[str]]
    serve: Callable[[int], Sequence[str]] | None = None
    """The live preview at a port; None where there is none."""
    source: str
    """The file that is edited."""
    output: str = "site"
    keeps: bool = False
    """Whether a build after one edit is measured too; elsewhere it is a cold one again."""


class Project:
    """A folder that one way builds."""

    def __init__(self, way: Way, folder: Path, texts: Sequence[Text]) -> None:
        self.way, self.folder = way, folder
        folder.mkdir(parents=True)
        way.prepare(folder, texts)
        self.sources = {path.name for path in folder.iterdir()}

    def clean(self) -> None:
        """Remove all that a build has left."""
        for path in self.folder.iterdir():
            if path.name not in self.sources:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def build(self) -> Figure:
        """Build; return what it took and what it wrote."""
        mark = self.folder / ".began"
        mark.touch()
        began = mark.stat().st_mtime_ns
        mark.unlink()
        figure = run(self.way.build(), self.folder, environment=ENVIRONMENT)
        found = [path.stat() for path in (self.folder / self.way.output).rglob("*") if path.is_file()]
        new = [file.st_size for file in found if file.st_mtime_ns >= began]
        total = sum(file.st_size for file in found)
        return Figure(**{**vars(figure), "written": sum(new), "files": len(new), "total": total})

    def edit(self, number: int) -> str:
        """Change a sentence of one page; return what the page then says."""
        file, said = self.folder / self.way.source, f"Edited {number} times."
        text = re.sub(r"Edited \d+ times\. ", "", file.read_text("utf-8"))
        file.write_text(text.replace(_summary(), f"{said} {_summary()}", 1), "utf-8")
        return said


def _summary() -> str:
    """Return how the summary of the edited reply begins."""
    text = (catalogue.ROOT / f"codes/{EDITED}.yml").read_text("utf-8")
    return " ".join(text.partition("\nsummary: >\n")[2].split()[:3])


def install(names: Sequence[str]) -> dict[str, str]:
    """Put the peers' tools in place; return why where that failed, by the way's name."""
    faults: dict[str, str] = {}
    if {ZENSICAL, HUGO} & {*names}:
        try:
            _install_python()
        except (OSError, subprocess.SubprocessError) as error:
            faults |= dict.fromkeys((ZENSICAL, HUGO), f"not installed: {_reason(error)}")
    if ELEVENTY in names:
        try:
            _install_node()
        except (OSError, subprocess.SubprocessError) as error:
            faults[ELEVENTY] = f"not installed: {_reason(error)}"
    return faults


def _reason(error: OSError | subprocess.SubprocessError) -> str:
    told = (error.stderr or "").strip().splitlines() if isinstance(error, subprocess.CalledProcessError) else []
    return told[-1] if told else str(error)


def _call(*command: str, folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)


def _install_python() -> None:
    if not (TOOLS / "python/bin/python").is_file():
        _call(sys.executable, "-m", "venv", str(TOOLS / "python"))
    pip = (str(TOOLS / "python/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _call(*pip, "--require-hashes", "-r", str(PEERS / "requirements.lock"))


def _install_node() -> None:
    folder = TOOLS / "node"
    folder.mkdir(parents=True, exist_ok=True)
    names = ("package.json", "package-lock.json")
    if all((folder / name).is_file() and (folder / name).read_bytes() == (PEERS / name).read_bytes() for name in names):
        return
    for name in names:
        shutil.copy(PEERS / name, folder / name)
    try:
        _call("npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", folder=folder)
    except (OSError, subprocess.SubprocessError):
        (folder / names[0]).unlink()  # the next run tries again
        raise


def versions() -> dict[str, str]:
    """Return the versions of the peers whose tools are in place."""
    found: dict[str, str] = {}
    for name in ("zensical", "hugo"):
        for folder in TOOLS.glob(f"python/lib/*/site-packages/{name}-*.dist-info"):
            found[name.capitalize()] = folder.name.removesuffix(".dist-info").partition("-")[2]
    package = TOOLS / "node/node_modules/@11ty/eleventy/package.json"
    if package.is_file():
        found["Eleventy"] = json.loads(package.read_text("utf-8"))["version"]
        found["Node.js"] = subprocess.run(
            ["node", "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
    return found


def _tool(pattern: str) -> str:
    """Return the path of an installed tool.

    Raises:
        FailedError: it is not there.

    """
    for file in sorted(TOOLS.glob(pattern)):
        return str(file)
    raise FailedError(f"not installed: there is no {pattern}")


def _hugo(*arguments: str) -> Sequence[str]:
    return (_tool("python/lib/*/site-packages/hugo/binaries/hugo*"), *arguments)


def _zensical(*arguments: str) -> Sequence[str]:
    return (_tool("python/bin/zensical"), *arguments)


def _eleventy(*arguments: str) -> Sequence[str]:
    return ("node", _tool("node/node_modules/@11ty/eleventy/cmd.*js"), "--quiet", *arguments)


def _ours(number: int) -> Callable[[Path, Sequence[Text]], None]:
    return lambda folder, _: catalogue.write(number, folder)


def _material(features: str) -> Callable[[Path, Sequence[Text]], None]:
    def prepare(folder: Path, texts: Sequence[Text]) -> None:
        (folder / "mkdocs.yml").write_text(MKDOCS_YML.format(features=features), "utf-8")
        content.write(texts, folder / "docs", content.as_mkdocs, links="file", front=False)

    return prepare


def _empty(folder: Path, _: Sequence[Text]) -> None:
    (folder / "mkdocs.yml").write_text(MKDOCS_YML.format(features=""), "utf-8")
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# Nothing\n", "utf-8")


def _for_hugo(folder: Path, texts: Sequence[Text]) -> None:
    (folder / "hugo.toml").write_text(HUGO_TOML, "utf-8")
    layouts = folder / "layouts/_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(HUGO_BASE, "utf-8")
    content.write(texts, folder / "content", content.as_hugo, links="page", front=True)


def _for_eleventy(folder: Path, texts: Sequence[Text]) -> None:
    (folder / "eleventy.config.js").write_text(ELEVENTY_JS, "utf-8")
    (folder / "layouts").mkdir()
    (folder / "layouts/base.njk").write_text(ELEVENTY_BASE, "utf-8")
    content.write(texts, folder / "pages", content.as_mkdocs, links="page", front=True)


def every_way(number: int) -> dict[str, Way]:
    """Return the ways to build a site with so many replies, by their names."""

    def mkdocs_serve(port: int) -> Sequence[str]:
        return (*MKDOCS, "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}")

    def our_serve(port: int) -> Sequence[str]:
        return (sys.executable, "-m", "generator.preview.server", "--dev-addr", f"127.0.0.1:{port}")

    written = f"docs/codes/{EDITED}.md"
    mkdocs = {"build": lambda: (*MKDOCS, "build", "--quiet"), "serve": mkdocs_serve}
    ways = (
        Way(
            name=OURS,
            prepare=_ours(number),
            source=f"codes/{EDITED}.yml",
            build=mkdocs["build"],
            serve=our_serve,
            keeps=True,
        ),
        Way(name=PLAIN, prepare=_material(""), source=written, **mkdocs),
        Way(name=PRUNED, prepare=_material("navigation.prune, navigation.indexes"), source=written, **mkdocs),
        Way(
            name=ZENSICAL,
            prepare=_material(""),
            source=written,
            build=lambda: _zensical("build"),
            serve=lambda port: _zensical("serve", "--dev-addr", f"127.0.0.1:{port}"),
            keeps=True,
        ),
        Way(
            name=HUGO,
            prepare=_for_hugo,
            source=f"content/codes/{EDITED}.md",
            output="public",
            build=lambda: _hugo("--quiet"),
            serve=lambda port: _hugo("server", "--bind", "127.0.0.1", "--port", str(port)),
        ),
        Way(
            name=ELEVENTY,
            prepare=_for_eleventy,
            source=f"pages/codes/{EDITED}.md",
            build=_eleventy,
            serve=lambda port: _eleventy("--serve", f"--port={port}"),
        ),
        Way(name=EMPTY, prepare=_empty, source="docs/index.md", build=mkdocs["build"]),
    )
    return {way.name: way for way in ways}


def free_port() -> int:
    """Return a port that nothing listens to."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
