"""A stage's worker on the embedded broker: what comes in goes out or becomes a dead letter, whatever happens to the worker."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiokafka import ConsumerRecord

from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN, DEAD_LETTERS
from tests.conftest import Broker
from tests.wire import PATIENCE_SECONDS, committed, put, take, toy

MESSAGE_SIZE_TOO_LARGE = 10
PRODUCE = 0


@contextmanager
def running(settings: Settings, mode: str = "plain") -> Iterator[subprocess.Popen[bytes]]:
    process = toy(settings, mode)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def values(records: list[ConsumerRecord]) -> set[bytes]:
    return {record.value for record in records}


def all_of(*wanted: bytes) -> Callable[[list[ConsumerRecord]], bool]:
    return lambda records: set(wanted) <= values(records)


async def test_good_records_pass_and_poison_becomes_a_dead_letter_as_it_came(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    good = [b"good-%d" % number for number in range(40)]
    with running(settings) as process:
        await put(settings, [*good[:20], b"poison-\xff\x00", *good[20:]])
        await take(settings, CLEAN, all_of(*good))
        (letter,) = await take(settings, DEAD_LETTERS, lambda records: len(records) == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    headers = dict(letter.headers)
    assert letter.value == b"poison-\xff\x00"
    assert letter.key == b"poison-\xff\x00"
    assert headers["dlq-error"] == b"Malformed"
    assert headers["dlq-stage"] == b"clean"
    assert headers["dlq-message"] == b"toy at offset 3: a toy's poison"
    assert headers["dlq-topic"] == (settings.prefix + "articles").encode()
    assert sum((await committed(settings, "clean", ARTICLES)).values()) == 41


async def test_a_bug_costs_its_own_record_only_and_a_transient_fault_none(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    good = [b"good-%d" % number for number in range(20)]
    await put(settings, [*good[:10], b"bug", b"wait", *good[10:]])
    with running(settings):
        await take(settings, CLEAN, all_of(*good, b"wait"))
        (letter,) = await take(settings, DEAD_LETTERS, lambda records: len(records) == 1)
    assert letter.value == b"bug"
    assert dict(letter.headers)["dlq-kind"] == b"bug"


async def test_a_record_that_the_broker_refuses_is_not_lost(pipeline: Callable[..., Settings], broker: Broker) -> None:
    settings = pipeline()
    with running(settings):
        await put(settings, [b"first"])
        await take(settings, CLEAN, all_of(b"first"))
        await put(settings, [b"second"])  # written before the fault, or the feeder would meet it
        await take(settings, CLEAN, all_of(b"second"))
        broker.tell(f"refuse {PRODUCE} {MESSAGE_SIZE_TOO_LARGE} 2")
        await put_until_written(settings, b"third")
        records = await take_both(settings, b"third")
    assert b"third" in values(records)


async def put_until_written(settings: Settings, value: bytes) -> None:
    """The first refusal may hit the feeder itself: it then tries again, as feeders do."""
    from aiokafka.errors import KafkaError

    for _ in range(5):
        try:
            await put(settings, [value])
        except KafkaError:
            continue
        return


async def take_both(settings: Settings, value: bytes) -> list[ConsumerRecord]:
    """The record, from wherever it went: passed, or among the dead letters."""
    import asyncio

    tasks = [asyncio.create_task(take(settings, topic, all_of(value))) for topic in (CLEAN, DEAD_LETTERS)]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()


async def test_a_worker_killed_in_mid_batch_loses_nothing(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    good = [b"good-%d" % number for number in range(60)]
    await put(settings, [*good[:30], b"die", *good[30:]])
    with running(settings) as process:
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    with running(settings):
        await take(settings, CLEAN, all_of(*good, b"die"))


async def test_sigterm_finishes_the_batch_and_commits(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(batch=4)
    good = [b"good-%d" % number for number in range(40)]
    await put(settings, good)
    with running(settings, "slow") as process:
        await take(settings, CLEAN, lambda records: len(records) >= 8)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    done = sum((await committed(settings, "clean", ARTICLES)).values())
    written = len(await take(settings, CLEAN, lambda records: len(records) >= done))
    assert 8 <= done == written
    with running(settings):
        everything = await take(settings, CLEAN, all_of(*good))
    assert len(everything) == len(good)


HOSTILE: list[tuple[tuple[tuple[str, bytes | None], ...], int | None]] = [
    ((("order", b"abc"), ("order", None), ("source", b"x"), ("dlq-attempts", b"9" * 99)), None),
    ((("order", b"9" * 5000), ("dlq-settles", b"0/0")), 2**62),
    ((), 1),
]


async def test_hostile_headers_and_times_stop_nothing(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    wanted = [b"poison-%d" % number for number in range(len(HOSTILE))]
    for value, (headers, timestamp) in zip(wanted, HOSTILE, strict=True):
        await put(settings, [value], headers=headers, timestamp_ms=timestamp, keys=[b"k"])
    await put(settings, [b"good"], keys=[b"k"])
    with running(settings) as process:
        await take(settings, CLEAN, all_of(b"good"))
        letters = await take(settings, DEAD_LETTERS, all_of(*wanted))
        assert process.poll() is None
    assert {dict(letter.headers)["dlq-attempts"] for letter in letters} == {b"1"}
