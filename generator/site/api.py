"""JSON documents of the catalogue for other programs, below ``/api/v1/``."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.entries import Article, Code, Procedure, Reply, Setting
from generator.model.paths import Step
from generator.model.prose import Reference, ReferenceKind, address
from generator.site import api_schema as schemas
from generator.site.links import rfc_url

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
    """Records of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def document(self, reply: Reply) -> schemas.ApiDocument:
        return schemas.ReplyDocument(reply=self.details(reply))

    def reply(self, reply: Reply) -> schemas.ReplyRecord:
        return schemas.ReplyRecord(
            id=reply.id,
            code=reply.code,
            text=reply.text,
            wordings=tuple(wording.text for wording in reply.wordings),
            title=reply.title,
            summary=self._plain(reply.summary),
            severity=reply.severity,
            heals=reply.heals,
            acts=reply.acts,
            stage=reply.stage,
            url=address(Reference(ReferenceKind.REPLY, reply.id)),
            articles=tuple(use.id for use in self.catalog.articles_of(reply)),
            settings=reply.settings,
            aliases=reply.aliases,
            withdrawn=self._withdrawal(reply),
        )

    def _withdrawal(self, reply: Reply) -> schemas.WithdrawalRecord | None:
        if not (withdrawn := reply.withdrawn):
            return None
        reason = self._plain(withdrawn.reason)
        return schemas.WithdrawalRecord(reason=reason, version=withdrawn.version, successor=withdrawn.successor)

    def details(self, reply: Reply) -> schemas.ReplyDetails:
        return schemas.ReplyDetails(
            **dict(self.reply(reply)),
            spellings=tuple(schemas.WordingRecord(text=one.text, source=one.source) for one in reply.wordings),
            inbound=self._plain(reply.sides.inbound),
            outbound=self._plain(reply.sides.outbound),
            why=tuple(schemas.Statement(text=self._plain(claim.text), source=claim.source) for claim in reply.why),
            steps=tuple(self._steps(reply)),
            tell=reply.tell,
            standard=self._plain(reply.standard.text),
            verdict=reply.standard.verdict,
        )

    def _steps(self, reply: Reply) -> Iterator[schemas.StepRecord]:
        for step in self.catalog.steps_of(reply):
            if isinstance(step, Procedure):
                yield schemas.StepRecord(do=step.title, risk=None, procedure=step.id)
            else:
                risk = self._plain(step.risk) if step.risk else None
                yield schemas.StepRecord(do=self._plain(step.do), risk=risk, procedure=None)

    def code(self, code: Code) -> schemas.CodeRecord:
        return schemas.CodeRecord(
            code=code.code,
            name=code.name,
            meaning=self._plain(code.meaning),
            severity=code.severity,
            rfc=tuple(map(rfc_url, code.rfc)),
            url=address(Reference(ReferenceKind.CODE, code.id)),
            replies=tuple(reply.id for reply in self.catalog.replies_of_code.get(code.id, ())),
        )

    def setting(self, setting: Setting) -> schemas.SettingRecord:
        reference = Reference(ReferenceKind.SETTING, setting.id)
        section = self.catalog.sections[setting.manual.section] if setting.manual else None
        return schemas.SettingRecord(
            id=setting.id,
            name=setting.name,
            summary=self._plain(setting.summary),
            scope=setting.scope,
            editions=setting.editions,
            default=setting.default.value if setting.default else None,
            console=_path(setting.console or ()),
            manual=_path(self.catalog.manual_path(setting)),
            manual_url=section.url if section else None,
            url=address(reference),
            replies=self._replies(reference),
        )

    def article(self, article: Article) -> schemas.ArticleRecord:
        reference = Reference(ReferenceKind.ARTICLE, article.id)
        return schemas.ArticleRecord(
            id=article.id,
            title=article.title,
            topic=self._plain(article.topic),
            address=self.catalog.article_url(article.id),
            url=address(reference),
            replies=self._replies(reference),
        )

    def _plain(self, prose: Prose) -> str:
        return self.catalog.plain(prose)

    def _replies(self, reference: Reference) -> tuple[str, ...]:
        return tuple(reply.id for reply in self.catalog.replies_of.get(reference, ()) if not reply.withdrawn)


def _path(steps: tuple[Step, ...]) -> tuple[schemas.PathStep, ...]:
    return tuple(schemas.PathStep(kind=step.kind, label=step.label) for step in steps)
