"""`streams dlq` over a broker: what it shows, that it does nothing unless told, and what it then writes."""

from __future__ import annotations

import asyncio

import orjson
import pytest
from aiokafka import ConsumerRecord

from streams.broker.log import read_back
from streams.errors import Malformed
from streams.pipeline.record import Record
from streams.pipeline.shell import dead_letter
from streams.settings import Settings
from streams.topics import ARTICLES, DEAD_LETTERS, SCREENED, Topic
from tests.commands.face import called, ended
from tests.wire import put

POISON = b"poison-\xff\x00"


def records(settings: Settings, topic: Topic) -> list[ConsumerRecord]:
    async def read() -> list[ConsumerRecord]:
        return [record async for record in read_back(settings, topic)]

    return asyncio.run(read())


def letter(settings: Settings, offset: int = 7, *, topic: Topic = SCREENED, value: bytes = POISON, cut: bool = False) -> str:
    """Write a dead letter by hand; return its position."""
    record = Record(settings.prefix + topic.name, 3, offset, b"urn:a", value, 1.0, (("source", b"articles/0/1"), ("trace", b"1")))
    out = dead_letter("extract", record, Malformed("bad", field="text"))
    headers = (*out.headers, ("dlq-truncated", b"500000")) if cut else out.headers
    (position,) = asyncio.run(put(settings, [out.value], DEAD_LETTERS, [out.key], headers))
    return position.removeprefix("dead-letters/")


def listed(*arguments: str) -> list[str]:
    result = called("dlq", "list", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return [orjson.loads(line)["place"] for line in result.stdout.splitlines()]


def test_list_shows_open_letters_once(on_broker: Settings) -> None:
    position = letter(on_broker)
    letter(on_broker)
    other = letter(on_broker, 8)
    assert listed() == [position, other]
    assert listed("--limit", "1") == [position]
    assert listed("--stage", "clean") == []
    assert listed("--since", "2020-01-01", "--match", "BAD", "--error", "Malformed", "--topic", "articles.screened") == [position, other]
    assert "it has no shape that is known: text: bad" in called("dlq", "list").stdout
    assert called("dlq", "list", "--stage", "clean").stdout == "there is no such dead letter\n"


def test_show_gives_everything_and_raw_the_bytes(on_broker: Settings) -> None:
    position = letter(on_broker)
    shown = called("dlq", "show", position).stdout
    assert f"what happened: extract could not process {on_broker.prefix}articles.screened/3/7: it has no shape that is known" in shown
    assert f"give it up (`streams dlq drop --id {position} --yes`)" in shown
    assert "header trace: b'1'" in shown
    assert "source: articles/0/1" in shown
    assert "00000000  70 6f 69 73 6f 6e 2d ff 00" in shown
    assert called("dlq", "show", position, "--raw").stdout_bytes == POISON
    assert "\nplain text\n" in called("dlq", "show", letter(on_broker, 9, value=b"plain text")).stdout


@pytest.mark.parametrize("verb", ["redrive", "drop"])
def test_without_yes_nothing_is_written(on_broker: Settings, verb: str) -> None:
    position = letter(on_broker)
    before = len(records(on_broker, DEAD_LETTERS))
    result = called("dlq", verb)
    assert result.exit_code == 0
    assert f"{'put back' if verb == 'redrive' else 'give up'} dead letter {position}" in result.stdout
    assert "--yes does it" in result.stdout
    assert records(on_broker, SCREENED) == []
    assert len(records(on_broker, DEAD_LETTERS)) == before


def test_redrive_puts_the_record_back_as_it_came_and_once(on_broker: Settings) -> None:
    position = letter(on_broker)
    letter(on_broker)
    for _ in range(2):
        assert called("dlq", "redrive", "--yes").exit_code == 0
    (record,) = records(on_broker, SCREENED)
    assert (record.value, record.key, record.partition) == (POISON, b"urn:a", 3)
    assert dict(record.headers) == {"trace": b"1", "source": b"articles/0/1", "dlq-attempts": b"1"}
    assert listed() == []
    (settled,) = [orjson.loads(line) for line in called("dlq", "list", "--all", "--json").stdout.splitlines()]
    assert (settled["place"], settled["state"], settled["wentTo"]) == (position, "redriven", f"{on_broker.prefix}articles.screened/3/0")
    assert called("dlq", "redrive", "--again", "--id", position, "--yes").exit_code == 0
    assert len(records(on_broker, SCREENED)) == 2


def test_drop_settles(on_broker: Settings) -> None:
    position, other = letter(on_broker), letter(on_broker, 8)
    assert "1 dead letter given up" in called("dlq", "drop", "--id", position, "--yes").stdout
    assert listed() == [other]
    assert records(on_broker, SCREENED) == []


def test_what_cannot_go_back_is_said_and_the_rest_goes(on_broker: Settings) -> None:
    cut, good = letter(on_broker, 1, cut=True), letter(on_broker, 2)
    foreign = letter(on_broker, 3, topic=DEAD_LETTERS)
    result = called("dlq", "redrive", "--yes")
    assert result.exit_code == 1
    assert f"dead letter {cut} holds only the first" in result.stderr
    assert f"dead letter {foreign} came from" in result.stderr
    assert sorted(listed()) == sorted([cut, foreign])
    assert good not in listed()


@pytest.mark.parametrize("arguments", [("show", "9/9"), ("drop", "--id", "9/9"), ("redrive", "--id", "x"), ("list", "--since", "noon")])
def test_what_is_not_there_is_called_wrongly(on_broker: Settings, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended(monkeypatch, "dlq", *arguments) == 2


def test_watch_shows_settlements_beside_letters(on_broker: Settings) -> None:
    position = letter(on_broker)
    assert called("dlq", "drop", "--yes").exit_code == 0
    shown = called("watch", "dead-letters", "--limit", "2").stdout
    assert f"dead letter {position} was given up" in shown
    assert "extract Malformed: text: bad" in shown
    documents = [orjson.loads(line) for line in called("watch", "dead-letters", "--json", "--limit", "2").stdout.splitlines()]
    assert sum(document.get("dlq-settles") == position for document in documents) == 1


def test_a_letter_of_articles_goes_back_with_its_source(on_broker: Settings) -> None:
    letter(on_broker, 4, topic=ARTICLES)
    assert called("dlq", "redrive", "--yes").exit_code == 0
    (record,) = records(on_broker, ARTICLES)
    assert dict(record.headers)["source"] == b"articles/0/1"
