"""screen: publishes the verdict that the log of sketches gives for each article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from streams.headers import ORDER, SOURCE
from streams.messages import CleanArticle, ScreenedArticle, Verdict
from streams.messages.vocabulary import RelationKind
from streams.metrics import DUPLICATES as REPEATS
from streams.metrics import from_zero
from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Seams
from streams.screen import screened
from streams.topics import DUPLICATES, SCREENED
from streams.versions import same


class ScreenStep:
    """Waits until the index has applied an article's sketch, then publishes the verdict found there."""

    def __init__(self, seams: Seams) -> None:
        self._limit, self._verdicts = seams.limit, seams.verdicts
        from_zero(REPEATS, get_args(RelationKind))

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return [await self._screen(record) for record in records]

    async def _screen(self, record: Record) -> Result:
        try:
            article = CleanArticle.decode(record.value)
            sketch = article.sketch
            found = await self._verdicts.found(article.source, sketch.offset if sketch is not None else None)
            whole = self._limit.run(record, lambda: screened(article, found))
        except Exception as exc:
            return exc
        key = whole.uri.encode()
        headers = record.headers
        if whole.sketch is not None:  # the order of its first sketch, should it have been written twice
            order = str(whole.sketch.offset).encode()
            headers = tuple((name, order if name == ORDER else value) for name, value in headers)
        outs = [Out(SCREENED, key, whole.encode(), headers)]
        if whole.relation is not None:
            REPEATS.labels(whole.relation.kind).inc()
            if not _stands(whole):
                return outs
            verdict = Verdict(uri=whole.uri, version=whole.version, source=whole.source, relation=whole.relation)
            outs.append(Out(DUPLICATES, key, verdict.encode(), ((SOURCE, whole.source.encode()),)))
        return outs


def _stands(article: ScreenedArticle) -> bool:
    """Return True if a verdict is the state of its uri: not that on an older version that came late, nor on a second copy of one.

    `articles.duplicates` is compacted: such a verdict would replace the one on the version that is in force, and whoever
    joins it would take the article for a repeat of itself.
    """
    relation = article.relation
    assert relation is not None
    itself = relation.kind == "exact" and relation.of == article.uri and same(relation.of_version or "", article.version)
    return relation.kind != "older" and not itself
