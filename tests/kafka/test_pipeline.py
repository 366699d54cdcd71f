"""The same wire through the same workers on Apache Kafka and on the embedded broker: the same alerts, but for times."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from deploy.kafka.cluster import Cluster
from streams.broker.admin import create_topics
from streams.demo.wire import wire
from streams.settings import Settings
from tests.fields import without
from tests.whole import run_whole

pytestmark = pytest.mark.kafka
STORIES = ("kirkuk-market", "ramadi-patrol", "bantayan-ferry", "adelaide-shots", "weather", "broken")
TIMES = ("published", "firstSeen", "updated", "time")


def states(alerts: list[bytes]) -> dict[tuple[str, int], bytes]:
    """Return alerts by incident and revision (delivery is at least once), as bytes without times."""
    documents = [orjson.loads(value) for value in alerts]
    return {(alert["id"], alert["revision"]): orjson.dumps(without(alert, TIMES), option=orjson.OPT_SORT_KEYS) for alert in documents}


async def test_kafka_and_the_embedded_broker_give_the_same_alerts(
    kafka: Cluster, pipeline: Callable[..., Settings], tmp_path: Path
) -> None:  # fmt: skip
    items = [(item.id, item.raw, item.at) for item in wire() if item.story in STORIES]
    real = Settings(broker=kafka.bootstrap, prefix="same-", partitions=4, state=tmp_path, commit_seconds=0.2)
    await create_topics(real)
    on_kafka = await run_whole(real, items)
    embedded = await run_whole(pipeline(), items)
    assert on_kafka.account.closed
    assert on_kafka.account.totals == embedded.account.totals
    assert len(states(on_kafka.alerts)) >= 8
    assert states(on_kafka.alerts) == states(embedded.alerts)
