"""The hosts' files contain the right settings, and nginx and Apache follow them."""

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Site
from lxml import etree

from generator.model.catalog import Catalog
from generator.publishing.hosting import MAX_REDIRECTS, host_files
from generator.security.csp import site_policy
from generator.site.redirects import Redirect, RedirectRule, redirect_rules, redirects

KNOWN = "known()"
POLICY = site_policy([KNOWN])
HASHED_FILE = "a/main.0123abcd.min.css"
MOVED = [Redirect(address="codes/451/old/", target="codes/451/new/")]
RULES = [
    RedirectRule(path="codes/451/old/?", target="codes/451/new/"),
    RedirectRule(path="", query="id=([0-9])", target="a/{}/"),
]
FILES = host_files([KNOWN], ["index.html", HASHED_FILE, "a/b.js"], redirects=MOVED, rules=RULES)


def test_headers_for_netlify() -> None:
    headers: dict[str, list[str]] = {}
    for line in FILES["_headers"].splitlines():
        if line.startswith("/"):
            headers[line] = []
        elif not line.startswith("#"):
            headers[list(headers)[-1]].append(line.strip())
    assert list(headers) == ["/*", "/feed.xml", "/opensearch.xml", f"/{HASHED_FILE}"]
    assert f"Content-Security-Policy: {POLICY}" in headers["/*"]
    assert "frame-ancestors 'none'" in POLICY
    assert headers["/feed.xml"] == ["Content-Type: application/atom+xml; charset=utf-8"]
    assert headers[f"/{HASHED_FILE}"] == ["Cache-Control: public, max-age=31536000, immutable"]
    assert max(map(len, FILES["_headers"].splitlines())) < 2000, "Cloudflare ignores longer lines"


def test_redirects_for_netlify() -> None:
    assert FILES["_redirects"].splitlines()[1:] == ["/codes/451/old/ /codes/451/new/ 301"]
    many = [Redirect(address=f"{number}/", target="a/") for number in range(MAX_REDIRECTS + 1)]
    lines = host_files([], [], redirects=many)["_redirects"].splitlines()
    assert sum(not line.startswith("#") for line in lines) == MAX_REDIRECTS, "Cloudflare ignores further lines"


def test_web_config_for_iis() -> None:
    root = etree.fromstring(FILES["web.config"].encode())
    sent = {add.get("name"): add.get("value") for add in root.iter("add")}
    assert sent["Content-Security-Policy"] == POLICY
    assert {remove.get("name") for remove in root.iter("remove") if remove.get("name")} == set(sent)
    assert [place.get("path") for place in root.iter("location")] == ["feed.xml", "opensearch.xml", HASHED_FILE]
    added = [type.get("fileExtension") for type in root.findall("system.webServer/staticContent/mimeMap")]
    removed = [type.get("fileExtension") for type in root.findall("system.webServer/staticContent/remove")]
    assert added == removed == [".md", ".json", ".svg"], "IIS fails if an extension is set twice"
    assert root.find("system.webServer/httpErrors/error").attrib == {
        "statusCode": "404",
        "path": "404.html",
        "responseMode": "File",
    }


def test_iis_gets_rewrites_in_a_separate_file() -> None:
    assert "<rewrite>" not in FILES["web.config"], "an IIS without the module would answer with status 500"
    root = etree.fromstring(FILES["hosting/iis-rewrite.config"].encode())
    [rewrite] = root.iter("rewrite")
    assert [match.get("url") for match in rewrite.iter("match")] == ["^codes/451/old/?$", "^$"]
    assert [condition.get("pattern") for condition in rewrite.iter("add")] == ["^id=([0-9])$"]
    assert [action.get("url") for action in rewrite.iter("action")] == ["codes/451/new/", "a/{C:1}/"]
    root.find("system.webServer").remove(rewrite)
    plain = etree.fromstring(FILES["web.config"].encode())
    assert shape(root) == shape(plain), "the rest of the two files is the same"


def shape(element: etree._Element) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a document in order, without comments and white space."""
    return [(part.tag, dict(part.attrib)) for part in element.iter("*")]


def test_redirects_has_every_old_and_short_address_of_the_site(site: Site, catalog: Catalog) -> None:
    lines = (site.folder / "_redirects").read_text("utf-8").splitlines()[1:]
    assert lines == [f"/{moved.address} /{moved.target} 301" for moved in redirects(catalog)]
    assert "/kb/ME020032/ /articles/ME020032/ 301" in lines


# ---- Real servers ----

RENAMED = "451/greylisting"
"""A reply that gets an alias, ``451/asked-to-wait``."""
MODULES = "mpm_event authz_core dir mime headers rewrite deflate filter"
HASHED_FILES = "assets/stylesheets/main.[0-9a-f]*.min.css"


def nginx(folder: Path, port: int, base: str) -> tuple[str, list[str]]:
    """Return a configuration for nginx, and the arguments that precede its file name."""
    paths = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = f"""
        daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}
        http {{
            include /etc/nginx/mime.types; access_log off; {paths}
            server {{ listen 127.0.0.1:{port}; root {folder}/www; include {folder}/www{base}hosting/nginx.conf; }}
        }}
    """
    return text, ["-p", str(folder), "-e", f"{folder}/log", "-c"]


def apache2(folder: Path, port: int, base: str) -> tuple[str, list[str]]:
    """Return a configuration for Apache, and the arguments that precede its file name."""
    load = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES.split())
    text = f"""
        {load}
        ServerName localhost
        Listen 127.0.0.1:{port}
        PidFile {folder}/pid
        DefaultRuntimeDir {folder}
        ErrorLog {folder}/log
        TypesConfig /etc/mime.types
        DocumentRoot {folder}/www
        <Directory {folder}/www{base}>
          AllowOverride FileInfo
          Options FollowSymLinks
        </Directory>
    """
    return text, ["-DFOREGROUND", "-d", str(folder), "-f"]


SERVERS = {"nginx": nginx, "apache2": apache2}


@pytest.fixture(scope="module", params=[(name, base) for name in SERVERS for base in ("/", "/help/smtp/")], ids=str)
def server(request: pytest.FixtureRequest, site: Site, catalog: Catalog) -> Iterator[tuple[int, str]]:
    """The port of a real server that serves the site, and the site's path on it."""
    name, base = request.param
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if sys.platform != "linux" or (not program and not os.environ.get("CI")):
        pytest.skip(f"{name} isn't installed; '.ci/run' installs it")
    assert program, f"'.ci/run' must install {name}"
    reply = catalog.replies[RENAMED].model_copy(update={"aliases": ("451/asked-to-wait",)})
    moved = replace(catalog, replies={**catalog.replies, reply.id: reply})
    files = [file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*")]
    lists = {"redirects": list(redirects(moved)), "rules": list(redirect_rules(moved))}
    with tempfile.TemporaryDirectory() as temporary, socket.socket() as free:
        folder = Path(temporary)
        root = Path(f"{folder}/www{base}")
        shutil.copytree(site.folder, root)
        for file, text in host_files([KNOWN], files, base=base, **lists).items():
            (root / file).write_text(text, "utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        text, arguments = SERVERS[name](folder, port, base)
        (folder / "server.conf").write_text(text, "utf-8")
        user = {}
        if os.geteuid() == 0:  # the servers' workers run as nobody and have to read the folder
            folder.chmod(0o755)
            shutil.chown(folder, "nobody")
            user = {"user": "nobody", "extra_groups": []}
        process = subprocess.Popen(
            [program, *arguments, f"{folder}/server.conf"], stderr=subprocess.PIPE, text=True, **user
        )
        try:
            wait_for(process, port)
            yield port, base
        finally:
            process.terminate()
            process.communicate(timeout=30)


def wait_for(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(200):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise AssertionError(process.communicate()[1])


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return the status of an answer, its headers with lower-case names, and its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("451/", "codes/451/"),
        ("kb/ME020032/", "articles/ME020032/"),
        ("kb/me020032", "articles/ME020032/"),
        ("codes/451/asked-to-wait/", f"codes/{RENAMED}/"),
        ("?ID=ME020032", "articles/ME020032/"),
        ("kb?id=ME020032", "articles/ME020032/"),
        ("kb/content/article.asp?ID=ME020073", "articles/ME020073/"),
        ("kb/Content/Article.asp?ID=me020170", "articles/ME020170/"),
        ("kb/content/view.asp?x=1&Id=ME020073&y=2", "articles/ME020073/"),
        ("kb/viewarticle.asp?File=ME020032.HTM", "articles/ME020032/"),
        ("KB/viewarticle.asp?file=me020032.htm", "articles/ME020032/"),
    ],
)
def test_an_old_address_redirects_to_the_page(server: tuple[int, str], address: str, target: str) -> None:
    port, base = server
    for spelling in {address, address.rstrip("/")}:
        status, headers, _ = ask(port, base + spelling)
        assert (status, urlsplit(headers["location"]).path) == (301, base + target)
    assert ask(port, base + target)[0] == 200


def test_an_address_without_a_redirect_gets_the_404_page(server: tuple[int, str]) -> None:
    port, base = server
    for address in (
        "499",
        "kb/ME02003",
        "kb/ME0200322",
        "kb/viewarticle.asp",
        "kb/x.asp?ID=ME1",
        "kb/x.asp?NID=ME020032",
        "none/?ID=ME020032",
    ):
        status, headers, body = ask(port, base + address)
        assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8"), address
        assert b"data-missing" in body
        assert headers["content-security-policy"] == POLICY
    _, headers, _ = ask(port, f"{base}kb/content/article.asp?ID=ME999999")
    status, _, body = ask(port, urlsplit(headers["location"]).path)
    assert (status, b"data-missing" in body) == (404, True)


@pytest.mark.parametrize(
    ("file", "type"),
    [
        ("", "text/html"),
        ("llms.txt", "text/plain"),
        ("codes/451/index.md", "text/markdown"),
        ("api/v1/replies.json", "application/json"),
        ("feed.xml", "application/atom+xml"),
        ("opensearch.xml", "application/opensearchdescription+xml"),
        ("assets/images/mark.svg", "image/svg+xml"),
        ("assets/stylesheets/pages.css", "text/css"),
    ],
)
def test_a_text_file_is_compressed_and_has_its_type_and_headers(
    server: tuple[int, str], site: Site, file: str, type: str
) -> None:
    port, base = server
    status, headers, body = ask(port, base + file, accept_encoding="gzip")
    assert status == 200
    assert headers["content-type"] == f"{type}; charset=utf-8"
    assert headers["content-security-policy"] == POLICY
    assert headers["cache-control"] == "no-cache"
    assert "accept-encoding" in headers["vary"].lower()
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == (site.folder / (file or "index.html")).read_bytes()


def test_a_browser_does_not_load_an_unchanged_file_again(server: tuple[int, str], site: Site) -> None:
    port, base = server
    _, headers, _ = ask(port, base, accept_encoding="gzip")
    status, _, body = ask(port, base, accept_encoding="gzip", if_none_match=headers["etag"])
    assert (status, body) == (304, b"")
    [file] = site.folder.glob(HASHED_FILES)
    _, headers, _ = ask(port, base + file.relative_to(site.folder).as_posix())
    assert "max-age=31536000" in headers["cache-control"]


def test_a_long_query_is_answered(server: tuple[int, str]) -> None:
    """A pattern with two ways to match would take exponential time."""
    port, base = server
    for query in ("id=ME0200" * 400, "id=&" * 900, "&" * 3600, "id=ME020032" + "&id=ME020" * 300):
        assert ask(port, f"{base}kb/x.asp?{query}")[0] in (301, 404)
