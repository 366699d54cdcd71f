"""This module reads what is in force from the topic `subscriptions` and the folder STREAMS_SUBSCRIPTIONS, and writes onto the topic.

subscriptions   key = name of a document, value = its YAML; key = silence/ID, value = the silence as JSON; no value: it is gone
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, Mapping, Sequence

from aiokafka import AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaError

from streams.backoff import backoff
from streams.broker.connection import client_options, connected
from streams.broker.log import follow, read_back
from streams.errors import Usage
from streams.settings import Settings
from streams.subscriptions.documents import Documents
from streams.subscriptions.folder import LOOK_SECONDS, Folder
from streams.subscriptions.in_force import InForce, in_force
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.silence import Silence, with_silence
from streams.topics import SUBSCRIPTIONS
from streams.visible import line

SILENCE = "silence/"
"""The beginning of the key of a silence; no name of a document holds a `/`."""
LABEL = "topic:"
"""The beginning of the name of a document of the topic where it stands beside the files of a folder."""
WAIT_SECONDS = 15.0
"""Seconds for which the first answer waits for the topic: a broker that was restarted is back by then. Without it the folder counts."""
log = logging.getLogger(__name__)


class TopicDocuments:
    """The documents and silences of the topic, as far as its records were read."""

    def __init__(self) -> None:
        self._documents = Documents()
        self.silences: Mapping[str, Silence] = {}
        self.next_offset: int | None = None
        """The offset behind the last record that was read; None before the first."""

    @property
    def documents(self) -> Documents:
        """The documents: those in force, and those that are refused."""
        return self._documents

    def take(self, records: Sequence[ConsumerRecord]) -> tuple[Mistake, ...]:
        """Take in records in their order; return the mistakes of what is refused now. Of one key the newest counts."""
        contents: dict[str, bytes | None] = {}
        mistakes: list[Mistake] = []
        for record in records:
            self.next_offset = record.offset + 1
            key = (record.key or b"").decode("utf-8", "replace")
            if key.startswith(SILENCE):
                self.silences, wrong = with_silence(self.silences, key.removeprefix(SILENCE), record.value)
                mistakes += wrong
            elif key:
                contents[LABEL + key] = record.value
        self._documents, wrong = self._documents.changed(contents) if contents else (self._documents, ())
        return (*mistakes, *wrong)


async def read_topic(settings: Settings) -> tuple[TopicDocuments, tuple[Mistake, ...]]:
    """Return what stands on the topic now, and the mistakes of what is refused; raise Usage without a broker."""
    found = TopicDocuments()
    records = [record async for record in read_back(settings, SUBSCRIPTIONS)]
    return found, await asyncio.to_thread(found.take, records)


async def write(settings: Settings, records: Mapping[str, bytes | None]) -> None:
    """Write records by key onto the topic, in order, each acknowledged; raise Usage without a broker, KafkaError where it refuses."""
    options = client_options(settings)
    async with connected(AIOKafkaProducer(**options, enable_idempotence=True, acks="all"), settings, [SUBSCRIPTIONS]) as producer:
        for key, value in records.items():
            await producer.send_and_wait(settings.prefix + SUBSCRIPTIONS.name, value, key=key.encode())


async def catalogues(settings: Settings) -> AsyncGenerator[InForce, None]:
    """Yield what is in force, and again at every change, for ever.

    The first comes when the folder and the topic were both read to their ends; where no broker answers for 15 s, it is the folder alone
    that counts, until one does. What is refused is logged with file, line and column. Close it (`contextlib.aclosing`): it reads on between
    two answers.
    """
    folder = Folder(settings.subscriptions) if settings.subscriptions is not None else None
    topic, changed = TopicDocuments(), asyncio.Event()
    if folder is not None:
        await asyncio.to_thread(folder.look)
    await _read_first(settings, topic)
    following = asyncio.create_task(_follow(settings, topic, changed))
    last: InForce | None = None
    try:
        while True:
            changed.clear()
            now = in_force(folder.catalogue if folder is not None else Documents().catalogue, topic.documents.catalogue, topic.silences)
            if now != last:
                _say_overridden(now, last)
                yield now
                last = now
            with contextlib.suppress(TimeoutError):  # `wait_for` of Python 3.11 loses a cancellation that comes with the change
                async with asyncio.timeout(LOOK_SECONDS):
                    await changed.wait()
            if following.done():
                following.result()  # it ends by an error alone, which is the caller's
            if folder is not None:
                await asyncio.to_thread(folder.look)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _read_first(settings: Settings, topic: TopicDocuments) -> None:
    """Read the topic to its end, within WAIT_SECONDS."""
    until = time.monotonic() + WAIT_SECONDS
    said = "it does not answer"
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            async for pause in backoff():
                try:
                    records = [record async for record in read_back(settings, SUBSCRIPTIONS)]
                    _log(await asyncio.to_thread(topic.take, records))
                    return
                except (KafkaError, Usage) as exc:
                    said = str(exc)
                    if time.monotonic() + pause > until:
                        break
    except TimeoutError:
        pass
    log.error("the topic %s was not read in %.0f s, and is waited for: %s", SUBSCRIPTIONS.name, WAIT_SECONDS, line(said))


async def _follow(settings: Settings, topic: TopicDocuments, changed: asyncio.Event) -> None:
    async with contextlib.aclosing(follow(settings, SUBSCRIPTIONS, topic.next_offset)) as batches:  # type: ignore[type-var]
        async for records in batches:
            _log(await asyncio.to_thread(topic.take, records))
            changed.set()


def _log(mistakes: Sequence[Mistake]) -> None:
    for mistake in mistakes:
        log.error("%s", line(str(mistake)))


def _say_overridden(now: InForce, last: InForce | None) -> None:
    for name, file in now.overridden.items():
        if last is None or name not in last.overridden:
            log.warning(
                "subscription %s of the topic %s is not in force: %s of the folder has its name", line(name), SUBSCRIPTIONS.name, line(file)
            )
