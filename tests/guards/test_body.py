"""Points 1 and 5: what leaves the agent's body, or never reaches it, is acked and gone; so nothing may."""

from __future__ import annotations

from collections.abc import Callable

from streams.settings import Settings
from streams.topics import CLEAN, DEAD_LETTERS
from tests.guards.scene import KEY, guard
from tests.wire import put, reaches, toy, values


async def both_ways(settings: Settings, records: list[bytes], off: tuple[str, ...], commit: int) -> tuple[list[bytes], list[bytes]]:
    """Return the records that passed and those that became dead letters, once `commit` records are committed."""
    await put(settings, records, keys=[KEY] * len(records))
    with toy(settings, *off):
        await reaches(settings, commit)
    return await values(settings, CLEAN), await values(settings, DEAD_LETTERS)


@guard("no-shell")
async def test_a_bug_costs_its_own_record_only_and_that_becomes_a_dead_letter(
    pipeline: Callable[..., Settings], off: tuple[str, ...]
) -> None:  # fmt: skip
    """Without the guard the whole batch is acked with the record that broke it: the commit is past all five."""
    records = [b"one", b"two", b"bug", b"three", b"four"]
    passed, letters = await both_ways(pipeline(linger_seconds=1.0), records, off, commit=5)
    assert (passed, letters) == (([], []) if off else ([b"four", b"one", b"three", b"two"], [b"bug"]))


@guard("no-raw-bytes")
async def test_what_cannot_be_decoded_becomes_a_dead_letter(pipeline: Callable[..., Settings], off: tuple[str, ...]) -> None:
    """Faust acks it and throws into the stream, whose reader ends: nothing comes after it until somebody starts the worker anew."""
    records = [b'{"a":1}', b'{"a":', b'{"b":2}']
    passed, letters = await both_ways(pipeline(batch=1), records, off, commit=2 if off else 3)
    assert (passed, letters) == ((records[:1], []) if off else ([records[0], records[2]], [records[1]]))
