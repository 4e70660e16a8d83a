"""The pages of the catalogue: what each is called, where it is, and what its template gets."""

from collections.abc import Iterable, Iterator, Mapping

from generator.model.catalog import Catalog
from generator.model.addresses import FOLDERS, address
from generator.model.entries import Article, Code, Entry, Procedure, Reply, Setting
from generator.matching.similar import similar_replies
from generator.site.page import Page
from generator.site.redirects import redirects
from generator.site.rule_pages import rule_addresses
from generator.model.prose import Reference, ReferenceKind
from generator.site.print_sheets import PRINT_ADDRESS, Sheet, sheets
from generator.model.vocabulary import Scope, Severity

SAME_CODE_MOST = 12
"""How many replies of the same code a reply's page lists."""
HOME_MOST = 200
"""A catalogue of more replies lists none of them on the home page: its finder and the codes lead to them."""


def taken_addresses(catalog: Catalog) -> Iterator[str]:
    """Yield every address that the site generates: those of its pages and those that redirect."""
    yield from ("", "explain/", *(f"{folder}/" for folder in dict.fromkeys(FOLDERS.values())))
    for kind in FOLDERS:
        yield from (address(Reference(kind, id)) for id in catalog.ids(kind))
    yield from (sheet.address for sheet in sheets(catalog))
    yield from rule_addresses()
    yield from (redirect.address for redirect in redirects(catalog))


def pages(catalog: Catalog) -> Iterator[Page]:
    """Yield every generated page, parents before their children."""
    yield _home(catalog)
    yield _explain()
    codes = f"Every SMTP reply code that the {catalog.product.service} uses."
    yield _index("codes", "Reply codes", codes, catalog.codes.values())
    near = similar_replies(catalog.replies)
    for code in catalog.codes.values():
        yield _code(catalog, code)
        for reply in catalog.replies_of_code.get(code.id, ()):
            yield _reply(catalog, reply, {"neighbours": near[reply.id]})
    scopes = [(scope, [s for s in catalog.settings.values() if s.scope == scope]) for scope in Scope]
    yield _index(
        "settings",
        "Settings",
        f"The settings of {catalog.product.name} that are behind SMTP replies.",
        catalog.settings.values(),
        {"scopes": scopes},
    )
    for setting in catalog.settings.values():
        yield _setting(catalog, setting)
    articles = f"The articles of {catalog.product.vendor} that explain SMTP replies."
    yield _index("articles", "KB articles", articles, catalog.articles.values())
    for article in catalog.articles.values():
        yield _article(catalog, article)
    procedures = "Steps that several replies share, written once."
    yield _index("procedures", "Procedures", procedures, catalog.procedures.values())
    for procedure in catalog.procedures.values():
        yield _procedure(catalog, procedure)
    yield from (_sheet(catalog, sheet) for sheet in sheets(catalog))


def _home(catalog: Catalog) -> Page:
    by_severity = [
        (severity, [code for code in catalog.codes.values() if code.severity == severity]) for severity in Severity
    ]
    replies = tuple(catalog.current_replies.values())
    listed = replies if len(replies) <= HOME_MOST else ()
    return Page(
        address="",
        template="home",
        title="Home",
        heading=f"{catalog.product.name} SMTP replies explained",
        description=f"What every reply of the {catalog.product.service} means, and what to do about it.",
        hide=("navigation", "toc"),
        headings=(("classes", "The four classes of codes"), *((("replies", "Every reply"),) if listed else ())),
        shows=_files([*catalog.codes.values(), *replies]),
        context={"by_severity": by_severity, "listed": listed},
    )


def _explain() -> Page:
    return Page(
        address="explain/",
        template="explain",
        title="Explain a log",
        heading="Explain a log, a line or a bounce",
        description="Paste lines or drop a log: which replies it holds, how often, when, and what to do about each.",
        hide=("navigation", "toc"),
        scripts=tuple(f"assets/javascripts/{name}.js" for name in ("scan", "triage-views", "triage")),
    )


def _index(
    folder: str,
    title: str,
    description: str,
    entries: Iterable[Entry],
    context: Mapping[str, object] | None = None,
) -> Page:
    return Page(
        address=f"{folder}/",
        template=folder,
        title=title,
        heading=title,
        description=description,
        shows=_files(entries),
        context=context or {},
    )


def _sheet(catalog: Catalog, sheet: Sheet) -> Page:
    procedures = sheet.procedures(catalog)
    return Page(
        address=sheet.address,
        parent="codes/" if sheet.address == PRINT_ADDRESS else PRINT_ADDRESS,
        template="sheet",
        title=sheet.title,
        heading=sheet.title,
        description=f"{sheet.title}: what each reply means and what to do about it, on paper.",
        hide=("navigation", "toc"),
        shows=_files([*sheet.replies, *procedures]),
        context={"sheet": sheet, "procedures": procedures},
    )


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
        headings=(
            ("replies", "Replies with this code"),
            ("standard", "In the standard"),
            ("use", f"In {catalog.product.name}"),
        ),
        file=code.file,
        shows=_files([code, *replies]),
        context={"code": code, "replies": replies},
    )


def _reply(catalog: Catalog, reply: Reply, context: Mapping[str, object]) -> Page:
    settings = [catalog.settings[id] for id in reply.settings]
    same_code = [
        other for other in catalog.replies_of_code[str(reply.code)] if other is not reply and not other.withdrawn
    ]
    articles = [(catalog.articles[use.id], use) for use in catalog.articles_of(reply)]
    related = [catalog.replies[id] for id in reply.related]
    headings = [
        ("sides", "Which side said it", True),
        ("why", "Why it happens", True),
        ("dialogue", "Where in the dialogue", True),
        ("confirm", "How to confirm it", bool(reply.confirm or reply.debug)),
        ("steps", "What to do", True),
        ("settings", "Settings behind it", bool(settings)),
        ("tell", "What to tell the other side", bool(reply.tell)),
        ("confused", "Easily confused with", bool(context["neighbours"] or related)),
        ("notes", "Good to know", bool(reply.notes)),
        ("articles", "KB articles", bool(articles)),
        ("standard", "In the standard", True),
        ("sources", "Where this comes from", True),
    ]
    return Page(
        address=address(Reference(ReferenceKind.REPLY, reply.id)),
        parent=address(Reference(ReferenceKind.CODE, str(reply.code))),
        template="reply",
        title=reply.label,
        heading=f"{reply.code} {reply.text}",
        description=f"{reply.code} {reply.text}: {catalog.plain_summary(reply)}",
        headings=tuple((id, label) for id, label, shown in headings if shown),
        file=reply.file,
        context={
            **context,
            "reply": reply,
            "feature": catalog.settings[reply.feature] if reply.feature else None,
            "settings": settings,
            "articles": articles,
            "related": related,
            "successor": _successor(reply),
            "same_code": same_code[:SAME_CODE_MOST],
            "same_code_more": max(0, len(same_code) - SAME_CODE_MOST),
        },
    )


def _successor(reply: Reply) -> Reference | None:
    successor = reply.withdrawn.successor if reply.withdrawn else None
    return Reference(ReferenceKind.REPLY, successor) if successor else None


def _setting(catalog: Catalog, setting: Setting) -> Page:
    return _target(catalog, setting, ReferenceKind.SETTING, setting.name, catalog.plain(setting.summary))


def _article(catalog: Catalog, article: Article) -> Page:
    title = f"{article.id} {article.title or catalog.plain(article.topic)}"
    return _target(catalog, article, ReferenceKind.ARTICLE, title, catalog.plain(article.topic))


def _procedure(catalog: Catalog, procedure: Procedure) -> Page:
    description = f"{procedure.title}. {catalog.plain(procedure.summary)}"
    return _target(catalog, procedure, ReferenceKind.PROCEDURE, procedure.title, description)


def _target(catalog: Catalog, entry: Entry, kind: ReferenceKind, title: str, description: str) -> Page:
    """Return the page of an entry that replies lead to; its template gets the entry under its kind's name."""
    reference = Reference(kind, entry.id)
    replies = [reply for reply in catalog.replies_of.get(reference, ()) if not reply.withdrawn]
    return Page(
        address=address(reference),
        parent=f"{FOLDERS[kind]}/",
        template=kind.value,
        title=title,
        heading=title,
        description=description,
        headings=(("replies", "Replies that lead here"),) if replies else (),
        file=entry.file,
        context={kind.value: entry, "replies": replies},
    )
