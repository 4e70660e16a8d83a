"""Changes of files and folders, as the system reports them or as polling finds them."""

import os
import threading
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch
from watchdog.observers.polling import PollingObserver

INTERVAL = 0.3
"""Seconds between two looks at all files with ``--polling``."""
CHANGES = ("created", "modified", "deleted", "moved")


class Watcher(FileSystemEventHandler):
    """Sets an event on each change of some paths, or of anything below the folders among them."""

    def __init__(self, root: Path, changed: threading.Event, *, polling: bool) -> None:
        self.root = root
        self.changed = changed
        self.observer = PollingObserver(timeout=INTERVAL) if polling else Observer()
        self.observer.start()
        self.paths: set[Path] = set()
        self._watches: dict[Path, tuple[int, ObservedWatch]] = {}

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch other paths than before; folders that don't exist are watched once they do."""
        self.paths = set(paths)
        for path in [self.root, *filter(Path.is_dir, self.paths)]:
            inode, watch = self._watches.get(path, (0, None))
            if inode != path.stat().st_ino:  # a new folder, or one that was deleted and created again
                if watch:
                    self.observer.unschedule(watch)
                watch = self.observer.schedule(self, str(path), recursive=path != self.root)
                self._watches[path] = (path.stat().st_ino, watch)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Report a change of one of the paths, or below one."""
        if event.event_type in CHANGES and not (event.is_directory and event.event_type == "modified"):
            names = [Path(os.fsdecode(name)) for name in (event.src_path, event.dest_path) if name]
            if any(not self.paths.isdisjoint([name, *name.parents]) for name in names):
                self.changed.set()
