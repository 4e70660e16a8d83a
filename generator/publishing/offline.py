"""The site for readers without a web server: plain files and the offline zip."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from lxml import html

from generator.model.catalog import Catalog
from generator.model.entries import Product
from generator.publishing.verification import STYLESHEET_LINK
from generator.site.assets import assets
from generator.site.metadata import SiteInfo
from generator.site.pages import pages
from generator.site.renderer import Renderer, environment_of

START_PAGE = "index.html"
ROOTS = (START_PAGE, "search/search_index.js")
"""The first page and a file that the theme's script loads; the zip contains what they link to, directly or not."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the zip, the earliest possible: the same site gives the same zip on any day."""


class BundleError(Exception):
    """The zip wasn't written; the message says why."""


def render_to(catalog: Catalog, out: Path) -> int:
    """Write all pages and other files without MkDocs and its theme; return the number of pages."""
    renderer = Renderer(catalog)
    all_pages = list(pages(catalog))
    site = SiteInfo(name=f"{catalog.product.name} SMTP replies", url="")
    documents = ((f"{page.address}index.html", renderer.document(page)) for page in all_pages)
    other_files = ((asset.address, asset.text()) for asset in assets(renderer, all_pages, (), site, {}))
    for name, text in chain(documents, other_files):
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return len(all_pages)


def bundle(config: Path, out: Path, product: Product, date: str) -> tuple[int, int]:
    """Build the site and write it as a zip; return the number of files and the size in bytes.

    An existing zip is replaced only after everything else succeeded. The date is that of the newest source, or empty.
    """
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
        command += ["--config-file", str(config), "--site-dir", str(site)]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
        if subprocess.run(command, cwd=config.parent, env=environment, check=False).returncode:  # noqa: S603
            raise BundleError("the site couldn't be built; see the messages above")
        contents = {name: (site / name).read_bytes() for name in reachable_files(site)}
    contents["README.txt"] = readme(product, date)
    packed = pack(contents, folder_name(product))
    replace_file(out, packed)
    return len(contents), len(packed)


def folder_name(product: Product) -> str:
    """Return the name of the zip and of the folder in it."""
    return "-".join(re.findall("[a-z0-9]+", f"{product.name} smtp replies".lower()))


def readme(product: Product, date: str) -> bytes:
    """Return the instructions for opening the pages, with Windows line endings."""
    template = environment_of(autoescape=False).get_template("offline_readme.txt.jinja")
    text = template.render(product=product, start_page=START_PAGE, date=date)
    return f"{text.rstrip()}\n".replace("\n", "\r\n").encode()


def reachable_files(site: Path) -> list[str]:
    """Return the sorted names of the files that links lead to, directly or not, from the site's first page.

    A link to a missing file or to a folder is an error, and so is something that a page loads from another host.
    """
    waiting, names = list(ROOTS), set(ROOTS)
    while waiting:
        name = waiting.pop()
        for link in _internal_links(site, name):
            target = normpath(join(dirname(name), link))
            if target.startswith(("/", "../")) or not (site / target).is_file():
                hint = "link to its index.html" if (site / target).is_dir() else "fix the link"
                raise BundleError(f"{name} links to {link!r}, which isn't a file of the site; {hint}")
            if target not in names:
                names.add(target)
                waiting.append(target)
    return sorted(names)


def _internal_links(site: Path, name: str) -> Iterator[str]:
    for url, is_loaded in _links(site / name):
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise BundleError(f"{name} links to {url!r}, which isn't a valid address: {error}") from error
        if parts.netloc and is_loaded:
            raise BundleError(f"{name} loads {url} from another host")
        if parts.path and not parts.netloc and not parts.scheme:
            yield unquote(parts.path)


def _links(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield each link of a file and whether a browser loads it without a click."""
    if file.suffix == ".css":
        yield from ((url, True) for url in STYLESHEET_LINK.findall(file.read_text("utf-8")))
    elif file.suffix == ".html":
        document = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for element, _, url, _ in html.iterlinks(document):
            yield url, element.tag not in ("a", "area")


def pack(contents: Mapping[str, bytes], folder: str) -> bytes:
    """Return a zip with all files in one folder; the same files give the same bytes on any machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(contents.items()):
            info = zipfile.ZipInfo(f"{folder}/{name}", ZIP_DATE)
            info.create_system = 3  # Unix
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def checksum(file: Path) -> bytes:
    """Return a file's SHA-256 in the format that ``sha256sum --check`` reads."""
    return f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n".encode()


def replace_file(file: Path, content: bytes) -> None:
    """Write a file completely or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):  # it may not exist
            part.unlink()
        raise BundleError(f"can't write {file}: {error.strerror}") from error
