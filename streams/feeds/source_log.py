"""The compacted topic `sources`: what was added by hand, and the state of each source, read back at the start.

    source/ADDRESS   the source, as `streams feeds add` wrote it; no value: removed
    state/ADDRESS    validators, next poll, health; written after each poll
    seen/ADDRESS     what it has brought; written only when that changes, for it is the larger part
    sending/ADDRESS  the entries that are about to be sent, with their versions; written before them

`seen` is written before `state`: after a kill between the two, the feed is fetched once more, and brings nothing new.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.backoff import backoff
from streams.broker.connection import connected
from streams.broker.log import read_back
from streams.errors import Malformed
from streams.feeds.push import producer_of
from streams.feeds.seen import Memory
from streams.feeds.source import Source, read_source, write_source
from streams.feeds.state import State, dump_seen, dump_state, load_seen, load_state
from streams.settings import Settings
from streams.topics import FEED_SOURCES
from streams.visible import line

log = logging.getLogger(__name__)
SOURCE, STATE, SEEN, SENDING = "source/", "state/", "seen/", "sending/"
_READERS: dict[str, Callable[[dict[str, Any]], Any]] = {"source": read_source, "state": dict, "seen": load_seen, "sending": load_seen}


@dataclass(slots=True)
class Sources:
    """The sources in force, of the file and of the topic, and their states; of two with one address that of the topic counts."""

    listed: dict[str, Source] = field(default_factory=dict)
    """Those of the file, by address."""
    added: dict[str, Source] = field(default_factory=dict)
    """Those of the topic."""
    states: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    seen: dict[str, Memory] = field(default_factory=dict)
    sending: dict[str, Memory] = field(default_factory=dict)

    def apply(self, key: bytes | None, value: bytes | None) -> tuple[str, str] | None:
        """Take over one record of the topic; return what it changes, as `(kind, address)`, None for a record that changes nothing.

        A record that cannot be read is told in the log and passed over: it must not keep all others from being polled.
        """
        kind, _, address = (key or b"").decode("utf-8", "replace").partition("/")
        if kind not in _READERS or not address:
            return None
        everything: dict[str, dict[str, Any]] = {"source": self.added, "state": self.states, "seen": self.seen, "sending": self.sending}
        kept = everything[kind]
        if value is None:
            kept.pop(address, None)
            return kind, address
        try:
            document = orjson.loads(value)
            if not isinstance(document, dict):
                raise Malformed("a JSON value where an object is due")
            kept[address] = _READERS[kind](document)
        except (orjson.JSONDecodeError, Malformed) as exc:
            log.warning("%s: %s", line(f"{kind}/{address}", 300), line(str(exc), 300))
            return None
        return kind, address

    def __iter__(self) -> Iterator[Source]:
        """Yield the sources in force, by address."""
        yield from (source for _, source in sorted({**self.listed, **self.added}.items()))

    def get(self, address: str) -> Source | None:
        """Return the source in force with an address; None without one."""
        return self.added.get(address) or self.listed.get(address)

    def state(self, address: str) -> State:
        """Return the state of a source as it was written; a new one where there is none, or none that can be read."""
        seen, sending = self.seen.get(address, {}), self.sending.get(address, {})
        try:
            return load_state(self.states.get(address, {}), seen, sending)
        except Malformed as exc:
            log.warning("%s: %s", line(address, 300), line(str(exc), 300))
            return State(seen=seen, sending=sending)

    def taken_state(self, address: str) -> State:
        """Return the state of a source, and keep it no longer: whoever polls has it from now on."""
        state = self.state(address)
        for kept in (self.states, self.seen, self.sending):
            kept.pop(address, None)
        return state


async def stored_sources(settings: Settings) -> Sources:
    """Return what the topic holds now; raise Usage without a broker."""
    found = Sources()
    async for record in read_back(settings, FEED_SOURCES):
        found.apply(record.key, record.value)
    return found


async def write_record(producer: AIOKafkaProducer, settings: Settings, key: str, document: Mapping[str, Any] | None) -> None:
    """Write one record and wait for the broker's word on it; None takes the key away. A broker that is away is waited for."""
    value = None if document is None else orjson.dumps(document)
    async for pause in backoff():
        try:
            await producer.send_and_wait(settings.prefix + FEED_SOURCES.name, value, key=key.encode())
            return
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", line(key, 300), exc, pause)


async def write_records(settings: Settings, records: Iterable[tuple[str, Mapping[str, Any] | None]]) -> None:
    """Write records with a producer of their own; raise Usage without a broker."""
    async with connected(producer_of(settings), settings, [FEED_SOURCES]) as producer:
        for key, document in records:
            await write_record(producer, settings, key, document)


def source_record(source: Source) -> tuple[str, dict[str, Any]]:
    """Return the key and the value of a source's record."""
    return SOURCE + source.address, write_source(source)


def sending_record(address: str, sending: Memory) -> tuple[str, dict[str, Any]]:
    """Return the key and the value of the record that says what is about to be sent."""
    return SENDING + address, dump_seen(sending)


def state_records(address: str, before: State, after: State) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the records that tell a new state, in the order in which they must be written."""
    if after.seen != before.seen:
        yield SEEN + address, dump_seen(after.seen)
    yield STATE + address, dump_state(after)


def forgotten(address: str) -> Iterator[tuple[str, None]]:
    """Yield the records that take a source's state away, so that its next poll is its first."""
    yield STATE + address, None
    yield SEEN + address, None
    yield SENDING + address, None
