"""The live preview shows every change, and shows problems as a page."""

import html
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import project
import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import ConfigurationError

from generator.checks.runner import load_catalog
from generator.preview.lazy_site import LazySite
from generator.preview.problems_page import Fault, problems_page, template_error
from generator.problem import CatalogError
from generator.site.renderer import CompiledTemplates
from generator.sources.reader import ReadCache


class Preview:
    """A running preview of a project."""

    def __init__(self, folder: Path, *options: str, program: Sequence[str] = ("generator.preview.server",)) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.log = folder.with_suffix(".log")
        command = [sys.executable, "-m", *program, "--dev-addr", f"127.0.0.1:{self.port}", *options]
        with self.log.open("w", encoding="utf-8") as stream:
            self.process = subprocess.Popen(
                command, cwd=folder, env=project.ENVIRONMENT, stdout=stream, stderr=subprocess.STDOUT
            )

    def page(self, address: str = "codes/451/") -> str:
        """Return a page as it is now; empty while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}", timeout=30) as answer:
                return html.unescape(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"status {error.code}"
        except OSError:
            return ""

    def wait(self, text: str, address: str | None = "codes/451/") -> str:
        """Return a page, or without an address the output, as soon as it contains a text."""
        until = time.monotonic() + 60
        while text not in (page := self.printed() if address is None else self.page(address)):
            assert time.monotonic() < until, f"{text!r} is not in:\n{page[:3000]}\n{self.printed()}"
            assert self.process.poll() is None, self.printed()
            time.sleep(0.02)
        return page

    def printed(self) -> str:
        return self.log.read_text("utf-8")

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(20) == 0, self.printed()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project.make(tmp_path / "project")


@pytest.fixture
def preview(folder: Path) -> Iterator[Preview]:
    preview = Preview(folder)
    preview.wait("Postbox")
    yield preview
    preview.end()


def test_every_kind_of_source_is_shown_as_saved(preview: Preview, folder: Path) -> None:
    project.rename(folder, "Mailbox")
    preview.wait("Mailbox")
    (folder / "docs/about.md").write_text("# A draft\n\nBack [home](index.md).\n", "utf-8")
    preview.wait("A draft", "about/")
    template = folder / "overrides/404.html"
    template.write_text(template.read_text("utf-8").replace("may be mistyped", "has a typo"), "utf-8")
    preview.wait("has a typo", "404.html")
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("MailEnable SMTP replies", "Our replies"), "utf-8")
    preview.wait("Our replies")
    new = folder / "codes/451/later.yml"
    text = (folder / "codes/451/busy.yml").read_text("utf-8").replace("oo busy", "oo late").replace("busy", "late")
    new.write_text(text, "utf-8")
    preview.wait("The server is late", "codes/451/later/")
    new.unlink()
    preview.wait("status 404", "codes/451/later/")


def test_all_problems_are_shown_instead_of_every_page_until_they_are_fixed(preview: Preview, folder: Path) -> None:
    file, other = folder / "codes/451/busy.yml", folder / "codes/451/delayed.yml"
    good, well = file.read_text("utf-8"), other.read_text("utf-8")
    file.write_text(good.replace("title:", "titel:"), "utf-8")
    preview.wait("codes/451/busy.yml:1:1: error:")
    other.write_text(well.replace("KB1", "KB<b>2"), "utf-8")
    page = preview.wait("KB<b>2")
    assert "codes/451/busy.yml:1:1: error:" in page
    assert "did you mean" in page.lower()
    assert "/livereload/" in page
    assert "codes/451/delayed.yml:" in preview.page("about/")
    assert "codes/451/busy.yml:1:1: error:" in preview.printed()
    other.write_text(well, "utf-8")
    file.write_text(good.replace("The server is busy", "Much to do"), "utf-8")
    preview.wait("Much to do")


def test_no_problem_ends_it(preview: Preview, folder: Path) -> None:
    (folder / "docs/about.md").write_text("# About\n\n[none](none.md)\n", "utf-8")
    preview.wait("'none.md'")
    (folder / "docs/about.md").write_text("# About\n", "utf-8")
    preview.wait("Postbox")

    template = folder / "overrides/main.html"
    good = template.read_text("utf-8")
    template.write_text(good.replace("{% block content %}", "{% block content %}\n{% if"), "utf-8")
    preview.wait("overrides/main.html:")
    template.write_text(good.replace("{% block content %}", "{% block content %}{{ page.none.more }}"), "utf-8")
    preview.wait("has no attribute")
    assert "Traceback" not in preview.printed()
    template.write_text(good, "utf-8")
    preview.wait("Postbox")

    settings = folder / "mkdocs.yml"
    good = settings.read_text("utf-8")
    settings.write_text(f"{good}\nplugins: [\n", "utf-8")
    preview.wait("mkdocs.yml")
    settings.write_text(good, "utf-8")
    preview.wait("Postbox")

    (folder / "codes").rename(folder / "sources")
    preview.wait("codes")
    shutil.copytree(folder / "sources", folder / "codes")
    shutil.rmtree(folder / "sources")
    preview.wait("Postbox")
    project.rename(folder, "Letterbox")
    preview.wait("Letterbox")

    (folder / "codes/451").rename(folder / "codes/452")
    preview.wait("codes/452/")
    (folder / "codes/452").rename(folder / "codes/451")
    preview.wait("Letterbox")


@pytest.mark.parametrize("broken", ["mkdocs.yml", "codes/product.yml"])
def test_a_problem_at_the_start_is_shown_too(folder: Path, broken: str) -> None:
    file = folder / broken
    good = file.read_text("utf-8")
    file.write_text("nav: [\n", "utf-8")
    preview = Preview(folder, "--polling")
    preview.wait(broken, "")
    file.write_text(good, "utf-8")
    preview.wait("Postbox")
    preview.end()


def test_mkdocs_serve_shows_changes_without_a_policy_and_leaves_the_published_site(folder: Path) -> None:
    assert project.build(folder)[0] == 0
    published = project.manifest(folder / "site")
    preview = Preview(folder, program=("mkdocs", "serve"))
    assert "Content-Security-Policy" not in preview.wait("Postbox"), "it would forbid the script of the preview"
    assert preview.page("_headers") == "status 404"
    (folder / "docs/about.md").write_text('# A draft\n\n<a href="../none/">x</a>\n', "utf-8")
    preview.wait("A draft", "about/")  # a build wouldn't publish it
    file = folder / "codes/451/busy.yml"
    good = file.read_text("utf-8")
    file.write_text("title: [x\n", "utf-8")
    preview.wait("codes/451/busy.yml:1:8: error:", None)
    file.write_text(good, "utf-8")
    project.rename(folder, "Mailbox")
    preview.wait("Mailbox")
    preview.end()
    assert project.manifest(folder / "site") == published
    assert project.leftovers(folder) == []


def test_a_text_from_a_source_is_escaped() -> None:
    assert "<script>" not in problems_page([Fault("<script>", "<script>")])


def test_an_error_in_the_code_is_not_reported_as_one_of_a_template(tmp_path: Path) -> None:
    assert template_error(KeyError("x"), tmp_path) is None


def test_an_unknown_version_of_mkdocs_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs.__version__", "1.7.0")
    with pytest.raises(ConfigurationError, match="doesn't know MkDocs 1\\.7"):
        LazySite(load_config(str(folder / "mkdocs.yml")), CompiledTemplates())


def test_a_file_with_the_same_text_gives_the_same_entry_again(folder: Path) -> None:
    cache: ReadCache = {}
    first, again = (load_catalog(folder / "codes", cache=cache) for _ in range(2))
    assert again.replies["451/busy"] is first.replies["451/busy"]
    file = folder / "codes/451/busy.yml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("is busy", "is at work"), "utf-8")
    assert load_catalog(folder / "codes", cache=cache).replies["451/busy"].title == "The server is at work"
    file.write_text(good.replace("title:", "titel:"), "utf-8")
    for _ in range(2):
        with pytest.raises(CatalogError, match="titel"):
            load_catalog(folder / "codes", cache=cache)
    file.write_text(good, "utf-8")
    assert load_catalog(folder / "codes", cache=cache).replies == first.replies
    file.write_text(good.replace("451 Too busy", "451 Too lazy"), "utf-8")
    for _ in range(2):
        with pytest.raises(CatalogError, match="the sample matches no wording"):
            load_catalog(folder / "codes", cache=cache)
    file.write_text(good.replace("- text: Too busy", "- text: Too lazy"), "utf-8")
    with pytest.raises(CatalogError, match="the sample matches no wording"):
        load_catalog(folder / "codes", cache=cache)
    file.unlink()
    assert list(load_catalog(folder / "codes", cache=cache).replies) == ["451/delayed"]
