"""Processes that parse: spaCy holds the interpreter, so parsing runs in children, one a core less one, each with its own model.

A child that dies (segfault, out of memory) or hangs breaks the whole pool: it is killed and made anew, the batch is run article by
article, and the article that breaks it twice is a `Killer`, for the dead letters. A child that dies while it loads is nobody's fault: the
pool is made again, and in the end the batch waits. The children's module imports no Faust.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from streams.errors import Killer, Transient
from streams.extract import work

log = logging.getLogger(__name__)
LOAD_SECONDS = 120.0
"""A child imports spaCy and loads the model in 4 s of a quiet core; a crowded machine has shown ten times that."""
REBUILDS = 5
"""Tries in a row to get a pool that lives; after that the batch is tried again with pauses in between."""


class Pool:
    """Parses batches of article JSON in `children` processes; `article_seconds` is the limit for one article."""

    def __init__(self, children: int, model: str | None, article_seconds: float) -> None:
        self.children, self.model, self.article_seconds = children, model, article_seconds
        self._executor = self._make()
        self.ready = False

    def _make(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # fork would copy the threads' locks of Kafka's client
        return ProcessPoolExecutor(self.children, mp_context=context, initializer=work.start, initargs=(self.model,))

    async def warm(self) -> None:
        """Return when the children have loaded their model."""
        await asyncio.gather(*(self._run([], LOAD_SECONDS) for _ in range(self.children)))
        self.ready = True

    async def map(self, values: Sequence[bytes]) -> list[bytes | Exception]:
        """The analysed article for each value, or why it has none; in order."""
        size = max(1, -(-len(values) // self.children))
        chunks = [list(values[start : start + size]) for start in range(0, len(values), size)]
        done = await asyncio.gather(*(self._run(chunk, self._limit(chunk)) for chunk in chunks), return_exceptions=True)
        if not any(isinstance(part, BaseException) for part in done):
            self.ready = True  # after a rebuild that was given up, too
            return [item for part in done for item in part]  # type: ignore[union-attr]
        await self._rebuild()
        return [await self._alone(value) for value in values]

    async def _alone(self, value: bytes) -> bytes | Exception:
        for _ in range(2):
            try:
                return (await self._run([value], self._limit([value])))[0]
            except (BrokenProcessPool, TimeoutError) as exc:
                error = exc
                await self._rebuild()
        return Killer(f"broke the parsing process twice: {type(error).__name__}")

    def _limit(self, values: Sequence[bytes]) -> float:
        return self.article_seconds * max(1, len(values)) + (0 if self.ready else LOAD_SECONDS)

    async def _run(self, values: list[bytes], limit: float) -> list[bytes | Exception]:
        future = asyncio.get_running_loop().run_in_executor(self._executor, work.work, values)
        return list(await asyncio.wait_for(future, limit))

    async def _rebuild(self) -> None:
        """A new pool with its models loaded; raises Transient when there is none to be had."""
        self.ready = False
        log.error("the parsing processes broke or hung; starting new ones")
        for _ in range(REBUILDS):
            await asyncio.to_thread(self.close)
            self._executor = self._make()
            try:
                return await self.warm()
            except (BrokenProcessPool, TimeoutError) as exc:
                log.error("a parsing process died or hung while it loaded its model: %r", exc)
        raise Transient(f"no parsing process lived through its start, {REBUILDS} tries")

    def close(self) -> None:
        """End the children at once."""
        for process in list((self._executor._processes or {}).values()):
            process.kill()
        self._executor.shutdown(cancel_futures=True)
