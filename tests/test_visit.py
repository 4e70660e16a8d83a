"""A visit costs a reader's line about what docs/publishing.md reports."""

from conftest import Site
from playwright.sync_api import Browser
from serving import served, visit

REPLY, NEXT = "codes/451/greylisting/", "codes/550/mailbox-unavailable/"


def test_a_visit_is_light(browser: Browser, site: Site) -> None:
    with served(site.folder) as (address, traffic):
        costs = visit(browser, address, traffic, REPLY, NEXT, REPLY)
    (requests, size), (next_requests, next_size), (_, unchanged_size) = costs
    assert 20 <= requests < 30
    assert 50_000 < size < 200_000
    assert next_requests <= requests
    assert 2000 < next_size < 30_000, "files of the first page aren't sent again"
    assert unchanged_size < 10_000, "an unchanged page isn't sent again"
