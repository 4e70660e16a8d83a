"""The SMTP dialogue with a reply in its position, as rows of a diagram (RFC 5321, appendix D)."""

from dataclasses import dataclass
from functools import cache

from generator.model.vocabulary import Stage

_EXCHANGES = (
    (Stage.CONNECT, "opens the connection", 220),
    (Stage.HELO, "EHLO", 250),
    (Stage.STARTTLS, "STARTTLS", 220),
    (Stage.AUTH, "AUTH", 235),
    (Stage.MAIL, "MAIL FROM", 250),
    (Stage.RCPT, "RCPT TO", 250),
    (Stage.DATA, "DATA", 354),
    (Stage.MESSAGE, "the message", 250),
    (Stage.QUIT, "QUIT", 221),
)
"""A complete dialogue: the stage, the client's command and the server's answer on success."""

_OPTIONAL = (Stage.STARTTLS, Stage.AUTH)
"""Stages shown only for the replies that belong to them."""


@dataclass(frozen=True, kw_only=True)
class DialogueRow:
    """A command and its answer."""

    command: str
    answer: int
    state: str
    """``before`` the reply, ``here``, or ``after`` it."""


@cache
def draw_dialogue(code: int, stages: tuple[Stage, ...]) -> tuple[DialogueRow, ...]:
    """Return the rows of the dialogue with the reply ``code`` at its stages.

    The server never gets to the rows after the last stage. A reply to any command can be at every row from EHLO on.
    """
    shown = [exchange for exchange in _EXCHANGES if exchange[0] not in _OPTIONAL or exchange[0] in stages]
    is_any = Stage.ANY in stages
    here = [i for i, (stage, _, _) in enumerate(shown) if stage in stages or (is_any and stage is not Stage.CONNECT)]
    rows = []
    for index, (_, command, answer) in enumerate(shown):
        state = "here" if index in here else "before" if index < here[-1] else "after"
        rows.append(DialogueRow(command=command, answer=code if state == "here" else answer, state=state))
    return tuple(rows)
