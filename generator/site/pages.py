"""Pages of the catalogue: the address, titles, sections and template context of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.matching.similar import similar_replies
from generator.model.base import Prose
from generator.model.catalog import Catalog
from generator.model.components import ArticleUse
from generator.model.entries import Article, Code, Entry, Message, Notice, Procedure, Reply, Setting
from generator.model.prose import FOLDERS, Reference, ReferenceKind, address
from generator.model.vocabulary import Scope, Severity
from generator.site.dialogue import draw_dialogue
from generator.site.print_sheets import PRINT_ADDRESS, Sheet, sheets

MAX_SAME_CODE = 12
"""Number of other replies with the same code that a reply's page lists."""
MAX_HOME_REPLIES = 200
"""Size of a catalogue above which the home page lists no replies; readers use its search box and the codes."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page, ready to be rendered."""

    address: str
    """Below the site's root, with a slash at the end; empty for the home page."""
    parent: str | None = None
    """Address of the page above it; None at the top."""
    template: str
    """Name of the template, without its extensions."""
    title: str
    """Title in the navigation and in search results."""
    heading: str
    """Title of the document in a browser tab and in a web search."""
    description: str
    """One or two sentences for search engines and link previews."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Label of each section by its id, in reading order."""
    file: str | None = None
    """The source file that a reader can edit."""
    shows: tuple[str, ...] = ()
    """Source files of the listed entries; the newest of their dates is the page's date."""
    hide: tuple[str, ...] = ()
    """Parts of the theme that the page hides."""
    scripts: tuple[str, ...] = ()
    """Scripts of this page only, below the site's root."""
    context: Mapping[str, object] = field(default_factory=dict)
    """Values for the template, besides ``page``, ``catalog`` and ``links``."""


def trail(pages: Mapping[str, Page], page: Page) -> Sequence[tuple[str, str]]:
    """Return the title and address of each page above ``page``, the topmost first; ``pages`` are by address."""
    parent = pages[page.parent] if page.parent else None
    return (*trail(pages, parent), (parent.title, parent.address)) if parent else ()


def pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the pages of the catalogue, parents before their children."""
    yield _home(catalog)
    yield _explain()
    yield _codes(catalog)
    similar = similar_replies(catalog.replies)
    for code in catalog.codes.values():
        yield _code(catalog, code)
        for reply in catalog.replies_of_code.get(code.id, ()):
            yield _reply(catalog, reply, similar[reply.id])
    yield _settings(catalog)
    for setting in catalog.settings.values():
        yield _setting(catalog, setting)
    articles = f"Articles in the {catalog.product.name} knowledge base that explain SMTP replies."
    yield _index("articles", "KB articles", articles, catalog.articles.values())
    yield from (_article(catalog, article) for article in catalog.articles.values())
    procedures = "Step-by-step instructions that apply to several replies."
    yield _index("procedures", "Procedures", procedures, catalog.procedures.values())
    yield from (_procedure(catalog, procedure) for procedure in catalog.procedures.values())
    for kind, title, description, messages in (
        (ReferenceKind.DEBUG, "Debug codes", "Debug log codes that belong to SMTP replies.", catalog.debug),
        (
            ReferenceKind.NOTICE,
            "Notices",
            f"Messages that {catalog.product.name} sends to users, such as delivery failures and delays.",
            catalog.notices,
        ),
    ):
        entries: Sequence[Message] = tuple(messages.values())
        yield _index(FOLDERS[kind], title, description, entries, template="messages", messages=entries)
        yield from (_message(catalog, message, kind) for message in entries)
    yield from (_sheet(catalog, sheet) for sheet in sheets(catalog))


def _home(catalog: Catalog) -> Page:
    replies = [reply for reply in catalog.replies.values() if not reply.withdrawn]
    listed = replies if len(replies) <= MAX_HOME_REPLIES else []
    codes = catalog.codes.values()
    return Page(
        address="",
        template="home",
        title="Home",
        heading=f"{catalog.product.name} SMTP replies explained",
        description=f"What each reply from the {catalog.product.service} means and what to do about it.",
        hide=("navigation", "toc"),
        headings={"classes": "Reply code classes", **({"replies": "All replies"} if listed else {})},
        shows=_files([*codes, *replies]),
        context={
            "by_severity": [(severity, [code for code in codes if code.severity == severity]) for severity in Severity],
            "listed": listed,
        },
    )


def _explain() -> Page:
    return Page(
        address="explain/",
        template="explain",
        title="Explain a log",
        heading="Explain a log, a log row or a bounce message",
        description="Paste log rows or drop a log file to see its replies, how often they occur and what to do.",
        hide=("navigation", "toc"),
        scripts=tuple(f"assets/javascripts/{name}.js" for name in ("scan", "triage-views", "triage")),
    )


def _codes(catalog: Catalog) -> Page:
    codes = catalog.codes.values()
    counts = [(code, _count(catalog.replies_of_code.get(code.id, ()))) for code in codes]
    description = f"SMTP reply codes that the {catalog.product.service} uses."
    return _index("codes", "Reply codes", description, codes, codes=counts)


def _settings(catalog: Catalog) -> Page:
    settings = catalog.settings.values()
    scopes = [(scope, group) for scope in Scope if (group := [one for one in settings if one.scope == scope])]
    description = f"{catalog.product.name} settings that affect SMTP replies."
    return _index("settings", "Settings", description, settings, scopes=scopes)


def _index(
    folder: str, title: str, description: str, entries: Iterable[Entry], template: str = "", **context: object
) -> Page:
    return Page(
        address=f"{folder}/",
        template=template or folder,
        title=title,
        heading=title,
        description=description,
        shows=_files(entries),
        context=context,
    )


def _sheet(catalog: Catalog, sheet: Sheet) -> Page:
    procedures = sheet.procedures(catalog)
    parts = [(part, _count(part.replies)) for part in sheet.parts]
    return Page(
        address=sheet.address,
        parent="codes/" if sheet.address == PRINT_ADDRESS else PRINT_ADDRESS,
        template="sheet",
        title=sheet.title,
        heading=sheet.title,
        description=f"{sheet.title}: what each reply means and what to do about it.",
        hide=("navigation", "toc"),
        shows=_files([*sheet.replies, *procedures]),
        context={"sheet": sheet, "parts": parts, "procedures": procedures},
    )


def _count(replies: Sequence[Reply]) -> str:
    return f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}"


def _files(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.file for entry in entries))


def _code(catalog: Catalog, code: Code) -> Page:
    replies = catalog.replies_of_code.get(code.id, ())
    return Page(
        address=address(Reference(ReferenceKind.CODE, code.id)),
        parent="codes/",
        template="code",
        title=f"{code.id} {code.name}",
        heading=f"SMTP reply code {code.id}: {code.name}",
        description=catalog.plain(code.meaning),
        headings={
            "replies": "Replies with this code",
            "standard": "What the standard says",
            "use": f"How {catalog.product.name} uses this code",
        },
        file=code.file,
        shows=_files([code, *replies]),
        context={"code": code, "replies": replies},
    )


def _reply(catalog: Catalog, reply: Reply, similar: Sequence[Reply]) -> Page:
    settings = [catalog.settings[id] for id in reply.settings]
    of_code = catalog.replies_of_code[str(reply.code)]
    same_code = [other for other in of_code if other is not reply and not other.withdrawn]
    articles = _articles(catalog, catalog.articles_of(reply))
    successor = reply.withdrawn.successor if reply.withdrawn else None
    shown = {other.id for other in similar}
    related = [catalog.replies[id] for id in reply.related if id not in shown]
    headings = [
        ("steps", "What to do", True),
        ("why", "Why it happens", True),
        ("settings", "Related settings", bool(settings)),
        ("confused", "Similar replies", bool(similar or related)),
        ("notes", "Notes", bool(reply.notes)),
        ("articles", "KB articles", bool(articles)),
        ("more", "More details", True),
    ]
    sides = [(side, catalog.steps_of(side.steps)) for side in (reply.sides.inbound, reply.sides.outbound)]
    return Page(
        address=address(Reference(ReferenceKind.REPLY, reply.id)),
        parent=address(Reference(ReferenceKind.CODE, str(reply.code))),
        template="reply",
        title=reply.label,
        heading=f"{reply.code} {reply.text}",
        description=f"{reply.code} {reply.text}: {catalog.plain_summary(reply)}",
        headings={id: label for id, label, has_section in headings if has_section},
        file=reply.file,
        context={
            "reply": reply,
            "code": catalog.codes[str(reply.code)],
            "sides": sides,
            "debug": [catalog.debug[id] for id in reply.debug],
            "sources": catalog.sources_of(reply, *catalog.procedures_of(reply)),
            "dialogue": draw_dialogue(reply.code, reply.stage),
            "feature": catalog.settings[reply.feature] if reply.feature else None,
            "settings": settings,
            "articles": articles,
            "similar": similar,
            "related": related,
            "successor": Reference(ReferenceKind.REPLY, successor) if successor else None,
            "same_code": same_code[:MAX_SAME_CODE],
            "same_code_more": max(0, len(same_code) - MAX_SAME_CODE),
        },
    )


def _articles(catalog: Catalog, uses: Iterable[ArticleUse]) -> list[tuple[Article, Prose]]:
    return [(article, use.why or article.topic) for use in uses for article in [catalog.articles[use.id]]]


def _procedure(catalog: Catalog, procedure: Procedure) -> Page:
    description = f"{procedure.title}. {catalog.plain(procedure.summary)}"
    return _entry(
        catalog,
        procedure,
        ReferenceKind.PROCEDURE,
        procedure.title,
        description,
        settings=[catalog.settings[id] for id in procedure.settings],
        articles=_articles(catalog, procedure.articles),
        sources=catalog.sources_of(procedure),
    )


def _message(catalog: Catalog, message: Message, kind: ReferenceKind) -> Page:
    settings = [catalog.settings[id] for id in message.settings]
    articles = _articles(catalog, catalog.articles_of(message))
    leading = [reply for reply in catalog.replies_of.get(Reference(kind, message.id), ()) if not reply.withdrawn]
    replies = dict.fromkeys([*message.related, *(reply.id for reply in leading)])
    related = [catalog.replies[id] for id in replies]
    headings = [
        ("steps", "What to do", True),
        ("confirm", "How to confirm the cause", bool(message.confirm)),
        ("tell", "What to tell the user", bool(message.tell)),
        ("parts", "What the parts mean", isinstance(message, Notice) and bool(message.parts_inside)),
        ("settings", "Related settings", bool(settings)),
        ("replies", "Related replies", bool(related)),
        ("notes", "Notes", bool(message.notes)),
        ("articles", "KB articles", bool(articles)),
        ("more", "More details", True),
    ]
    title = f"{message.id} {message.title}" if kind is ReferenceKind.DEBUG else message.title
    return Page(
        address=address(Reference(kind, message.id)),
        parent=f"{FOLDERS[kind]}/",
        template="message",
        title=title,
        heading=f"{title}: {catalog.product.name}",
        description=catalog.plain(message.summary),
        headings={id: label for id, label, has_section in headings if has_section},
        file=message.file,
        context={
            "message": message,
            "steps": catalog.steps_of(message.steps),
            "settings": settings,
            "articles": articles,
            "related": related,
            "sources": catalog.sources_of(message, *catalog.procedures_of(message)),
        },
    )


def _setting(catalog: Catalog, setting: Setting) -> Page:
    overridden_by = [catalog.settings[id] for id in setting.overridden_by]
    page = _entry(
        catalog,
        setting,
        ReferenceKind.SETTING,
        setting.name,
        catalog.plain(setting.summary),
        overridden_by=overridden_by,
        sources=catalog.sources_of(setting),
    )
    headings = {"breaks": "Before you change it"} if setting.breaks else {}
    headings |= {"notes": "Notes"} if setting.notes else {}
    return replace(page, headings={**headings, **page.headings})


def _article(catalog: Catalog, article: Article) -> Page:
    topic = catalog.plain(article.topic)
    title = f"{article.id} {article.title or topic}"
    was_read = any(source.article == article.id for source in catalog.sources.values())
    return _entry(catalog, article, ReferenceKind.ARTICLE, title, topic, was_read=was_read)


def _entry(
    catalog: Catalog, entry: Entry, kind: ReferenceKind, title: str, description: str, **context: object
) -> Page:
    """Return the page of an entry that replies refer to; its template gets the entry under the kind's name."""
    reference = Reference(kind, entry.id)
    replies = [reply for reply in catalog.replies_of.get(reference, ()) if not reply.withdrawn]
    messages = catalog.messages_of.get(reference, ())
    lists = {"replies": "Related replies"} if replies else {}
    lists |= {"messages": "Related debug codes and notices"} if messages else {}
    return Page(
        address=address(reference),
        parent=f"{FOLDERS[kind]}/",
        template=kind.value,
        title=title,
        heading=title,
        description=description,
        headings=lists,
        file=entry.file,
        context={kind.value: entry, "replies": replies, "messages": messages, **context},
    )
