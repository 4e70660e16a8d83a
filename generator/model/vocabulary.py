"""Closed lists of terms, each with the label that readers see."""

from collections.abc import Sequence
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

    POSITIVE = "positive", "Success", "The server accepted the command. These codes start with 2."
    INTERMEDIATE = "intermediate", "Continue", "The server is waiting for more input. These codes start with 3."
    TEMPORARY = (
        "temporary",
        "Temporary",
        "The command is refused for now. The sending server retries. These codes start with 4.",
    )
    PERMANENT = (
        "permanent",
        "Permanent",
        "The command is refused for good. The message bounces. These codes start with 5.",
    )

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
    HELO = "helo", "EHLO or HELO", "after EHLO (or HELO)"
    STARTTLS = "starttls", "STARTTLS", "after STARTTLS"
    AUTH = "auth", "AUTH", "after AUTH (or the user name or password that follows it)"
    MAIL = "mail", "MAIL FROM", "after MAIL FROM (which gives the envelope sender)"
    RCPT = "rcpt", "RCPT TO", "after RCPT TO (which gives a recipient)"
    DATA = "data", "DATA", "after DATA (before the message is sent)"
    MESSAGE = "message", "End of message", "after the whole message has been sent"
    QUIT = "quit", "QUIT", "after QUIT"
    ANY = "any", "Any command", "after any command"


def when_sent(stages: Sequence[Stage]) -> str:
    """Return the stages of a reply as the end of a sentence, such as "after STARTTLS or after QUIT"."""
    *others, last = [stage.explanation for stage in stages]
    return f"{', '.join(others)} or {last}" if others else last


class ClearsUp(Term):
    """Whether a problem resolves by itself."""

    NORMAL = "normal", "Not an error", "The reply is a normal part of the session."
    ITSELF = "itself", "Resolves by itself", "The same message is accepted later without any change."
    ACTION = "action", "Doesn't resolve by itself", "The same attempt fails again until someone changes something."


class Actor(Term):
    """Who acts, as the administrator of one of the two servers sees it."""

    NOBODY = "nobody", "No one", "No action is needed."
    YOU = "you", "You", "The administrator of the server that this side is about."
    OTHER = "other", "The other server's administrator", "The administrator of the server that yours was connected to."
    USER = "user", "The sender", "The person or program that sent the message."

    @property
    def sentence(self) -> str:
        """The label as a sentence, for a side that doesn't say more."""
        return f"{self.label}."


class SourceKind(Term):
    """The origin of a source."""

    VENDOR = "vendor", "Vendor", "A page from the vendor: the manual, the knowledge base or a hotfix note."
    STANDARD = "standard", "Standard", "An RFC."
    LOG = "log", "Public log", "A log that anyone can read."
    SERVER = "server", "Seen on a server", "Someone else's server, script or guide. The vendor hasn't confirmed it."


class Scope(Term):
    """The part of the server that a setting applies to."""

    SERVER = "server", "Whole server"
    POST_OFFICE = "post-office", "One post office"
    DOMAIN = "domain", "One domain"
    MAILBOX = "mailbox", "One mailbox"


class Conformance(Term):
    """How well a reply follows the standard's definition of its code."""

    CONFORMS = "conforms", "Follows the standard"
    SPIRIT = "spirit", "Follows the spirit of the standard"
    DEPARTS = "departs", "Departs from the standard"


class SampleKind(Term):
    """The kind of text that a sample is."""

    ACTIVITY = "activity", "log row (activity log)"
    W3C = "w3c", "log row (W3C log)"
    BOUNCE = "bounce", "bounce message"
    CLIENT = "client", "mail client error"
    REPLY = "reply", "reply"
    DEBUG = "debug", "log row (debug log)"


class StepKind(Term):
    """The kind of a step in a path."""

    NODE = "node", "node", "a node in the tree of the console"
    PROPERTIES = "properties", "Properties", "right-click, then Properties"
    TAB = "tab", "tab"
    GROUP = "group", "group"
    BUTTON = "button", "button"
    FIELD = "field", "field"
    CHAPTER = "chapter", "chapter"
    SECTION = "section", "section"
