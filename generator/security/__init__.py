"""Three layers that keep texts inert, and their switches; each layer alone keeps a text from acting as code."""

from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, kw_only=True)
class Defences:
    """The layers that are on: all of them, except in tests that prove each one alone."""

    autoescape: bool = True
    """Texts are escaped in templates and wherever the theme prints them unescaped."""
    sanitiser: bool = True
    """The body of a page contains only elements and attributes of an allow-list."""
    policy: bool = True
    """Each page has a content security policy: the browser runs only known scripts and loads nothing external."""

    def text(self, text: str) -> Markup:
        """Return a text as HTML, for places where the theme prints it unescaped."""
        return escape(text) if self.autoescape else Markup(text)  # noqa: S704  # off only in tests
