"""A comparison of two articles: what they share, and the reason for the verdict on the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from streams.clean.sketch import body, sketch, word_spans
from streams.messages import CleanArticle, Relation
from streams.screen.found import screened
from streams.screen.index import Index
from streams.screen.overlap import Overlap, Runs, copied_runs, measure, stored
from streams.screen.query import read_query


@dataclass(frozen=True, slots=True)
class Side:
    """One text, and the stretches of its characters, from and to, that the other has too."""

    text: str
    shared: Runs


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict on the second of two articles if the first is all that was here before."""

    first: Side
    second: Side
    relation: Relation
    why: str
    pair: Overlap
    """The measures of the two texts as such, whatever decided the verdict."""


def explain(first: CleanArticle, second: CleanArticle) -> Explanation:
    """Return the comparison of two articles; a text with itself is compared as two articles, so their sources are made different."""
    index, one = Index(timedelta(days=1)), first.with_(source="articles/0/0")
    two = second.with_(source="articles/0/1", received=first.received)
    index.apply(0, sketch(one))
    why = index.decide(sketch(two)).why
    relation = screened(two, index.apply(1, sketch(two))).relation
    assert relation is not None
    old, new = read_query(sketch(one)).text, read_query(sketch(two)).text
    copies = copied_runs(new, stored(old))
    return Explanation(
        Side(body(one), _characters(body(one), copied_runs(old, stored(new)))),
        Side(body(two), _characters(body(two), copies)),
        relation,
        why,
        measure(new, stored(old), copies),
    )


def _characters(text: str, words: Runs) -> Runs:
    spans = word_spans(text)
    return [(spans[start][0], spans[end - 1][1]) for start, end in words]
