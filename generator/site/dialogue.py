"""The SMTP dialogue as a drawing: one exchange a row, a reply in its place (RFC 5321, appendix D)."""

from dataclasses import dataclass
from functools import cache

from generator.model.vocabulary import Stage


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What the client sends, and what the server answers when all is well."""

    stage: Stage
    command: str
    answer: int


EXCHANGES = (
    Exchange(stage=Stage.CONNECT, command="opens the connection", answer=220),
    Exchange(stage=Stage.HELO, command="EHLO", answer=250),
    Exchange(stage=Stage.STARTTLS, command="STARTTLS", answer=220),
    Exchange(stage=Stage.AUTH, command="AUTH", answer=235),
    Exchange(stage=Stage.MAIL, command="MAIL FROM", answer=250),
    Exchange(stage=Stage.RCPT, command="RCPT TO", answer=250),
    Exchange(stage=Stage.DATA, command="DATA", answer=354),
    Exchange(stage=Stage.MESSAGE, command="the message", answer=250),
    Exchange(stage=Stage.QUIT, command="QUIT", answer=221),
)
"""A whole dialogue in order."""

_OPTIONAL = (Stage.STARTTLS, Stage.AUTH)
"""Exchanges shown only where a reply belongs to them."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the drawing."""

    command: str
    answer: int
    state: str
    """``before`` the reply, ``here``, or ``after`` it."""


@cache
def draw(code: int, stages: tuple[Stage, ...]) -> tuple[Row, ...]:
    """Return the rows of the dialogue with the reply ``code`` at its stages.

    The rows after the last stage are drawn as not reached. A reply to any command has no place of
    its own: every row from EHLO on is a possible one.
    """
    at = set(stages)
    shown = [e for e in EXCHANGES if e.stage not in _OPTIONAL or e.stage in at]
    here = [i for i, e in enumerate(shown) if e.stage in at or (Stage.ANY in at and e.stage is not Stage.CONNECT)]
    rows = []
    for index, exchange in enumerate(shown):
        state = "here" if index in here else "before" if index < here[-1] else "after"
        answer = code if state == "here" else exchange.answer
        rows.append(Row(command=exchange.command, answer=answer, state=state))
    return tuple(rows)
