"""Texts as a log of sketches and an index of it, for evaluate.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streams.clean.sketch import sketch
from streams.messages import CleanArticle, Relation
from streams.screen.found import screened
from streams.screen.index import Index

_START = datetime(2026, 1, 1, tzinfo=UTC)


class Wire:
    """A log of texts, one per second, and the index of it."""

    def __init__(self) -> None:
        self.index = Index()
        self.count = 0

    def article(self, text: str, uri: str, publisher: str) -> CleanArticle:
        """Return the next article of the log."""
        self.count += 1
        now = _START + timedelta(seconds=self.count)
        return CleanArticle(source=f"articles/0/{self.count}", uri=uri, text=text, publisher=publisher, published=now, received=now)

    def put(self, text: str, uri: str, publisher: str) -> Relation:
        """Put a text into the index and return the verdict on it."""
        found = self.index.apply(self.index.offset, sketch(self.article(text, uri, publisher)))
        assert found is not None
        return found.relation

    def tell(self, text: str, uri: str, publisher: str) -> Relation:
        """Put a text into the index and return the verdict on it, with what is new in the text's own words."""
        article = self.article(text, uri, publisher)
        relation = screened(article, self.index.apply(self.index.offset, sketch(article))).relation
        assert relation is not None
        return relation

    def ask(self, text: str) -> Relation:
        """Return the verdict that a text would get; it stays out of the index, so one edit of a text is not found by another edit of it."""
        return self.index.look(sketch(self.article(text, f"paper:{self.count}", "paper"))).relation
