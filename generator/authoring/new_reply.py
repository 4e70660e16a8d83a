"""The first version of a new reply's file, with guesses from its text and a comment above each key."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.authoring.layout import yaml_scalar
from generator.matching.explainer import Confidence, Explainer
from generator.matching.suggestions import suggest_replies
from generator.model.catalog import Catalog
from generator.model.entries import Code, Entry, Reply
from generator.model.types import MAX_NAME_LENGTH, SLUG, id_problem
from generator.model.vocabulary import Severity, Stage
from generator.model.wording import PlaceholderType, parse_wording
from generator.model.words import Tokens, words
from generator.sources.file_types import schema_line
from generator.sources.text import HIDDEN_CHARACTERS

ID = re.compile(rf"([2-5][0-5][0-9])(?:/({SLUG}))?")
"""The id of a new reply: its code and, optionally, its name."""

_TEMPLATES = Path(__file__).parents[1] / "templates"

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
"""The value of each placeholder in a sample."""
_RECOGNISED = (PlaceholderType.TIME, PlaceholderType.IP)
"""Types of values that always vary and can be recognised."""
_STOP_WORDS = frozenset(
    words("a an and as at be been by for from has have if in is it of on or that the this to was with you")
)
"""Words left out of a name."""
_MAX_NAME_WORDS = 4

_SUBJECTS = {"0": "syntax", "1": "information", "2": "connections", "5": "mail system"}
"""The subject of a code by its second digit (RFC 5321, section 4.2.1)."""


class DraftError(Exception):
    """The reply can't be added; the message gives the reason and the fix."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A new reply, ready to be written."""

    files: Mapping[str, str]
    """The text of each file by its name below ``codes/``: the reply's and, if the code is new, the code's."""
    guesses: Sequence[str]
    """Each guessed key and where its value comes from."""


def text_of(code: str, text: str) -> str:
    """Return a text as a wording: on one line, without its code, with placeholders for recognised values.

    Raises:
        DraftError: the text has no words, or another code.

    """
    if HIDDEN_CHARACTERS.search(text):
        raise DraftError("the text contains an invisible character; type it again")
    text = " ".join(text.split())
    prefix = re.match(r"([2-5][0-5][0-9])[ -]", text)
    if prefix and prefix[1] != code:
        raise DraftError(f"the text begins with the code {prefix[1]}, but the id begins with {code}")
    text = text[4:].strip() if prefix else text
    for type in _RECOGNISED:
        text = re.sub(rf"(?<![\w.:])(?:{type.expression})(?![\w:]|\.\d)", f"{{{type}}}", text, flags=re.IGNORECASE)
    if not words(re.sub(r"\{[^}]*\}", "", text)):
        raise DraftError("the text has no words besides its code and placeholders")
    try:
        parse_wording(text)
    except ValueError as error:
        raise DraftError(f"the text: {error}") from error
    return text


def propose(catalog: Catalog, code: str, text: str) -> str:
    """Return an unused name for a text."""
    words_of_name = [word for word in words(re.sub(r"\{[^}]*\}", "", text)) if word not in _STOP_WORDS]
    slug = "-".join(words_of_name[:_MAX_NAME_WORDS])[:MAX_NAME_LENGTH].strip("-") or "reply"
    taken = _taken(catalog)
    free = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(name for name in free if f"{code}/{name}" not in taken and not id_problem(name) and name != "code")


def _taken(catalog: Catalog) -> Mapping[str, str]:
    """Return the current id of each reply by its ids, former ones included."""
    replies = catalog.replies.values()
    return {**{alias: reply.id for reply in replies for alias in reply.aliases}, **{id: id for id in catalog.replies}}


def draft(catalog: Catalog, id: str, text: str) -> Draft:
    """Return the files of a new reply.

    Raises:
        DraftError: the id or the text is already used, or the id isn't allowed.

    """
    code, _, slug = id.partition("/")
    owner = _taken(catalog).get(id)
    if owner or slug == "code":
        what = "is reserved for the code itself" if slug == "code" else f"is already used by codes/{owner}.yml"
        raise DraftError(f"the id {id!r} {what}; choose another name")
    if problem := id_problem(id):
        raise DraftError(f"the id {id!r}: {problem}")
    pieces = parse_wording(text)
    example = "".join(_EXAMPLES[piece] if isinstance(piece, PlaceholderType) else piece for piece in pieces)
    line = f"{code} {example}"
    explainer = Explainer(catalog.reply_index)
    known = explainer.explain(line)
    if known.reply and known.confidence is Confidence.EXACT:
        raise DraftError(f"the text already belongs to {known.reply}; edit codes/{known.reply}.yml instead")
    near = [catalog.replies[other] for other in suggest_replies(explainer.table, Tokens(text))]
    context, guesses = _guess(catalog, code, text, near)
    severity = Severity.of(int(code))
    name, code_name = f"{id}.yml", f"{code}/code.yml"
    files = {name: _render(name, Reply, guesses, code=code, severity=severity, text=text, sample=line, **context)}
    if code not in catalog.codes:
        subject = _SUBJECTS.get(code[1], "not defined by the standard")
        files[code_name] = _render(code_name, Code, {}, severity=severity, subject=subject)
    return Draft(files=files, guesses=[f"{key}: {source}" for key, source in guesses.items()])


def _guess(
    catalog: Catalog, code: str, text: str, near: Sequence[Reply]
) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """Return the values of the keys that can be guessed, and where each of them comes from."""
    model = next((reply for reply in near if not reply.withdrawn), None)
    text_words = set(words(text))
    named = [
        one.id for one in catalog.settings.values() if one.scope == "server" and text_words >= set(words(one.name))
    ]
    settings = list(dict.fromkeys([*(model.settings if model else ()), *named]))
    stages = Counter(stage for reply in catalog.replies_of_code.get(code, ()) for stage in reply.stage)
    context: dict[str, object] = {
        "stage": model.stage if model else [stage for stage, _ in stages.most_common(1)] or [Stage.ANY],
        "feature": model.feature if model else next(iter(settings), None),
        "settings": settings,
        "articles": [use.id for use in model.articles] if model else [],
        "related": [reply.id for reply in near],
    }
    by_text = f"from {model.id} and the names in the text" if model else "from the names in the text"
    guesses = {
        "stage": f"as in {model.id}" if model else f"the most common one of {code}",
        "sides": "from the first digit of the code",
        **{key: by_text for key in ("feature", "settings", "articles") if context[key]},
        **({"related": "the replies with the most similar texts"} if near else {}),
    }
    return context, guesses


def _render(name: str, model: type[Entry], guesses: Mapping[str, str], **context: object) -> str:
    fields = {key: field for key, field in model.model_fields.items() if field.description}
    comments = {
        key: f"# {field.description}" + (f" Guessed, {guesses[key]}: check it." if key in guesses else "")
        for key, field in fields.items()
    }
    further = ", ".join(key for key, field in fields.items() if not field.is_required() and key not in guesses)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701  # YAML, not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = yaml_scalar
    template = environment.get_template(f"new_{model.__name__.lower()}.yml.jinja")
    return template.render(schema=schema_line(name), comments=comments, further=further, **context)
