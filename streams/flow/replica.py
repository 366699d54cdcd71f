"""This worker's replica of screen's index: read from a snapshot, brought up to the end of the log of sketches and kept there, and written
to a snapshot now and then."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from aiokafka import ConsumerRecord

from streams.broker.log import end_of, follow
from streams.errors import Malformed, Poison
from streams.logs import at
from streams.messages import Sketch
from streams.metrics import INDEX_ARTICLES, INDEX_BYTES, INDEX_LET_GO, INDEX_STORIES
from streams.screen import Found, Index, snapshot
from streams.screen.index import mark
from streams.settings import Settings
from streams.topics import SKETCHES

log = logging.getLogger(__name__)


class Replica:
    """The index of screen, as far as this worker has applied the log of sketches.

    The snapshot is the work of one worker and good for all that share the folder. It is only a shorter way: where it is missing,
    damaged, of another version, other settings or another log, the topic gives the same index.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = settings.state / f"{settings.prefix}screen-index.npz"
        self._index = self._empty()
        self._moved = asyncio.Condition()
        self._reached = 0
        self._goal: int | None = None
        """The end of the log when this worker began: the index is rebuilt when it has got there."""
        self._saved = 0
        """The offset of the last snapshot, read or written."""
        self._next_save = time.monotonic() + self._pause
        self._saving: asyncio.Task[None] | None = None
        self._let_go = 0

    def missing(self) -> str | None:
        """Return the reason why the stage is not ready, while the index is rebuilt, else None."""
        if self._goal is None:
            return "the snapshot of the index and the log of sketches are not read yet"
        return f"the index is rebuilt: {self._reached} of {self._goal} sketches" if self._reached < self._goal else None

    async def found(self, source: str, offset: int | None) -> Found | None:
        """Return the verdict on an article whose sketch stands at an offset, as soon as the index is past it; None without one."""
        if offset is not None:
            async with self._moved:
                await self._moved.wait_for(lambda: self._reached > offset)
        return self._index.found(source)

    async def keep(self) -> None:
        """Apply `articles.sketches` for ever: the background task of this stage."""
        restored = await asyncio.to_thread(self._restored)
        goal = await end_of(self._settings, SKETCHES)
        if restored is not None and restored.offset > goal:
            log.warning("%s is of another log: it stands at %d, this one ends at %d", self._path, restored.offset, goal)
            restored = None
        if restored is not None and not await self._go_on(restored, goal):
            restored = None
        if restored is None:
            self._index, self._reached, self._goal, self._saved = self._empty(), 0, goal, 0
            async for records in follow(self._settings, SKETCHES):
                await self._apply(records)

    async def _go_on(self, index: Index, goal: int) -> bool:
        """Apply the log behind a snapshot, for ever; return False at once if the record before it is not the last that it applied."""
        checked = False
        async for records in follow(self._settings, SKETCHES, index.offset - 1):
            if not checked:
                if not _continues(index, records[0]):
                    log.warning("%s is of another log: the record before offset %d is another, or not kept", self._path, index.offset)
                    return False
                checked = True
                self._index, self._reached, self._goal, self._saved, self._let_go = index, index.offset, goal, index.offset, index.let_go
            await self._apply(records)
        return True

    async def _apply(self, records: Sequence[ConsumerRecord]) -> None:
        for record in records:
            try:
                self._index.apply(record.offset, Sketch.decode(record.value))
            except Poison as exc:  # the same for every worker, so no verdict can differ by it
                log.error("unreadable and passed over: %s", exc, extra=at(record))
            if record.offset % 50 == 0:
                await asyncio.sleep(0)  # 1 ms each: let heartbeats through while a long log is read back
        async with self._moved:
            self._reached = max(self._reached, records[-1].offset + 1)
            self._moved.notify_all()
        self._tell()
        self._save_in_time()

    def _tell(self) -> None:
        index = self._index
        INDEX_BYTES.set(index.size)
        INDEX_ARTICLES.set(index.count)
        INDEX_STORIES.set(index.stories)
        INDEX_LET_GO.set(index.let_go)
        if index.let_go > self._let_go:
            self._let_go = index.let_go
            log.error(
                "the index would take more than STREAMS_INDEX_MEGABYTES=%d: its oldest part is let go, and repeats of what came before "
                "%s may pass as new",
                self._settings.index_megabytes,
                index.oldest,
            )

    # ------------------------------------------------------------------------------------------ snapshots

    @property
    def _pause(self) -> float:
        return self._settings.snapshot_minutes * 60

    def _empty(self) -> Index:
        return Index(timedelta(hours=self._settings.window_hours), self._settings.index_megabytes * 1_000_000)

    def _restored(self) -> Index | None:
        """Return the index of the snapshot; None without one that can be used, which the log then says."""
        try:
            snapshot.sweep(self._path)
            index = Index.load(self._path)
        except FileNotFoundError:
            return None
        except (OSError, Malformed) as exc:
            log.warning("%s cannot be used, the index is rebuilt from the topic: %s", self._path, exc)
            return None
        empty = self._empty()
        if (index.window, index.limit) != (empty.window, empty.limit):
            log.warning("%s was made with another window or memory limit, the index is rebuilt from the topic", self._path)
            return None
        return index if index.offset else None

    def _save_in_time(self) -> None:
        if time.monotonic() < self._next_save or (self._saving is not None and not self._saving.done()):
            return
        self._next_save = time.monotonic() + self._pause
        if self._index.offset > self._saved and not snapshot.is_younger(self._path, self._pause / 2):
            self._saving = asyncio.create_task(asyncio.to_thread(self._save, self._index.image(), self._index.offset))

    def save(self) -> None:
        """Write a snapshot of the index, if it has moved on: for the end, when nothing is applied any more."""
        if self._index.offset > self._saved and self.missing() is None:
            self._save(self._index.image(), self._index.offset)

    def _save(self, image: snapshot.Image, offset: int) -> None:
        try:
            snapshot.save(image, self._path)
            self._saved = offset
        except OSError as exc:  # a full disk must not stop a worker: the topic holds all of it
            log.error("no snapshot of the index: %s", exc)


def _continues(index: Index, record: ConsumerRecord) -> bool:
    """Return True if a record is the last that an index applied; False if it cannot be read."""
    try:
        return bool(record.offset == index.offset - 1 and mark(Sketch.decode(record.value)) == index.last)
    except Poison:
        return False
