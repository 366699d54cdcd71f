"""Points 3 and 6: a commit never passes a record that is worked on, or that was dropped, or that nobody commits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from streams.flow.guards import GAP_EXIT
from streams.flow.watchdog import STALL_EXIT
from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN
from tests.guards.scene import KEY, guard
from tests.guards.source import calls
from tests.guards.toy import OVERLAP
from tests.wire import PATIENCE_SECONDS, all_of, commit, committed, put, reaches, take, toy, until, values

GOOD = [b"good-%d" % number for number in range(9)]


async def written(settings: Settings, records: list[bytes]) -> None:
    """Put the records on one partition, in order."""
    await put(settings, records, keys=[KEY] * len(records))


@guard("two-at-once")
async def test_one_batch_at_a_time(pipeline: Callable[..., Settings], off: tuple[str, ...]) -> None:
    settings = pipeline(batch=1)
    pauses = [b"pause-%d" % number for number in range(9)]
    await put(settings, pauses)
    with toy(settings, *off):
        await reaches(settings, len(pauses))
    assert (OVERLAP in await values(settings, CLEAN)) == bool(off)


@guard("no-dense-consumer")
async def test_a_record_in_flight_is_not_committed(pipeline: Callable[..., Settings], off: tuple[str, ...]) -> None:
    settings = pipeline(batch=1)
    await written(settings, [b"hang", *GOOD])
    with toy(settings, "two-at-once", "brisk", *off):
        await take(settings, CLEAN, all_of(*GOOD))
        await put(settings, [b"later"], keys=[b"another key"])
        await reaches(settings, len(GOOD) + 2 if off else 1)  # `later` at least, or a commit was not tried since
    with toy(settings, "brisk", *off):
        await written(settings, [b"last"])
        await take(settings, CLEAN, all_of(b"last"))
    assert (b"hang" in await values(settings, CLEAN)) == (not off)


@guard("no-dense-consumer")
@pytest.mark.parametrize("before", [0, 4], ids=["first of a new group", "in the middle"])
async def test_one_record_dropped_on_the_way_ends_the_worker_before_it_is_committed(
    pipeline: Callable[..., Settings], before: int, off: tuple[str, ...]
) -> None:  # fmt: skip
    """Guard A. Faust sees no gap in a first record that is not the first, and takes one in the middle for compaction."""
    settings = pipeline()
    await written(settings, [*GOOD[:before], b"drop", *GOOD[before:]])
    with toy(settings, "drop", "brisk", *off) as process:
        if off:
            await reaches(settings, len(GOOD) + 1)
            assert await values(settings, CLEAN) == GOOD, "lag 0, and nobody knows"
            return
        assert process.wait(PATIENCE_SECONDS) == GAP_EXIT
    with toy(settings, "drop", "brisk"):
        await take(settings, CLEAN, all_of(b"drop", *GOOD))


@guard("no-dense-consumer")
async def test_a_topic_that_was_made_anew_is_read_from_its_beginning(pipeline: Callable[..., Settings], off: tuple[str, ...]) -> None:
    """The group's commit is the old topic's: it stands beyond the end of the new one."""
    settings = pipeline()
    positions = await put(settings, GOOD, keys=[KEY] * len(GOOD))
    await commit(settings, "clean", positions[-1].rpartition("/")[0] + "/99")
    with toy(settings, "brisk", *off):
        if off:
            await put(settings, [b"later"], keys=[b"another key"])
            await take(settings, CLEAN, all_of(b"later"))
            await until(lambda: stands_at(settings, 101))  # what was there counts as done
            return
        await take(settings, CLEAN, all_of(*GOOD))
        await until(lambda: stands_at(settings, len(GOOD)))


async def stands_at(settings: Settings, count: int) -> bool:
    return sum((await committed(settings, "clean", ARTICLES)).values()) == count


@guard("no-watchdog")
async def test_a_commit_that_stands_still_ends_the_worker(pipeline: Callable[..., Settings], off: tuple[str, ...]) -> None:
    """Guard B: records flow, nothing is lost, and the lag stays until somebody starts the worker anew."""
    settings = pipeline(stall_seconds=2.0)
    await written(settings, GOOD)
    with toy(settings, "stuck", "brisk", *off) as process:
        if off:
            await until((settings.state / f"would leave with {STALL_EXIT}").exists)
            assert process.poll() is None
            assert await values(settings, CLEAN) == GOOD
            assert sum((await committed(settings, "clean", ARTICLES)).values()) == 0
            return
        assert process.wait(PATIENCE_SECONDS) == STALL_EXIT
    with toy(settings, "stuck", "brisk"):
        await reaches(settings, len(GOOD))


def test_state_is_no_table_of_fausts() -> None:
    """They lost records when a broker was missing in a rebalance, and a rebalance restores them before anything else is done."""
    assert not [file for file, names in calls("streams/flow").items() if names & {"Table", "GlobalTable", "SetTable", "SetGlobalTable"}]
