"""The verdict on an article, and the article with it."""

from __future__ import annotations

from dataclasses import dataclass

from streams.clean.sketch import body, word_spans
from streams.errors import Malformed
from streams.messages import CleanArticle, Dropped, Relation, ScreenedArticle

MOST_PHRASES = 12
PHRASE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What the index found of one article."""

    relation: Relation
    ranges: tuple[tuple[int, int], ...] = ()
    """Words that the original does not have, counted by the sketch's word rule, end exclusive."""
    order: int | None = None
    """Where its sketch stands in the one order of the world: the first, if a worker that was killed wrote it twice."""


def screened(article: CleanArticle, found: Found | None) -> ScreenedArticle:
    """Put the verdict on its article, with the changed words as phrases.

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
        relation = found.relation.with_(changed=phrases(body(article), found.ranges))
        if relation.kind == "older" and dropped is None:
            detail = f"version {article.version} came after {relation.of_version}"
            dropped = Dropped(reason="older", field="version", detail=detail)
    fields = {name: getattr(article, name) for name in CleanArticle.model_fields}
    return ScreenedArticle.model_construct(**fields | {"dropped": dropped, "relation": relation, "sketch": place})


def phrases(text: str, ranges: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """The words of each range as they stand, white space made single blanks, 12 of 200 characters at most."""
    if not ranges:
        return ()
    spans = word_spans(text)
    inside = [(start, min(end, len(spans))) for start, end in ranges if start < len(spans)]
    cut = (" ".join(text[spans[start][0] : spans[end - 1][1]].split()) for start, end in inside)
    return tuple(phrase[:PHRASE_CHARACTERS] for phrase in cut)[:MOST_PHRASES]
