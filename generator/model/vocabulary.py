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

    POSITIVE = "positive", "Success", "The server accepted the command. Codes that start with 2."
    INTERMEDIATE = "intermediate", "Continue", "The server is waiting for more input. Codes that start with 3."
    TEMPORARY = "temporary", "Temporary", "Refused for now: mail servers retry automatically. Codes that start with 4."
    PERMANENT = "permanent", "Permanent", "Refused for good: the message bounces. Codes that start with 5."

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

    CONNECT = "connect", "Connection", "when the connection opens"
    HELO = "helo", "EHLO or HELO", "after EHLO or HELO"
    STARTTLS = "starttls", "STARTTLS", "after STARTTLS"
    AUTH = "auth", "AUTH", "after AUTH, or the user name or password that follows it"
    MAIL = "mail", "MAIL FROM", "after MAIL FROM, which gives the envelope sender"
    RCPT = "rcpt", "RCPT TO", "after RCPT TO, which gives a recipient"
    DATA = "data", "DATA", "after DATA, before the message is sent"
    MESSAGE = "message", "End of message", "after the whole message has been sent"
    QUIT = "quit", "QUIT", "after QUIT"
    ANY = "any", "Any command", "after any command"


class ClearsUp(Term):
    """Whether a problem clears up by itself."""

    NORMAL = "normal", "Nothing is wrong", "The reply is a normal part of the session."
    ITSELF = "itself", "Clears up by itself", "The same message is accepted later, and nobody has to change anything."
    ACTION = "action", "Doesn't clear up by itself", "The same attempt fails again until someone changes something."


class Actor(Term):
    """Who acts, as the administrator of one of the two servers sees it."""

    NOBODY = "nobody", "No action needed", "There is nothing to do."
    YOU = "you", "You", "The administrator of the server that this side is about."
    OTHER = "other", "The other server's administrator", "The administrator of the server at the other end."
    USER = "user", "The sender", "The person or the program that sends the message."


class SourceKind(Term):
    """Who stands behind a source."""

    VENDOR = "vendor", "Vendor", "A page of the vendor: the manual, the knowledge base or a hotfix note."
    STANDARD = "standard", "Standard", "An RFC."
    LOG = "log", "Log", "A log that can be read in public."
    SERVER = "server", "Seen on a server", "Someone else's server, script or guide; not confirmed by the vendor."


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
    """The kind of text that a sample is."""

    ACTIVITY = "activity", "activity log"
    W3C = "w3c", "W3C log"
    BOUNCE = "bounce", "bounce message"
    CLIENT = "client", "mail client"
    REPLY = "reply", "the reply alone"
    DEBUG = "debug", "debug log"


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
