"""Articles that wait: under an embargo until its end, or for a person where the end cannot be read.

The state is what stands under `held/URI` in `incidents`; what becomes of one that waits for a person stands in `holds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from streams.messages import EventArticle, HoldEnd, HoldOutcome, Time

HELD = "held/"
"""Key prefix of a waiting article in `incidents`."""


class HeldArticle(EventArticle):
    """An article that waits, as it stands in `incidents`."""

    since: Time | None = None
    """When it came to wait, by the wall clock; None only in records older than this field."""

    @property
    def waits_since(self) -> datetime:
        """The moment from which its time limit counts."""
        return self.since or self.received

    def settled(self, end: HoldOutcome, now: datetime) -> HoldEnd | None:
        """Return what is written of its end; nothing is of one whose embargo has an end of its own."""
        return HoldEnd(source=self.source, uri=self.uri, end=end, at=now) if self.hold is not None else None


class Held(Mapping[str, HeldArticle]):
    """The articles that wait, by key; `limit` is how long one may wait for a person."""

    def __init__(self, limit: timedelta = timedelta(hours=72)) -> None:
        self.limit = limit
        self._articles: dict[str, HeldArticle] = {}

    def __getitem__(self, key: str) -> HeldArticle:
        return self._articles[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)

    def put(self, article: EventArticle, since: datetime) -> HeldArticle:
        """Let an article wait."""
        fields = {name: getattr(article, name) for name in EventArticle.model_fields}
        held = self._articles[HELD + article.uri] = HeldArticle.model_construct(**fields, since=since)
        return held

    def restore(self, key: str, value: bytes | None) -> None:
        """Take one record of `incidents`; raises Malformed."""
        if value is None:
            self._articles.pop(key, None)
        else:
            self._articles[key] = HeldArticle.decode(value)

    def of(self, uri: str | None) -> HeldArticle | None:
        """The waiting article of a uri."""
        return self._articles.get(HELD + uri) if uri else None

    def take(self, article: HeldArticle) -> None:
        """It waits no more."""
        del self._articles[HELD + article.uri]

    def due(self, now: datetime, told: Mapping[str, HoldEnd]) -> list[tuple[HeldArticle, HoldOutcome]]:
        """Those that wait no longer, and why, in the order of the world; `told` is what was said of each source."""
        ends = [(article, self._end(article, now, told)) for article in self._articles.values()]
        return sorted(((article, end) for article, end in ends if end is not None), key=lambda each: order(each[0]))

    def _end(self, article: HeldArticle, now: datetime, told: Mapping[str, HoldEnd]) -> HoldOutcome | None:
        if (said := told.get(article.source)) is not None:
            return said.end
        if article.hold is None:
            return "released" if article.embargoed_until is None or article.embargoed_until <= now else None
        return "expired" if article.waits_since + self.limit <= now else None


def order(article: EventArticle) -> int:
    """The place of an article in the order of the world: the offset of its sketch."""
    return article.sketch.offset if article.sketch else 0
