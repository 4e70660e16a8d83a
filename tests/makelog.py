"""A generated activity log with the proportions of a real week, and unusual rows in between."""

import base64
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from generator.model.catalog import Catalog
from generator.model.vocabulary import SampleKind

HOST = "mail.example.com"
BEGIN = datetime(2026, 11, 16)  # noqa: DTZ001  # a log has local time
WEEK = 5340
"""The number of rows of the week whose proportions ``MIX`` has."""
MIX = {
    ("IN", "", "220 {host} ESMTP MailEnable Service, Version: 10.48 ready at {time}"): 1095,
    ("IN", "EHLO", "250-{host} [{ip}], this server offers 5 extensions"): 1120,
    ("IN", "STARTTLS", ""): 500,
    ("IN", "HELO", ""): 207,
    ("IN", "AUTH", "500 Syntax error, command unrecognized."): 453,
    ("IN", "", "530 {host} ESMTP MailEnable Service, Version: 10.48 denied access at {time}"): 425,
    ("IN", "MAIL", "250 Requested mail action okay, completed"): 347,
    ("IN", "RCPT", "250 Requested mail action okay, completed"): 214,
    ("IN", "DATA", "354 Start mail input; end with <CRLF>.<CRLF>"): 212,
    ("IN", "QUIT", "221 Service closing TLS SSL transmission session"): 159,
    ("IN", "QUIT", "221 Service closing transmission channel"): 64,
    ("IN", "RCPT", ("451 This server employs greylisting as a means of reducing spam. Your message has been delayed"
     " and will be accepted later.")): 117,
    ("IN", "STARTTLS", "454 TLS not available due to temporary reason"): 12,
    ("IN", "RCPT", "550 Requested action not taken: mailbox unavailable or not local."): 9,
    ("IN", "MAIL", ("554 The IP Address of the sender ({ip}) was found in a DNS blacklist database and was therefore"
     " refused.")): 6,
    ("IN", "AUTH", "334 VXNlcm5hbWU6"): 4,
    ("IN", "AUTH", "334 UGFzc3dvcmQ6"): 4,
    ("IN", "AUTH", "235 Authenticated"): 3,
    ("OU", "CONN", "220 mx.example.net ESMTP {id} - gsmtp"): 60,
    ("OU", "EHLO", "250-mx.example.net at your service, [{ip}]"): 60,
    ("OU", "MAIL", "250 2.1.0 OK {id} - gsmtp"): 50,
    ("OU", "RCPT", "250 2.1.5 <{mail}> Recipient ok"): 45,
    ("OU", "RCPT", "550 5.1.1 <{mail}>: Recipient address rejected: User unknown in virtual mailbox table"): 12,
    ("OU", "RCPT", "450 4.2.0 <{mail}>: Recipient address rejected: Greylisted, see http://postgrey.example.org"): 9,
    ("OU", "RCPT", "451 This server employs greylisting as a means of reducing spam. Please resend e-mail shortly"): 4,
    ("OU", "DATE", "250 2.0.0 OK: queued as {id}"): 45,
    ("OU", "QUIT", "221 2.0.0 Bye"): 15,
}  # fmt: skip
"""How often each command got each reply, on each side."""


def rows(catalog: Catalog, count: int, seed: int = 0, days: float = 7) -> Iterator[bytes]:
    """Yield rows with their line ends; the same ones for the same seed.

    Every ninetieth row is a sample of the catalogue, and now and then a log starts again.
    """
    long = round(4 * days * 86400 / count)
    pick = random.Random(seed)  # noqa: S311  # nothing here is secret
    kinds, weights = zip(*MIX.items(), strict=True)
    samples = [
        sample.line.split("\t")
        for reply in catalog.replies.values()
        for sample in reply.samples
        if sample.kind is SampleKind.ACTIVITY
    ]
    now = BEGIN
    for number in range(count):
        now += timedelta(seconds=pick.choice((0, 0, 0, long)))
        time = f"{now:%m/%d/%y %H:%M:%S}"
        end = b"\r\n" if number % 2 else b"\n"
        if number % 997 == 0:
            yield f"[{time}]****************** LOG FILE STARTED *******************".encode() + end
        elif number % 90 == 0:
            yield "\t".join([time, *pick.choice(samples)[1:]]).encode() + end
        else:
            yield _row(pick, time, *pick.choices(kinds, weights)[0]) + end


def _row(pick: random.Random, time: str, side: str, command: str, reply: str) -> bytes:
    ip = f"{pick.choice(('203.0.113', '198.51.100', '192.0.2'))}.{pick.randrange(256)}"
    mail = f"user{pick.randrange(500)}@example.{pick.choice(('com', 'net', 'org'))}"
    id = f"{pick.randrange(16**12):012x}"
    secret = base64.b64encode(f"secret{id}".encode()).decode()
    lines = {"AUTH": f"AUTH LOGIN {secret}", "RCPT": f"RCPT TO:<{mail}>", "MAIL": f"MAIL FROM:<{mail}>", "DATE": "."}
    columns = [
        time,
        f"SMTP-{side}",
        f"{pick.randrange(16**32):032X}.MAI",
        str(pick.randrange(200, 4000)),
        ip,
        command,
        lines.get(command, command),
        reply.format(host=HOST, time=time, ip=ip, mail=mail, id=id),
        str(len(reply)),
        str(pick.randrange(400)),
        "",
        "Gr\u00fc\u00dfe aus K\u00f6ln",
    ]
    return "\t".join(columns[: pick.choice((10, 12, 12, 12))]).encode("cp1252")


def write(catalog: Catalog, file: Path, size: int, seed: int = 0) -> None:
    """Write a log of at least the given number of bytes; a large one repeats its first day."""
    part = b"".join(islice(rows(catalog, 20 * WEEK, seed, days=1), size // 100 + 1))
    with file.open("wb") as stream:
        written = 0
        while written < size:
            written += stream.write(part)
