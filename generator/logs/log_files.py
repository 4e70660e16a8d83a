"""Log files as lines of bytes, in constant memory: plain or gzip, in chunks for several cores."""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

BLOCK_SIZE = 1 << 20
"""How many bytes are read at once."""
CHUNK_SIZE = 16 << 20
"""How many bytes of a file one core takes at once."""
MAX_LINE_BYTES = 1 << 16
"""How many bytes of a line count; the rest of a longer one is ignored."""
_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class LogError(Exception):
    """A file that can't be read as a log; the message contains the file and the reason."""


@dataclass(frozen=True)
class FileChunk:
    """A part of a file, from the beginning of a line to the end of a line."""

    file: Path
    start: int
    size: int
    """The number of its bytes."""


def chunks_of(file: Path) -> Iterator[FileChunk]:
    """Yield the chunks of a file that can be read independently.

    A W3C log is one chunk, because its rows depend on the ``#Fields`` line before them. So is a file that is
    compressed or encoded in UTF-16.

    Raises:
        LogError: the file can't be read.

    """
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            head = stream.read(2)
            is_whole = head[:1] == b"#" or head in (_GZIP, *_UTF16)
            start = 0
            while start < size:
                end = size if is_whole else _line_end(stream, min(size, start + CHUNK_SIZE), size)
                yield FileChunk(file, start, end - start)
                start = end
    except OSError as error:
        raise LogError(f"{file}: {error.strerror or error}") from error


def _line_end(stream: BinaryIO, position: int, size: int) -> int:
    stream.seek(position - 1)
    while position < size:
        line = stream.readline(BLOCK_SIZE)
        position = stream.tell()
        if line.endswith(b"\n"):
            break
    return position


def lines_of(chunk: FileChunk) -> Iterator[list[bytes]]:
    """Yield the lines of a chunk, without their line feeds, many at a time.

    Raises:
        LogError: the file can't be read, or is compressed and damaged.

    """
    try:
        with chunk.file.open("rb") as stream:
            if chunk.start == 0 and stream.peek(2)[:2] in (_GZIP, *_UTF16):
                yield from split_lines(read_blocks(stream))
            else:
                stream.seek(chunk.start)
                yield from split_lines(_read_bytes(stream, chunk.size))
    except (OSError, EOFError, zlib.error) as error:
        raise LogError(f"{chunk.file}: {getattr(error, 'strerror', None) or error}") from error


def _read_bytes(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (block := stream.read(min(size, BLOCK_SIZE))):
        size -= len(block)
        yield block


def read_blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream as blocks of bytes: gzip decompressed, UTF-16 as UTF-8.

    A block of plain text is what the stream has ready, so that lines which are typed or followed are passed on at
    once.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    head = buffered.peek(2)[:2]
    read: Callable[[int], bytes] = buffered.read1
    if head == _GZIP:
        read = gzip.GzipFile(fileobj=buffered).read
    elif head in _UTF16:
        read = codecs.EncodedFile(cast("BinaryIO", buffered), "utf-8", "utf-16", errors="replace").read
    while block := read(BLOCK_SIZE):
        yield block


def split_lines(blocks: Iterable[bytes]) -> Iterator[list[bytes]]:
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
