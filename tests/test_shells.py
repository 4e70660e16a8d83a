"""Pages of one kind share what the theme renders, and are the same to the last byte as without that."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT
from jinja2 import Template
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.utils import get_theme_dir
from project import make, manifest

from generator.plugin import shells
from generator.shell import Shell, UnfitError, Values, mark, rows_of_marks

SIZES = {"451": 30, "550": 45}
"""How many replies a code has: the navigation lists all of them, or none."""
BUILD = "import sys; sys.path[:0] = [sys.argv[1]]; from test_shells import built; built(*sys.argv[2:])"


def grow(project: Path, sizes: Mapping[str, int] = SIZES) -> None:
    """Add replies to a project: so many under each code."""
    code = (project / "codes/451/code.yml").read_text("utf-8")
    (project / "codes/550").mkdir()
    (project / "codes/550/code.yml").write_text(code, "utf-8")
    for source, folder in (("busy", "451"), ("delayed", "550")):
        text = (project / f"codes/451/{source}.yml").read_text("utf-8")
        for at in range(sizes[folder]):
            made = re.sub(r"\b(Too busy|Delayed)\b", rf'\1 & "no" {at} <{at % 7}>', text).replace("451 ", f"{folder} ")
            made = re.sub(r"(?m)^(title|  - text|    line): (.*)$", lambda found: f"{found[1]}: '{found[2]}'", made)
            if at % 3 == 0:
                made += "notes:\n  - text: Keep in mind.\n    source: inferred\n"
            (project / f"codes/{folder}/made-{at}.yml").write_text(made, "utf-8")


def built(project: str, target: str, *options: str) -> dict[str, str]:
    """Build without publishing; return the hashes of the files."""
    os.chdir(project)
    config = load_config("offline.yml" if "offline" in options else "mkdocs.yml", site_dir=target)
    config.plugins.on_startup(command="build", dirty=False)
    config.plugins["catalog"].config.shells = "plain" not in options
    build(config)
    return manifest(Path(target))


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Count how often the theme renders a page, and how often a shell is filled."""
    counts = {"rendered": 0, "filled": 0}

    def counting(kind: type, method: str, name: str) -> None:
        original = getattr(kind, method)

        def count(*arguments: object) -> str:
            counts[name] += 1
            return str(original(*arguments))

        monkeypatch.setattr(kind, method, count)

    counting(shells.Shells, "plain", "rendered")
    counting(shells.Shell, "fill", "filled")
    return counts


def test_the_theme_is_one_that_shells_are_known_to_be_right_for() -> None:
    assert shells.fingerprint(Path(get_theme_dir("material"))) == shells.KNOWN, (
        "the theme has changed: put the new fingerprint into shells.KNOWN, and run this file"
    )


@pytest.mark.parametrize("options", [(), ("offline",)])
def test_the_pages_of_the_site_are_the_same_without_shells(
    tmp_path: Path, counted: dict[str, int], options: tuple[str, ...]
) -> None:
    shared = built(str(ROOT), str(tmp_path / "shared"), *options)
    assert counted["filled"] > 90
    assert built(str(ROOT), str(tmp_path / "plain"), "plain", *options) == shared


def test_the_pages_of_a_larger_catalogue_are_the_same_without_shells_and_in_another_order_of_sets(
    tmp_path: Path,
) -> None:
    grow(make(tmp_path / "project"))
    program = [sys.executable, "-c", BUILD, str(Path(__file__).parent), str(tmp_path / "project")]
    builds = [
        subprocess.Popen(
            [*program, str(tmp_path / name), name],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        )
        for seed, name in enumerate(("shared", "plain"))
    ]
    assert [process.wait(120) for process in builds] == [0, 0]
    shared = manifest(tmp_path / "shared")
    assert len([name for name in shared if name.endswith("index.html")]) > sum(SIZES.values())
    assert manifest(tmp_path / "plain") == shared


def test_an_unknown_theme_renders_every_page_by_itself(
    tmp_path: Path, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = str(make(tmp_path / "project"))
    known = built(project, str(tmp_path / "known"))
    assert counted["filled"]
    counted["filled"] = 0
    monkeypatch.setattr(shells, "KNOWN", "another")
    assert built(project, str(tmp_path / "unknown")) == known
    assert not counted["filled"]


def test_a_template_that_asks_for_more_gets_it(tmp_path: Path, counted: dict[str, int]) -> None:
    project = make(tmp_path / "project")
    template = project / "overrides/main.html"
    asking = "{% block content %}{{ page.file.src_uri if page }}"
    template.write_text(template.read_text("utf-8").replace("{% block content %}", asking), "utf-8")
    shared = built(str(project), str(tmp_path / "shared"))
    assert not counted["filled"]
    assert built(str(project), str(tmp_path / "plain"), "plain") == shared


TITLE, ROWS = Markup("A &amp; B"), [("../a/", "A"), ("../b/", "B"), ("../c/", "C")]
VALUES = Values({"title": TITLE, "text": "1 < 2", "body": "<p>"}, {"list": ROWS, "empty": []})


def shell_of(template: str) -> Shell:
    """Return the shell of a template for Jinja."""
    marks = {name: mark(name, value) for name, value in VALUES.texts.items()}
    lists = {name: rows_of_marks(name, rows) for name, rows in VALUES.rows.items()}
    return Shell.of(Template(template).render(marks | lists), VALUES)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("no gap", "no gap"),
        ("<h1>{{ title }}</h1>{{ title | e }}", "<h1>A &amp; B</h1>A &amp; B"),
        ("{{ text | e }}, {{ body }}", "1 &lt; 2, <p>"),
        ("{% for a, b in list %}[{{ a }} {{ b }}], {% endfor %}.", "[../a/ A], [../b/ B], [../c/ C], ."),
        ("{% for a, b in empty %}{{ a }}{% else %}none{% endfor %}", "none"),
    ],
)
def test_a_gap_is_filled_as_the_template_wrote_the_mark(template: str, filled: str) -> None:
    assert shell_of(template).fill(VALUES) == filled


@pytest.mark.parametrize(
    "template",
    [
        "{{ title | upper }}",
        "{{ title | striptags }}",
        "{{ title[:6] }}",
        "{{ text | urlencode }}",
        "{% for a, b in list %}{{ a }}{% endfor %}",
        "{% for a, b in list %}{{ a }} {{ b }}{{ loop.index }}{{ a }}{% endfor %}",
        "{% for a, b in list %}{{ a }}{{ loop.index }}{{ b }}{% endfor %}",
        "{{ list[0][1] }}",
        "\ue000other&\ue001",
    ],
)
def test_a_mark_that_was_changed_makes_no_shell(template: str) -> None:
    with pytest.raises(UnfitError):
        shell_of(template)
