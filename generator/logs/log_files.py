"""Log files as lines of bytes, in constant memory: plain or gzip, in pieces for several cores."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

BLOCK = 1 << 20
"""How many bytes are read at once."""
PIECE = 16 << 20
"""How many bytes of a file one core takes at once."""
MAX_LINE_BYTES = 1 << 16
"""How many bytes of a line count; what a longer one holds beyond is passed over."""
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class LogError(Exception):
    """A file that cannot be read as a log; its text names the file and what is wrong."""


@dataclass(frozen=True)
class FileChunk:
    """A part of a file, from the beginning of a line to the end of a line."""

    file: Path
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many bytes of the file it covers."""
        return self.end - self.start


def pieces(file: Path) -> Iterator[FileChunk]:
    """Yield the pieces of a file that can be read independently.

    A W3C log stays whole, for its rows depend on the ``#Fields`` line before them; so does a file that
    is packed or is not written in bytes a letter.

    Raises:
        LogError: the file cannot be read.

    """
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(0)
            head = stream.read(2)
            is_whole = head[:1] == b"#" or head in (_GZIP, *_UTF16)
            start = 0
            while start < size:
                end = size if is_whole else _end_of_line(stream, min(size, start + PIECE), size)
                yield FileChunk(file, start, end)
                start = end
    except OSError as error:
        raise LogError(f"{file}: {error.strerror or error}") from error


def _end_of_line(stream: BinaryIO, at: int, size: int) -> int:
    """Return where the line ends that holds the byte before ``at``."""
    stream.seek(at - 1)
    while at < size:
        line = stream.readline(BLOCK)
        if line.endswith(b"\n"):
            return stream.tell()
        at = stream.tell()
    return size


def lines_of(piece: FileChunk) -> Iterator[list[bytes]]:
    """Yield the lines of a piece, without their line feeds, many at a time.

    Raises:
        LogError: the file cannot be read, or is packed and damaged.

    """
    try:
        with piece.file.open("rb") as stream:
            stream.seek(piece.start)
            yield from split(_blocks(stream, piece.size if piece.start or _is_plain(stream) else None))
    except (OSError, EOFError, zlib.error) as error:
        raise LogError(f"{piece.file}: {getattr(error, 'strerror', None) or error}") from error


def _is_plain(stream: BinaryIO) -> bool:
    head = stream.read(2)
    stream.seek(0)
    return head not in (_GZIP, *_UTF16)


def _blocks(stream: BinaryIO, size: int | None) -> Iterator[bytes]:
    """Yield ``size`` bytes of a plain stream; all of another, unpacked, as UTF-8."""
    if size is None:
        yield from plain_blocks(stream)
        return
    while size > 0 and (block := stream.read(min(size, BLOCK))):
        size -= len(block)
        yield block


def plain_blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream as blocks of bytes: unpacked where it is gzip, as UTF-8 where it is UTF-16.

    A block is what the stream has ready, so that lines that are typed or followed come at once.
    """
    first = stream.read1(BLOCK) if isinstance(stream, io.BufferedReader) else stream.read(BLOCK)
    opened: BinaryIO = io.BufferedReader(_Begun(first, stream), BLOCK)
    if first.startswith(_GZIP):
        opened = cast("BinaryIO", gzip.GzipFile(fileobj=opened))
    elif first.startswith(_UTF16):
        opened = cast("BinaryIO", codecs.EncodedFile(opened, "utf-8", "utf-16", errors="replace"))
    read = opened.read1 if isinstance(opened, io.BufferedReader) else opened.read
    while block := read(BLOCK):
        yield block


class _Begun(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self.first = first
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  # the buffer protocol has no name in Python 3.11
        taken = self.first[: len(buffer)]
        if taken:
            self.first = self.first[len(taken) :]
        else:
            read = getattr(self.stream, "read1", self.stream.read)
            taken = read(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)


def split(blocks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines of blocks, without their line feeds, those of a block at a time."""
    rest, is_first = b"", True
    for block in blocks:
        lines = (block.removeprefix(codecs.BOM_UTF8) if is_first else block).split(b"\n")
        is_first = False
        lines[0] = rest + lines[0]
        rest = lines.pop()[:MAX_LINE_BYTES]
        yield lines
    if rest:
        yield [rest]
