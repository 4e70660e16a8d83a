"""The traffic of a visit stays within the order of magnitude that docs/publishing.md reports."""

import sys

from conftest import NEEDS_BROWSER, ROOT, Site
from playwright.sync_api import Browser
from serving import served

sys.path.insert(0, str(ROOT / "tests/bench"))
from visit import visit

pytestmark = NEEDS_BROWSER


def test_a_visit_is_light(browser: Browser, site: Site) -> None:
    with served(site.folder) as (address, traffic):
        first, following, again = visit(browser, address, traffic, "codes/451/greylisting/")
    assert 20 < first.requests < 30
    assert 50_000 < first.bytes < 200_000
    assert following.requests <= first.requests
    assert 2000 < following.bytes < 30_000, "files of the first page aren't sent again"
    assert again.bytes < 10_000, "an unchanged page isn't sent again"
