"""What is asked of a built site before readers get it: of the whole, and of each page, on all cores."""

import os
import signal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

from generator.target import LITTER
from generator.tree import walk
from generator.verifying import Document, Site, inert, links, missing, redirects, stylesheets, unfinished

MANY = 400
"""From so many pages on it pays to judge them in several processes."""
PART = 100
"""How many pages a process judges before it tells what it found."""
PageCheck = Callable[[Document, Site], Iterator[str]]

SITE_CHECKS: tuple[Callable[[Site], Iterator[str]], ...] = (missing, stylesheets, redirects)
"""What is judged of the site as a whole; each fault begins with its file."""
PAGE_CHECKS: tuple[PageCheck, ...] = (unfinished, links, inert)
"""What is judged of each page."""


def verify(
    site: Site, page_checks: Sequence[PageCheck] = PAGE_CHECKS, *, only: Collection[str] | None = None
) -> list[str]:
    """Return the faults of a site, one line each, that begins with the file.

    Args:
        site: what is judged.
        page_checks: what is asked of each page.
        only: the pages that are judged; all of them if it is not given. What they lead to may be on any page.

    """
    faults = [fault for check in SITE_CHECKS for fault in check(site)]
    names = [name for name in site.pages if only is None or name in only]
    if len(names) >= MANY and (cores := _cores()) > 1:
        with suppress(OSError, RuntimeError, ImportError):  # then this process does it all
            return faults + _judged_by(cores, site, page_checks, names)
    return faults + _judged(site, page_checks, names)


def _judged_by(cores: int, site: Site, page_checks: Sequence[PageCheck], names: Sequence[str]) -> list[str]:
    """Return the faults of some pages, which so many processes look for.

    Raises:
        OSError: the system gives no further process; so do the other errors of a pool.

    """
    with ProcessPoolExecutor(cores, initializer=_begin, initargs=(site, page_checks)) as pool:
        try:
            parts = pool.map(_judged_here, (names[start : start + PART] for start in range(0, len(names), PART)))
            return [fault for found in parts for fault in found]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _judged(site: Site, page_checks: Sequence[PageCheck], names: Sequence[str]) -> list[str]:
    """Return the faults of some pages."""
    return [
        f"{document.name}: {fault}"
        for document in site.documents(names)
        for check in page_checks
        for fault in check(document, site)
    ]


_task: tuple[Site, Sequence[PageCheck]] | None = None
"""What a further process judges, and how."""


def _begin(site: Site, page_checks: Sequence[PageCheck]) -> None:
    global _task  # noqa: PLW0603  # a process pool hands its tasks nothing else that lasts
    _task = site, page_checks
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began this one ends it


def _judged_here(names: Sequence[str]) -> list[str]:
    if _task is None:
        raise RuntimeError("the process was not begun")
    return _judged(*_task, names)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lost(before: Path, after: Site, made: Iterable[str]) -> bool:
    """Tell whether a page that is published again may lead to something that is there no more.

    Args:
        before: the folder of the former site.
        after: the new site.
        made: its new pages.

    """
    former = {name for name, _ in walk(before)}
    if any(name.rpartition("/")[2] not in LITTER for name in former - after.sizes.keys()):
        return True
    site = Site(before, promised=())
    return any(site.ids(name) - after.ids(name) for name in made if name in former)
