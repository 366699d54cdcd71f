"""The verdict on an article, and the article with it."""

from __future__ import annotations

from dataclasses import dataclass

from streams.clean.sketch import body
from streams.errors import Malformed
from streams.messages import CleanArticle, Dropped, Relation, ScreenedArticle
from streams.screen.changed import Replaced, Stretches, changed, figure_changes
from streams.screen.kills import with_unmet

MOST_PHRASES = 12


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict of the index on one article, and what is new in the article."""

    relation: Relation
    ranges: Stretches = ()
    """Stretches of words that the original does not have, counted by the sketch's word rule, from and to (exclusive)."""
    order: int | None = None
    """The article's position in the global order: the offset of its sketch, of the first one if a worker that was killed wrote it twice."""
    figures: Replaced = ()
    """Indices of words that are figures or other facts which the original does not have there, each with what it has, "" if not known."""


def as_new(article: CleanArticle) -> ScreenedArticle:
    """Return the article as one like none before it, for whoever reads articles without an index."""
    fields = {name: getattr(article, name) for name in CleanArticle.model_fields}
    return ScreenedArticle.model_construct(**fields, relation=Relation(kind="new", story=article.uri))


def screened(article: CleanArticle, found: Found | None) -> ScreenedArticle:
    """Return the article with the verdict on it and with what is new in it, in its own words.

    `found` is None for an article that was dropped before. For any other it means that its sketch was unreadable or has left the
    window, so that nobody can say what it repeats. Raises Malformed then, for without a relation the article would be lost unseen.
    """
    if found is None and article.dropped is None:
        raise Malformed("no verdict: its sketch is unreadable, or older than the window", field="sketch")
    relation = None
    dropped, sketch = article.dropped, article.sketch
    if found is not None:
        if sketch is not None and found.order is not None:  # else a repeated first version would seem to follow the second
            sketch = sketch.with_(offset=found.order)
        text = body(article)
        said = changed(text, found.ranges, found.figures, article.headline, article.located)
        relation = found.relation.with_(changed=said[:MOST_PHRASES], figures=figure_changes(text, found.figures))
        relation = with_unmet(relation, article)
        if relation.kind == "older" and dropped is None:
            detail = f"version {article.version} came after {relation.of_version}"
            dropped = Dropped(reason="older", field="version", detail=detail)
    fields = {name: getattr(article, name) for name in CleanArticle.model_fields}
    return ScreenedArticle.model_construct(**fields | {"dropped": dropped, "relation": relation, "sketch": sketch})
