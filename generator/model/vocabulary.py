"""Closed lists of terms, each with the label that readers see."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A term in YAML, with the label and the explanation that readers see."""

    label: str
    explanation: str

    def __new__(cls, value: str, label: str = "", explanation: str = "") -> Self:
        """Return a term with its label and explanation."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        term.explanation = explanation
        return term


class Severity(Term):
    """The meaning of a reply code's first digit (RFC 5321, section 4.2.1)."""

    POSITIVE = "positive", "Fine", "The command was carried out. Codes that begin with 2."
    INTERMEDIATE = "intermediate", "Go on", "The server waits for more. Codes that begin with 3."
    TEMPORARY = "temporary", "Temporary", "Not now: a mail server tries again by itself. Codes that begin with 4."
    PERMANENT = "permanent", "Permanent", "No: the sender gives up and the mail bounces. Codes that begin with 5."

    @classmethod
    def of(cls, code: int) -> Self:
        """Return the severity of a reply code between 200 and 599."""
        return tuple(cls)[code // 100 - 2]


class WithCode:
    """An object whose id is a reply code, or begins with one and a slash."""

    id: str

    @property
    def code(self) -> int:
        """The reply code."""
        return int(self.id.partition("/")[0])

    @property
    def severity(self) -> Severity:
        """The meaning of the code's first digit."""
        return Severity.of(self.code)


class Stage(Term):
    """The stage of the SMTP session at which a reply is sent, in the order of the session."""

    CONNECT = "connect", "Connection", "as soon as the connection opens"
    HELO = "helo", "EHLO or HELO", "in answer to the greeting"
    STARTTLS = "starttls", "STARTTLS", "in answer to the request for encryption"
    AUTH = "auth", "AUTH", "in answer to the login"
    MAIL = "mail", "MAIL FROM", "in answer to the sender's address"
    RCPT = "rcpt", "RCPT TO", "in answer to a recipient's address"
    DATA = "data", "DATA", "in answer to the request to send the message"
    MESSAGE = "message", "End of message", "after the whole message was sent"
    QUIT = "quit", "QUIT", "in answer to the goodbye"
    ANY = "any", "Any command", "in answer to any command"


class Healing(Term):
    """Whether the problem resolves by itself."""

    NORMAL = "normal", "Nothing is wrong", "A normal part of the dialogue."
    ITSELF = "itself", "Heals by itself", "The sending server tries again and passes."
    NO = "no", "Somebody must act", "The same attempt fails again until something changes."


class Actor(Term):
    """Who has to act."""

    NOBODY = "nobody", "Nobody", "There is nothing to do."
    ADMINISTRATOR = (
        "administrator",
        "The server's administrator",
        "The administrator of the server that gave the reply.",
    )
    SENDER = "sender", "The sending side", "The administrator of the server that got the reply."
    USER = "user", "The mail program's user", "The person whose mail program got the reply."


class Provenance(Term):
    """The origin of a claim."""

    VENDOR = "vendor", "vendor", "Stated by the vendor, in the knowledge base or the manual."
    LOG = "log", "seen in a log", "Read in a real log file or bounce."
    STANDARD = "standard", "standard", "Stated by an RFC."
    INFERRED = ("inferred", "inferred", "Concluded by the editors of this reference; not confirmed by the vendor.")


class Scope(Term):
    """The part of the server that a setting applies to."""

    SERVER = "server", "Whole server"
    POST_OFFICE = "post-office", "One post office"
    DOMAIN = "domain", "One domain"
    MAILBOX = "mailbox", "One mailbox"


class Conformance(Term):
    """How well a reply follows the standard's definition of its code."""

    CONFORMS = "conforms", "Follows the standard"
    SPIRIT = "spirit", "Follows it in spirit"
    DEPARTS = "departs", "Departs from the standard"


class SampleKind(Term):
    """The place where a sample line was seen."""

    ACTIVITY = "activity", "activity log"
    W3C = "w3c", "W3C log"
    BOUNCE = "bounce", "bounce message"
    CLIENT = "client", "mail client"
    REPLY = "reply", "the reply alone"


class StepKind(Term):
    """The kind of a step in a path."""

    NODE = "node", "node", "opens in the console's tree"
    PROPERTIES = "properties", "Properties", "right-click, then Properties"
    TAB = "tab", "tab"
    GROUP = "group", "group"
    BUTTON = "button", "button"
    FIELD = "field", "field"
    CHAPTER = "chapter", "chapter"
    SECTION = "section", "section"
