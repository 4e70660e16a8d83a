"""Another date, and another order of files in folders, for the subprocesses of a test."""

import datetime as dt
import os
import time

LATER = 400 * 86400
"""Seconds that the clock is ahead."""

_time, _localtime, _gmtime, _strftime = time.time, time.localtime, time.gmtime, time.strftime
_listdir, _scandir = os.listdir, os.scandir


class _LaterDateTime(dt.datetime):
    @classmethod
    def now(cls, tz=None):  # noqa: ANN001, ANN206
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):  # noqa: ANN206
        return cls.fromtimestamp(time.time(), dt.UTC).replace(tzinfo=None)


class _LaterDate(dt.date):
    @classmethod
    def today(cls):  # noqa: ANN206
        return cls.fromtimestamp(time.time())


class _Backwards:
    """``os.scandir`` in reverse order."""

    def __init__(self, path: object) -> None:
        with _scandir(path) as entries:
            self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self):  # noqa: ANN204
        return self._entries

    def __next__(self):  # noqa: ANN204
        return next(self._entries)

    def __enter__(self):  # noqa: ANN204
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        pass


time.time = lambda: _time() + LATER
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.strftime = lambda form, moment=None: _strftime(form, moment or time.localtime())
dt.datetime = _LaterDateTime
dt.date = _LaterDate
os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
os.scandir = lambda path=".": _Backwards(path)
