"""The agent's body: every record has its outputs or its dead letter, whatever the step does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.errors import Malformed, Refused, Transient
from streams.flow import body
from streams.flow.body import LAST_RESORT_EXIT
from streams.pipeline.memory import Kept, Memory
from streams.pipeline.record import Out, Record, Result
from streams.pipeline.shell import LONG_BYTES, Shell, turns
from streams.settings import Settings
from streams.topics import CLEAN, DEAD_LETTERS


class Wire(Memory):
    """A memory that takes what is written, but for what `refuses` says no topic ever takes."""

    def __init__(self, refuses: Callable[[Out], bool] = lambda out: False) -> None:
        super().__init__(Settings())
        self.refuses = refuses
        self.written: list[Out] = []

    async def all(self, outs: Sequence[Out]) -> list[Any]:
        """Take records in order; return the position of each, or the Refused that says why it has none."""
        return [self._refused(out) or await self._passed(out) for out in outs]

    async def one(self, out: Out) -> Kept:
        if (refused := self._refused(out)) is not None:
            raise refused
        return await self._passed(out)

    def _refused(self, out: Out) -> Refused | None:
        return Refused(f"{out.topic.name} takes no record of {len(out.value or b'')} bytes") if self.refuses(out) else None

    async def _passed(self, out: Out) -> Kept:
        self.written.append(out)
        return await super().one(out)

    def values(self, topic: object) -> list[bytes | None]:
        return [out.value for out in self.written if out.topic is topic]

    @property
    def letters(self) -> list[tuple[bytes | None, dict[str, str]]]:
        return [(out.value, {name: _decoded(value) for name, value in out.headers}) for out in self.written if out.topic is DEAD_LETTERS]


def _decoded(value: bytes | None) -> str:
    assert value is not None
    return value.decode()


async def step(records: Sequence[Record]) -> list[Result]:
    """Return each record as its own output; `bug` fails the whole batch, `poison` only its own record."""
    if any(record.value == b"bug" for record in records):
        raise KeyError("a bug of the step")
    return [Malformed("bad", field="text", offset=3) if r.value == b"poison" else [Out(CLEAN, r.key, r.value)] for r in records]


def record(value: bytes, offset: int = 0, timestamp: Any = 1.0) -> Record:
    return Record("t-articles", 2, offset, b"key", value, timestamp, (("trace", b"1"),))


def event(value: bytes | None, offset: int, timestamp: float | None, headers: object = None) -> Any:
    message = SimpleNamespace(topic="articles", partition=0, offset=offset, key=b"k", value=value, timestamp=timestamp, headers=headers)
    return SimpleNamespace(message=message)


def shell(wire: Wire, does: Any = step) -> Shell:
    return Shell("clean", does, wire)


async def test_a_bug_that_fails_the_batch_costs_its_own_record_only() -> None:
    wire = Wire()
    await shell(wire).settle([record(value, offset) for offset, value in enumerate([b"a", b"bug", b"b"])])
    assert wire.values(CLEAN) == [b"a", b"b"]
    ((value, headers),) = wire.letters
    assert value == b"bug"
    assert (headers["dlq-kind"], headers["dlq-error"]) == ("bug", "KeyError")


async def test_a_dead_letter_is_the_record_as_it_came_with_where_and_why() -> None:
    wire = Wire()
    await shell(wire).settle([record(b"a", 6), record(b"poison", 7)])
    assert wire.values(CLEAN) == [b"a"]
    ((value, headers),) = wire.letters
    assert value == b"poison"
    assert wire.written[-1].key == b"key"
    expected = {
        "topic": "t-articles",
        "partition": "2",
        "offset": "7",
        "stage": "clean",
        "error": "Malformed",
        "field": "text",
        "kind": "poison",
    }
    assert {name: headers[f"dlq-{name}"] for name in expected} == expected
    assert headers["dlq-message"] == "text at offset 3: bad"
    assert headers["trace"] == "1", "its own headers stay"


async def test_a_transient_fault_is_tried_again_and_leaves_no_letter() -> None:
    tries: list[int] = []

    async def late(records: Sequence[Record]) -> list[Result]:
        tries.append(len(records))
        if len(tries) == 1:
            raise Transient("not yet")
        return await step(records)

    wire = Wire()
    await shell(wire, late).settle([record(b"a"), record(b"b")])
    assert tries == [2, 2]
    assert wire.values(CLEAN) == [b"a", b"b"]
    assert wire.letters == []


async def test_a_transient_fault_of_one_record_is_tried_again_alone_and_leaves_no_letter() -> None:
    tries: list[list[bytes]] = []

    async def late(records: Sequence[Record]) -> list[Result]:
        tries.append([record.value for record in records])
        done = await step(records)
        return [Transient("not yet") if r.value == b"late" and len(tries) < 3 else result for r, result in zip(records, done, strict=True)]

    wire = Wire()
    await shell(wire, late).settle([record(b"a"), record(b"late"), record(b"poison"), record(b"b")])
    assert tries == [[b"a", b"late", b"poison", b"b"], [b"late"], [b"late"]]
    assert wire.values(CLEAN) == [b"a", b"late", b"b"], "in order, as if nothing had been"
    assert [value for value, _ in wire.letters] == [b"poison"]


async def test_a_transient_fault_beside_a_bug_leaves_the_bugs_letter_only() -> None:
    tries: list[int] = []

    async def late(records: Sequence[Record]) -> list[Result]:
        if any(record.value == b"late" for record in records) and len(records) == 1:
            tries.append(1)
            if len(tries) == 1:
                raise Transient("not yet")
        return await step(records)

    wire = Wire()
    await shell(wire, late).settle([record(b"a"), record(b"bug"), record(b"late")])
    assert wire.values(CLEAN) == [b"a", b"late"]
    assert [value for value, _ in wire.letters] == [b"bug"]


async def test_a_step_that_forgets_a_record_is_a_bug_of_that_record() -> None:
    async def forgets(records: Sequence[Record]) -> list[Result]:
        return await step([record for record in records if record.value != b"forgotten"])

    wire = Wire()
    await shell(wire, forgets).settle([record(b"a"), record(b"forgotten"), record(b"b")])
    assert wire.values(CLEAN) == [b"a", b"b"]
    ((value, headers),) = wire.letters
    assert (value, headers["dlq-kind"]) == (b"forgotten", "bug")


async def test_a_record_whose_output_is_refused_becomes_a_dead_letter() -> None:
    wire = Wire(lambda out: out.topic is CLEAN and out.value == b"large")
    await shell(wire).settle([record(b"a"), record(b"large"), record(b"b")])
    assert wire.values(CLEAN) == [b"a", b"b"]
    ((value, headers),) = wire.letters
    assert value == b"large"
    assert headers["dlq-error"] == "Refused"


async def test_outputs_of_one_record_stay_with_it_when_another_is_refused() -> None:
    async def twice(records: Sequence[Record]) -> list[Result]:
        return [[Out(CLEAN, r.key, r.value + part) for part in (b"1", b"2")] if r.value != b"none" else [] for r in records]

    wire = Wire(lambda out: out.value == b"b2")
    await shell(wire, twice).settle([record(b"a"), record(b"none"), record(b"b"), record(b"c")])
    assert [value for value, _ in wire.letters] == [b"b"]


async def test_a_dead_letter_that_is_refused_is_cut() -> None:
    wire = Wire(lambda out: len(out.value or b"") > 600_000)
    await shell(wire).settle([record(b"x" * 700_000)])
    ((value, headers),) = wire.letters
    assert value == b"x" * 500_000
    assert headers["dlq-truncated"] == "500000"


async def test_a_dead_letter_is_cut_down_to_what_any_broker_takes_however_large_its_headers_and_its_key() -> None:
    """gzip lets a record of 13 MB of headers past a broker that counts it packed; its letter must not end the worker for ever."""

    def size(out: Out) -> int:
        return len(out.key or b"") + len(out.value or b"") + sum(len(name) + len(value or b"") for name, value in out.headers)

    wire = Wire(lambda out: size(out) > 1_000_000)
    given = Record("t-articles", 0, 1, b"k" * 600_000, b"poison", 1.0, (("large", b"h" * 13_000_000), *[("many", None)] * 9_000))
    await shell(wire).settle([given])
    ((value, headers),) = wire.letters
    assert value == b"poison"
    assert headers["dlq-truncated"] == "500000"
    assert headers["dlq-error"] == "Malformed"
    assert headers["large"] == "h" * 1000


async def test_a_batch_is_worked_on_in_the_order_of_record_times() -> None:
    wire = Wire()
    await body.run(shell(wire), [event(b"late", 1, 9.0), event(b"early", 5, 1.0, {"a": b"b"}), event(b"middle", 0, 5.0, [("a", b"b")])])
    assert wire.values(CLEAN) == [b"early", b"middle", b"late"]


async def test_behind_clean_a_batch_is_worked_on_in_the_order_of_the_world() -> None:
    wire = Wire()
    batch = [event(b"second", 1, 1.0, (("order", b"9"),)), event(b"first", 2, 9.0, (("order", b"8"),))]
    for each in batch:
        each.message.topic = "t-articles.clean"
    await body.run(shell(wire), batch)
    assert wire.values(CLEAN) == [b"first", b"second"]


async def test_on_articles_nobodys_order_is_believed() -> None:
    wire = Wire()
    await body.run(shell(wire), [event(b"late", 1, 9.0, (("order", b"0"),)), event(b"early", 2, 1.0, (("order", b"99"),))])
    assert wire.values(CLEAN) == [b"early", b"late"]


HOSTILE = [
    (("order", None),),
    (("order", b"abc"),),
    (("order", b"9" * 6000),),
    (("order", "\u0663".encode()),),
    (("order", b"-1"), ("order", b"1")),
]


@pytest.mark.parametrize("topic", ["articles", "articles.clean"])
@pytest.mark.parametrize("headers", HOSTILE, ids=repr)
@pytest.mark.parametrize("timestamp", [None, -0.001, 9.2e15])
async def test_no_header_and_no_time_ends_the_worker(topic: str, headers: object, timestamp: float | None) -> None:
    wire = Wire()
    batch = [event(b"a", 1, 1.0), event(b"b", 2, timestamp, headers)]
    for each in batch:
        each.message.topic = topic
    await body.run(shell(wire), batch)
    assert sorted(value or b"" for value in wire.values(CLEAN)) == [b"a", b"b"]


@pytest.mark.parametrize("timestamp", [None, -0.001, 9.2e15, 253_402_300_800.0])
def test_a_record_time_that_is_none_is_malformed_and_named(timestamp: float | None) -> None:
    with pytest.raises(Malformed, match="timestamp: the record's time is no moment of a calendar"):
        _ = record(b"a", timestamp=timestamp).received


async def test_a_redriven_record_that_fails_again_says_one_try_more() -> None:
    wire = Wire()
    headers = (("trace", b"1"), ("dlq-attempts", b"2"), ("dlq-settles", b"0/0"))
    await body.run(shell(wire), [event(b"poison", 1, 1.0, headers), event(b"bug", 2, 2.0, (("dlq-attempts", b"many"),))])
    assert [said["dlq-attempts"] for _, said in wire.letters] == ["3", "1"]
    (said, _) = (said for _, said in wire.letters)
    assert said["trace"] == "1"
    assert "dlq-settles" not in said, "nobody's header settles a letter"


async def test_a_tombstone_is_an_empty_record() -> None:
    wire = Wire()
    await body.run(shell(wire), [event(None, 1, 1.0)])
    assert wire.values(CLEAN) == [b""]


async def test_when_not_even_a_dead_letter_can_be_written_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr("os._exit", leave)
    with pytest.raises(SystemExit) as caught:
        await body.run(shell(Wire(lambda out: True)), [event(b"a", 0, 1.0)])
    assert caught.value.code == LAST_RESORT_EXIT


def long(key: bytes, offset: int) -> Record:
    return Record("t-articles", 2, offset, key, b"long" * LONG_BYTES, 1.0)


def short(key: bytes, offset: int) -> Record:
    return Record("t-articles", 2, offset, key, b"short", 1.0)


def test_long_records_come_last_and_what_follows_one_under_its_key_stays_behind_it() -> None:
    assert turns([long(b"a", 0), short(b"b", 1), short(b"a", 2), long(b"c", 3), short(b"d", 4)]) == [[1, 4], [0, 2, 3]]
    assert turns([short(b"a", 0), long(b"a", 1), short(b"b", 2)]) == [[0, 2], [1]]
    assert turns([long(b"a", 0)]) == [[0]]
    assert turns([short(b"a", 0)]) == [[0]]


@given(st.lists(st.tuples(st.sampled_from((None, b"a", b"b")), st.booleans()), max_size=12))
def test_every_record_has_one_turn_and_those_of_a_key_keep_their_order(drawn: list[tuple[bytes | None, bool]]) -> None:
    records = [Record("t", 0, at, key, b"x" * (LONG_BYTES + big), 1.0) for at, (key, big) in enumerate(drawn)]
    order = [index for turn in turns(records) for index in turn]
    assert sorted(order) == list(range(len(records)))
    for key in {record.key for record in records}:
        mine = [index for index in order if records[index].key == key]
        assert mine == sorted(mine)


async def test_short_records_are_delivered_before_a_long_one_is_worked_on() -> None:
    wire = Wire()
    seen: list[int] = []

    async def slow(records: Sequence[Record]) -> list[Result]:
        if any(len(record.value) > LONG_BYTES for record in records):
            seen.append(len(wire.written))
        return await step(records)

    batch = [long(b"a", 0), short(b"b", 1), record(b"poison", 2), short(b"c", 3)]
    ends = await Shell("clean", slow, wire, ordered=False).settle(batch)
    assert seen == [3], "two outputs and a dead letter were written by then"
    assert [isinstance(end, Exception) for end in ends] == [False, False, True, False], "each end stands at its record's index"
    await Shell("clean", slow, wire).settle(batch)
    assert wire.values(CLEAN)[-3:] == [each.value for each in (batch[0], batch[1], batch[3])], "in order where the order counts"
