"""Records of several partitions between two sets of offsets come in one order, and none beyond the ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from streams.broker.between import between, range_since
from streams.headers import ORDER, header, number
from streams.settings import Settings
from streams.topics import ENTITIES
from tests.wire import put


async def test_the_records_of_all_partitions_come_in_the_global_order(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    for order in range(40):
        await put(settings, [b"%d" % order], ENTITIES, [b"key-%d" % (order % 7)], [(ORDER, b"%d" % order)])
    starts, ends = await range_since(settings, ENTITIES, None)
    assert sum(ends.values()) - sum(starts.values()) == 40
    await put(settings, [b"later"], ENTITIES, [b"key-1"], [(ORDER, b"0")])
    found = [each.value async for each in between(settings, ENTITIES, starts, ends, lambda each: number(header(each.headers, ORDER)))]
    assert found == [b"%d" % order for order in range(40)]
    nothing = [each async for each in between(settings, ENTITIES, ends, ends, lambda each: each.offset)]
    assert nothing == []


async def test_a_time_to_come_has_no_records(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    await put(settings, [b"one"], ENTITIES, [b"key"])
    starts, ends = await range_since(settings, ENTITIES, datetime(2999, 1, 1, tzinfo=UTC))
    assert starts == ends
