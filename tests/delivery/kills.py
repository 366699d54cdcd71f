"""`python -m tests.delivery.kills`: the process of `streams worker deliver` is killed (SIGKILL) again and again while alerts come in.

A fleet is an embedded broker, a worker that is started anew after each kill, and a receiver on loopback that answers a third of the
requests with HTTP 500. Each alert goes to several subscriptions. At the end every message must have come, signed, and what came twice
must be what was under way when a worker was killed. A kill comes at a random moment after the worker was seen to deliver.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.broker.embedded import embedded
from streams.delivery.courier import AT_ONCE_A_HOST
from streams.pipeline.alert import cloud_events
from streams.settings import Settings
from streams.subscriptions.timing import message_id
from tests.delivery.receiver import SECRET, Receiver, receiver
from tests.subscriptions.build import alert, place

DESKS = 8
LONGEST_LIFE_SECONDS = 1.5
"""The longest time that a worker lives after it was seen to deliver."""
PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 5.0
"""The mean time between two alerts. A target that fails a third of the time, and is left alone for a second then, takes two a second, and
its worker lives for a tenth of the time."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one fleet's messages."""

    kills: int
    messages: int
    lost: int
    doubled: int
    """The messages that the receiver took more than once."""
    unsigned: int
    most_doubled: int
    """The largest number that one kill may double: so many are under way to one host."""
    seconds: float

    @property
    def sound(self) -> bool:
        """Return True if nothing was lost, and no more doubled than was under way."""
        return self.lost == 0 and self.unsigned == 0 and self.doubled <= self.most_doubled


async def trial(kills: int, seed: int) -> Account:
    """Run one fleet and return its account."""
    chance, began = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        state = Path(folder)
        bare = Settings(state=state, partitions=2)
        address, _ = stack.enter_context(embedded(bare))
        settings = Settings(
            broker=address,
            state=state,
            partitions=2,
            session_seconds=6.0,
            subscriptions=state / "desks",
            webhook_secret=SECRET,
            private_addresses="127.0.0.1",
        )

        async def answer(request: web.Request, number: int) -> web.StreamResponse:
            await asyncio.sleep(0.01 * chance.random())
            if chance.random() < 1 / 3:
                return web.Response(status=500, headers={"Retry-After": "1"})
            return web.Response(status=204)

        async with receiver(answer) as got, AIOKafkaProducer(**client_options(settings)) as producer:
            _write_desks(state / "desks", got.url)
            made = Making(settings, producer, chance)
            writing = asyncio.create_task(made.write())
            for number in range(kills + 1):
                worker = _start(settings)
                try:
                    before = len(got.accepted)
                    if number == 0:
                        await _ready(settings, producer, got)
                        made.counts.set()
                    await got.has(before + 1, seconds=PATIENCE_SECONDS)
                    if number < kills:
                        await asyncio.sleep(LONGEST_LIFE_SECONDS * chance.random())
                        continue
                    writing.cancel()
                    await asyncio.gather(writing, return_exceptions=True)
                    wanted = made.wanted()
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        while wanted - {each.id for each in got.accepted}:  # noqa: ASYNC110 (what comes is what is waited for)
                            await asyncio.sleep(0.1)
                except TimeoutError:
                    pass  # the account says what is lost
                finally:
                    worker.send_signal(signal.SIGKILL)
                    worker.wait()
            wanted = made.wanted()
            times = Counter(each.id for each in got.accepted if each.id in wanted)
            return Account(
                kills=kills,
                messages=len(wanted),
                lost=len(wanted - times.keys()),
                doubled=sum(count - 1 for count in times.values()),
                unsigned=sum(not each.signed_by(SECRET) for each in got.got),
                most_doubled=kills * AT_ONCE_A_HOST,
                seconds=time.monotonic() - began,
            )


class Making:
    """Alerts of invented incidents, written one after the other; those behind `counts` must arrive."""

    def __init__(self, settings: Settings, producer: AIOKafkaProducer, chance: random.Random) -> None:
        self._settings, self._producer, self._chance = settings, producer, chance
        self.counts = asyncio.Event()
        self.incidents: list[str] = []

    async def write(self) -> None:
        await self.counts.wait()
        while True:
            id = f"inc-{len(self.incidents)}"
            await put(self._settings, self._producer, id)
            self.incidents.append(id)
            await asyncio.sleep(2 * PAUSE_SECONDS * self._chance.random())

    def wanted(self) -> set[str]:
        return {message_id(f"desk-{queue}", incident, 1) for queue in range(DESKS) for incident in self.incidents}


async def put(settings: Settings, producer: AIOKafkaProducer, incident: str) -> None:
    """Write an alert as the stage alert does."""
    out, _ = cloud_events(alert(id=incident, place=place()))
    await producer.send_and_wait(settings.prefix + out.topic.name, out.value, key=out.key, headers=list(out.headers))


async def _ready(settings: Settings, producer: AIOKafkaProducer, got: Receiver) -> None:
    """Return when the first worker delivers: what was written before it began is no news to it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        number = 0
        while not got.accepted:
            await put(settings, producer, f"first-{number}")
            number += 1
            await asyncio.sleep(0.5)


def _write_desks(folder: Path, url: str) -> None:
    folder.mkdir()
    for queue in range(DESKS):
        fields = f"match: {{countries: [IRQ]}}, rate: {{messages: 10000, per: 1h}}, deliver: [{{webhook: '{url}/{queue}'}}]"
        text = f"subscriptions:\n  - {{name: desk-{queue}, {fields}}}\n"
        (folder / f"{queue}.yaml").write_text(text)


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **settings.environment()}
    return subprocess.Popen([sys.executable, "-m", "streams", "worker", "deliver"], env=environment, stderr=subprocess.DEVNULL)


async def trials(kills: int, fleets: int, seed: int) -> list[Account]:
    """Run several fleets side by side."""
    share = [kills // fleets + (number < kills % fleets) for number in range(fleets)]
    return list(await asyncio.gather(*(trial(each, seed + number) for number, each in enumerate(share))))


def main() -> int:
    """Run the command; return 0 if every account is sound."""
    parser = argparse.ArgumentParser(prog="python -m tests.delivery.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--fleets", type=int, default=4, help="brokers and workers side by side; a kill takes some 8 s, most of it waiting")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    accounts = asyncio.run(trials(asked.kills, asked.fleets, asked.seed))
    for account in accounts:
        print(account)
    print(
        f"{sum(a.kills for a in accounts)} kills, {sum(a.messages for a in accounts)} messages: "
        f"{sum(a.lost for a in accounts)} lost, {sum(a.doubled for a in accounts)} doubled, {sum(a.unsigned for a in accounts)} not signed"
    )
    return 0 if all(account.sound for account in accounts) else 1


if __name__ == "__main__":
    sys.exit(main())
