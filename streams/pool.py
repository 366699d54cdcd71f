"""Processes that do a stage's work on an article: what hangs, or dies, is found and ended from outside, and costs its own article only.

spaCy holds the interpreter, so parsing runs in children, one a core less one, each with its own model; detect has one child. A pattern of
`re` holds it too, so that no thread of the same process could end it. Each child has one article at a time and nothing waits in it: when it
dies (segfault, out of memory) or works on one for longer than the limit, it is known which one it was. It is killed and made anew, the
article is tried once more, and is then a `Killer` or `TooSlow`, for the dead letters, while the other children go on. A child that dies
while it loads is nobody's fault: it is made again, and in the end the article waits. The children's modules import no Faust.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from streams import child, logs
from streams.child import Work
from streams.errors import Killer, Poison, TooSlow, Transient
from streams.logs import Located, Place, at

log = logging.getLogger(__name__)
LOAD_SECONDS = 120.0
"""A child imports spaCy and loads the model in 4 s of a quiet core; a crowded machine has shown ten times that."""
REBUILDS = 5
"""Tries in a row to get a child that lives; after that its article is tried again with pauses in between."""
TRIES = 2
"""Times that an article may end its child."""


@dataclass(frozen=True, slots=True)
class Task:
    """The work of a child: `make(*given)` loads what it needs and returns it; every exception that it returns can be sent to the parent."""

    make: Callable[..., Work]
    given: tuple[Any, ...] = ()

    def made(self) -> Work:
        """Return the work, to be done in this process."""
        return self.make(*self.given)


class Pool:
    """Works on article JSON in `children` processes; `article_seconds` is the limit for one article."""

    def __init__(self, children: int, task: Task, article_seconds: float) -> None:
        self.article_seconds = article_seconds
        self._children = [Child(task) for _ in range(children)]

    @property
    def ready(self) -> bool:
        """True if all children have loaded what they need."""
        return all(one.ready for one in self._children)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the children's processes."""
        return tuple(pid for one in self._children for pid in one.processes)

    async def warm(self) -> None:
        """Return when the children have loaded."""
        await asyncio.gather(*(one.warm() for one in self._children))

    async def map(self, values: Sequence[bytes], records: Sequence[Located | Place] = ()) -> list[bytes | Exception]:
        """Return the result for each value, or the error that it ended with (Transient: no child lived through its start); in order.

        `records` are the records of the values, by which the log calls them.
        """
        results: list[bytes | Exception] = [Transient("no child is left to work on it")] * len(values)
        todo = iter(range(len(values)))

        async def serve(one: Child, indices: Iterable[int]) -> None:
            for index in indices:
                results[index] = await self._read(one, values[index], Place.of(records[index]) if records else None)
                if isinstance(results[index], Transient):
                    return

        await asyncio.gather(*(serve(one, todo) for one in self._children))
        return results

    async def _read(self, one: Child, value: bytes, place: Place | None) -> bytes | Exception:
        error: Poison | None = None
        for left in reversed(range(TRIES)):
            try:
                return (await one.run([value], self.article_seconds, place))[0]
            except TimeoutError:
                error = TooSlow(f"was worked on for longer than {self.article_seconds:g} s, {TRIES} times")
                what = f"worked on for longer than {self.article_seconds:g} s"
            except BrokenProcessPool:
                error = Killer(f"ended the process that worked on it, {TRIES} times")
                what = "the process that worked on it has died"
            said = "it is tried once more" if left else "it is set aside as a dead letter"
            log.error("%s; %s", what, said, extra=None if place is None else at(place))
            try:
                await one.renew()
            except Transient as exc:
                return exc if left else error
        assert error is not None
        return error

    def close(self) -> None:
        """End the children at once."""
        for one in self._children:
            one.close()


class Child:
    """One process of the pool, made anew when it is ended."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._executor = self._make()
        self.ready = False

    def _make(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # fork would copy the threads' locks of Kafka's client
        given = (self._task.make, self._task.given, logs.installed())
        return ProcessPoolExecutor(1, mp_context=context, initializer=child.begin, initargs=given)

    @property
    def processes(self) -> tuple[int, ...]:
        """The id of its process, once it has one."""
        return tuple(self._executor._processes or ())

    async def warm(self) -> None:
        """Return when it has loaded what it needs."""
        await self.run([], LOAD_SECONDS)

    async def run(self, values: list[bytes], limit: float, place: Place | None = None) -> list[bytes | Exception]:
        """Return its results within `limit` seconds, plus LOAD_SECONDS if it has not loaded; raise BrokenProcessPool or TimeoutError.

        `place` is the place of the record that is worked on, for the child's log.
        """
        future = asyncio.get_running_loop().run_in_executor(self._executor, child.work, values, place)
        done = list(await asyncio.wait_for(future, limit + (0 if self.ready else LOAD_SECONDS)))
        self.ready = True
        return done

    async def renew(self) -> None:
        """Start a new process and wait until it has loaded; raise Transient when none lives through its start in REBUILDS tries."""
        self.ready = False
        for _ in range(REBUILDS):
            await asyncio.to_thread(self.close)
            self._executor = self._make()
            try:
                return await self.warm()
            except (BrokenProcessPool, TimeoutError) as exc:
                log.error("a child died or hung while it loaded: %r", exc)
        raise Transient(f"no child lived through its start, {REBUILDS} tries")

    def close(self) -> None:
        """End its process at once."""
        for process in list((self._executor._processes or {}).values()):
            process.kill()
        self._executor.shutdown(cancel_futures=True)
