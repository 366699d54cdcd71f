"""Work that is cancelled at a turn of its event loop, and the connections to Kafka that it leaves open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.wire import PATIENCE_SECONDS

Work = Callable[[], Awaitable[Any]]


class _Loop(asyncio.SelectorEventLoop):
    """A loop that cancels a task at the beginning of one of its turns, counted from when the task was made."""

    turns, at = 0, 0
    task: asyncio.Task[Any] | None = None

    def _run_once(self) -> None:
        if self.task is not None:
            self.turns += 1
            if self.turns == self.at:
                self.task.cancel()
        super()._run_once()  # type: ignore[misc]


async def _cancelled(work: Work, turn: int) -> tuple[bool, list[str]]:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, _Loop)

    async def whole() -> None:
        await work()

    task = asyncio.create_task(whole())
    loop.turns, loop.at, loop.task = 0, turn, task
    await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    loop.task = None
    assert task.done(), f"cancelled at turn {turn}, it goes on"
    if not task.cancelled():
        task.result()
    await asyncio.sleep(0)  # a transport that was closed lets go of its socket in the next turn
    await asyncio.sleep(0)
    own = loop._csock.fileno(), loop._ssock.fileno()  # type: ignore[attr-defined]
    sockets = [str(key.data) for key in loop._selector.get_map().values() if key.fd not in own]  # type: ignore[attr-defined]
    others = asyncio.all_tasks() - {asyncio.current_task()}
    return task.cancelled(), sockets + [repr(each) for each in others]


def cancelled_at(work: Work, turn: int) -> tuple[bool, list[str]]:
    """Run some work and cancel it at a turn of its loop; return whether that met it, and what it left: sockets and tasks.

    Fail where it goes on after it was cancelled.
    """
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(_cancelled(work, turn))
