"""The content security policy: the site works with it, and the audit finds whatever breaks it."""

import re
from collections.abc import Iterator

import pytest
from conftest import Site
from csp_audit import policy_problems, short
from playwright.sync_api import Browser, expect
from serving import Host, listening
from vectors import row

from generator.security.csp import hash_of, inline_scripts, page_policy

KNOWN = "known()"


def document(body: str = "", head: str = "", policy: str | None = page_policy([KNOWN])) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy is not None else ""
    return (
        f"<!doctype html><html><head>{meta}<meta charset=utf-8>{head}<title>x</title></head><body>{body}</body></html>"
    )


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>other()</script>", "an unknown inline script: 'other()'"),
        ("<p onclick='x()'>a</p>", "an event handler, onclick of <p>: 'x()'"),
        ("<p style='color:red'>a</p>", "a style attribute, style of <p>: 'color:red'"),
        ("<style>p{}</style>", "a <style>: 'p{}'"),
        ("<a href='java\nscript:x()'>a</a>", "a script as an address, href of <a>: 'java script:x()'"),
        ("<img src='//outside.example/x'>", "an external resource, src of <img>: '//outside.example/x'"),
        ("<img srcset='a.png, http://b/ 2x'>", "an external resource, srcset of <img>: 'a.png, http://b/ 2x'"),
        ("<script src='https://a/x.js'></script>", "an external resource, src of <script>: 'https://a/x.js'"),
        ("<script src='data:image/x,y'></script>", "an external resource, src of <script>: 'data:image/x,y'"),
        ("<link rel='Preload' href='https://a/x'>", "an external resource, href of <link>: 'https://a/x'"),
        ("<svg><use href='https://a/x'/></svg>", "an external resource, href of <use>: 'https://a/x'"),
        ("<iframe></iframe>", "a <iframe>"),
        ("<object></object>", "a <object>"),
        ("<form action='x'></form>", "a form, a ping or a frame, action of <form>: 'x'"),
        ("<meta http-equiv=refresh content='0; URL=http://a/'>", "a refresh to 'http://a/'"),
    ],
)
def test_whatever_breaks_the_policy_is_found(body: str, problem: str) -> None:
    assert policy_problems(document(body)) == [problem]


def test_a_page_needs_a_policy_before_its_first_script() -> None:
    assert policy_problems(document(policy=None)) == ["the page has no policy"]
    late = f'<meta http-equiv="content-security-policy" content="{page_policy([KNOWN])}">'
    assert policy_problems(document(head=f"<script src=a.js></script>{late}", policy=None)) == [
        "a <script> before the policy"
    ]


@pytest.mark.parametrize(
    "policy",
    [
        "",
        page_policy().replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        page_policy().replace("script-src 'self'", "script-src 'self' https://outside.example"),
    ],
)
def test_another_policy_is_found(policy: str) -> None:
    assert policy_problems(document(policy=policy)) == [f"another policy than the site's: {short(policy)}"]


def test_every_page_of_the_site_follows_its_policy(site: Site) -> None:
    for file in sorted(site.folder.rglob("*.html")):
        text = file.read_text("utf-8")
        assert policy_problems(text) == [], file
        assert text.encode().find(b'charset="utf-8"') < 1024, "browsers look for the encoding only there"


def test_a_page_allows_only_the_three_scripts_of_the_theme(site: Site) -> None:
    """One of them depends on the depth. test_inert.py proves that no script of the content is allowed."""
    pages = {address: page for address, page in site.documents.items() if page.xpath("//main")}
    for address, page in pages.items():
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert set(re.findall(r"'sha256-[^']+'", policy)) == set(map(hash_of, inline_scripts(page))), address
        assert len(inline_scripts(page)) == 3, address
    assert len({script for page in pages.values() for script in inline_scripts(page)}) < 10


# ---- In a browser ----


@pytest.fixture(scope="module")
def with_headers(site: Site) -> Iterator[str]:
    """The address of the site on a host that reads ``_headers``."""
    rule = (site.folder / "_headers").read_text("utf-8").split("/*\n")[1].partition("\n/")[0]
    headers = dict(line.strip().split(": ", 1) for line in rule.splitlines())
    assert "Content-Security-Policy" in headers

    class HostWithHeaders(Host):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(site.folder))  # type: ignore[arg-type]

        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    with listening(HostWithHeaders) as address:
        yield address


def test_the_site_works_under_its_headers_without_a_violation(browser: Browser, with_headers: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective, e.blockedURI))"
    )
    page.goto(with_headers)
    page.locator("[data-md-component=search-query]").fill("greylisting")
    expect(page.locator(".catalogue-hits li").first).to_be_visible()
    page.locator("[data-md-component=search-query]").fill("columns activity log")
    expect(page.locator(".catalogue-hits [data-guide]").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#finder").fill("451 This server employs greylisting as a means of reducing spam.")
    expect(page.locator(".finder-answer [data-reply='451/greylisting']")).to_be_visible()
    page.locator("label[for^=__palette]:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("#finder").press("Enter")
    page.wait_for_url("**/codes/451/greylisting/**")
    page.locator(".reply-said .copy").click()
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    page.emulate_media(media="print")
    page.goto(f"{with_headers}explain/")
    log = row("502 Command not implemented").encode()
    page.set_input_files("#triage-file", {"name": "a.log", "mimeType": "text/plain", "buffer": log})
    expect(page.locator("tr[data-reply='502/command-not-implemented']")).to_be_attached()
    page.emulate_media(media="screen")
    with page.expect_download():
        page.get_by_role("button", name="Download CSV").click()
    page.get_by_role("button", name="Copy a summary").click()
    expect(page.locator(".triage-done")).to_have_text("Copied, without addresses.")
    page.goto(f"{with_headers}404.html")
    expect(page.locator("h1")).to_be_visible()
    assert errors == []
    context.close()


def test_a_violation_is_an_error(browser: Browser, with_headers: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))")
    page.goto(with_headers)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { text: 'window.hacked = 1' }))"
    )
    assert page.evaluate("window.hacked") is None
    assert any("script-src" in error for error in errors)
    page.close()
