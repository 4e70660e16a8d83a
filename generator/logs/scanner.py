"""What whole logs hold: counts of each reply on each side, from when to when, from which addresses.

Each row costs one look-up: a reply that was met before is known by its text. A text that holds its own
row's time or address is known without them, and only a text never met in this form is explained.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from generator.logs.log_files import FileChunk, lines_of, pieces, plain_blocks, split
from generator.logs.redaction import shape
from generator.logs.tally import Tally, TallyKey, TallyRow
from generator.matching.explainer import Explainer
from generator.matching.log_line import W3C_FIELDS, LogLine, decode_line, fields_of, is_remark, read_line
from generator.model.catalog import Catalog

MAX_CACHED_ROWS = 50_000
"""How many texts are remembered before the memory starts anew."""
MAX_SHAPE_LENGTH = 1000
"""How many characters a text may have to be remembered."""
MAX_CACHED_TIMES = 100_000
"""How many times are: more than a day has seconds."""
VALUE_MASK = "{blank}"
"""What the log writes in the place of a text that it keeps out."""
_TIME = re.compile(rb"[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_IPV4 = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_CHANGES = re.compile(_TIME.pattern + b"|" + _IPV4.pattern)
_CHANGES_IN_TEXT = re.compile(_CHANGES.pattern.decode())
_COLUMNS = 8
_PARALLEL = 32 << 20
"""Logs of fewer bytes are not worth the start of further processes."""

Progress = Callable[[int], object]
"""Called with the number of bytes read since the last call."""


class Scanner:
    """Counts lines into a tally."""

    def __init__(self, catalog: Catalog) -> None:
        self.explainer = Explainer(catalog)
        self.start()

    def start(self) -> None:
        """Begin another piece of a log."""
        self.fields: Sequence[str] = W3C_FIELDS
        self._tally = Tally()
        self._silent = TallyRow()
        self._times: dict[bytes, str] = {}
        self._forget()

    def finish(self) -> Tally:
        """Return what was counted since the start."""
        self._tally.silent = self._silent.count
        return self._tally

    def _forget(self) -> None:
        self._seen: dict[bytes, dict[bytes, TallyRow]] = {}
        self._others: dict[tuple[str | None, str], TallyRow] = {}

    def count(self, lines: Sequence[bytes]) -> None:
        """Count lines, each without its line feed."""
        times, seen_of = self._times, self._seen
        self._tally.lines += len(lines)
        for line in lines:
            row = line.split(b"\t", _COLUMNS)
            try:
                time = times.get(row[0]) or self._time(row[0])
                seen = seen_of[row[1]].get(row[7]) or self._met(row)
            except (KeyError, IndexError, ValueError):
                self._other(line)
                continue
            seen.count += 1  # Seen.add written out: a call would double the cost of a row
            if time > seen.last:  # noqa: PLR1730
                seen.last = time
            if time < seen.first or not seen.first:
                seen.first = time
            counts = seen.addresses
            counts[row[4]] = counts.get(row[4], 0) + 1
        self._keep_small()

    def _keep_small(self) -> None:
        """Forget what is remembered for speed alone, and the rarer part of what was counted, where it grows."""
        self._silent.addresses.clear()
        for seen in self._tally.kinds.values():
            seen.trim()
        if len(self._times) > MAX_CACHED_TIMES:
            self._times = {}
        if self._tally.trim() or sum(map(len, self._seen.values())) + len(self._others) > MAX_CACHED_ROWS:
            self._forget()

    def _time(self, text: bytes) -> str:
        """Return the time that begins a row of the activity log.

        Raises:
            ValueError: it begins with anything else.

        """
        if not _TIME.fullmatch(text):
            raise ValueError("no row of the activity log")
        told = text.decode()
        time = self._times[text] = f"20{told[6:8]}-{told[:2]}-{told[3:5]}T{told[9:]}"
        return time

    def _met(self, row: Sequence[bytes]) -> TallyRow:
        """Return where a row is counted whose reply is not known by itself."""
        form = row[7].replace(row[0], b"\0")
        seen_of = self._seen[row[1]]
        seen = seen_of.get(form)
        if seen is None:
            seen = self._formed(form, row, seen_of)
            if len(form) <= MAX_SHAPE_LENGTH:
                seen_of[form] = seen
        return seen

    def _formed(self, form: bytes, row: Sequence[bytes], seen_of: dict[bytes, TallyRow]) -> TallyRow:
        """Return where a row is counted whose reply was not met before in this form, its own time apart."""
        if row[4] in form and _IPV4.fullmatch(row[4]):
            form = form.replace(row[4], b"\1")
        bare = _CHANGES.sub(b"\2", form)
        seen = seen_of.get(bare)
        if seen is None:
            text = decode_line(row[7].removesuffix(b"\r"))
            seen = self._judge(LogLine(text=text, is_row=True, mark=row[1].decode()))
            if len(bare) <= MAX_SHAPE_LENGTH:
                seen_of[bare] = seen
        return seen

    def _judge(self, read: LogLine) -> TallyRow:
        """Return where a line is counted that was not met before."""
        if read.text.strip() in ("", VALUE_MASK):
            return self._silent
        reply = self.explainer.reply_in(read)
        if reply is None and read.debug:
            return self._silent
        first = read.first_code
        code = int(reply.partition("/")[0]) if reply else first.code if first else None
        kind = TallyKey(reply, self.explainer.side_of(read), code, "" if reply else shape(read.text))
        seen = self._tally.seen(kind)
        seen.example = seen.example or read.text
        return seen

    def _other(self, line: bytes) -> None:
        """Count a line that is no row of the activity log, or the first of its side."""
        text = decode_line(line.rstrip(b"\r"))
        if not text.strip():
            self._tally.lines -= 1
            return
        self.fields = fields_of(text) or self.fields
        read = read_line(text, self.fields)
        if read.mark and "\t" in text:
            self._seen.setdefault(read.mark.encode(), {})
        form = (read.mark, _CHANGES_IN_TEXT.sub("\2", read.text))
        seen = self._others.get(form)
        if seen is None:
            seen = self._silent if is_remark(text) else self._judge(read)
            if len(form[1]) <= MAX_SHAPE_LENGTH:
                self._others[form] = seen
        seen.add(read.time or "", (read.address or "").encode())


def scan_stream(catalog: Catalog, stream: BinaryIO) -> Tally:
    """Return what a stream of lines holds, such as standard input."""
    scanner = Scanner(catalog)
    for lines in split(plain_blocks(stream)):
        scanner.count(lines)
    return scanner.finish()


def scan(catalog: Catalog, files: Iterable[Path], cores: int = 1, progress: Progress = lambda _: None) -> Tally:
    """Return what logs hold, in the order of the files.

    Args:
        catalog: the replies to look for.
        files: plain logs, or packed by gzip.
        cores: how many processes share the work where there is enough of it.
        progress: told how far the reading is.

    Raises:
        LogError: a file cannot be read.

    """
    parts = [piece for file in files for piece in pieces(file)]
    tally = Tally()
    if cores < 2 or len(parts) < 2 or sum(part.size for part in parts) < _PARALLEL:  # noqa: PLR2004
        scanner = Scanner(catalog)
        for part in parts:
            tally.merge(_count(scanner, part))
            progress(part.size)
        return tally
    with ProcessPoolExecutor(cores, initializer=_begin, initargs=(catalog,)) as pool:
        for part, counted in zip(parts, _in_order(pool, parts, 2 * cores), strict=True):
            tally.merge(counted)
            progress(part.size)
    return tally


def _count(scanner: Scanner, piece: FileChunk) -> Tally:
    scanner.start()
    for lines in lines_of(piece):
        scanner.count(lines)
    return scanner.finish()


_scanner: Scanner | None = None
"""A further process's own, made once."""


def _begin(catalog: Catalog) -> None:
    global _scanner  # noqa: PLW0603  # a process pool hands its tasks nothing else that lasts
    _scanner = Scanner(catalog)


def _count_here(piece: FileChunk) -> Tally:
    if _scanner is None:
        raise RuntimeError("the process was not begun")
    return _count(_scanner, piece)


def _in_order(pool: ProcessPoolExecutor, parts: Sequence[FileChunk], most: int) -> Iterator[Tally]:
    """Yield the tally of each piece in order, no more than ``most`` of them waiting."""
    waiting = iter(parts)
    running: list[Future[Tally]] = [pool.submit(_count_here, part) for part in islice(waiting, most)]
    while running:
        yield running.pop(0).result()
        running += [pool.submit(_count_here, part) for part in islice(waiting, 1)]
