"""The examples that detect's decision is shown: the predicates of the corpus' training texts by their base form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

from streams.detect.decision import NONE, base_of
from streams.detect.likeness import Example
from streams.evaluation.corpus.annotated import Annotated
from streams.messages import AnalysedArticle, Frame

_AROUND = 90
"""The most characters of the sentence that are kept on each side of the predicate."""
_MOST = 16
"""The most examples of one base form that tell of an event, and as many that tell of none."""


def examples_of(articles: Iterable[Annotated]) -> Iterator[Example]:
    """Yield a bounded sample of the articles' predicates whose base form tells of an event somewhere, in the order of base forms."""
    found: dict[str, list[Example]] = {}
    for one in articles:
        gold = one.told_by_frame()
        for index, frame in enumerate(one.article.frames):
            told = gold.get(index)
            example = Example(base_of(frame), NONE if told is None else told.type, one.text.id, _around(one.article, frame))
            found.setdefault(example.base, []).append(example)
    for _, examples in sorted(found.items()):
        drawn = sorted(examples, key=lambda e: hashlib.blake2b(f"{e.source} {e.text}".encode(), digest_size=8).digest())
        events = list(islice((e for e in drawn if e.type != NONE), _MOST))
        if events:
            yield from events
            yield from islice((e for e in drawn if e.type == NONE), _MOST)


def _around(article: AnalysedArticle, frame: Frame) -> str:
    """Return the words of the sentence around a predicate, cut at blanks."""
    sentence = article.sentences[frame.sentence]
    start, end = max(sentence.start, frame.start - _AROUND), min(sentence.end, frame.end + _AROUND)
    words = article.text[start:end].split()
    cut = words[1 if start > sentence.start else 0 : len(words) - 1 if end < sentence.end else len(words)]
    return " ".join(cut)
