"""Lines that Python and the browser must explain alike: every sample, changed as lines are changed on their way."""

import html
from collections.abc import Iterator

from generator.logs.redaction import redact
from generator.matching.log_formats import read_line
from generator.model.catalog import Catalog
from generator.model.wording import PlaceholderType

VALUES = {
    PlaceholderType.IP: "203.0.113.9",
    PlaceholderType.HOST: "mail.example.com",
    PlaceholderType.TIME: "11/24/26 10:02:33",
    PlaceholderType.VERSION: "10.48",
    PlaceholderType.NUMBER: "5",
    PlaceholderType.WORD: "submission",
    PlaceholderType.BASE64: "VXNlcm5hbWU6",
    PlaceholderType.LIST: "HELO,EHLO,MAIL",
}

STAND_INS = (
    *("x.x.x.x", "xxx.xxx.xxx.xxx", "***", "***.***.***.***", "[removed]", "<redacted>", "REDACTED", "192.0.2.xxx", ""),
    *("192.0.2[.]9", "IP", "IP ADDRESS", "our ip", "my.server.ip", "n.n.n.n", "xx::x", "\u2026"),
)
"""Words that people write instead of an address, a host or a time before they show a text to others."""

GREYLISTED = "451 This server employs greylisting as a means of reducing spam. Please resend e-mail shortly"
ROW = "11/{day:02}/26 10:02:33\tSMTP-{side}\t3F2A.MAI\t1180\t{ip}\tRCPT\tRCPT TO:<a@example.com>\t{reply}\t66\t33\t\t"
W3C = "2026-11-24 10:02:33 203.0.113.9 SMTP-{side} - 192.0.2.1 25 RCPT RCPT+TO:<user@example.com> {reply} mail 66 33 -"
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
    "this mail server employs graylisting as a means of reducing spam",
    "503 This mail server requires authentication before sending mail",
    "\u017fyntax error \u0130n parameters or arguments \u212a",
    "\x00\x01\ufffd\U0001f4e7",
    "((((((((((" * 20,
    "451 " * 300,
    "greylisting " * 300,
    "at 1/1/1 1:1 from IP " * 100,
    "550-" * 300,
    "550-5.1.1 The account does not exist\r\n550-5.1.1 Check for typing errors\r\n550 5.1.1 Learn more - gsmtp",
    "<user@example.com>: host mail.example.com[203.0.113.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
    "11/24/26 10:02:33 ME-E0125: Connection Refused: (203.0.113.9) was refused, the limit was reached.",
    "11/24/26 10:02:33\tME-I0111: Relay denied",
    "[11/24/26 10:02:33] ME-I9999: nothing that we know",
    "ME-I0073",
    "[09/05/18 00:00:20]****************** LOG FILE STARTED *******************",
    "#Fields: date time c-ip agent",
    "11/24/26 10:02:33\tSMTP-IN\t",
    "2026-11-24 10:02:33 203.0.113.9 SMTP-IN",
    W3C.format(side="OU", reply="550+5.1.1+User+unknown"),
    "the adress is greylisted becuase the sevrer is busy and the mesage has to many recipients",
)


def row(reply: str, *, side: str = "IN", day: int = 24, ip: str = "203.0.113.9") -> str:
    """Return a row of an activity log."""
    return ROW.format(day=day, side=side, ip=ip, reply=reply)


def misspelt(text: str) -> Iterator[str]:
    """Yield a text with a typing error in its longest word: a letter changed, missing or doubled, or two swapped."""
    words = [word for word in text.split() if word.isalpha()]
    if words and len(word := max(words, key=len)) > 4:
        yield text.replace(word, f"{word[:2]}x{word[3:]}", 1)
        yield text.replace(word, word[:2] + word[3:], 1)
        yield text.replace(word, word[:3] + word[2:], 1)
        yield text.replace(word, word[:2] + word[3:1:-1] + word[4:], 1)


def vectors(catalog: Catalog) -> Iterator[tuple[str, str | None]]:
    """Yield lines, each with the id of its reply; None where only the agreement matters."""
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
            if not read_line(sample.line).is_row and "AUTH LOGIN" not in sample.line:
                yield redact(sample.line), reply.id
            yield f"> {sample.line}", None
        for wording in reply.wordings:
            text = f"{reply.code} {wording.text.format(**VALUES)}"
            yield from ((line, reply.id) for line in (text, *misspelt(text)))
            yield html.escape(text).replace(" ", "&nbsp;"), reply.id
            yield from ((line, None) for line in _variants(reply.code, text))
            if isinstance(wording.pieces[-1], str):  # a text can't end in just anything
                for line in redacted(reply.code, wording.text):
                    yield from ((each, reply.id) for each in ((line, row(line)) if line.isascii() else (line,)))
            words = text.split(" ")
            yield " ".join(words[len(words) // 3 :]), None
            yield " ".join([words[0], *words[2 + len(words) // 4 :]]), None
            yield " ".join(words[: len(words) // 2] + words[1 + len(words) // 2 :]), None
    for line in FOREIGN:
        yield line, None


def redacted(code: int, text: str) -> Iterator[str]:
    """Yield a wording with each stand-in for its values, if it has some."""
    if "{" in text and "{list}" not in text:
        yield from (f"{code} {text.format(**dict.fromkeys(VALUES, one))}" for one in STAND_INS)


def _variants(code: int, text: str) -> Iterator[str]:
    """Yield a reply on several lines, continued, from another server, and in rows of a W3C log."""
    yield f"{code}-{text[4:40]}\r\n{code} {text[40:]}"
    yield f"{code}-{text[4:]}\n{code} see the manual"
    yield f"{text} and more"
    yield f"{code} 5.7.1 {text[4:]}"
    yield f"550 relayed: {text}"
    yield W3C.format(side="IN", reply=text.replace(" ", "+"))
    yield W3C.format(side="OU", reply=text.replace(" ", "+"))
