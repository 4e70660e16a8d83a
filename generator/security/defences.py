"""The layers between a text and whatever it might set off; each of them holds alone."""

from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, kw_only=True)
class Defences:
    """Which layers are on: all of them, but in the tests that prove each one alone."""

    autoescape: bool = True
    """A text becomes HTML by escaping, in the templates and wherever the theme prints one as it is."""
    sanitiser: bool = True
    """What the HTML of a page may hold is an allow-list."""
    policy: bool = True
    """The page tells the browser which scripts are its own, and that nothing comes from elsewhere."""

    def text(self, text: str) -> Markup:
        """Return a text as HTML, for the places where the theme prints it as it is."""
        return escape(text) if self.autoescape else Markup(text)  # noqa: S704  # off in tests alone
