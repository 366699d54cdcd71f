"""The verdict on an article, and the article with it."""

from __future__ import annotations

from dataclasses import dataclass

from streams.clean.sketch import body
from streams.errors import Malformed
from streams.messages import CleanArticle, Dropped, Relation, ScreenedArticle
from streams.screen.changed import Places, Stretches, changed, figure_changes
from streams.screen.kills import with_unmet

MOST_PHRASES = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What the index found of one article."""

    relation: Relation
    ranges: Stretches = ()
    """Words that the original does not have, counted by the sketch's word rule, end exclusive."""
    order: int | None = None
    """Where its sketch stands in the one order of the world: the first, if a worker that was killed wrote it twice."""
    figures: Places = ()
    """Where figures stand that the original does not have there, and those that it has."""


def screened(article: CleanArticle, found: Found | None) -> ScreenedArticle:
    """Put the verdict on its article, with what is new in it in its own words.

    `found` is None for what was dropped before. For another article that means that its sketch was unreadable or has left
    the window, so that nobody can say what it repeats: raises Malformed, for without relation it would be lost unseen.
    """
    if found is None and article.dropped is None:
        raise Malformed("no verdict: its sketch is unreadable, or older than the window", field="sketch")
    relation = None
    dropped, place = article.dropped, article.sketch
    if found is not None:
        if place is not None and found.order is not None:  # else a repeated first version would seem to follow the second
            place = place.with_(offset=found.order)
        text = body(article)
        said = changed(text, found.ranges, found.figures, article.headline, article.located)
        relation = found.relation.with_(changed=said[:MOST_PHRASES], figures=figure_changes(text, found.figures))
        relation = with_unmet(relation, article)
        if relation.kind == "older" and dropped is None:
            detail = f"version {article.version} came after {relation.of_version}"
            dropped = Dropped(reason="older", field="version", detail=detail)
    fields = {name: getattr(article, name) for name in CleanArticle.model_fields}
    return ScreenedArticle.model_construct(**fields | {"dropped": dropped, "relation": relation, "sketch": place})
