"""This module checks alert's side of the account: every incident stands in `alerts` as it stands in `incidents`."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from streams.dlq.letter import Kept
from streams.headers import header

HELD = b"held/"
"""The key prefix of a held article in `incidents` (streams/alert/held.py): it has no alert yet."""
PAGE = b"reports/"
"""The key prefix of a page of older reports in `incidents` (streams/alert/head.py): the alert stands in the head that names it."""
OVER = ("expired", "withdrawn", "superseded")


class Incidents:
    """The newest record of each key of both topics; a key's records stand in one partition, so they are read in order."""

    def __init__(self) -> None:
        self.alerts: dict[str, tuple[int, str]] = {}
        """The revision and kind of the newest alert of each incident."""
        self._states: dict[str, int | None] = {}
        """The revision in the newest state of each incident; None once it is closed, -1 where its state names no revision."""
        self.waiting: dict[bytes, str] = {}
        """The source of each article that waits, by key: under an embargo, or for a person."""
        self.written = 0
        """The number of alerts, each revision counted once."""
        self.repeated = 0

    def note_alert(self, record: Kept) -> None:
        """Take one record of `alerts`; its CloudEvents headers are enough, its value is read only without them."""
        key, _, said = (header(record.headers, "ce_id") or b"").decode("utf-8", "replace").rpartition(":")
        kind = (header(record.headers, "ce_type") or b"").decode("utf-8", "replace").rpartition(".")[2]
        if not key or not said.isdecimal() or not kind:
            document = _object(record.value)
            key, said, kind = str(document.get("id", "")), str(document.get("revision", "")), str(document.get("kind", ""))
        if not said.isdecimal():
            return
        fresh = (int(said), kind)
        if self.alerts.get(key) == fresh:
            self.repeated += 1
        else:
            self.written += 1
        self.alerts[key] = fresh

    def note_incident(self, record: Kept) -> None:
        """Take one record of `incidents`."""
        key = record.key or b""
        if key.startswith(HELD):
            self.waiting.pop(key, None)
            if record.value is not None:
                self.waiting[key] = str(_object(record.value).get("source", ""))
            return
        if key.startswith(PAGE):
            return
        revision = None
        if record.value is not None:
            alert = _object(record.value).get("alert")
            revision = alert.get("revision") if isinstance(alert, dict) else -1
        self._states[key.decode("utf-8", "replace")] = revision

    @property
    def count(self) -> int:
        """The number of incidents that either topic has ever told of."""
        return len(self._states.keys() | self.alerts.keys())

    def differences(self) -> Iterator[str]:
        """Yield a sentence for each incident whose state and alert do not agree."""
        for key in sorted(self._states.keys() | self.alerts.keys()):
            alert = self.alerts.get(key)
            told = f"its newest alert is {alert[0]} ({alert[1]})" if alert else "no alert tells of it"
            revision = self._states.get(key)
            if revision is not None:
                if alert is None or alert[0] != revision:
                    yield f"incident {key} is at revision {revision}, but {told}"
            elif alert is None or alert[1] not in OVER:
                # a tombstone falls out of a compacted topic after a day, so an alert that is over needs none
                yield f"incident {key} is {'closed' if key in self._states else 'not in `incidents`'}, but {told}"


def _object(value: bytes | None) -> dict[str, object]:
    try:
        document = orjson.loads(value or b"")
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}
