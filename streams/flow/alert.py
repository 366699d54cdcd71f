"""alert: the fold over `articles.events`, its state read back from `incidents` whenever lanes are given to this worker."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from aiokafka.errors import KafkaError

from streams import __version__
from streams.alert import Desk, Output
from streams.broker.log import read_back
from streams.errors import Poison, Refused, Transient, Usage
from streams.flow.delivery import Delivery
from streams.flow.metrics import AGE
from streams.flow.metrics import ALERTS as ALERTED
from streams.flow.record import Out, Record, Result
from streams.messages import Alert, EventArticle
from streams.settings import Settings
from streams.topics import ALERTS, INCIDENTS

RELEASE_SECONDS = 0.5
"""How often embargoes are looked at: an embargo is kept to the second."""
SEVERITY_NUMBERS = {"unknown": 9, "minor": 10, "moderate": 13, "severe": 17, "extreme": 21}
"""OpenTelemetry's scale, as CloudEvents' severity extension wants it."""
log = logging.getLogger(__name__)


def cloud_event(alert: Alert) -> Out:
    """The alert as a CloudEvent 1.0 in Kafka's binary mode: plain JSON value, attributes as `ce_*` headers.

    Source: cloudevents/spec, kafka-protocol-binding.md and extensions/severity.md.
    """
    attributes = {
        "specversion": "1.0",
        "id": f"{alert.id}:{alert.revision}",
        "source": "/newswire/alert",
        "type": f"streams.newswire.alert.v1.{alert.kind}",
        "subject": alert.id,
        "time": alert.updated.isoformat().replace("+00:00", "Z"),
        "severitytext": alert.severity.upper(),
        "severitynumber": str(SEVERITY_NUMBERS[alert.severity]),
        "producerversion": __version__,
    }
    headers = tuple((f"ce_{name}", value.encode()) for name, value in attributes.items())
    return Out(ALERTS, alert.id.encode(), alert.encode(), (*headers, ("content-type", b"application/json")))


class AlertStep:
    """Folds one article after the other; alerts are written before the state, so that a crash repeats and never loses one."""

    def __init__(self, settings: Settings, delivery: Delivery) -> None:
        self._settings, self._delivery = settings, delivery
        self._desk: Desk | None = None
        self._owner = False
        self._lock = asyncio.Lock()

    def missing(self) -> str | None:
        """What a probe is told while the owner of the lane has not read its state back; a standby needs none."""
        return "incidents are read back" if self._owner and self._desk is None else None

    def assigned(self, owner: bool) -> None:
        """Lanes were given anew: whoever had them may have written since, so the state is read back before anything is done."""
        self._desk, self._owner = None, owner

    async def release(self) -> None:
        """Let embargoed articles go when their hour has come, after a restart too: the background task of this stage."""
        while True:
            await asyncio.sleep(RELEASE_SECONDS)
            async with self._lock:
                if self._owner:
                    with contextlib.suppress(Transient):  # its state cannot be read now: at the next look, then
                        desk = await self._state()
                        await self._write(desk.release(datetime.now(UTC)))

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        async with self._lock:
            return [await self._fold(await self._state(), record) for record in records]

    async def _state(self) -> Desk:
        if self._desk is None:
            self._desk = await self._restore()
        return self._desk

    async def _restore(self) -> Desk:
        desk = Desk(quiet=timedelta(hours=self._settings.incident_hours))
        try:
            async for record in read_back(self._settings, INCIDENTS):
                try:
                    desk.restore(record.key.decode(), record.value)
                except Poison as exc:
                    log.error("incident %s at %s is unreadable and passed over: %s", record.key, record.offset, exc)
        except (KafkaError, Usage) as exc:  # away, or it does not let us in any more: no article is to blame
            raise Transient(f"incidents cannot be read back: {exc}") from exc
        return desk

    async def _fold(self, desk: Desk, record: Record) -> Result:
        try:
            outputs = desk.fold(EventArticle.decode(record.value), datetime.now(UTC))
            await self._write(outputs)
        except Exception as exc:
            self._desk = None  # what it folded was not written, or not all of it: the state is what `incidents` says
            return exc
        return []

    async def _write(self, outputs: Sequence[Output]) -> None:
        told = [output.alert for output in outputs if output.alert is not None]
        alerts = [cloud_event(alert) for alert in told]
        states = [Out(INCIDENTS, output.key.encode(), output.state) for output in outputs]
        for written in [*await self._delivery.all(alerts), *await self._delivery.all(states)]:
            if isinstance(written, Refused):
                raise written
        for alert in told:
            ALERTED.labels(alert.kind, alert.severity).inc()
            AGE.observe((datetime.now(UTC) - alert.updated).total_seconds())
