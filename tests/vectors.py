"""Lines that Python and the browser must explain alike: every sample, bent in the ways that lines are."""

from collections.abc import Iterator

from generator.catalog import Catalog

FOREIGN = (
    "",
    "451",
    "451 a text of another server",
    "550 5.1.1 <user@example.com>: Recipient address rejected: User unknown",
    "250 2.0.0 OK 1764000000 a1-2345.6 - gsmtp",
    "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.example.org",
    "421 4.7.0 Try again later, closing connection",
    "503 Bad sequence of commands: EHLO first",
    "The user was authenticated by the other server",
    "\u017fyntax error \u0130n parameters or arguments \u212a",
    "\x00\x01\ufffd\U0001f4e7",
    "((((((((((" * 20,
    "451 " * 300,
    "greylisting " * 300,
    "at 1/1/1 1:1 from IP " * 100,
)


def vectors(catalog: Catalog) -> Iterator[tuple[str, str | None]]:
    """Yield lines, each with the id of its reply, or None where only agreement is asked for."""
    for reply in catalog.replies.values():
        for sample in reply.samples:
            yield sample.line, reply.id
            yield sample.line.upper(), None
            yield sample.line.lower(), None
            yield sample.line[: len(sample.line) * 3 // 4], None
            yield f'Remote Server returned "{sample.line}"', None
            yield sample.line.replace(" ", "+"), None
            yield sample.line.replace(" ", "\n  "), None
            yield sample.line.replace(str(reply.code), f"{reply.code} 5.7.1"), None
            yield sample.line.replace(str(reply.code), ""), None
            yield f"{sample.line} {sample.line}", None
    for line in FOREIGN:
        yield line, None
