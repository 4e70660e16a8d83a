"""``hosting/nginx.conf``, a part of nginx's configuration."""

import re

from generator.publishing.hosting.answers import HASHED, PACKED_TYPES, TYPED_FILES, Answers
from generator.site.redirects import RedirectRule


def configuration(answers: Answers) -> str:
    """Return what belongs into the site's ``server`` block."""
    base = answers.base
    return "\n".join(
        [
            "# For nginx: include this file in the 'server' block of the site, such as",
            "#     include /var/www/smtp-replies/hosting/nginx.conf;",
            "# A 'location' with an 'add_header' of its own has to include it again.",
            *(f"add_header {name} {_quoted(value)} always;" for name, value in answers.headers.items()),
            "",
            "absolute_redirect off;",
            f"error_page 404 {base}404.html;",
            "charset utf-8;",
            f"charset_types {' '.join(PACKED_TYPES)};",
            "gzip on;",
            "gzip_vary on;",
            "gzip_proxied any;",
            "gzip_min_length 500;",
            f"gzip_types {' '.join(PACKED_TYPES)};",
            "",
            "expires -1;",
            f'location ~ "^/{HASHED.pattern}$" {{',
            "    expires 1y;",
            "}",
            r'location ~ "\.md$" {',
            "    types { text/markdown md; }",
            "}",
            *(_typed(f"{base}{file}", type) for file, type in TYPED_FILES.items()),
            "",
            *(_moved(rule, base) for rule in answers.rules),
            "",
        ]
    )


def _quoted(text: str) -> str:
    if "$" in text:
        raise ValueError(f"nginx would read a variable in {text!r}, and knows no way to write the sign itself")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typed(file: str, type: str) -> str:
    return f"location = {file} {{\n    types {{ {type} xml; }}\n}}"


def _moved(rule: RedirectRule, base: str) -> str:
    target, below = f"{base}{rule.target.format('$1')}", re.escape(base)
    if rule.query:
        asked = rf"^{below}{rule.path}\?{rule.query}$"
        return f'if ($request_uri ~* "{asked}") {{\n    return 301 {target};\n}}'
    return f'rewrite "(?i)^{below}{rule.path}$" {target}? permanent;'
