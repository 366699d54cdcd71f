"""alert: the fold over `articles.events`; its state is read back from `incidents` whenever partitions are given to this worker."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

from streams import __version__
from streams.alert import IncidentLog, Output
from streams.alert.head import PageKey
from streams.alert.held import HELD
from streams.errors import Poison, Refused, TooSlow, Transient
from streams.headers import REPLAY
from streams.logs import Place, at
from streams.messages import Alert, EventArticle, HoldEnd, HoldOutcome, parse_json
from streams.messages.vocabulary import AlertKind, Severity
from streams.metrics import AGE, HOLDS_ENDED, from_zero
from streams.metrics import ALERTS as ALERTED
from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Logged, Seams
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, HOLDS, INCIDENTS, Topic

RELEASE_SECONDS = 0.5
"""Seconds between two looks at the embargoes: an embargo is kept to the second."""
PARSED = frozenset({"sentences", "entities", "frames", "headlineReading"})
SEVERITY_NUMBERS = {"unknown": 9, "minor": 10, "moderate": 13, "severe": 17, "extreme": 21}
"""OpenTelemetry's scale, as CloudEvents' severity extension wants it."""
SPOILS = Refused, TooSlow
"""The kinds of poison after which the state in memory is not what was written."""
log = logging.getLogger(__name__)


def cloud_events(alert: Alert, *, replay: bool = False) -> tuple[Out, Out]:
    """Return the alert for `alerts.changes` and for `alerts`, a CloudEvent 1.0 in Kafka's binary mode: JSON, attributes as `ce_*` headers.

    `replay`: it changed because events were made again, which a header of its own says.

    The facts that subscribers filter by stand in the headers too, so that none need read the value. Source: cloudevents/spec,
    kafka-protocol-binding.md and extensions/severity.md; extension names have small letters and digits only.
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
        "eventtype": alert.type,
        "novelty": f"{alert.novelty:.1f}",
        **({"country": alert.place.country} if alert.place is not None and alert.place.country else {}),
        **({"told": alert.told} if alert.told is not None else {}),
        "producerversion": __version__,
    }
    headers = (*((f"ce_{name}", value.encode()) for name, value in attributes.items()), ("content-type", b"application/json"))
    headers += ((REPLAY, b"1"),) if replay else ()
    key, value = alert.id.encode(), alert.encode()
    return Out(CHANGES, key, value, headers), Out(ALERTS, key, value, headers)


class AlertStep:
    """Folds one article after the other; the alerts of a batch are written before its state, so that a crash repeats, never loses."""

    def __init__(self, settings: Settings, seams: Seams) -> None:
        self._settings, self._seams = settings, seams
        self._incident_log: IncidentLog | None = None
        self._owner = False
        self._told: dict[str, HoldEnd] = {}
        """The end of each article that was held for a person, past or to come, by source."""
        self._lock = asyncio.Lock()
        from_zero(ALERTED, get_args(AlertKind), get_args(Severity))
        from_zero(HOLDS_ENDED, get_args(HoldOutcome))

    def missing(self) -> str | None:
        """Return the reason why the stage is not ready, while the owner of the partition has not read its state back, else None.

        A standby needs no state.
        """
        return "incidents are read back" if self._owner and self._incident_log is None else None

    def assigned(self, owner: bool) -> None:
        """Forget the state when partitions were given anew: whoever had them may have written since, so it is read back before any work."""
        self._incident_log, self._owner = None, owner

    async def keep_embargoes(self) -> None:
        """Release embargoed articles when their hour has come, after a restart too: a background task of this stage."""
        while True:
            await asyncio.sleep(RELEASE_SECONDS)
            with contextlib.suppress(Transient):  # its state cannot be read now: at the next look, then
                await self.release()

    async def release(self) -> None:
        """Release the embargoed articles whose hour has come by now; raise Transient if the state cannot be read back."""
        async with self._lock:
            if self._owner:
                incident_log = await self._state()
                if due := incident_log.release(self._seams.clock(), self._told):
                    (written,) = await self._write([due])
                    if isinstance(written, Exception):
                        self._incident_log = None
                        raise written

    async def listen(self) -> None:
        """Hear what `streams held` says of articles that wait: the other background task of this stage."""
        async for records in self._seams.log.follow(HOLDS):
            for record in records:
                self._hear(record)

    def _hear(self, record: Logged) -> None:
        try:
            end = HoldEnd.decode(record.value or b"")
        except Poison as exc:
            log.error("unreadable and passed over: %s", exc, extra=_at(HOLDS, record))
        else:
            self._told[end.source] = end

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        async with self._lock:
            incident_log = await self._state()
            results = await self._write(self._fold(incident_log, records))
            if any(isinstance(result, Exception) and (isinstance(result, SPOILS) or not isinstance(result, Poison)) for result in results):
                self._incident_log = None  # what it folded was not written, or not all of it: the state is what `incidents` says
            return results

    def _fold(self, incident_log: IncidentLog, records: Sequence[Record]) -> list[Sequence[Output] | Exception]:
        """Return the outputs of each article, or its error; one that was broken off has left the state half made, so those behind it get
        Transient and wait for a new state."""
        folded: list[Sequence[Output] | Exception] = []
        spoilt = False
        for record in records:
            if spoilt:
                folded.append(Transient("the state is read back after an article that was broken off"))
                continue
            folded.append(found := self._fold_one(incident_log, record))
            spoilt = isinstance(found, Transient | TooSlow)
        return folded

    def _fold_one(self, incident_log: IncidentLog, record: Record) -> Sequence[Output] | Exception:
        try:
            return self._seams.limit.run(record, lambda: incident_log.fold(_read(record.value), self._seams.clock()))
        except Exception as exc:  # poison or a bug: one record must not cost the batch
            return exc

    async def _state(self) -> IncidentLog:
        if self._incident_log is None:
            self._incident_log = await self._restore()
        return self._incident_log

    async def _restore(self) -> IncidentLog:
        quiet, hold = timedelta(hours=self._settings.incident_hours), timedelta(hours=self._settings.hold_hours)
        incident_log = IncidentLog(quiet, hold, self._settings.page_reports)
        again: dict[bytes, Output | None] = {}
        async for record in self._seams.log.read_back(HOLDS):
            self._hear(record)
        async for record in self._seams.log.read_back(INCIDENTS):
            try:
                again[record.key] = incident_log.restore(record.key.decode(), record.value)
            except Poison as exc:
                log.error("unreadable and passed over: %s", exc, extra=_at(INCIDENTS, record))
        outputs, missing = incident_log.restored()
        for sentence in missing:
            log.error("%s", sentence)
        mended = [[output] for output in again.values() if output is not None]
        for result in await self._write([*mended, *([output] for output in outputs)]):
            if isinstance(result, Exception):
                log.error("a record of the state read back is not written: %s", result)
        return incident_log

    async def _write(self, folded: Sequence[Sequence[Output] | Exception]) -> list[Result]:
        """Write the outputs of a batch: all alerts, the ends of holds, the pages, the states that name them, and tombstones of pages that
        none names: two to five waits for the broker.

        Return a result for each article; Refused where the broker never takes one of its records. What rests on a refused record of the
        state is not written: the article comes again, with Transient, when the state is read back.
        """
        results: list[Result] = [found if isinstance(found, Exception) else [] for found in folded]
        outputs = [(number, output) for number, found in enumerate(folded) if not isinstance(found, Exception) for output in found]
        alerts = [
            (number, out)
            for number, output in outputs
            if output.alert is not None
            for out in cloud_events(output.alert, replay=output.replay)
        ]
        settled = [(number, _settled(output.settled)) for number, output in outputs if output.settled is not None]
        for wave in (alerts, settled):
            for (number, _), written in zip(wave, await self._seams.writer.all([out for _, out in wave]), strict=True):
                if isinstance(written, Refused):
                    results[number] = written
        await self._write_states(outputs, results)
        for _, output in outputs:
            if output.settled is not None:
                HOLDS_ENDED.labels(output.settled.end).inc()
            if output.alert is not None:
                ALERTED.labels(output.alert.kind, output.alert.severity).inc()
                if not output.replay:
                    AGE.observe((datetime.now(UTC) - output.alert.updated).total_seconds())
        return results

    async def _write_states(self, outputs: Sequence[tuple[int, Output]], results: list[Result]) -> None:
        """Write the records of `incidents`, and put errors in the place of results: pages, then heads and articles that wait, then
        tombstones of pages and of articles that wait no more."""
        waves: list[list[tuple[int, Output, str]]] = [[], [], []]
        newest = {output.key: place for place, (_, output) in enumerate(outputs)}  # an article may be let go and wait again in one batch
        for place, (number, output) in enumerate(outputs):
            page = PageKey.read(output.key)
            over = output.state is None and (page is not None or output.key.startswith(HELD)) and newest[output.key] == place
            waves[2 if over else 1 if page is None else 0].append((number, output, output.key if page is None else page.incident))
        articles, incidents = set[int](), set[str]()
        """Those of which a record is not written."""
        for wave in waves:
            sound = [each for each in wave if each[0] not in articles and each[2] not in incidents]
            for number in {number for number, _, incident in wave if incident in incidents} - articles:
                articles.add(number)
                if not isinstance(results[number], Exception):
                    results[number] = Transient("a record of its incident before it was refused")
            outs = [Out(INCIDENTS, output.key.encode(), output.state) for _, output, _ in sound]
            for (number, _, incident), written in zip(sound, await self._seams.writer.all(outs), strict=True):
                if isinstance(written, Refused):
                    results[number] = written
                    articles.add(number)
                    incidents.add(incident)


def _at(topic: Topic, record: Logged) -> dict[str, Place]:
    """Return the `extra` of a line about a record of a topic of one partition that is read back."""
    return at(Place(topic.name, 0, record.offset, record.key.decode("utf-8", "replace")))


def _settled(end: HoldEnd) -> Out:
    return Out(HOLDS, end.source.encode(), end.encode())


def _read(value: bytes) -> EventArticle:
    """Return an article without the fields that detect has read already: nine tenths of the record, two thirds of the time to decode it."""
    document = parse_json(value)
    if isinstance(document, dict):
        document = {name: part for name, part in document.items() if name not in PARSED}
    return EventArticle.check(document)
