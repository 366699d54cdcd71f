"""A folder as a source: which of its files are new or changed.

A file is known by its path, and by its time of change (ctime: it moves when a file is written to, or moved here) and size; where these
differ its bytes decide. A file is taken when it has not changed for two seconds, so that one which is still being written is not read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from xxhash import xxh3_64_hexdigest

from streams.feeds.document import MOST_ENTRIES
from streams.feeds.documents import FEEDS, LARGEST_BYTES, LINES, WHOLE, Item, items
from streams.feeds.seen import Seen
from streams.feeds.state import State

POLL = timedelta(seconds=2)
SETTLED_NS = 2_000_000_000
"""The time for which a file must stand unchanged, in nanoseconds."""
MOST_FILES = 100_000
"""The number of files that are looked at: a look at so many takes a second."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that stands in the folder now: its path, time of change in nanoseconds, and size in bytes."""

    path: str
    changed: int
    size: int

    @property
    def id(self) -> str:
        """The key under which it is remembered."""
        return xxh3_64_hexdigest(os.fsencode(self.path))

    @property
    def mark(self) -> str:
        """Its time of change and size, as one word."""
        return f"{self.changed:x}.{self.size:x}"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a folder: the files that are new or changed, the oldest first, and its problems in words."""

    files: tuple[File, ...] = ()
    said: tuple[str, ...] = ()


def look(folder: Path) -> Look:
    """Return the files of a folder and its subfolders that `streams feed` would read, without hidden ones.

    Raises OSError where there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError("no such folder on this machine")
    found: list[File] = []
    for path in folder.rglob("*"):
        if path.suffix.lower() not in LINES + WHOLE + FEEDS or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            stat = path.stat()
        except OSError:  # taken away since
            continue
        if path.is_file():
            found.append(File(str(path), stat.st_ctime_ns, stat.st_size))
        if len(found) == MOST_FILES:
            return Look(_ordered(found), (f"more than {MOST_FILES:,} files: the others are not looked at",))
    return Look(_ordered(found))


def changed(files: Sequence[File], state: State, now: datetime) -> tuple[File, ...]:
    """Return the files that must be read: neither known by their time and size, nor older than what is forgotten, nor still written to."""
    last = int(now.timestamp() * 1e9) - SETTLED_NS
    return tuple(
        file
        for file in files
        if file.changed <= last and (seen.link != file.mark if (seen := state.seen.get(file.id)) else file.changed > state.watermark)
    )


def records(file: File) -> Iterator[Item]:
    """Yield the records of a file; one that names no uri is known by the file's address, so that a changed file replaces its story.

    Raises Usage for what is too large or cannot be read.
    """
    address = Path(file.path).as_uri()
    for item in items(file.path):
        number = item.name.rpartition("#")[2] if "#" in item.name else item.name.rpartition(":")[2] if ":" in item.name else ""
        yield replace(item, known_as=(f"{address}#{number}" if number.isdigit() else address).encode())


def digest(file: File) -> str:
    """Return the hash of a file's first 10 MB and of its size; raises OSError where it is gone."""
    with Path(file.path).open("rb") as stream:
        return xxh3_64_hexdigest(stream.read(LARGEST_BYTES) + str(file.size).encode())


def after(state: State, file: File, content: str) -> State:
    """Return the state once the records of a file were acknowledged; of more than 2,000 files those longest unchanged are forgotten."""
    before = state.seen.get(file.id)
    version = before.version + 1 if before is not None else 1
    seen = {**{identity: each for identity, each in state.seen.items() if identity != file.id}, file.id: Seen(content, file.mark, version)}
    watermark = state.watermark
    while len(seen) > MOST_ENTRIES:
        oldest = next(iter(seen))
        watermark = max(watermark, int(seen.pop(oldest).link.partition(".")[0], 16))
    return replace(state, seen=seen, watermark=watermark)


def _ordered(files: list[File]) -> tuple[File, ...]:
    return tuple(sorted(files, key=lambda file: (file.changed, file.path)))
