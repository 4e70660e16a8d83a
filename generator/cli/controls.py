"""Texts for a terminal: what would steer it is shown instead."""

import re

from generator.sources.text import HIDDEN

_STEERING = re.compile(f"{HIDDEN.pattern}|\r(?!\n)")


def visible(text: str) -> str:
    r"""Return a text with each hidden character as ``\u001b``, which JSON reads as the character itself."""
    return _STEERING.sub(lambda found: "".join(f"\\u{ord(letter):04x}" for letter in found[0]), text)
