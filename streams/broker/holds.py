"""The articles that wait at alert, on a broker: read, and what a person says of them written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer

from streams.alert.held import HELD, Held, HeldArticle
from streams.broker.connection import client_options, connected
from streams.broker.log import read_back
from streams.errors import Poison
from streams.messages import HoldEnd
from streams.settings import Settings
from streams.topics import HOLDS, INCIDENTS


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits, and what was said of it that alert has not yet done."""

    article: HeldArticle
    told: HoldEnd | None


async def read_waiting(settings: Settings) -> list[Waiting]:
    """Those that wait as things stand now, the longest first; raises Usage without a broker."""
    held = Held()
    async for record in read_back(settings, INCIDENTS):
        if record.key.startswith(HELD.encode()):
            held.restore(record.key.decode(), record.value)
    told: dict[str, HoldEnd] = {}
    async for record in read_back(settings, HOLDS):
        try:
            end = HoldEnd.decode(record.value or b"")
        except Poison:  # alert's log names it
            continue
        told[end.source] = end
    waiting = [Waiting(article, told.get(article.source)) for article in held.values()]
    return sorted(waiting, key=lambda each: each.article.waits_since)


async def tell(settings: Settings, ends: Sequence[HoldEnd]) -> None:
    """Say what is to become of some; alert does it within a second. Raises Usage without a broker, KafkaError."""
    options = client_options(settings)
    async with connected(AIOKafkaProducer(**options, enable_idempotence=True, acks="all"), settings) as producer:
        for end in ends:
            await producer.send_and_wait(settings.prefix + HOLDS.name, end.encode(), key=end.source.encode())
