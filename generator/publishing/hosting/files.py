"""The files of the hosts."""

from collections.abc import Mapping

from generator.publishing.hosting.answers import Answers
from generator.publishing.hosting.apache import htaccess
from generator.publishing.hosting.iis import web_config
from generator.publishing.hosting.netlify import headers_file, redirects_file
from generator.publishing.hosting.nginx import configuration


def host_files(answers: Answers) -> Mapping[str, str]:
    """Return the files of the hosts, each text under its path below the site's root."""
    return {
        "_headers": headers_file(answers),
        "_redirects": redirects_file(answers),
        ".htaccess": htaccess(answers),
        "web.config": web_config(answers),
        "hosting/iis-rewrite.config": web_config(answers, rewrites=True),
        "hosting/nginx.conf": configuration(answers),
    }
