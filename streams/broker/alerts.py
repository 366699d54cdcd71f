"""This module reads from a broker the revisions of alerts that it keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from streams.broker.log import read_back
from streams.errors import Poison
from streams.messages import Alert
from streams.settings import Settings
from streams.topics import CHANGES


async def kept_revisions(
    settings: Settings, *, incident: str | None = None, since: datetime | None = None
) -> AsyncIterator[Alert | Poison]:
    """Yield the revisions on `alerts.changes`, of one incident or of all, that were written since a time, each partition in its order.

    A record that cannot be read is yielded as its error. Raise Usage without a broker.
    """
    async for record in read_back(settings, CHANGES):
        if record.value is None or (incident is not None and record.key != incident.encode()):
            continue
        if since is not None and record.timestamp < since.timestamp() * 1_000:
            continue
        try:
            yield Alert.decode(record.value)
        except Poison as exc:
            yield exc
