"""Point 7: topics are made by us, never by chance; a stage is a consumer group of its own. (A broker that makes them: tests/kafka.)"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from faust.transport.drivers import aiokafka as driver

from streams.flow.worker import make_app
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.supervisor import free_port
from streams.topics import CLEAN, TOPICS
from tests.conftest import Broker
from tests.wire import PATIENCE_SECONDS, all_of, lacks, put, take, toy, until


async def test_a_worker_waits_for_its_topics_and_says_so(pipeline: Callable[..., Settings], broker: Broker) -> None:
    settings = pipeline(http_port=free_port())
    settings = settings.model_copy(update={"prefix": f"{settings.prefix}later-"})
    names = ", ".join(settings.prefix + topic.name for topic in TOPICS)

    async def speaks() -> bool:
        return await lacks(settings) == f"topics are missing, `streams topics create` makes them: {names}"

    with toy(settings) as process:
        await until(speaks)
        broker.tell(f"topics {settings.prefix}")
        await put(settings, [b"good"])
        await take(settings, CLEAN, all_of(b"good"))
        assert process.poll() is None


def test_a_worker_refuses_topics_that_differ(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(partitions=5)
    ended = subprocess.run(
        [sys.executable, "-m", "streams", "worker", "clean"],
        env=settings.environment(), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert f"{settings.prefix}articles is wrong: 4 partitions, declared 5; " in ended.stderr
    assert "set STREAMS_PARTITIONS to what there is" in ended.stderr


def test_a_stage_is_a_group_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebalance is a group's: where two stages shared one, a worker of this stage that comes would stop that one."""
    monkeypatch.setattr(driver.Transport, "Consumer", driver.Consumer)
    monkeypatch.setattr(driver.Transport, "Producer", driver.Producer)
    apps = [make_app(stage, Settings(prefix=prefix)) for prefix in ("", "other-") for stage in SOURCES]
    assert len({app.conf.id for app in apps}) == len(apps)
    assert not any(app.conf.topic_allow_declare for app in apps)
