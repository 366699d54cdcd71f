"""The time from the record on `articles.events` to the webhook received: the workers alert and deliver are processes, so is the broker.

Each article tells of an incident of its own, a thousand kilometres from any other. They are written at a steady rate, whether or not
those before have arrived.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from aiohttp import web
from aiokafka import AIOKafkaProducer

from streams.broker.admin import create_topics
from streams.broker.connection import client_options
from streams.broker.embedded import embedded
from streams.messages import EventArticle, When
from streams.settings import Settings
from streams.topics import EVENTS
from tests.alert.build import KIRKUK, article, event
from tests.delivery.receiver import SECRET, Receiver, receiver

PER_SECOND = 5.0
"""Articles a second that tell of news: three hundred times those of a wire."""
PATIENCE_SECONDS = 300.0
WARM_SECONDS = 15.0
"""The time after which another article is written while the workers start."""
ROWS = 12
"""The number of towns between the poles, ten degrees apart; those of one row are twelve degrees apart."""
DESK = "match: {{min_severity: unknown}}, rate: {{messages: 10000, per: 1h}}, deliver: [{{webhook: '{url}'}}]"


def told(number: int) -> EventArticle:
    """Return an article with one event, of now, in a town of its own; there are towns for 360 of them."""
    now = datetime.now(UTC)
    uri = f"urn:bench:{number}"
    lat, lon = number % ROWS * 10.0 - 55.0, number // ROWS * 12.0 - 179.0
    town = replace(KIRKUK, name=f"Town {number}", text=f"Town {number}", lat=lat, lon=lon)
    day = When(start=now - timedelta(hours=6), end=now, precision="day")
    return article(uri, event(uri, place=town, time=day), published=now, received=now)


async def seconds(articles: int) -> list[float]:
    """Return the time that each of so many articles took, in seconds; raise TimeoutError if one does not arrive."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bare = Settings(state=Path(folder), partitions=2)
        address, _ = stack.enter_context(embedded(bare))
        desks = Path(folder) / "desks"
        settings = Settings(
            broker=address, partitions=2, state=Path(folder), subscriptions=desks, webhook_secret=SECRET, private_addresses="127.0.0.1"
        )  # fmt: skip
        await create_topics(settings)
        moments: dict[int, float] = {}

        def note(request: web.Request, number: int) -> web.StreamResponse:
            moments[number] = time.monotonic()
            return web.Response(status=204)

        async with receiver(note) as got, AIOKafkaProducer(**client_options(settings)) as producer:
            desks.mkdir()
            (desks / "a.yaml").write_text(f"subscriptions:\n  - {{name: desk, {DESK.format(url=got.url)}}}\n")
            for stage in ("alert", "deliver"):
                stack.enter_context(_worker(settings, stage))
            written: dict[str, float] = {}

            async def write(number: int) -> None:
                one = told(number)
                written[one.uri] = time.monotonic()
                await producer.send_and_wait(settings.prefix + EVENTS.name, one.encode(), key=one.uri.encode())

            first = await _warm(write, got, moments)
            began = time.monotonic()
            for number in range(first, first + articles):
                await asyncio.sleep(max(0.0, began + (number - first) / PER_SECOND - time.monotonic()))
                await write(number)
            wanted = {f"urn:bench:{number}" for number in range(first, first + articles)}
            async with asyncio.timeout(PATIENCE_SECONDS):
                while wanted - (arrived := _arrived(got, moments)).keys():  # noqa: ASYNC110 (what comes is what is waited for)
                    await asyncio.sleep(0.1)
            return [arrived[uri] - written[uri] for uri in written if uri in wanted]


async def _warm(write: Callable[[int], Awaitable[None]], got: Receiver, moments: Mapping[int, float]) -> int:
    """Write articles until the newest of them has arrived, so that nothing waits; return the number of the next.

    What is written before deliver's first start is no news to it, so another follows while none arrives.
    """
    async with asyncio.timeout(PATIENCE_SECONDS):
        for number in count():
            await write(number)
            with suppress(TimeoutError):
                async with asyncio.timeout(WARM_SECONDS):
                    while f"urn:bench:{number}" not in _arrived(got, moments):  # noqa: ASYNC110 (what comes is what is waited for)
                        await asyncio.sleep(0.1)
                    return number + 1
    raise AssertionError("the time limit ends it")


def _arrived(got: Receiver, moments: Mapping[int, float]) -> dict[str, float]:
    """Return when the first webhook about each article came, by its uri."""
    found: dict[str, float] = {}
    for number, moment in moments.items():
        found.setdefault(got.got[number].event["data"]["alert"]["articles"][0]["uri"], moment)
    return found


@contextmanager
def _worker(settings: Settings, stage: str) -> Iterator[None]:
    environment = {**os.environ, **settings.environment()}
    process = subprocess.Popen([sys.executable, "-m", "streams", "worker", stage], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()
