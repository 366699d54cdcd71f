"""All five workers on the embedded broker, under the supervisor: articles in, alerts out, the account closed."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from streams.broker.log import read_back
from streams.demo.wire import wire
from streams.headers import source
from streams.messages import Alert
from streams.settings import Settings
from streams.topics import CLEAN, DEAD_LETTERS, DUPLICATES, ENTITIES, EVENTS, SCREENED, SKETCHES
from tests.whole import run_whole

STORIES = ("kirkuk-market", "rotterdam-refinery", "broken", "other-language", "lottery", "adelaide-shots")
BAD = {
    "not UTF-8, which its mark says": b"\xef\xbb\xbfCaf\xe9 owner held",
    "broken JSON": b'{"text": "a',
    "an array": b'[{"text": "a"}]',
    "no text": b'{"headline": "a", "uri": "x:1"}',
    "empty": b"",
    "wrong type": b'{"uri": "x:2", "pubStatus": {"a": 1}, "text": "Floods struck Lagos on Monday, officials in Nigeria said."}',
    "5 MB": b'{"uri": "x:3", "text": "' + b"word " * 1_000_000 + b'"}',
    "200,000 words in one line": b"word " * 200_000,
}


async def test_the_wire_comes_out_as_alerts_and_every_article_is_accounted_for(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    items = [item for item in wire() if item.story in STORIES]
    assert len(items) >= 20
    run = await run_whole(settings, [(item.id, item.raw, item.at) for item in items])
    assert run.account.closed, run.account.lines()
    for item in items:
        assert run.outcome(item.id).startswith(item.expect["outcome"].replace("-", " ")), item.id
    for topic in (CLEAN, SKETCHES, SCREENED, DUPLICATES, ENTITIES, EVENTS):
        async for record in read_back(settings, topic):
            assert source(record.headers) == orjson.loads(record.value)["source"], topic.name
    assert {source(record.headers) for record in run.letters} == {None}, "a letter of clean came from its own record"
    kinds = {Alert.decode(value).kind for value in run.alerts}
    assert {"created", "updated", "corrected", "withdrawn"} <= kinds


async def test_each_bad_input_ends_in_a_counted_outcome_with_its_reason_and_nothing_stops(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    good = orjson.dumps({"uri": "x:good", "text": "Three people were killed on Monday when a bomb exploded in Kirkuk, Iraqi police said."})
    inputs = [(name, value, None) for name, value in BAD.items()]
    run = await run_whole(settings, [*inputs, ("good", good, None), ("again", good, None)])
    assert run.account.closed, run.account.lines()
    assert {name: run.outcome(name) for name in BAD} == {
        "not UTF-8, which its mark says": "dead letter: Undecodable",
        "broken JSON": "dead letter: Malformed",
        "an array": "dead letter: Malformed",
        "no text": "dead letter: Malformed",
        "empty": "dead letter: Empty",
        "wrong type": "dead letter: Malformed",
        "5 MB": "dead letter: TooLarge",
        "200,000 words in one line": "dead letter: TooLarge",
    }
    assert (run.outcome("good"), run.outcome("again")) == ("published", "repeat")
    letters = {record.value: dict(record.headers) for record in run.letters}
    assert set(letters) == set(BAD.values()), "the raw bytes of every one"
    assert b"offset 6" in letters[BAD["not UTF-8, which its mark says"]]["dlq-message"]
    assert letters[BAD["wrong type"]]["dlq-field"] == b"pubStatus"
    assert DEAD_LETTERS.max_bytes > max(map(len, BAD.values()))
