"""``_headers`` and ``_redirects``, as Netlify and Cloudflare Pages read them.

Both pack by themselves, know the types of files, and answer an address without a page with ``404.html``.
"""

from generator.publishing.hosting.answers import FOREVER, TYPED_FILES, Answers

MAX_REDIRECTS = 2000
"""As many lines as Cloudflare reads; an address beyond them has a page that leads on."""


def headers_file(answers: Answers) -> str:
    """Return ``_headers``; pages keep the host's own lifetime, which is none, for two rules would be joined."""
    lines = [
        "# Read by Netlify and by Cloudflare Pages.",
        "/*",
        *(f"  {name}: {value}" for name, value in answers.headers.items()),
    ]
    for file, type in TYPED_FILES.items():
        lines += [f"/{file}", f"  Content-Type: {type}; charset=utf-8"]
    for file in answers.hashed:
        lines += [f"/{file}", f"  Cache-Control: {FOREVER}"]
    return "\n".join(lines) + "\n"


def redirects_file(answers: Answers) -> str:
    """Return ``_redirects``: one address a line, for the two hosts agree on neither patterns nor parameters."""
    lines = ["# Read by Netlify and by Cloudflare Pages."]
    lines += (f"/{moved.address} /{moved.target} 301" for moved in answers.redirects[:MAX_REDIRECTS])
    return "\n".join(lines) + "\n"
