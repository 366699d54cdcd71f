"""A folder of files of subscriptions, looked at again and again: a changed file is read anew, a broken one leaves the old one in force."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from streams.subscriptions.catalogue import Catalogue
from streams.subscriptions.documents import MOST_DOCUMENTS, Documents
from streams.subscriptions.node import MOST_BYTES
from streams.visible import line

SUFFIXES = (".yaml", ".yml")
LOOK_SECONDS = 2.0
"""Seconds between two looks: a person who saves a file and looks whether it took waits no longer. Many file systems of containers and of
networks give no notice of changes."""
MOST_ENTRIES = 100_000
"""The largest number of names in a folder that are looked at: what has more is no folder of subscriptions."""
log = logging.getLogger(__name__)


def files(folder: Path) -> list[Path]:
    """Return the files of subscriptions in a folder and those below it, in the order of their paths; hidden ones are left out.

    At most 1,000 are returned. Raise OSError where the folder cannot be read.
    """
    found: list[Path] = []
    for number, path in enumerate(_walk(folder)):
        if number >= MOST_ENTRIES:
            log.error("%s holds more than %d names: the others are not looked at", line(str(folder)), MOST_ENTRIES)
            break
        if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file():
            found.append(path)
    found.sort()
    if len(found) > MOST_DOCUMENTS:
        log.error(
            "%s holds %d files of subscriptions: those after %s are left out",
            line(str(folder)),
            len(found),
            line(str(found[MOST_DOCUMENTS - 1])),
        )
    return found[:MOST_DOCUMENTS]


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for place, folders, names in os.walk(folder, onerror=refuse):  # links to folders are not followed: one may lead back
        folders[:] = sorted(name for name in folders if not name.startswith("."))  # Kubernetes mounts a map as links into `..data`
        yield from (Path(place) / name for name in names)


class Folder:
    """The files of a folder and what is in force of them; `look` does the reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._documents = Documents()
        self._signs: Mapping[Path, tuple[int, int, int]] = {}
        """The modification time in nanoseconds, the size and the inode of each file as it was last read."""
        self._said = ""

    @property
    def catalogue(self) -> Catalogue:
        """The subscriptions in force."""
        return self._documents.catalogue

    def look(self) -> None:
        """Read what changed since the last look; what is refused is logged, once.

        A folder that cannot be read leaves all in force, for it may be away; one that is read and holds nothing ends all.
        """
        try:
            signs = {path: (status.st_mtime_ns, status.st_size, status.st_ino) for path in files(self.path) if (status := _status(path))}
        except OSError as exc:
            self._say(f"{line(str(self.path))} cannot be read, what was in force stays: {exc.strerror or exc}")
            return
        self._say("")
        contents: dict[str, bytes | None] = {str(path): None for path in self._signs.keys() - signs.keys()}
        read = dict(signs)
        for path, sign in signs.items():
            if sign == self._signs.get(path):
                continue
            try:
                with path.open("rb") as file:
                    contents[str(path)] = file.read(MOST_BYTES + 1)
            except OSError as exc:
                log.error("%s cannot be read: %s", line(str(path)), exc.strerror or exc)
                if path in self._signs:
                    read[path] = self._signs[path]  # it is tried again at the next look
                else:
                    del read[path]
        self._signs = read
        if not contents:
            return
        self._documents, mistakes = self._documents.changed(contents)
        for mistake in mistakes:
            log.error("%s", line(str(mistake)))

    def _say(self, text: str) -> None:
        if text and text != self._said:
            log.error("%s", text)
        self._said = text


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None  # it went since the folder was read
