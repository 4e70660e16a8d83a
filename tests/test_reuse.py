"""A build after a change makes what the change touches, and gives the same site as a build from nothing."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from project import make, manifest
from test_shells import grow

from generator.plugin import shells

RECORD = ".site.record"
Edit = Callable[[Path], None]


def built(project: Path, target: str = "site") -> dict[str, str]:
    """Build and publish; return the hashes of the files."""
    os.chdir(project)
    config = load_config("mkdocs.yml", site_dir=target)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return manifest(project / target)


def anew(project: Path) -> dict[str, str]:
    """Return what a build gives that knows of no other."""
    shutil.rmtree(project / "anew", ignore_errors=True)
    (project / ".anew.record").unlink(missing_ok=True)
    return built(project, "anew")


def files(project: Path) -> dict[str, int]:
    """Return what tells one writing of a file from another, by its name."""
    site = project / "site"
    return {file.relative_to(site).as_posix(): file.stat().st_ino for file in site.rglob("*") if file.is_file()}


def made(project: Path, before: dict[str, int]) -> set[str]:
    """Return the pages and twins that were made since then."""
    return {
        name for name, which in files(project).items() if before.get(name) != which and name.endswith((".html", ".md"))
    }


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of some twenty replies that has been built once."""
    project = make(tmp_path_factory.mktemp("reuse") / "project")
    grow(project, {"451": 8, "550": 8})
    built(project)
    return project


@pytest.fixture
def project(known: Path, tmp_path: Path) -> Path:
    """A copy of it, its files as old as the originals."""
    return Path(shutil.copytree(known, tmp_path / "project"))


def replace(file: str, found: str, put: str) -> Edit:
    """Return the edit that puts something else into a source."""

    def edit(project: Path) -> None:
        text = (project / file).read_text("utf-8")
        assert re.search(found, text), f"{found} does not stand in {file}"
        (project / file).write_text(re.sub(found, put, text, count=1), "utf-8")

    return edit


def change_text(project: Path) -> None:
    replace(REPLY, "Too busy for", "Far too busy for")(project)
    replace(REPLY, "451 Too busy", "451 Far too busy")(project)


def change_by_hand(project: Path) -> None:
    (project / "site/codes/451/busy/index.html").write_text("mine", "utf-8")


def add_reply(project: Path) -> None:
    text = (project / "codes/451/busy.yml").read_text("utf-8")
    (project / "codes/451/aaa.yml").write_text(text.replace("Too busy", "Quite idle"), "utf-8")


def remove_reply(project: Path) -> None:
    (project / "codes/451/made-3.yml").unlink()


def add_page(project: Path) -> None:
    (project / "docs/more.md").write_text("# More\n\nSee [a reply](codes/451/busy.md#steps).\n", "utf-8")
    replace("mkdocs.yml", r"  - About: about\.md\n", "  - About: about.md\n  - More: more.md\n")(project)


REPLY = "codes/451/busy.yml"
NARROW: dict[str, tuple[Edit, int]] = {
    "a sentence of a reply": (replace(REPLY, "summary: Not", "summary: Seldom. Not"), 12),
    "a step of a reply": (replace(REPLY, "- do: Wait", "- do: Wait a day"), 12),
    "a reply's references": (replace(REPLY, r"\[\[451/delayed\]\]", "[[setting:smtp/delay]]"), 14),
    "a sentence of a code": (replace("codes/451/code.yml", "meaning: ", "meaning: Now "), 12),
    "nothing": (lambda project: None, 5),  # noqa: ARG005
    "a file that was taken away by hand": (lambda project: (project / "site/codes/451/busy/index.html").unlink(), 6),
    "a file that was changed by hand": (change_by_hand, 6),
}
"""Changes that touch few pages, and how many may be made anew: the pages that show it, and those made in any case."""
WIDE: dict[str, Edit] = {
    "a reply's title": replace(REPLY, "title: .*", "title: Another <title>"),
    "a reply's text": change_text,
    "a code's name": replace("codes/451/code.yml", "name: ", "name: So-called "),
    "the product's name": replace("codes/product.yml", "name: .*", "name: Mailbox"),
    "an article's title": replace("codes/articles.yml", "title: Replies", "title: Answers"),
    "a setting's name": replace("codes/settings/smtp/delay.yml", "name: ", "name: New "),
    "a procedure's step": replace("codes/procedures/wait.yml", "do: ", "do: Patiently "),
    "a new reply": add_reply,
    "a reply that is gone": remove_reply,
    "a new page by hand": add_page,
    "a page by hand": replace("docs/about.md", "Back", "Forth and back"),
    "the site's name": replace("mkdocs.yml", "site_name: .*", "site_name: Other"),
    "the theme's own template": replace("overrides/main.html", "{% block content %}", "{% block content %}<hr>"),
    "a style": replace("overrides/assets/stylesheets/pages.css", "^", "hr { color: red; }\n"),
}
"""Changes that may touch any number of pages."""


@pytest.mark.parametrize("name", NARROW)
def test_what_a_small_change_does_not_touch_is_published_again(project: Path, name: str) -> None:
    edit, most = NARROW[name]
    edit(project)
    before = files(project)
    after = built(project)
    assert len(made(project, before)) <= most
    assert after == anew(project)


@pytest.mark.parametrize("name", WIDE)
def test_a_change_that_others_show_reaches_all_of_them(project: Path, name: str) -> None:
    WIDE[name](project)
    assert built(project) == anew(project)


def test_a_commit_dates_what_it_touches(project: Path) -> None:
    def commit(day: str) -> None:
        person = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
        dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        for command in (("add", "codes", "docs"), ("commit", "--quiet", "--message", day)):
            subprocess.run(["git", *person, *command], cwd=project, env={**os.environ, **dates}, check=True)

    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    commit("2026-01-02")
    first = built(project)
    assert (project / "site/sitemap.xml").read_text("utf-8").count("2026-01-02") > 20
    before = files(project)
    assert built(project) == first
    assert len(made(project, before)) < 8
    replace(REPLY, "summary: Not", "summary: Seldom. Not")(project)
    commit("2026-03-04")
    before = files(project)
    after = built(project)
    assert len(made(project, before)) < 16
    assert "2026-03-04" in (project / "site/codes/451/busy/index.html").read_text("utf-8")
    assert after == anew(project)
    packed = [(project / folder / "sitemap.xml.gz").read_bytes() for folder in ("site", "anew")]
    assert packed[0] == packed[1], "it holds the day of the newest page too"


def test_a_file_of_a_persons_own_stands_in_the_place_of_a_made_one(project: Path) -> None:
    for text in ("User-agent: mine\n", "User-agent: other\n"):
        (project / "docs/robots.txt").write_text(text, "utf-8")
        built(project)
        assert (project / "site/robots.txt").read_text("utf-8") == text
    assert manifest(project / "site") == anew(project)
    (project / "docs/robots.txt").unlink()
    assert built(project) == anew(project)


def test_one_change_after_another_gives_what_all_of_them_give(project: Path) -> None:
    for name in ("a reply's title", "a new reply", "a sentence of a code", "a reply that is gone", "a setting's name"):
        edit = WIDE.get(name) or NARROW[name][0]
        edit(project)
        built(project)
    assert manifest(project / "site") == anew(project)
    replace(REPLY, "title: .*", "title: The server is busy")(project)
    assert built(project) == anew(project)


def _break(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:5000])


def _spoil(database: Path) -> None:
    """Harm what was read for each file, and nothing else."""
    with sqlite3.connect(database) as connection:
        connection.execute("update files set seen = substr(seen, 1, 5)")
    connection.close()


def _empty(database: Path) -> None:
    database.write_bytes(b"")


def _fill(database: Path) -> None:
    database.write_text("no database", "utf-8")


def _foreign(database: Path) -> None:
    """Let something stand in it that would run."""
    with sqlite3.connect(database) as connection:
        connection.execute("update sources set sources = ?", (b"cos\nsystem\n(S'touch ran'\ntR.",))
    connection.close()


def _mar(database: Path) -> None:
    """Harm what one build tells the next."""
    with sqlite3.connect(database) as connection:
        connection.execute("update told set value = substr(value, 1, 50) where name = 'templates'")
    connection.close()


def _outdate(database: Path) -> None:
    """Let it be written by programs of another version, whose modules are not there any more."""
    with sqlite3.connect(database) as connection:
        connection.execute("update told set value = 'other' where name = 'code'")
        connection.execute("update sources set sources = ?", (b"cgenerator.gone\nEntry\n.",))
    connection.close()


@pytest.mark.parametrize("harm", [_mar, _outdate, _break, _spoil, _empty, _fill, _foreign, Path.unlink])
def test_a_record_that_is_damaged_or_gone_changes_nothing(project: Path, harm: Callable[[Path], None]) -> None:
    before = files(project)
    harm(project / RECORD)
    replace(REPLY, "summary: Not", "summary: Seldom. Not")(project)
    after = built(project)
    assert not {name for name, which in files(project).items() if before.get(name) == which}
    assert after == anew(project)
    assert not (project / "ran").exists()
    before = files(project)
    built(project)
    assert len(made(project, before)) < 8, "the next build has a good record again"


def test_a_theme_that_nobody_knows_is_built_from_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shells, "KNOWN", "another")
    before = files(project)
    built(project)
    assert not {name for name, which in files(project).items() if before.get(name) == which}


def test_a_build_that_fails_leaves_the_record_right(project: Path) -> None:
    replace(REPLY, "title: .*", "titel: Wrong")(project)
    with pytest.raises(Abort):
        built(project)
    replace(REPLY, "titel: .*", "title: Right")(project)
    assert built(project) == anew(project)
