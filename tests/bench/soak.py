"""Records for the memory part: the source topic of each stage filled without the stages before it, on the articles' own clock.

What a stage keeps on purpose is bounded by its window (72 h of screen and alert), so the articles' time runs on evenly and a tenth of the
articles fills it: screen keeps whole days, four of them at most, and so a tenth spans SPAN.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer

from streams.clean import Limits, clean
from streams.clean.sketch import sketch
from streams.messages import AnalysedArticle, Event, EventArticle, Message, Relation, ScreenedArticle, SketchPlace, When, Wire
from streams.pipeline.runner import Runner
from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN, ENTITIES, EVENTS, SCREENED, SKETCHES, Topic
from tests.bench.briefs import brief, invented_town, uri

SPAN = timedelta(hours=96)
TEMPLATES = 256
"""The number of articles parsed beforehand; those of detect and alert are these under other names, at other times and places."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Fed:
    """One record to feed, and the sketch that goes before it."""

    topic: Topic
    number: int
    message: Message | bytes
    sketched: Message | None = None


class Soak:
    """The articles of one run; `whole` is how many it will be.

    `mix`: the shares of detect's and alert's articles that tell of something of their own, update a recent one or repeat it.
    """

    def __init__(self, settings: Settings, stage: str, whole: int, mix: tuple[int, int, int] = (7, 2, 1)) -> None:
        self.stage, self._settings, self._mix = stage, settings, mix
        self._apart = SPAN / (whole / 10)
        self._start = datetime.now(UTC) - whole * self._apart
        self._limits = Limits(value_bytes=settings.max_value_bytes, words=settings.max_words)
        self._templates: list[Wire] = []
        if stage in ("detect", "alert"):
            runner = Runner(settings, until="extract" if stage == "detect" else "detect")
            self._templates = list(runner.run(brief(number, self._start) for number in range(TEMPLATES)))

    def at(self, number: int) -> datetime:
        """Return the time at which an article comes, on the articles' own clock."""
        return self._start + number * self._apart

    async def feed(self, first: int, end: int) -> None:
        """Write the records of some articles to the stage's source topic, each awaited."""
        async with AIOKafkaProducer(
            bootstrap_servers=self._settings.bootstrap, enable_idempotence=True, acks="all", compression_type="gzip"
        ) as producer:
            for start in range(first, end, CHUNK):
                chunk = [self._made(number) for number in range(start, min(end, start + CHUNK))]
                offsets: dict[int, int] = {}
                sent = [(fed, await self._send(producer, SKETCHES, fed, fed.sketched.encode())) for fed in chunk if fed.sketched]
                for fed, future in sent:
                    offsets[fed.number] = (await future).offset
                for future in [await self._send(producer, fed.topic, fed, _value(fed, offsets)) for fed in chunk]:
                    await future

    async def _send(self, producer: AIOKafkaProducer, topic: Topic, fed: Fed, value: bytes) -> Any:
        stamp = int(self.at(fed.number).timestamp() * 1000)
        return await producer.send(self._settings.prefix + topic.name, value, key=uri(fed.number).encode(), timestamp_ms=stamp)

    def _made(self, number: int) -> Fed:
        if self.stage in ("clean", "all"):
            return Fed(ARTICLES, number, brief(number, self.at(number)))
        if self.stage in ("detect", "alert"):
            return Fed(ENTITIES if self.stage == "detect" else EVENTS, number, self.renamed(number))
        source = f"{self._settings.prefix}articles/0/{number}"
        article = clean(brief(number, self.at(number)), key=None, source=source, received=self.at(number), limits=self._limits)
        if self.stage == "screen":
            return Fed(CLEAN, number, article, sketch(article))
        fields = {name: getattr(article, name) for name in type(article).model_fields}
        fields |= {"relation": Relation(kind="new", story=uri(number)), "sketch": _sketch(number)}
        return Fed(SCREENED, number, ScreenedArticle(**fields))

    def renamed(self, number: int) -> Message:
        """Return a template as another article."""
        dice = random.Random(number)
        old = uri(max(0, number - dice.randint(1, 50)))
        kind = dice.choices(("new", "update", "near"), self._mix)[0]
        relation = Relation(kind="new", story=uri(number)) if kind == "new" else Relation.check({"kind": kind, "of": old, "story": old})
        article = self._templates[number % len(self._templates)]
        assert isinstance(article, AnalysedArticle)
        changes = {"uri": uri(number), "source": f"articles/0/{number}", "sketch": _sketch(number), "relation": relation}
        whole = article.with_(**changes, received=self.at(number), published=self.at(number))
        if isinstance(whole, EventArticle):
            events = () if kind == "near" else tuple(self._moved(event, number, nth) for nth, event in enumerate(whole.events))
            return whole.with_(events=events)
        return whole

    def _moved(self, event: Event, number: int, nth: int) -> Event:
        day = self.at(number)
        time = When(start=day, end=day + timedelta(days=1), precision="day")
        return event.with_(id=f"evt-{number}-{nth}", place=invented_town(number), time=time)


def _sketch(number: int) -> SketchPlace:
    return SketchPlace(version=1, offset=number)


def _value(fed: Fed, offsets: dict[int, int]) -> bytes:
    if isinstance(fed.message, bytes):
        return fed.message
    if fed.sketched is None:
        return fed.message.encode()
    return fed.message.with_(sketch=SketchPlace(version=1, offset=offsets[fed.number])).encode()


def steps(whole: int) -> Iterator[tuple[int, int]]:
    """Yield the number of the first article of each of the ten tenths, and of the first behind it."""
    for tenth in range(10):
        yield whole * tenth // 10, whole * (tenth + 1) // 10
