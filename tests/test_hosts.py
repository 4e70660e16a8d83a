"""The files of the hosts: what they tell, and that nginx and Apache do it."""

import gzip
import http.client
import os
import re
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
from generator.publishing.built_site import BuiltSite
from generator.publishing.built_site import check_redirects as faults_of_redirects
from generator.publishing.hosting import answers, host_files
from generator.publishing.hosting.netlify import MAX_REDIRECTS
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
FILES = host_files(answers([KNOWN], ["index.html", HASHED_FILE, "a/b.js"], redirects=MOVED, rules=RULES))


def test_netlify_reads_headers() -> None:
    told: dict[str, list[str]] = {}
    for line in FILES["_headers"].splitlines():
        if line.startswith("/"):
            told[line] = []
        elif not line.startswith("#"):
            told[list(told)[-1]].append(line.strip())
    assert list(told) == ["/*", "/feed.xml", "/opensearch.xml", f"/{HASHED_FILE}"]
    assert f"Content-Security-Policy: {POLICY}" in told["/*"]
    assert "frame-ancestors 'none'" in POLICY
    assert told["/feed.xml"] == ["Content-Type: application/atom+xml; charset=utf-8"]
    assert told[f"/{HASHED_FILE}"] == ["Cache-Control: public, max-age=31536000, immutable"]
    assert max(map(len, FILES["_headers"].splitlines())) < 2000, "Cloudflare reads no longer line"


def test_netlify_reads_redirects() -> None:
    assert FILES["_redirects"].splitlines()[1:] == ["/codes/451/old/ /codes/451/new/ 301"]
    many = [Redirect(address=f"{number}/", target="a/") for number in range(MAX_REDIRECTS + 1)]
    lines = host_files(answers([], [], redirects=many))["_redirects"].splitlines()
    assert sum(not line.startswith("#") for line in lines) == MAX_REDIRECTS, "Cloudflare reads no further line"


def test_apache_reads_htaccess() -> None:
    lines = [line.strip() for line in FILES[".htaccess"].splitlines()]
    assert f'Header always set Content-Security-Policy "{POLICY}"' in lines
    [match] = [line for line in lines if line.startswith("<FilesMatch")]
    pattern = match.split('"')[1]
    assert re.fullmatch(pattern, "main.0123abcd.min.css")
    assert not re.fullmatch(pattern, "index.html")


def test_iis_reads_web_config() -> None:
    root = etree.fromstring(FILES["web.config"].encode())
    sent = {add.get("name"): add.get("value") for add in root.iter("add")}
    assert sent["Content-Security-Policy"] == POLICY
    assert {remove.get("name") for remove in root.iter("remove") if remove.get("name")} == set(sent)
    assert [place.get("path") for place in root.iter("location")] == ["feed.xml", "opensearch.xml", HASHED_FILE]
    added = [type.get("fileExtension") for type in root.findall("system.webServer/staticContent/mimeMap")]
    removed = [type.get("fileExtension") for type in root.findall("system.webServer/staticContent/remove")]
    assert added == removed == [".md", ".json", ".svg"], "an ending that is set twice is an error"
    assert root.find("system.webServer/httpErrors/error").attrib == {
        "statusCode": "404",
        "path": "404.html",
        "responseMode": "File",
    }


def test_iis_gets_rewrites_in_a_file_that_it_does_not_read_by_itself() -> None:
    assert "<rewrite>" not in FILES["web.config"], "an IIS without the module would answer with status 500"
    root = etree.fromstring(FILES["hosting/iis-rewrite.config"].encode())
    [rewrite] = root.iter("rewrite")
    assert [match.get("url") for match in rewrite.iter("match")] == ["^codes/451/old/?$", "^$"]
    assert [condition.get("pattern") for condition in rewrite.iter("add")] == ["^id=([0-9])$"]
    assert [action.get("url") for action in rewrite.iter("action")] == ["codes/451/new/", "a/{C:1}/"]
    root.find("system.webServer").remove(rewrite)
    plain = etree.fromstring(FILES["web.config"].encode())
    assert shape(root) == shape(plain), "otherwise the two say the same"


def shape(element: etree._Element) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a document in their order, without comments and blanks."""
    return [(part.tag, dict(part.attrib)) for part in element.iter("*")]


def test_a_redirect_to_a_missing_page_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "_redirects").write_text(FILES["_redirects"], "utf-8")
    told = "_redirects: the redirect to '/codes/451/new/' leads to nothing"
    assert list(faults_of_redirects(BuiltSite(tmp_path, promised=[]))) == [told]
    (tmp_path / "codes/451/new").mkdir(parents=True)
    (tmp_path / "codes/451/new/index.html").write_text("<p>there", "utf-8")
    assert list(faults_of_redirects(BuiltSite(tmp_path, promised=[]))) == []


def test_every_former_and_short_address_of_the_site_is_in_redirects(site: Site, catalog: Catalog) -> None:
    lines = (site.folder / "_redirects").read_text("utf-8").splitlines()[1:]
    assert lines == [f"/{moved.address} /{moved.target} 301" for moved in redirects(catalog)]
    assert "/kb/ME020032/ /articles/ME020032/ 301" in lines


# ---- Real servers ----

ALIAS = "451/asked-to-wait"
MODULES = "mpm_event authz_core dir mime headers rewrite deflate filter"
CSS = "assets/stylesheets/main.[0-9a-f]*.min.css"


def nginx(folder: Path, port: int, base: str) -> tuple[str, list[str]]:
    """Return nginx's own configuration, and the arguments that name it."""
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
    """Return Apache's own configuration, and the arguments that name it."""
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
    """A real server that shows the site below a path; its port, and the path."""
    name, base = request.param
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if sys.platform != "linux" or (not program and not os.environ.get("CI")):
        pytest.skip(f"no {name}; '.ci/run' puts one in place")
    assert program, f"'.ci/run' puts {name} in place"
    reply = next(iter(catalog.replies.values())).model_copy(update={"aliases": (ALIAS,)})
    moved = replace(catalog, replies={**catalog.replies, reply.id: reply})
    files = [file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*")]
    told = answers([KNOWN], files, base=base, redirects=list(redirects(moved)), rules=list(redirect_rules(moved)))
    with tempfile.TemporaryDirectory() as made, socket.socket() as free:
        folder = Path(made)
        root = Path(f"{folder}/www{base}")
        shutil.copytree(site.folder, root)
        for file, text in host_files(told).items():
            (root / file).write_text(text, "utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        text, arguments = SERVERS[name](folder, port, base)
        (folder / "server.conf").write_text(text, "utf-8")
        user = {}
        if os.geteuid() == 0:  # the servers' workers are nobody, and have to read the folder
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
    """Wait until a server answers."""
    for _ in range(200):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise AssertionError(process.communicate()[1])


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers with their names in small letters, and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("451", "codes/451/"),
        ("451/", "codes/451/"),
        ("kb/ME020032", "articles/ME020032/"),
        ("kb/ME020032/", "articles/ME020032/"),
        ("kb/me020032", "articles/ME020032/"),
        (f"codes/{ALIAS}", None),
        (f"codes/{ALIAS}/", None),
        ("?ID=ME020032", "articles/ME020032/"),
        ("kb?id=ME020032", "articles/ME020032/"),
        ("kb/content/article.asp?ID=ME020073", "articles/ME020073/"),
        ("kb/Content/Article.asp?ID=me020170", "articles/ME020170/"),
        ("kb/content/view.asp?x=1&Id=ME020073&y=2", "articles/ME020073/"),
        ("kb/viewarticle.asp?File=ME020032.HTM", "articles/ME020032/"),
        ("KB/viewarticle.asp?file=me020032.htm", "articles/ME020032/"),
    ],
)
def test_a_former_address_leads_to_the_page(
    server: tuple[int, str], catalog: Catalog, asked: str, target: str | None
) -> None:
    port, base = server
    target = target or f"codes/{next(iter(catalog.replies))}/"
    status, headers, _ = ask(port, base + asked)
    assert (status, urlsplit(headers["location"]).path) == (301, base + target)
    assert ask(port, base + target)[0] == 200


@pytest.mark.parametrize(
    "asked",
    [
        "499",
        "kb/ME02003",
        "kb/ME0200322",
        "kb/viewarticle.asp",
        "kb/x.asp?ID=ME1",
        "kb/x.asp?NID=ME020032",
        "none/?ID=ME020032",
    ],
)
def test_what_is_no_former_address_has_no_page(server: tuple[int, str], asked: str) -> None:
    port, base = server
    status, headers, body = ask(port, base + asked)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"data-missing" in body
    assert headers["content-security-policy"] == POLICY


def test_an_article_that_nobody_knows_leads_to_the_page_that_says_so(server: tuple[int, str]) -> None:
    port, base = server
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
def test_a_text_has_its_type_and_headers_and_is_packed(
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


def test_a_page_that_has_not_changed_is_not_sent_again(server: tuple[int, str]) -> None:
    port, base = server
    _, headers, _ = ask(port, base, accept_encoding="gzip")
    status, _, body = ask(port, base, accept_encoding="gzip", if_none_match=headers["etag"])
    assert (status, body) == (304, b"")


def test_a_file_with_a_hash_in_its_name_is_kept(server: tuple[int, str], site: Site) -> None:
    port, base = server
    [file] = site.folder.glob(CSS)
    _, headers, _ = ask(port, base + file.relative_to(site.folder).as_posix())
    assert "max-age=31536000" in headers["cache-control"]


def test_an_address_of_any_length_is_answered(server: tuple[int, str]) -> None:
    """An expression that could match in two ways would take for ever."""
    port, base = server
    for query in ("id=ME0200" * 400, "id=&" * 900, "&" * 3600, "id=ME020032" + "&id=ME020" * 300):
        assert ask(port, f"{base}kb/x.asp?{query}")[0] in (301, 404)
