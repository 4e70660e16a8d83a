"""``.htaccess``, as Apache reads it."""

from collections.abc import Iterator

from generator.publishing.hosting.answers import FOREVER, HASHED, PACKED_TYPES, TYPED_FILES, TYPES, Answers
from generator.site.redirects import RedirectRule


def htaccess(answers: Answers) -> str:
    """Return ``.htaccess``; a module that is not there is done without."""
    return "\n".join(
        [
            "# Read by Apache with 'AllowOverride FileInfo' for this folder, and does what its modules can:",
            "# mod_headers, mod_rewrite, mod_deflate with mod_filter.",
            f"ErrorDocument 404 {answers.base}404.html",
            "AddDefaultCharset utf-8",
            "",
            "<IfModule mod_mime.c>",
            *(f"  AddType {type} .{ending}" for ending, type in TYPES.items()),
            f"  AddCharset utf-8 .css .js .xml {' '.join(f'.{ending}' for ending in TYPES)}",
            "</IfModule>",
            *(line for file, type in TYPED_FILES.items() for line in _typed(file, type)),
            "",
            "<IfModule mod_headers.c>",
            *(f"  Header always set {name} {_quoted(value)}" for name, value in answers.headers.items()),
            '  Header set Cache-Control "no-cache"',
            "  # mod_deflate puts a mark into the name of a version, and does not know it again.",
            r"""  RequestHeader edit "If-None-Match" '^"([^"]*)-gzip"$' '"$1", "$1-gzip"'""",
            rf'  <FilesMatch "^{HASHED.pattern}$">',
            f"    Header set Cache-Control {_quoted(FOREVER)}",
            "  </FilesMatch>",
            "</IfModule>",
            "",
            "<IfModule mod_deflate.c>",
            "  <IfModule mod_filter.c>",
            f"    AddOutputFilterByType DEFLATE text/html {' '.join(PACKED_TYPES)}",
            "  </IfModule>",
            "</IfModule>",
            "",
            "<IfModule mod_rewrite.c>",
            "  RewriteEngine On",
            *(f"  {line}" for rule in answers.rules for line in _rewrite(rule, answers.base)),
            "</IfModule>",
            "",
        ]
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _typed(file: str, type: str) -> Iterator[str]:
    yield f'<Files "{file}">'
    yield f"  ForceType '{type}; charset=utf-8'"
    yield "</Files>"


def _rewrite(rule: RedirectRule, base: str) -> Iterator[str]:
    if rule.query:
        yield f'RewriteCond "%{{QUERY_STRING}}" "^{rule.query}$" [NC]'
    target = rule.target.format("%1" if rule.query else "$1")
    yield f'RewriteRule "^{rule.path}$" "{base}{target}" [R=301,L,NC,QSD]'
