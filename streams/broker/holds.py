"""This module reads from a broker the articles that wait at alert, and writes beside them what a person decides of them."""

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
    """An article that waits, and the newest decision on it that alert has not yet carried out."""

    article: HeldArticle
    told: HoldEnd | None


async def read_waiting(settings: Settings) -> list[Waiting]:
    """Return the articles that wait now, the one that has waited longest first; raise Usage without a broker."""
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
    """Write what is to become of some waiting articles; alert does it within a second. Raise Usage without a broker, KafkaError else."""
    options = client_options(settings)
    async with connected(AIOKafkaProducer(**options, enable_idempotence=True, acks="all"), settings, [HOLDS]) as producer:
        for end in ends:
            await producer.send_and_wait(settings.prefix + HOLDS.name, end.encode(), key=end.source.encode())
