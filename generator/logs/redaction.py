"""Texts of a log without personal data: mail addresses, IP addresses, passwords."""

import re

_MAIL = re.compile(r"[^ \t\r\n<>@\"'(),;:\[\]]{1,64}@[^ \t\r\n<>@\"'(),;:\[\]]{1,255}")
_IPV4 = re.compile(r"(?<![0-9.])([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})\.[0-9]{1,3}(?![0-9])")
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])")
_AUTH = re.compile(
    r"\b(AUTH(?:[ \t]+(?:LOGIN|PLAIN|CRAM-MD5|NTLM|XOAUTH2))?)[ \t]+[^ \t\r\n]+", re.IGNORECASE | re.ASCII
)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{6,256}={1,2}|[A-Za-z0-9+/]{24,256})(?![A-Za-z0-9+/=])")
_CODES = re.compile(r"[^A-Za-z0-9]*[2-5][0-9]{2}(?:[ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?=[ -]|\Z)")
_VARIABLE_WORD = re.compile(r"[^ \t\r\n]*[0-9@][^ \t\r\n]*")

MAX_SHAPE_LENGTH = 160
"""How many characters of a text its shape has."""


def redact(text: str) -> str:
    """Return a text with mail addresses and passwords hidden, and IP addresses without their last part."""
    text = _AUTH.sub(r"\1 [hidden]", text)
    text = _MAIL.sub("[address]", text)
    text = _BASE64.sub("[hidden]", text)
    return _IPV6.sub(_short_ipv6, _IPV4.sub(r"\1.x", text))


def _short_ipv6(match: re.Match[str]) -> str:
    """Return the network of an IPv6 address, its first 48 bits; anything shorter is probably a time."""
    parts = match[0].split(":")
    return f"{':'.join(parts[:3])}::x" if len(parts) > 3 or "::" in match[0] else match[0]  # noqa: PLR2004


def shape(text: str) -> str:
    """Return the shape of a text: every word that contains a digit or an ``@`` becomes ``*``.

    The reply code and the enhanced status code at the beginning are kept.
    """
    text = _AUTH.sub(r"\1 *", text[: 4 * MAX_SHAPE_LENGTH])
    codes = _CODES.match(text)
    start = codes.end() if codes else 0
    return (text[:start] + _VARIABLE_WORD.sub("*", _BASE64.sub("*", text[start:]))).strip()[:MAX_SHAPE_LENGTH]
