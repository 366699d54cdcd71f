"""Point 8: a worker that hangs while its process lives is ended by the watchdog's thread, and the next one goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from streams.flow.watchdog import LOOP_EXIT, REBALANCE_EXIT
from streams.settings import Settings
from streams.topics import CLEAN
from tests.guards.scene import guard
from tests.wire import PATIENCE_SECONDS, put, reaches, toy, until, values


@guard("no-watchdog")
@pytest.mark.parametrize(("fault", "value", "code"), [("brisk", b"block", LOOP_EXIT), ("endless", b"good", REBALANCE_EXIT)])
async def test_a_worker_that_hangs_is_ended(
    pipeline: Callable[..., Settings], fault: str, value: bytes, code: int, off: tuple[str, ...]
) -> None:  # fmt: skip
    """An event loop that is blocked, and a rebalance that never ends."""
    settings = pipeline(rebalance_seconds=4.0, loop_seconds=2.0)
    await put(settings, [value])
    with toy(settings, fault, "brisk", *off) as process:
        if off:
            await until((settings.state / f"would leave with {code}").exists)
            assert process.poll() is None, "it lives, and nothing is done"
            assert await values(settings, CLEAN) == []
            return
        assert process.wait(PATIENCE_SECONDS) == code
    with toy(settings, fault, "brisk"):
        await reaches(settings, 1)
    assert await values(settings, CLEAN) == [value]
