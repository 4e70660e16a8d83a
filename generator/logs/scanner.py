"""The scan of whole logs: counts of each reply on each side, from when to when, from which addresses.

Most rows cost one look-up, because their reply has been seen before. A text that contains its row's time or address is
looked up without them, and only a text not yet seen in this form is explained.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import BinaryIO

from generator.logs.log_files import FileChunk, chunks_of, lines_of, read_blocks, split_lines
from generator.logs.redaction import shape
from generator.logs.tally import Tally, TallyKey, TallyRow
from generator.matching.explainer import Explainer
from generator.matching.log_formats import W3C_FIELDS, LogLine, decode_line, fields_of, is_remark, read_line
from generator.matching.reply_code import first_code
from generator.model.reply_index import ReplyIndex

MAX_CACHED_TEXTS = 50_000
"""How many texts are cached before the cache is emptied."""
MAX_CACHED_LENGTH = 1000
"""How many characters a cached text can have."""
MAX_CACHED_TIMES = 100_000
"""How many times are cached; more than a day has seconds."""
VALUE_MASK = "{blank}"
"""The text that the log writes instead of one that it conceals."""
MIN_PARALLEL_BYTES = 32 << 20
"""Smaller logs aren't worth the start of more processes."""
_TIME = re.compile(rb"[0-9]{2}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_IPV4 = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_VARIABLE = re.compile(_TIME.pattern + b"|" + _IPV4.pattern)
_VARIABLE_TEXT = re.compile(_VARIABLE.pattern.decode())
_COLUMNS = 8

Progress = Callable[[int], object]
"""Called with the number of bytes read since the last call."""


class Scanner:
    """A counter of log lines."""

    def __init__(self, index: ReplyIndex) -> None:
        self.explainer = Explainer(index)
        self.start()

    def start(self) -> None:
        """Begin another chunk of a log."""
        self._fields: Sequence[str] = W3C_FIELDS
        self._tally = Tally()
        self._without_reply = TallyRow()
        self._times: dict[bytes, str] = {}
        self._clear_cache()

    def finish(self) -> Tally:
        """Return the tally since the start."""
        self._tally.without_reply = self._without_reply.count
        return self._tally

    def _clear_cache(self) -> None:
        self._by_text: dict[bytes, dict[bytes, TallyRow]] = {}
        """The row of the tally by the mark of the side and the reply of an activity row with a command."""
        self._by_greeting: dict[bytes, dict[bytes, TallyRow]] = {}
        """The same for rows without a command."""
        self._by_other_text: dict[tuple[str | None, str], TallyRow] = {}
        """The row of the tally by mark and text of any other line."""

    def count(self, lines: Sequence[bytes]) -> None:
        """Count lines, each without its line feed."""
        times, by_text, by_greeting = self._times, self._by_text, self._by_greeting
        self._tally.lines += len(lines)
        for line in lines:
            columns = line.split(b"\t", _COLUMNS)
            try:
                time = times.get(columns[0]) or self._time(columns[0])
                by_reply = by_text[columns[1]] if columns[5] else by_greeting[columns[1]]
                row = by_reply.get(columns[7]) or self._variable_row(columns, by_reply)
            except (KeyError, IndexError, ValueError):
                self._count_other(line)
                continue
            row.count += 1  # TallyRow.add, written out: a call would double the cost of a line
            if time > row.last:  # noqa: PLR1730
                row.last = time
            if time < row.first or not row.first:
                row.first = time
            addresses = row.addresses
            addresses[columns[4]] = addresses.get(columns[4], 0) + 1
        self._limit_memory()

    def _limit_memory(self) -> None:
        self._without_reply.addresses.clear()
        for row in self._tally.rows.values():
            row.trim()
        if len(self._times) > MAX_CACHED_TIMES:
            self._times = {}
        by_text = (*self._by_text.values(), *self._by_greeting.values())
        cached = sum(map(len, by_text)) + len(self._by_other_text)
        if self._tally.trim() or cached > MAX_CACHED_TEXTS:
            self._clear_cache()

    def _time(self, text: bytes) -> str:
        """Return the time at the beginning of an activity row.

        Raises:
            ValueError: the text isn't a time, so the line isn't an activity row.

        """
        if not _TIME.fullmatch(text):
            raise ValueError("not a row of the activity log")
        time = text.decode()
        iso = self._times[text] = f"20{time[6:8]}-{time[:2]}-{time[3:5]}T{time[9:]}"
        return iso

    def _variable_row(self, columns: Sequence[bytes], by_text: dict[bytes, TallyRow]) -> TallyRow:
        """Return the row of the tally for an activity row whose reply isn't cached as it is."""
        timeless = columns[7].replace(columns[0], b"\0")
        row = by_text.get(timeless)
        if row is None:
            form = timeless
            if columns[4] in form and _IPV4.fullmatch(columns[4]):
                form = form.replace(columns[4], b"\1")
            form = _VARIABLE.sub(b"\2", form)
            row = by_text.get(form)
            if row is None:
                text = decode_line(columns[7].removesuffix(b"\r"))
                mark, has_command = columns[1].decode(), bool(columns[5])
                row = self._explained_row(LogLine(text=text, is_row=True, mark=mark, has_command=has_command))
            by_text.update((key, row) for key in (timeless, form) if len(key) <= MAX_CACHED_LENGTH)
        return row

    def _explained_row(self, line: LogLine) -> TallyRow:
        """Return the row of the tally for a line that has to be explained."""
        if line.text.strip() in ("", VALUE_MASK):
            return self._without_reply
        reply = self.explainer.reply_in(line)
        if reply is None and line.debug:
            return self._without_reply
        side = self.explainer.side_of(line)
        if reply:
            key = TallyKey(reply, side, self.explainer.index.replies[reply].code)
        else:
            first = first_code(line.text)
            key = TallyKey(None, side, first.code if first else None, shape(line.text))
        row = self._tally.rows[key]
        row.example = row.example or line.text
        return row

    def _count_other(self, raw: bytes) -> None:
        """Count a line other than an activity row, or the first activity row of its side."""
        text = decode_line(raw.rstrip(b"\r"))
        if not text.strip():
            self._tally.lines -= 1
            return
        self._fields = fields_of(text) or self._fields
        line = read_line(text, self._fields)
        if line.mark and "\t" in text:
            self._by_text.setdefault(line.mark.encode(), {})
            self._by_greeting.setdefault(line.mark.encode(), {})
        mark = line.mark if line.has_command else f"{line.mark} without a command"
        form = (mark, _VARIABLE_TEXT.sub("\2", line.text))
        row = self._by_other_text.get(form)
        if row is None:
            row = self._without_reply if is_remark(text) else self._explained_row(line)
            if len(form[1]) <= MAX_CACHED_LENGTH:
                self._by_other_text[form] = row
        row.add(line.time or "", (line.address or "").encode())


def scan_stream(index: ReplyIndex, stream: BinaryIO) -> Tally:
    """Return the tally of a stream of lines, such as standard input."""
    scanner = Scanner(index)
    for lines in split_lines(read_blocks(stream)):
        scanner.count(lines)
    return scanner.finish()


def scan(index: ReplyIndex, files: Iterable[Path], cores: int = 1, progress: Progress = lambda _: None) -> Tally:
    """Return the tally of log files, plain or gzip, in the order of the files.

    If there is enough work, as many processes as ``cores`` share it.

    Raises:
        LogError: a file can't be read.

    """
    chunks = [chunk for file in files for chunk in chunks_of(file)]
    is_parallel = cores > 1 and len(chunks) > 1 and sum(chunk.size for chunk in chunks) >= MIN_PARALLEL_BYTES
    tally = Tally()
    if not is_parallel:
        scanner = Scanner(index)
        for chunk in chunks:
            tally.merge(_count_chunk(scanner, chunk))
            progress(chunk.size)
        return tally
    with ProcessPoolExecutor(cores, initializer=_start_worker, initargs=(index,)) as pool:
        for chunk, counted in zip(chunks, pool.map(_count_in_worker, chunks), strict=True):
            tally.merge(counted)
            progress(chunk.size)
    return tally


def _count_chunk(scanner: Scanner, chunk: FileChunk) -> Tally:
    scanner.start()
    for lines in lines_of(chunk):
        scanner.count(lines)
    return scanner.finish()


_worker: list[Scanner] = []
"""The scanner of a worker process, created once."""


def _start_worker(index: ReplyIndex) -> None:
    _worker.append(Scanner(index))


def _count_in_worker(chunk: FileChunk) -> Tally:
    return _count_chunk(_worker[0], chunk)
