"""A send that returns only when the broker has the record.

`await topic.send()` returns when the record is in a client's buffer; a broker that then refuses it costs a warning and the source is
committed all the same. So every send is awaited twice, and what fails is tried again for ever, but for records that can never pass.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

import faust
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError
from aiokafka.structs import RecordMetadata
from faust.exceptions import ProducerSendError

from streams.backoff import backoff
from streams.errors import Refused
from streams.pipeline.record import Out

NEVER = (MessageSizeTooLargeError, RecordListTooLargeError)
"""Errors against which no retry helps. Missing rights or leaders are not among them: an operator mends those, and the record waits."""
log = logging.getLogger(__name__)


class Delivery:
    """Writes records to the topics of one app."""

    def __init__(self, topics: Mapping[str, faust.TopicT]) -> None:
        self._topics = topics

    async def all(self, outs: Sequence[Out]) -> list[RecordMetadata | Refused]:
        """Write records in order (kept within a partition); return for each record its position, or the Refused that says why the broker
        never takes it."""
        futures = [await self._send(out) for out in outs]
        return [await self._settle(out, future) for out, future in zip(outs, futures, strict=True)]

    async def one(self, out: Out) -> RecordMetadata:
        """Write one record and return its position; raise Refused if the broker never takes it."""
        (done,) = await self.all([out])
        if isinstance(done, Refused):
            raise done
        return done

    async def _send(self, out: Out) -> asyncio.Future[RecordMetadata] | Exception:
        try:
            sent = self._topics[out.topic.name].send(key=out.key, value=out.value, headers=list(out.headers))
            return await sent
        except (KafkaError, ProducerSendError) as exc:
            return exc

    async def _settle(self, out: Out, future: asyncio.Future[RecordMetadata] | Exception) -> RecordMetadata | Refused:
        async for pause in backoff():
            try:
                if isinstance(future, Exception):
                    raise future
                return await future
            except (KafkaError, ProducerSendError) as exc:
                cause = exc.__cause__ if isinstance(exc, ProducerSendError) else exc  # client-side checks arrive wrapped
                if isinstance(cause, NEVER):
                    return Refused(f"{out.topic.name} takes no record of {len(out.value or b'')} bytes: {type(cause).__name__}")
                log.warning("%s: %r; again in %.1f s", out.topic.name, cause or exc, pause)
            future = await self._send(out)
        raise AssertionError("backoff never ends")
