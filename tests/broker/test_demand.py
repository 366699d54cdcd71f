"""Topics are asked for before they are used: what is missing, differs or has no leader is said, and nothing is made by the asking."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka.errors import TopicAuthorizationFailedError

from streams.broker import demand as module
from streams.broker.admin import check_topics, create_topics
from streams.broker.demand import demand, demand_brokers
from streams.broker.holds import tell
from streams.broker.letters import Clerk, read_box
from streams.broker.log import Reader, tail
from streams.broker.subscriptions import read_topic, write
from streams.errors import Usage
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.feeds.source_log import stored_sources, write_records
from streams.settings import Settings
from streams.topics import ALERTS, ARTICLES, CLEAN, TOPICS


@dataclass
class Said:
    """A broker's answer, as MetadataResponse has it."""

    topics: list[tuple[int, str, bool, list[tuple[int, int, int]]]]
    cluster_id: str = "a-kafka"


@dataclass
class Client:
    """A client whose broker gives these answers, the last of them again and again."""

    answers: list[Said]
    asked: list[Any] = field(default_factory=list)

    def get_random_node(self) -> int:
        return 1

    async def send(self, node: int, request: Any) -> Said:
        self.asked.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def led(name: str, partitions: int, leader: int = 1) -> tuple[int, str, bool, list[tuple[int, int, int]]]:
    return (0, name, False, [(0 if leader >= 0 else 5, number, leader) for number in range(partitions)])


SETTINGS = Settings(broker="k:9092", partitions=2, prefix="p-")


async def tailed(settings: Settings) -> None:
    await anext(tail(settings, [ALERTS]))


async def read(settings: Settings) -> None:
    async with Reader(settings, [ALERTS, CLEAN]):
        raise AssertionError("entered")


async def clerk(settings: Settings) -> None:
    async with Clerk(settings):
        raise AssertionError("entered")


USES: list[Callable[[Settings], Coroutine[Any, Any, Any]]] = [
    tailed,
    read,
    clerk,
    read_box,
    read_topic,
    stored_sources,
    lambda settings: push(settings, [Item(b"x", "a test")]),
    lambda settings: write(settings, {"a": None}),
    lambda settings: write_records(settings, [("a", None)]),
    lambda settings: tell(settings, []),
]


@pytest.mark.parametrize("use", USES)
async def test_who_uses_a_topic_that_is_not_there_is_told_and_makes_none(
    use: Callable[[Settings], Coroutine[Any, Any, Any]], pipeline: Callable[..., Settings]
) -> None:  # fmt: skip
    other = pipeline().model_copy(update={"prefix": "nowhere-"})
    with pytest.raises(
        Usage, match=r"missing.* at .*: the embedded broker makes its topics when it starts; is STREAMS_PREFIX \(nowhere-\)"
    ):
        await use(other)
    assert {topic.state for topic in await check_topics(other)} == {"missing"}


async def test_who_reads_must_know_the_number_of_partitions_and_who_writes_need_not(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    other = settings.model_copy(update={"partitions": 3})
    with pytest.raises(Usage, match=f"topic {settings.prefix}alerts has 4 partitions at .*, declared are 3: set STREAMS_PARTITIONS"):
        await tailed(other)
    assert await push(other, [Item(b"x", "a test")]) == 1


async def test_missing_topics_are_counted_and_the_first_are_named() -> None:
    client = Client([Said([led("p-articles", 2), *((3, f"p-{topic.name}", False, []) for topic in TOPICS[1:])])])
    with pytest.raises(Usage) as caught:
        await demand(client, SETTINGS, TOPICS, exact=True)
    names = "p-articles.clean, p-articles.sketches, p-articles.screened, p-articles.duplicates and 11 more"
    assert str(caught.value) == (
        f"15 topics are missing ({names}) at k:9092: run `streams topics create`, or is it another STREAMS_PREFIX (p-) or STREAMS_BROKER?"
    )
    assert [request._allow_auto_topic_creation for request in client.asked] == [False]


async def test_partitions_without_a_leader_are_waited_for(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)
    client = Client([Said([led("p-articles", 2, -1)]), Said([led("p-articles", 2, -1)]), Said([led("p-articles", 2)])])
    with caplog.at_level(logging.WARNING):
        await demand(client, SETTINGS, [ARTICLES], exact=True)
    (said,) = caplog.messages
    assert said.startswith("Kafka at k:9092 is starting, or has lost a broker: 2 partitions have no leader (p-articles); waiting")
    assert len(client.asked) == 3


async def test_partitions_that_stay_without_a_leader_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(module, "LEADER_SECONDS", 0.01)
    with pytest.raises(Usage, match=r"is not ready after .* are all its brokers up"):
        await asyncio.wait_for(demand(Client([Said([led("p-articles", 2, -1)])]), SETTINGS, [ARTICLES], exact=True), 30)


async def test_a_topic_that_may_not_be_read_is_no_missing_one() -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        await demand(Client([Said([(29, "p-articles", False, [])])]), SETTINGS, [ARTICLES], exact=True)


@pytest.mark.parametrize("brokers", [1, 2])
def test_more_copies_than_brokers_are_refused_before_topics_are_made(brokers: int) -> None:
    cluster = {"cluster_id": "a-kafka", "brokers": [object()] * brokers}
    noun = "broker" if brokers == 1 else "brokers"
    with pytest.raises(Usage, match=rf"^STREAMS_REPLICATION is 3 and Kafka at k:9092 has {brokers} {noun}: set STREAMS_REPLICATION"):
        demand_brokers(SETTINGS.model_copy(update={"replication": 3}), cluster)
    demand_brokers(SETTINGS.model_copy(update={"replication": brokers}), cluster)


async def test_the_embedded_broker_makes_topics_when_it_starts(pipeline: Callable[..., Settings]) -> None:
    other = pipeline().model_copy(update={"prefix": "nowhere-"})
    with pytest.raises(Usage, match=r"the embedded broker at .*: start it again with STREAMS_PREFIX nowhere-"):
        await create_topics(other)
