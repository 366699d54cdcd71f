"""docs/operate/kafka.md: a topic keeps its records for longer, and its other settings stay as they were declared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.broker.admin import admin_client
from streams.topics import ENTITIES
from tests.operate.desk import Desk

pytestmark = pytest.mark.kafka
PAGE = "kafka.md"


async def test_a_topic_keeps_its_records_for_longer(desk: Callable[..., Desk]) -> None:
    chosen = desk()

    def work() -> str:
        chosen.streams("topics", "create")
        return chosen.does(PAGE, "Keep records for longer or shorter")

    said = await asyncio.to_thread(work)
    assert "would be kept for 90 days, 0:00:00 instead of 30 days, 0:00:00" in said
    assert "kept for 90 days, 0:00:00 instead of 30 days" in said.splitlines()[-1]
    async with admin_client(chosen.settings) as admin:
        (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, chosen.settings.prefix + ENTITIES.name)])
    found = {entry[0]: entry[1] for entry in answer.resources[0][4]}
    wanted = ENTITIES.config(1) | {"retention.ms": str(90 * 24 * 3_600_000)}
    assert {name: found[name] for name in wanted} == wanted
    chosen.streams("topics", "keep", "alerts", "7d", code=2)
