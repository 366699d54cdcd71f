"""Topics made and checked: what is there stays, what differs is said, and without a broker it is said what to do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from streams.broker.admin import Made, check_topics, create_topics
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import TOPICS


async def test_topics_as_declared_are_left_alone(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    made = await create_topics(settings)
    assert made == [Made(settings.prefix + topic.name, topic.count(4), "there") for topic in TOPICS]
    assert await check_topics(settings) == made


async def test_a_topic_that_differs_is_named_wrong(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    wider = settings.model_copy(update={"partitions": 5})
    states = {topic.name.removeprefix(settings.prefix): topic.state for topic in await create_topics(wider)}
    assert states["articles"] == "wrong: 4 partitions, declared 5"
    assert states["articles.events"] == "there"


async def test_topics_of_another_prefix_are_missing(pipeline: Callable[..., Settings]) -> None:
    other = pipeline().model_copy(update={"prefix": "nobody-"})
    assert {topic.state for topic in await check_topics(other)} == {"missing"}


@pytest.mark.parametrize("ask", [check_topics, create_topics])
async def test_without_a_broker_it_is_said_what_to_do(ask: Callable[[Settings], Coroutine[Any, Any, Any]], tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"no Kafka answers at 127\.0\.0\.1:1: start one .* or set STREAMS_BROKER"):
        await ask(Settings(broker="127.0.0.1:1", state=tmp_path))
