"""JSON documents of the catalogue for other programs, below ``/api/v1/``."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from pydantic import BaseModel

from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.components import Action, Claim, ReplyStep, Side
from generator.model.entries import Article, Code, Debug, Message, Procedure, Reply, Setting, Source
from generator.model.paths import Step
from generator.model.prose import Reference, ReferenceKind, address
from generator.site import api_schema as schemas
from generator.site.links import rfc_url

S = TypeVar("S", bound=schemas.Shape)

API_FOLDER = f"api/v{schemas.API_VERSION}/"
"""Folder of the documents, below the site's root."""


def documents(catalog: Catalog) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the address of each document and schema below the site's root, and a function that returns its text."""
    records = _Records(catalog)
    builders: Mapping[str, Callable[[], schemas.ApiDocument]] = {
        "replies": lambda: schemas.Replies(replies=tuple(map(records.reply, catalog.replies.values()))),
        "codes": lambda: schemas.Codes(codes=tuple(map(records.code, catalog.codes.values()))),
        "settings": lambda: schemas.Settings(settings=tuple(map(records.setting, catalog.settings.values()))),
        "articles": lambda: schemas.Articles(articles=tuple(map(records.article, catalog.articles.values()))),
        "debug": lambda: schemas.DebugCodes(debug=tuple(map(records.message, catalog.debug.values()))),
        "notices": lambda: schemas.Notices(notices=tuple(map(records.message, catalog.notices.values()))),
        "sources": lambda: schemas.SourcesDocument(sources=tuple(map(records.source, catalog.sources.values()))),
        **{f"replies/{reply.id}": partial(records.document, reply) for reply in catalog.replies.values()},
    }
    for name, build in builders.items():
        yield f"{API_FOLDER}{name}.json", partial(_text, build)
    for name in schemas.DOCUMENTS:
        yield f"{API_FOLDER}schema/{name}.json", partial(_schema, name)


def _text(build: Callable[[], schemas.ApiDocument]) -> str:
    return build().model_dump_json(indent=1) + "\n"


def _schema(name: str) -> str:
    return json.dumps(schemas.schema(name), indent=2) + "\n"


class _Records:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def _record(self, model: type[S], part: BaseModel, **others: object) -> S:
        """Return a record with the other values and, under each remaining key, what the part has under this name."""
        values = {key: getattr(part, key) for key in model.model_fields if key not in others}
        plain = {key: self.catalog.plain(value) if isinstance(value, Prose) else value for key, value in values.items()}
        return model.model_validate({**plain, **others})

    def reply(self, reply: Reply) -> schemas.ReplyRecord:
        return self._record(schemas.ReplyRecord, reply, **self._of_reply(reply))

    def _of_reply(self, reply: Reply) -> dict[str, object]:
        withdrawn = reply.withdrawn
        return {
            "wordings": tuple(wording.text for wording in reply.wordings),
            "url": address(Reference(ReferenceKind.REPLY, reply.id)),
            "articles": tuple(use.id for use in self.catalog.articles_of(reply)),
            "withdrawn": self._record(schemas.WithdrawalRecord, withdrawn) if withdrawn else None,
        }

    def document(self, reply: Reply) -> schemas.ApiDocument:
        details = self._record(
            schemas.ReplyDetails,
            reply,
            **self._of_reply(reply),
            spellings=tuple(self._record(schemas.WordingRecord, wording) for wording in reply.wordings),
            inbound=self._side(reply.sides.inbound),
            outbound=self._side(reply.sides.outbound),
            sender=self._record(schemas.SenderRecord, sender) if (sender := reply.sides.sender) else None,
            why=self._statements(reply.why),
            standard=self.catalog.plain(reply.standard.text),
            verdict=reply.standard.verdict,
        )
        return schemas.ReplyDocument(reply=details)

    def _side(self, side: Side) -> schemas.SideRecord:
        return self._record(schemas.SideRecord, side, **self._of_owner(side))

    def _of_owner(self, owner: Side | Message) -> dict[str, object]:
        steps, confirm = self._steps(owner.steps), self._statements(owner.confirm)
        return {"who": self.catalog.plain_who(owner), "steps": steps, "confirm": confirm}

    def _statements(self, claims: Iterable[Claim]) -> tuple[schemas.Statement, ...]:
        return tuple(self._record(schemas.Statement, claim) for claim in claims)

    def _steps(self, steps: Iterable[ReplyStep]) -> tuple[schemas.StepRecord, ...]:
        return tuple(map(self._step, self.catalog.steps_of(steps)))

    def message(self, message: Message) -> schemas.MessageRecord:
        kind = ReferenceKind.DEBUG if isinstance(message, Debug) else ReferenceKind.NOTICE
        return self._record(
            schemas.MessageRecord,
            message,
            wordings=tuple(wording.text for wording in message.wordings),
            **self._of_owner(message),
            articles=tuple(use.id for use in self.catalog.articles_of(message)),
            url=address(Reference(kind, message.id)),
        )

    def source(self, source: Source) -> schemas.SourceRecord:
        title, url = self.catalog.source_title(source), self.catalog.source_url(source)
        return self._record(schemas.SourceRecord, source, title=title, address=url)

    def _step(self, step: Action | Procedure) -> schemas.StepRecord:
        if isinstance(step, Procedure):
            return schemas.StepRecord(do=step.title, risk=None, procedure=step.id, source=None)
        return self._record(schemas.StepRecord, step, procedure=None)

    def code(self, code: Code) -> schemas.CodeRecord:
        return self._record(
            schemas.CodeRecord,
            code,
            rfc=tuple(map(rfc_url, code.rfc)),
            url=address(Reference(ReferenceKind.CODE, code.id)),
            replies=tuple(reply.id for reply in self.catalog.replies_of_code.get(code.id, ())),
        )

    def setting(self, setting: Setting) -> schemas.SettingRecord:
        reference = Reference(ReferenceKind.SETTING, setting.id)
        return self._record(
            schemas.SettingRecord,
            setting,
            default=setting.default.value if setting.default else None,
            console=self._path(setting.console or ()),
            older=self._path(setting.older or ()),
            manual=self._path(self.catalog.manual_path(setting)),
            manual_url=self.catalog.sections[setting.manual.section].url if setting.manual else None,
            url=address(reference),
            replies=self._replies(reference),
        )

    def _path(self, steps: tuple[Step, ...]) -> tuple[schemas.PathStep, ...]:
        return tuple(self._record(schemas.PathStep, step) for step in steps)

    def article(self, article: Article) -> schemas.ArticleRecord:
        reference = Reference(ReferenceKind.ARTICLE, article.id)
        return self._record(
            schemas.ArticleRecord,
            article,
            address=self.catalog.article_url(article.id),
            url=address(reference),
            replies=self._replies(reference),
        )

    def _replies(self, reference: Reference) -> tuple[str, ...]:
        return tuple(reply.id for reply in self.catalog.replies_of.get(reference, ()) if not reply.withdrawn)
