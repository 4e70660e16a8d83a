"""``web.config``, as IIS reads it."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from generator.publishing.hosting.answers import TYPED_FILES, TYPES, YEAR, Answers
from generator.site.redirects import RedirectRule

_DAY = 86_400
"""Seconds."""


def web_config(answers: Answers, *, rewrites: bool = False) -> str:
    """Return ``web.config``.

    Args:
        answers: what all hosts are told.
        rewrites: whether to use the module URL Rewrite; an IIS without it fails on such a file.

    """
    about = " with the module URL Rewrite: copy it over web.config" if rewrites else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<!-- Read by IIS{about}. -->",
        "<configuration>",
        "  <system.webServer>",
        '    <urlCompression doStaticCompression="true" />',
        "    <staticContent>",
        '      <clientCache cacheControlMode="DisableCache" />',
        *(f"      {line}" for ending, type in TYPES.items() for line in _type(ending, type)),
        "    </staticContent>",
        '    <httpErrors errorMode="Custom">',
        '      <remove statusCode="404" subStatusCode="-1" />',
        '      <error statusCode="404" path="404.html" responseMode="File" />',
        "    </httpErrors>",
        "    <httpProtocol>",
        "      <customHeaders>",
        *(f"        {line}" for header in answers.headers.items() for line in _header(*header)),
        "      </customHeaders>",
        "    </httpProtocol>",
    ]
    if rewrites:
        lines += ["    <rewrite>", "      <rules>"]
        lines += (f"        {line}" for number, rule in enumerate(answers.rules, 1) for line in _rule(number, rule))
        lines += ["      </rules>", "    </rewrite>"]
    lines.append("  </system.webServer>")
    for file, type in TYPED_FILES.items():
        lines += _location(file, _type("xml", type))
    for file in answers.hashed:
        kept = f'<clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="{YEAR // _DAY}.00:00:00" />'
        lines += _location(file, [kept])
    return "\n".join([*lines, "</configuration>", ""])


def _type(ending: str, type: str) -> Iterator[str]:
    """Yield how a type is set, whether this IIS knows the ending already or not."""
    yield f'<remove fileExtension=".{ending}" />'
    yield f'<mimeMap fileExtension=".{ending}" mimeType="{type}; charset=utf-8" />'


def _header(name: str, value: str) -> Iterator[str]:
    yield f"<remove name={quoteattr(name)} />"
    yield f"<add name={quoteattr(name)} value={quoteattr(value)} />"


def _location(file: str, content: Iterable[str]) -> Iterator[str]:
    yield f"  <location path={quoteattr(file)}>"
    yield "    <system.webServer>"
    yield "      <staticContent>"
    yield from (f"        {line}" for line in content)
    yield "      </staticContent>"
    yield "    </system.webServer>"
    yield "  </location>"


def _rule(number: int, rule: RedirectRule) -> Iterator[str]:
    """Yield a rule; its target begins where the site does, and letters match whether small or capital."""
    yield f'<rule name="moved {number}" stopProcessing="true">'
    yield f"  <match url={quoteattr(f'^{rule.path}$')} />"
    if rule.query:
        yield f'  <conditions><add input="{{QUERY_STRING}}" pattern={quoteattr(f"^{rule.query}$")} /></conditions>'
    target = rule.target.format("{C:1}" if rule.query else "{R:1}")
    yield f'  <action type="Redirect" url={quoteattr(target)} appendQueryString="false" redirectType="Permanent" />'
    yield "</rule>"
