"""Data of the search: an entry for each page and each section of a hand-written page."""

from collections.abc import Iterable, Iterator, Mapping

from lxml import html

from generator.model.catalog import Catalog
from generator.model.entries import Article, Code, Message, Procedure, Reply, Setting
from generator.model.prose import Reference, ReferenceKind, address
from generator.site.metadata import script_json

MAX_NOTE_LENGTH = 200
"""Maximum length of the text that a result shows of a section."""
MAX_BODY_LENGTH = 600
"""Maximum length of the prose that is searched; entries repeat themselves."""

SearchEntry = Mapping[str, object]


def search_entries(catalog: Catalog) -> Iterator[SearchEntry]:
    """Yield the search entries of the catalogue.

    ``names`` are complete names: typing one gives the entry as the first result. ``path`` contains the words
    of the paths to a setting, ``body`` those of the prose.
    """
    yield from (_code(catalog, code) for code in catalog.codes.values())
    yield from (_reply(catalog, reply) for reply in catalog.replies.values())
    yield from (_setting(catalog, setting) for setting in catalog.settings.values())
    yield from (_article(catalog, article) for article in catalog.articles.values())
    yield from (_procedure(catalog, procedure) for procedure in catalog.procedures.values())
    yield from (_message(catalog, ReferenceKind.DEBUG, message) for message in catalog.debug.values())
    yield from (_message(catalog, ReferenceKind.NOTICE, message) for message in catalog.notices.values())


def search_script(catalog: Catalog, guides: Iterable[SearchEntry] = ()) -> str:
    """Return the entries as a script that sets a global variable, as a page opened from a disk can't load JSON."""
    return f"window.smtpSearch={script_json([*search_entries(catalog), *guides])};\n"


def _entry(kind: ReferenceKind, id: str, **keys: object) -> SearchEntry:
    return {"kind": kind.value, "id": id, "url": address(Reference(kind, id)), **keys}


def _code(catalog: Catalog, code: Code) -> SearchEntry:
    return _entry(
        ReferenceKind.CODE,
        code.id,
        title=f"{code.id} {code.name}",
        note=catalog.plain(code.meaning)[:MAX_BODY_LENGTH],
        names=[code.id],
    )


def _reply(catalog: Catalog, reply: Reply) -> SearchEntry:
    settings = [catalog.settings[id].name for id in reply.settings]
    why = (catalog.plain(claim.text) for claim in reply.why)
    return _entry(
        ReferenceKind.REPLY,
        reply.id,
        title=f"{reply.code} {reply.label}",
        note=reply.text,
        severity=reply.severity.value,
        names=[reply.title, *(wording.text for wording in reply.wordings)],
        words=list(reply.search),
        body=" ".join([catalog.plain_summary(reply), *settings, *why])[:MAX_BODY_LENGTH],
    )


def _setting(catalog: Catalog, setting: Setting) -> SearchEntry:
    steps = [*(setting.console or ()), *catalog.manual_path(setting)]
    names = [setting.name, *(renamed.name for renamed in setting.renamed), *setting.spellings]
    if setting.console:
        names.append(setting.console[-1].label)
    return _entry(
        ReferenceKind.SETTING,
        setting.id,
        title=setting.name,
        note=f"{setting.scope.label}. {catalog.plain(setting.summary)}"[:MAX_BODY_LENGTH],
        names=list(dict.fromkeys(names)),
        path=" ".join(dict.fromkeys(step.label for step in steps)),
    )


def _article(catalog: Catalog, article: Article) -> SearchEntry:
    digits = "".join(filter(str.isdigit, article.id))
    names = [article.id, digits, f"kb {digits}", f"me {digits}", *([article.title] if article.title else [])]
    topic = catalog.plain(article.topic)
    title = f"{article.id} {article.title or topic}"
    return _entry(ReferenceKind.ARTICLE, article.id, title=title, note=topic, names=names)


def _procedure(catalog: Catalog, procedure: Procedure) -> SearchEntry:
    steps = " ".join(catalog.plain(step.do) for step in procedure.steps)
    return _entry(
        ReferenceKind.PROCEDURE,
        procedure.id,
        title=procedure.title,
        note=catalog.plain(procedure.summary),
        names=[procedure.title],
        body=steps[:MAX_BODY_LENGTH],
    )


def _message(catalog: Catalog, kind: ReferenceKind, message: Message) -> SearchEntry:
    is_debug = kind is ReferenceKind.DEBUG
    return _entry(
        kind,
        message.id,
        title=f"{message.id} {message.title}" if is_debug else message.title,
        note=message.text,
        names=[*([message.id] if is_debug else []), message.title, *(wording.text for wording in message.wordings)],
        words=list(message.search),
        body=catalog.plain(message.summary)[:MAX_BODY_LENGTH],
    )


def guide_entries(title: str, address: str, body: str) -> Iterator[SearchEntry]:
    """Yield an entry for a hand-written page and one for each of its sections; title and body are HTML."""
    title = html.fragment_fromstring(title, create_parent="div").text_content()
    section, heading, words = address, title, list[str]()
    for element in html.fragment_fromstring(body, create_parent="div").iterchildren("*"):
        if element.tag == "h1":
            continue
        id = element.get("id")
        if element.tag == "h2" and id:
            yield _guide_section(section, heading, title, words)
            section, words = f"{address}#{id}", []
            for link in element.find_class("headerlink"):
                link.drop_tree()
            heading = " ".join(element.text_content().split())
        else:
            words += element.text_content().split()
    yield _guide_section(section, heading, title, words)


def _guide_section(url: str, heading: str, title: str, words: list[str]) -> SearchEntry:
    text = " ".join(words)
    return {
        "kind": "guide",
        "id": url.removesuffix("/"),
        "url": url,
        "title": heading,
        "note": (text if heading == title else f"{title}. {text}")[:MAX_NOTE_LENGTH],
        "names": [heading],
        "body": text,
    }
