"""The five stages in one process, without a broker: the very functions of the agents, one record in, one record out, in order.

It serves `streams pipe`, `streams trace` and `streams eval`; in place of the log that gives the global order it has a running count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from streams.alert import Desk
from streams.clean import Limits, clean
from streams.clean.boilerplate.standing import read_standing
from streams.clean.sketch import sketch
from streams.detect import detect
from streams.errors import Poison
from streams.messages import (
    Alert,
    AnalysedArticle,
    CleanArticle,
    EventArticle,
    Message,
    Relation,
    ScreenedArticle,
    SketchPlace,
)
from streams.screen import Index, screened
from streams.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

STAGES = ("clean", "screen", "extract", "detect", "alert")
READS: dict[str, type[Message]] = {"screen": CleanArticle, "extract": ScreenedArticle, "detect": AnalysedArticle, "alert": EventArticle}
"""The class of the records that each stage takes; clean takes raw bytes."""


class AlertedArticle(EventArticle):
    """The output of the stage alert: the article, and the alerts that it caused."""

    alerts: tuple[Alert, ...] = ()


class Failed(Message):
    """The output for a record that cannot pass: the dead letter's words, and the number of its line in the input, from 1."""

    line: int
    error: str
    message: str
    field: str


@dataclass
class Chain:
    """Runs articles through the stages from `start` to `until`; keeps the index and the incidents as it goes."""

    settings: Settings
    start: str = "clean"
    until: str = "alert"
    batch: int = 32

    def __post_init__(self) -> None:
        self._index = Index(timedelta(hours=self.settings.window_hours), self.settings.index_megabytes * 1_000_000)
        self._desk = Desk(timedelta(hours=self.settings.incident_hours), timedelta(hours=self.settings.hold_hours))
        self._limits = Limits(value_bytes=self.settings.max_value_bytes, words=self.settings.max_words)
        self._standing = read_standing(self.settings.clean_rules)
        self._count = 0
        self._stages = STAGES[STAGES.index(self.start) : STAGES.index(self.until) + 1]
        self._nlp: Language | None = None

    def run(self, values: Iterable[bytes], received: datetime | None = None) -> Iterator[Message]:
        """Yield one message for each value, in order; `received` stands in for the broker's record time (else: now)."""
        waiting: list[bytes] = []
        for value in values:
            waiting.append(value)
            if len(waiting) == self.batch:
                yield from self._batch(waiting, received or datetime.now(UTC))
                waiting = []
        if waiting:
            yield from self._batch(waiting, received or datetime.now(UTC))

    def analysed(self, texts: Sequence[str], published: datetime) -> list[AnalysedArticle]:
        """Return each text as an article of its own, analysed and not screened: one of several lines is cleaned, a single line is not."""
        articles: list[ScreenedArticle] = []
        for number, text in enumerate(texts):
            source = f"articles/0/{number}"
            article = CleanArticle(source=source, uri=source, text=text, published=published, received=published)
            if "\n" in text.strip():
                cleaned = clean(text.encode(), key=None, source=source, received=published, limits=self._limits)
                article = article if cleaned.dropped else cleaned
            fields = {name: getattr(article, name) for name in CleanArticle.model_fields}
            articles.append(ScreenedArticle(**fields, relation=Relation(kind="new", story=source)))
        return self._extract(articles)

    def _batch(self, values: Sequence[bytes], received: datetime) -> Iterator[Message]:
        done: list[Any] = [self._enter(value, received) for value in values]
        for stage in self._stages:
            if stage == "extract":
                done = self._extract(done)
            elif stage != "clean":
                done = [item if isinstance(item, Failed) else getattr(self, f"_{stage}")(item) for item in done]
        yield from done

    def _enter(self, value: bytes, received: datetime) -> Message:
        self._count += 1
        try:
            if self.start != "clean":
                return READS[self.start].decode(value)
            source = f"articles/0/{self._count - 1}"
            article = clean(value, source=source, received=received, limits=self._limits, standing=self._standing)
        except Poison as exc:
            return Failed(line=self._count, error=type(exc).__name__, message=str(exc), field=exc.field)
        return article.with_(sketch=SketchPlace(version=sketch(article).version, offset=self._count - 1))

    def _screen(self, article: CleanArticle) -> ScreenedArticle:
        assert article.sketch is not None
        self._index.apply(article.sketch.offset, sketch(article))
        return screened(article, self._index.found(article.source))

    def _extract(self, items: Sequence[Any]) -> list[Any]:
        from streams.extract import analyse
        from streams.extract.model import load

        self._nlp = self._nlp or load(self.settings.model)
        articles = [item for item in items if not isinstance(item, Failed)]
        analysed = iter(analyse(self._nlp, articles))
        done: list[Any] = []
        for item in items:
            whole = item if isinstance(item, Failed) else next(analysed)
            if isinstance(whole, Exception):
                raise whole
            done.append(whole)
        return done

    def _detect(self, article: AnalysedArticle) -> EventArticle:
        return detect(article)

    def _alert(self, article: EventArticle) -> AlertedArticle:
        outputs = self._desk.fold(article, article.received)
        alerts = tuple(output.alert for output in outputs if output.alert is not None)
        fields = {name: getattr(article, name) for name in EventArticle.model_fields}
        return AlertedArticle.model_construct(**fields, alerts=alerts)
