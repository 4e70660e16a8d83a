"""What a new reply's page says before anybody has written it: little, and nothing wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.vocabulary import Actor, Healing, Severity


@dataclass(frozen=True, kw_only=True)
class Start:
    """What is true of every reply of a kind, for a page that says nothing wrong while it says little."""

    title: str
    heals: Healing
    acts: Actor
    summary: str
    inbound: str
    outbound: str
    do: str


STARTS: Mapping[Severity, Start] = {
    Severity.POSITIVE: Start(
        title="The server accepts the command",
        heals=Healing.NORMAL,
        acts=Actor.NOBODY,
        summary="The server carried out the command. Nothing is wrong.",
        inbound="Your server accepted the command.",
        outbound="Another server accepted the command of yours.",
        do="Do nothing.",
    ),
    Severity.INTERMEDIATE: Start(
        title="The server waits for more",
        heals=Healing.NORMAL,
        acts=Actor.NOBODY,
        summary="The server waits for the next part. Nothing is wrong.",
        inbound="Your server asked the sender to go on.",
        outbound="Another server asked yours to go on.",
        do="Do nothing.",
    ),
    Severity.TEMPORARY: Start(
        title="The server refuses for now",
        heals=Healing.ITSELF,
        acts=Actor.NOBODY,
        summary="The server refused for now. A mail server tries again by itself.",
        inbound="Your server refused for now. The sender tries again.",
        outbound="Another server refused for now. Your server tries again by itself.",
        do="Wait for the next attempt.",
    ),
    Severity.PERMANENT: Start(
        title="The server refuses",
        heals=Healing.NO,
        acts=Actor.SENDER,
        summary="The server refused. The same attempt fails again until something changes.",
        inbound="Your server refused. Act if you want the mail.",
        outbound="Another server refused. The sender gets the message back.",
        do="Look for what the text names, and mend it.",
    ),
}
"""What is true of every reply of a class of codes."""
