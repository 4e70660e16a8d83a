"""A new reply's first file: what can be guessed from its text is filled in, and each key explains itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from generator.authoring.layout import lay_out
from generator.authoring.starting_texts import STARTS
from generator.matching.explainer import Confidence, Explainer
from generator.matching.suggestions import suggest_replies
from generator.model.catalog import Catalog
from generator.model.entries import Code, Entry, Reply
from generator.model.types import MAX_NAME_LENGTH, SLUG, Loc, id_problem
from generator.model.vocabulary import Conformance, Provenance, SampleKind, Severity, Stage
from generator.model.wording import EXPRESSIONS, Placeholder, PlaceholderType, parse_wording
from generator.model.words import Tokens, words
from generator.problem import Position
from generator.sources.comments import Comments
from generator.sources.file_types import schema_line
from generator.sources.node import Node
from generator.sources.text import HIDDEN_CHARACTERS

ID = re.compile(rf"([2-5][0-5][0-9])(?:/({SLUG}))?")
"""What a new reply is called: its code, and its name if it has one already."""

_EXAMPLES = {
    PlaceholderType.IP: "203.0.113.9",
    PlaceholderType.HOST: "mail.example.com",
    PlaceholderType.TIME: "11/24/26 10:02:33",
    PlaceholderType.VERSION: "10.48",
    PlaceholderType.NUMBER: "25",
    PlaceholderType.WORD: "example",
    PlaceholderType.BASE64: "VXNlcm5hbWU6",
    PlaceholderType.LIST: "AUTH,SIZE",
}
"""What stands in the place of a placeholder in a sample."""
_CHANGING = (PlaceholderType.TIME, PlaceholderType.IP)
"""What is sure to change from row to row, and is known by its form."""
_IDLE = frozenset(
    words("a an and as at be been by for from has have if in is it of on or that the this to was with you")
)
"""Words that a name does without."""
_NAME_WORDS = 4


_SUBJECTS = {"0": "syntax", "1": "information", "2": "connections", "5": "mail system"}
"""What a code's second digit speaks of (RFC 5321, section 4.2.1)."""


class DraftError(Exception):
    """The reply cannot be added; the text says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A new reply, ready to be written."""

    id: str
    files: Mapping[str, str]
    """Its file, and that of its code if that is new, by their names below the folder of the sources."""
    guessed: Sequence[str]
    """What was guessed, each in a few words."""


def text_of(code: str, text: str) -> str:
    """Return a text as a wording: on one line, without its code, a placeholder for what is sure to change.

    Raises:
        DraftError: it has no words, or is the text of another code.

    """
    if HIDDEN_CHARACTERS.search(text):
        raise DraftError("the text holds a character that cannot be read or seen; type it again")
    text = " ".join(text.split())
    found = re.match(r"([2-5][0-5][0-9])[ -]", text)
    if found and found[1] != code:
        raise DraftError(f"the text begins with the code {found[1]}, and the reply is to be one of {code}")
    text = text[4:].strip() if found else text
    for type in _CHANGING:
        text = re.sub(rf"(?<![\w.:])(?:{EXPRESSIONS[type]})(?![\w:]|\.\d)", f"{{{type}}}", text, flags=re.IGNORECASE)
    try:
        parse_wording(text)
    except ValueError as error:
        raise DraftError(f"the text: {error}") from error
    if not words(re.sub(r"\{[^}]*\}", "", text)):
        raise DraftError("the text has no words; give the text without its code")
    return text


def propose(catalog: Catalog, code: str, text: str) -> str:
    """Return a free name for a text of a code."""
    telling = [word for word in words(re.sub(r"\{[^}]*\}", "", text)) if word not in _IDLE]
    slug = "-".join(telling[:_NAME_WORDS])[:MAX_NAME_LENGTH].strip("-") or "reply"
    taken = _taken(catalog)
    free = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(name for name in free if f"{code}/{name}" not in taken and not id_problem(name) and name != "code")


def _taken(catalog: Catalog) -> Mapping[str, str]:
    """Return the id of the reply behind each id that is or was one."""
    replies = catalog.replies.values()
    return {**{alias: reply.id for reply in replies for alias in reply.aliases}, **{id: id for id in catalog.replies}}


def draft(catalog: Catalog, id: str, text: str) -> Draft:
    """Return a new reply.

    Raises:
        DraftError: the id or the text is taken, or no page can have the id.

    """
    code, _, slug = id.partition("/")
    owner = _taken(catalog).get(id)
    if owner or slug == "code":
        what = "is kept for the code itself" if slug == "code" else f"is taken by codes/{owner}.yml"
        raise DraftError(f"the id {id!r} {what}; choose another name")
    if fault := id_problem(id):
        raise DraftError(f"the id {id!r}: {fault}")
    line = f"{code} {_filled(text)}"
    explainer = Explainer(catalog)
    known = explainer.explain(line)
    if known.reply and known.confidence is Confidence.EXACT:
        raise DraftError(f"the text belongs to {known.reply} already; mend codes/{known.reply}.yml instead")
    near = [catalog.replies[other] for other in suggest_replies(explainer.table, Tokens(text))]
    data, guessed = _reply(catalog, code, text, line, near)
    files = {f"{id}.yml": _written(f"{id}.yml", Reply, data, guessed)}
    if code not in catalog.codes:
        files[f"{code}/code.yml"] = _written(f"{code}/code.yml", Code, _code(code), {})
    return Draft(id=id, files=files, guessed=[f"{key}: {how}" for key, how in guessed.items()])


def _filled(text: str) -> str:
    pieces = parse_wording(text)
    return "".join(_EXAMPLES[piece.type] if isinstance(piece, Placeholder) else piece for piece in pieces)


def _reply(
    catalog: Catalog, code: str, text: str, line: str, near: Sequence[Reply]
) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """Return what a reply's file holds, and how some of its keys were guessed."""
    start = STARTS[Severity.of(int(code))]
    model = next((other for other in near if not other.withdrawn), None)
    alike = model if model and model.code == int(code) else None
    stage = model.stage if model else _usual_stage(catalog.replies_of_code.get(code, ()))
    settings = dict.fromkeys([*(model.settings if model else ()), *_named_settings(catalog, text)])
    feature = model.feature if model else next(iter(settings), None)
    data: dict[str, object] = {
        "title": start.title,
        "wordings": [{"text": text, "source": Provenance.LOG}],
        "stage": [*stage],
        "heals": (alike or start).heals,
        "acts": (alike or start).acts,
        "feature": feature,
        "summary": start.summary,
        "sides": {"in": start.inbound, "out": start.outbound},
        "why": [{"text": "Nobody has written down yet why the server says this.", "source": Provenance.INFERRED}],
        "steps": [{"do": start.do, "source": Provenance.INFERRED}],
        "settings": [*settings],
        "articles": [{"id": use.id} for use in model.articles] if model else [],
        "standard": {"verdict": Conformance.CONFORMS, "text": f"See [[{code}]] for what the standard says."},
        "related": [other.id for other in near],
        "samples": [{"kind": SampleKind.REPLY, "line": line}],
    }
    guessed = {"stage": f"as {model.id} has it" if model else f"the usual one of {code}"}
    guessed |= dict.fromkeys(("heals", "acts"), f"as {alike.id} has it" if alike else "from the code's first digit")
    whence = f"from {model.id} and from names in the text" if model else "from names in the text"
    guessed |= dict.fromkeys(("feature", "settings", "articles"), whence)
    guessed["related"] = "the replies whose texts are nearest"
    held = {key: value for key, value in data.items() if value}
    return held, {key: how for key, how in guessed.items() if key in held}


def _usual_stage(replies: Iterable[Reply]) -> Sequence[Stage]:
    stages = Counter(stage for reply in replies for stage in reply.stage)
    return [stages.most_common(1)[0][0]] if stages else [Stage.ANY]


def _named_settings(catalog: Catalog, text: str) -> Iterator[str]:
    """Yield the settings of the whole server whose names stand in a text."""
    said = set(words(text))
    for setting in catalog.settings.values():
        if setting.scope == "server" and set(words(setting.name)) <= said:
            yield setting.id


def _code(code: str) -> Mapping[str, object]:
    severity = Severity.of(int(code))
    subject = _SUBJECTS.get(code[1], "not defined by the standard")
    return {
        "name": f"{severity.label}: {subject}",
        "meaning": severity.explanation,
        "rfc": ["5321#4.2.1"],
        "use": [{"text": "One text with this code is known.", "source": Provenance.LOG}],
    }


def _written(name: str, model: type[Entry], data: Mapping[str, object], guessed: Mapping[str, str]) -> str:
    """Return a file in its canonical layout, with a comment above each key."""
    above: dict[Loc, list[str]] = {}
    for key in data:
        how = f" Guessed, {guessed[key]}: check it." if key in guessed else ""
        above[(key,)] = [f"# {model.model_fields[key].description}{how}"]
    fields = model.model_fields.items()
    further = [key for key, field in fields if key not in data and not field.is_required() and key != "loc"]
    foot = [f"# Further keys, where they help: {', '.join(further)}."] if further else []
    comments = Comments(schema=schema_line(name), above=above, foot=foot)
    return lay_out(_node(data), model, comments, is_list=False)


def _node(value: object) -> Node:
    if isinstance(value, Mapping):
        held = {str(key): _node(item) for key, item in value.items()}
        return Node(value=held, position=Position(), keys=dict.fromkeys(held, Position()))
    if isinstance(value, (list, tuple)):
        return Node(value=[_node(item) for item in value], position=Position())
    return Node(value=str(value), position=Position())
