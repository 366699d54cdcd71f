"""A stage's worker on the embedded broker: what comes in goes out or becomes a dead letter.

What happens when a guard is taken off: tests/guards.
"""

from __future__ import annotations

import signal
from collections.abc import Callable

from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN, DEAD_LETTERS
from tests.wire import PATIENCE_SECONDS, all_of, committed, put, take, toy


async def test_good_records_pass_and_poison_becomes_a_dead_letter_as_it_came(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    good = [b"good-%d" % number for number in range(40)]
    with toy(settings) as process:
        await put(settings, [*good[:20], b"poison-\xff\x00", b"wait", *good[20:]])
        await take(settings, CLEAN, all_of(*good, b"wait"))
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
    assert sum((await committed(settings, "clean", ARTICLES)).values()) == 42


async def test_a_worker_killed_in_mid_batch_loses_nothing(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    good = [b"good-%d" % number for number in range(60)]
    await put(settings, [*good[:30], b"die", *good[30:]])
    with toy(settings, "brisk") as process:
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    with toy(settings, "brisk"):
        await take(settings, CLEAN, all_of(*good, b"die"))


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
    with toy(settings) as process:
        await take(settings, CLEAN, all_of(b"good"))
        letters = await take(settings, DEAD_LETTERS, all_of(*wanted))
        assert process.poll() is None
    assert {dict(letter.headers)["dlq-attempts"] for letter in letters} == {b"1"}
