"""The open alerts that inhibit others, read from the topic `alerts` when deliver begins and when inhibit rules change."""

from __future__ import annotations

import logging
from datetime import datetime

from aiokafka.errors import KafkaError

from streams.backoff import backoff
from streams.broker.log import read_back
from streams.errors import Poison, Usage
from streams.messages import Alert
from streams.settings import Settings
from streams.subscriptions.suppression import QUIET, Sources, Suppression
from streams.topics import ALERTS

log = logging.getLogger(__name__)


async def open_sources(settings: Settings, suppression: Suppression, now: datetime) -> Sources:
    """Return the open source alerts as the topic `alerts` has them; a broker that is away is waited for.

    Only those of which something came in the last seven days are looked at: older ones inhibit nothing.
    """
    async for pause in backoff():
        try:
            found = [each async for record in read_back(settings, ALERTS) if (each := _recent(record.value, now)) is not None]
        except (KafkaError, Usage) as exc:
            log.warning("%s cannot be read back: %r; again in %.1f s", ALERTS.name, exc, pause)
            continue
        sources = Sources()
        for alert in sorted(found, key=lambda each: each.updated):
            sources = suppression.heard(sources, alert, min(alert.updated, now))
        return sources
    raise AssertionError("backoff never ends")


def _recent(value: bytes | None, now: datetime) -> Alert | None:
    try:
        alert = Alert.decode(value or b"")
    except Poison:  # `take` says so of its record on alerts.changes
        return None
    return alert if alert.updated + QUIET > now else None
