"""`streams deliver` shows what waits and what was set aside, and asks the worker to try it again."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner

from streams.broker.connection import client_options
from streams.broker.log import read_back
from streams.commands.deliver import deliver
from streams.delivery.changes import Changes
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Refused, Retry
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import DELIVERIES
from tests.delivery.build import desk, force
from tests.subscriptions.build import alert, place


@pytest.fixture
def two(on_broker: Settings) -> list[str]:
    """Write the state of a worker that set one message aside and will try another again; return the ids of both."""
    now = datetime.now(UTC)
    state = DeliveryLog(random.Random(1))
    state.use(force(desk()), now)
    found: list[Changes] = []
    ids: list[str] = []
    for incident, outcome in (("inc-1", Refused("HTTP 400")), ("inc-2", Retry("HTTP 500"))):
        changes, _ = state.take(alert(id=incident, place=place(), headline="a\x1b[31m"), now)
        state.written(changes, now)
        ((_, message),) = state.begin(now)
        ids.append(message.id)
        found += [changes, state.end(message, outcome, now)]

    async def write() -> None:
        async with AIOKafkaProducer(**client_options(on_broker)) as producer:
            for changes in found:
                for key, value in changes.records:
                    await producer.send_and_wait(on_broker.prefix + DELIVERIES.name, value, key=key.encode())

    asyncio.run(write())
    return ids


def run(*words: str) -> str:
    done = CliRunner().invoke(deliver, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_targets_and_messages_are_listed(two: list[str]) -> None:
    (row,) = map(orjson.loads, run("list", "--json").splitlines())
    assert (row["subscription"], row["waiting"], row["aside"], row["state"], row["error"]) == ("desk", 1, 1, "failing", "HTTP 500")
    assert row["nextTry"] is not None
    rows = [orjson.loads(line) for line in run("list", "--messages", "--json").splitlines()]
    assert {each["id"]: each["state"] for each in rows} == {two[0]: "set aside: HTTP 400", two[1]: "waits"}
    shown = run("list", "--messages")
    assert "\x1b[31m" not in shown


def test_a_message_is_shown_as_a_webhook_has_it(two: list[str]) -> None:
    shown = orjson.loads(run("show", two[0]))
    assert shown["event"]["data"]["alert"]["id"] == "inc-1"
    assert shown["targets"][0]["state"] == "set aside: HTTP 400"
    with pytest.raises(Usage, match="no message 0 waits"):
        run("show", "0")


def test_a_retry_is_a_command_for_the_worker(two: list[str], on_broker: Settings) -> None:
    assert "1 messages are to be tried again" in run("retry", two[0])
    for words, said in (
        (("retry",), "name messages"),
        (("retry", two[1]), "nothing is set aside under"),
        (("retry", "--subscription", "no"), "of no"),
    ):
        with pytest.raises(Usage, match=said):
            run(*words)

    async def commands() -> list[bytes]:
        return [each.value async for each in read_back(on_broker, DELIVERIES) if each.key.startswith(b"command/")]

    (only,) = asyncio.run(commands())
    assert orjson.loads(only) == {"subscription": None, "message": two[0]}


def test_nothing_waits_at_the_beginning(on_broker: Settings) -> None:
    assert run("list").strip() == "nothing waits"
