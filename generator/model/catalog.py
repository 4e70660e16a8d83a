"""All entries by id, and the links between them in both directions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from generator.model.base import Prose
from generator.model.components import Action, ArticleUse, ProcedureUse, ReplyStep, Side
from generator.model.entries import (
    Article,
    Code,
    Debug,
    Entry,
    Message,
    Notice,
    Procedure,
    Product,
    Reply,
    Section,
    Setting,
    Source,
    Style,
)
from generator.model.paths import Step
from generator.model.prose import Reference, ReferenceKind, plain_text
from generator.model.reply_index import IndexedReply, IndexedSide, ReplyIndex
from generator.model.vocabulary import StepKind

E = TypeVar("E", bound=Entry)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """The entries by id, each kind in reading order."""

    product: Product
    codes: Mapping[str, Code]
    replies: Mapping[str, Reply]
    settings: Mapping[str, Setting]
    articles: Mapping[str, Article]
    sections: Mapping[str, Section]
    procedures: Mapping[str, Procedure]
    debug: Mapping[str, Debug]
    notices: Mapping[str, Notice]
    sources: Mapping[str, Source]
    style: Style | None = None
    """The rules for prose; None if there is no ``style.yml``."""

    @classmethod
    def of(cls, product: Product, entries: Iterable[Entry]) -> "Catalog":
        """Return a catalogue of entries in any order."""
        ordered = sorted(entries, key=lambda entry: entry.id)

        def kind(model: type[E]) -> dict[str, E]:
            return {entry.id: entry for entry in ordered if isinstance(entry, model)}

        return cls(
            product=product,
            codes=kind(Code),
            replies=kind(Reply),
            settings=kind(Setting),
            articles=kind(Article),
            sections=kind(Section),
            procedures=kind(Procedure),
            debug=kind(Debug),
            notices=kind(Notice),
            sources=kind(Source),
            style=kind(Style).get("style"),
        )

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry, kind by kind."""
        yield self.product
        yield from (self.style,) if self.style else ()
        kinds = (self.codes, self.replies, self.settings, self.articles, self.sections, self.procedures)
        for kind in (*kinds, self.debug, self.notices, self.sources):
            yield from kind.values()

    def ids(self, kind: ReferenceKind) -> Mapping[str, Entry]:
        """Return the entries that a reference of a kind can lead to."""
        return {
            ReferenceKind.REPLY: self.replies,
            ReferenceKind.CODE: self.codes,
            ReferenceKind.SETTING: self.settings,
            ReferenceKind.ARTICLE: self.articles,
            ReferenceKind.PROCEDURE: self.procedures,
            ReferenceKind.DEBUG: self.debug,
            ReferenceKind.NOTICE: self.notices,
        }.get(kind, {})

    def title_of(self, reference: Reference) -> str | None:
        """Return the title that a reference shows; None if it leads to an entry without one, or to none."""
        match self.ids(reference.kind).get(reference.id):
            case Reply() as reply:
                return reply.label
            case Setting() as setting:
                return setting.name
            case Procedure() | Notice() as entry:
                return entry.title
            case Debug() as debug:
                return debug.id
        return None

    def plain(self, prose: Prose) -> str:
        """Return prose without formatting; a reference shows its label."""
        return plain_text(prose.spans, self.title_of)

    def plain_who(self, owner: Side | Message) -> str:
        """Return who acts, as a sentence without formatting."""
        return self.plain(owner.who) if owner.who else owner.acts.sentence

    def plain_summary(self, reply: Reply) -> str:
        """Return the summary of a reply without formatting, after the reason if the reply is withdrawn."""
        reason = [reply.withdrawn.reason] if reply.withdrawn else []
        return " ".join(self.plain(prose) for prose in (*reason, reply.summary))

    @cached_property
    def reply_index(self) -> ReplyIndex:
        """The texts of the replies, for `explain` and `scan`."""
        return ReplyIndex(
            inbound=self.product.sides.inbound,
            outbound=self.product.sides.outbound,
            codes=frozenset(map(int, self.codes)),
            replies={
                id: IndexedReply(
                    id=id,
                    title=reply.title,
                    wordings=tuple(wording.pieces for wording in reply.wordings),
                    inbound=self._indexed(reply.sides.inbound),
                    outbound=self._indexed(reply.sides.outbound),
                    withdrawn=self.plain(reply.withdrawn.reason) if reply.withdrawn else "",
                    debug=reply.debug,
                )
                for id, reply in self.replies.items()
            },
        )

    def _indexed(self, side: Side) -> IndexedSide:
        return IndexedSide(
            means=self.plain(side.means),
            clears_up=side.clears_up,
            when=self.plain(side.when) if side.when else "",
            who=self.plain_who(side),
            first=self.plain(side.first.do),
        )

    @cached_property
    def replies_of_code(self) -> Mapping[str, tuple[Reply, ...]]:
        """The replies of each code, the withdrawn ones last."""
        ordered = sorted(self.replies.values(), key=lambda reply: bool(reply.withdrawn))
        return _grouped((str(reply.code), reply) for reply in ordered)

    @cached_property
    def replies_of(self) -> Mapping[Reference, tuple[Reply, ...]]:
        """The replies that lead to each entry of another kind."""
        return _grouped((target, reply) for reply in self.replies.values() for target in self.targets(reply))

    @cached_property
    def messages_of(self) -> Mapping[Reference, tuple[Message, ...]]:
        """The debug codes and notices that lead to each entry of another kind."""
        messages: tuple[Message, ...] = (*self.debug.values(), *self.notices.values())
        return _grouped((target, message) for message in messages for target in self.targets(message))

    def targets(self, entry: Reply | Message) -> Iterator[Reference]:
        """Yield the entries that a reply or a message leads to through its lists, procedures and prose, each once."""
        targets: dict[Reference, None] = {}
        procedures = self.procedures_of(entry)
        feature = entry.feature if isinstance(entry, Reply) else None
        used = [setting for procedure in procedures for setting in procedure.settings]
        for setting in (*entry.settings, *([feature] if feature else []), *used):
            targets[Reference(ReferenceKind.SETTING, setting)] = None
        for article in self.articles_of(entry):
            targets[Reference(ReferenceKind.ARTICLE, article.id)] = None
        for procedure in procedures:
            targets[Reference(ReferenceKind.PROCEDURE, procedure.id)] = None
            targets |= {reference: None for _, reference in procedure.references}
        for code in entry.debug if isinstance(entry, Reply) else ():
            targets[Reference(ReferenceKind.DEBUG, code)] = None
        targets |= {reference: None for _, reference in entry.references}
        yield from targets

    def steps_of(self, steps: Iterable[ReplyStep]) -> tuple[Action | Procedure, ...]:
        """Return steps with each procedure instead of its id."""
        return tuple(self.procedures[step.procedure] if isinstance(step, ProcedureUse) else step for step in steps)

    def procedures_of(self, entry: Reply | Message) -> tuple[Procedure, ...]:
        """Return the procedures among the steps of a reply or a message, each once."""
        sides = (entry.sides.inbound, entry.sides.outbound) if isinstance(entry, Reply) else (entry,)
        ids = [step.procedure for side in sides for step in side.steps if isinstance(step, ProcedureUse)]
        return tuple(self.procedures[id] for id in dict.fromkeys(ids))

    def articles_of(self, entry: Reply | Message) -> tuple[ArticleUse, ...]:
        """Return the articles of a reply or a message and of its procedures, each once."""
        first: dict[str, ArticleUse] = {}
        for use in (*entry.articles, *(use for procedure in self.procedures_of(entry) for use in procedure.articles)):
            first.setdefault(use.id, use)
        return tuple(first.values())

    def sources_of(self, *entries: Entry) -> tuple[Source, ...]:
        """Return the sources of the claims in entries, each once."""
        ids = (id for entry in entries for _, id in entry.source_ids)
        return tuple(self.sources[id] for id in dict.fromkeys(ids) if id in self.sources)

    def source_title(self, source: Source) -> str:
        """Return the title of a source, also if it is an article or a section of the manual."""
        if source.article:
            title = self.articles[source.article].title
            return f"{source.article} {title}" if title else source.article
        if source.section:
            section = self.sections[source.section]
            title = f"manual: {section.path[-1].label}"
            return f"{section.edition} {title}" if section.edition else title
        return source.title or source.id

    def source_url(self, source: Source) -> str | None:
        """Return the address of a source; None if it has none."""
        if source.article:
            return self.article_url(source.article)
        return self.sections[source.section].url if source.section else source.url

    def article_url(self, id: str) -> str:
        """Return the address of an article on the vendor's site."""
        return self.product.article_url.replace("{id}", id)

    def manual_path(self, setting: Setting) -> tuple[Step, ...]:
        """Return the path to a setting in the manual: the path of its section, and its name there."""
        if not setting.manual:
            return ()
        steps = self.sections[setting.manual.section].path
        if not setting.manual.field:
            return steps
        return (*steps, Step(kind=StepKind.FIELD, label=setting.manual.field))

    def spellings(self, setting: Setting) -> tuple[str, ...]:
        """Return other spellings of a setting and of its section in the manual."""
        section = self.sections[setting.manual.section] if setting.manual else None
        return tuple(dict.fromkeys([*setting.spellings, *(section.spellings if section else ())]))


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
