"""Articles that wait: under an embargo until its end, or for a person where the end cannot be read.

The state is the records `held/URI` of the topic `incidents`; the end of a hold that waited for a person is written to `holds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from streams.messages import EventArticle, HoldEnd, HoldOutcome, Time

HELD = "held/"
"""The prefix of the key of a waiting article in `incidents`."""


class HeldArticle(EventArticle):
    """An article that waits, as it stands in `incidents`."""

    since: Time | None = None
    """The time at which the article came to wait, by the wall clock; None only in records older than this field."""

    @property
    def waits_since(self) -> datetime:
        """The moment from which its time limit counts."""
        return self.since or self.received

    def settled(self, end: HoldOutcome, now: datetime) -> HoldEnd | None:
        """Return the record of the end of its hold; None for an article whose embargo has an end of its own."""
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
        """Let an article wait from `since` on; return it as it stands in the state."""
        fields = {name: getattr(article, name) for name in EventArticle.model_fields}
        held = self._articles[HELD + article.uri] = HeldArticle.model_construct(**fields, since=since)
        return held

    def restore(self, key: str, value: bytes | None) -> None:
        """Take one record of `incidents`; raise Malformed if it cannot be read."""
        if value is None:
            self._articles.pop(key, None)
        else:
            self._articles[key] = HeldArticle.decode(value)

    def of(self, uri: str | None) -> HeldArticle | None:
        """Return the waiting article of a uri; None if none waits."""
        return self._articles.get(HELD + uri) if uri else None

    def take(self, article: HeldArticle) -> None:
        """Remove an article, which waits no more."""
        del self._articles[HELD + article.uri]

    def due(self, now: datetime, told: Mapping[str, HoldEnd]) -> list[tuple[HeldArticle, HoldOutcome]]:
        """Return the articles that wait no longer and the reason of each, in the global order; `told` is what a person said, by source."""
        ends = [(article, self._end(article, now, told)) for article in self._articles.values()]
        return sorted(((article, end) for article, end in ends if end is not None), key=lambda each: order(each[0]))

    def _end(self, article: HeldArticle, now: datetime, told: Mapping[str, HoldEnd]) -> HoldOutcome | None:
        if (said := told.get(article.source)) is not None:
            return said.end
        if article.hold is None:
            return "released" if article.embargoed_until is None or article.embargoed_until <= now else None
        return "expired" if article.waits_since + self.limit <= now else None


def order(article: EventArticle) -> int:
    """Return the position of an article in the global order, which is the offset of its sketch; 0 without a sketch."""
    return article.sketch.offset if article.sketch else 0
