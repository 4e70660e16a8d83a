"""What a visit costs a reader's line: figures of the same kind as those that docs/publishing.md tells."""

import sys

from conftest import NEEDS_BROWSER, ROOT, Site
from playwright.sync_api import Browser
from serving import served

sys.path.insert(0, str(ROOT / "tests/bench"))
from visit import visit

pytestmark = NEEDS_BROWSER


def test_a_visit_is_light(browser: Browser, site: Site) -> None:
    with served(site.folder) as (address, traffic):
        found = visit(browser, address, traffic, "codes/451/greylisting/")
    assert 20 < found.first.requests < 30
    assert 50_000 < found.first.bytes < 200_000
    assert found.next.requests <= found.first.requests
    assert 2000 < found.next.bytes < 30_000, "what the first page brought is not sent again"
    assert found.again.bytes < 10_000, "nor is a page that has not changed"
