"""The offline zip: the pages, what they load, and a word on how to open them."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from lxml import html

from generator.model.entries import Product

START_PAGE = "index.html"
ROOTS = (START_PAGE, "search/search_index.js")
"""Where a reader begins, and what the theme's own script loads: the zip holds what can be reached from here."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Every file's date in the zip: the earliest that a zip can hold, so that the day of the build is not in it."""

FILE_MODE = 0o100644
UNIX = 3

STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")

README = """\
{product} SMTP replies, offline
{line}

Every reply of the {service}: what it means,
whether it heals by itself, what to do.

1. Extract the whole zip first. Windows shows a zip as if it were a
   folder, but pages that are opened inside it do not find each other.
2. Open {start} in a browser.

Nothing here needs a network, and nothing that you type, paste or drop
leaves this computer. Links to other sites are marked with an arrow.
{as_of}"""


class BundleError(Exception):
    """The zip was not written; the message says why."""


def bundle(config: Path, out: Path, product: Product, date: str) -> tuple[int, int]:
    """Build the site that ``config`` describes and write it as a zip; return how many files and bytes.

    Args:
        config: the file that MkDocs reads.
        out: where to; a zip that is there already is replaced at the end, and stays whole until then.
        product: what the folder in the zip is called after.
        date: the day of the newest source, empty if unknown.

    Raises:
        BundleError: the site could not be built, leads to something that is not there, or cannot be written.

    """
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        _build(config, site)
        contents = {"README.txt": readme(product, date)} | {name: (site / name).read_bytes() for name in reached(site)}
    packed = pack(contents, folder_name(product))
    put(out, packed)
    return len(contents), len(packed)


def folder_name(product: Product) -> str:
    """Return the name of the one folder in the zip, and of the zip."""
    return "-".join(re.findall("[a-z0-9]+", f"{product.name} smtp replies".lower()))


def readme(product: Product, date: str) -> bytes:
    """Return the text that says how to open the pages, with the line ends that every Windows editor shows."""
    as_of = f"\nThe pages tell what was known on {date}.\n" if date else ""
    line = "=" * len(f"{product.name} SMTP replies, offline")
    text = README.format(product=product.name, service=product.service, line=line, start=START_PAGE, as_of=as_of)
    return text.replace("\n", "\r\n").encode()


def reached(site: Path) -> list[str]:
    """Return the names of the files that a reader can reach in a site, sorted.

    Raises:
        BundleError: a link leads to nothing or to a folder, or something is loaded from another host.

    """
    waiting, found = list(ROOTS), set(ROOTS)
    while waiting:
        name = waiting.pop()
        for target in _targets(site, name):
            other = normpath(join(dirname(name), target))
            if other.startswith(("/", "../")) or not (site / other).is_file():
                hint = "name the page's index.html" if (site / other).is_dir() else "mend the link"
                raise BundleError(f"{name} leads to {target!r}, which is no file of the site; {hint}")
            if other not in found:
                found.add(other)
                waiting.append(other)
    return sorted(found)


def _targets(site: Path, name: str) -> Iterator[str]:
    """Yield what a page or a style sheet leads to within the site, as relative paths."""
    for url, loaded in _urls(site / name):
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise BundleError(f"{name} leads to {url!r}, which is no address: {error}") from error
        if parts.netloc and loaded:
            raise BundleError(f"{name} loads {url} from another host")
        if parts.path and not parts.netloc and not parts.scheme:
            yield unquote(parts.path)


def _urls(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield every address in a file, and whether a browser loads it by itself."""
    if file.suffix == ".css":
        yield from ((url, True) for url in STYLE_URL.findall(file.read_text("utf-8")))
    elif file.suffix == ".html":
        document = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for element, _, url, _ in html.iterlinks(document):
            yield url, element.tag not in ("a", "area")


def pack(contents: Mapping[str, bytes], folder: str) -> bytes:
    """Return files as a zip in one folder: the same bytes wherever and whenever it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(contents.items()):
            info = zipfile.ZipInfo(f"{folder}/{name}", ZIP_DATE)
            info.create_system = UNIX
            info.external_attr = FILE_MODE << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def checksum(file: Path) -> bytes:
    """Return the line that ``sha256sum --check`` reads to judge a file beside it."""
    return f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n".encode()


def put(out: Path, content: bytes) -> None:
    """Write a file beside its place and move it there.

    Raises:
        BundleError: it cannot be written; what was there is left as it was.

    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(out)
    except OSError as error:
        with suppress(OSError):  # it may not be there
            part.unlink()
        raise BundleError(f"{out} cannot be written: {error.strerror}") from error


def _build(config: Path, site: Path) -> None:
    """Build a site with MkDocs, whose warnings and errors stand on standard error."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    command += ["--config-file", str(config), "--site-dir", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    if subprocess.run(command, cwd=config.parent, env=environment, check=False).returncode:  # noqa: S603
        raise BundleError("the site could not be built; the lines above say why")
