"""This module scores names that came through the whole pipeline, as `streams pipe --until extract` gives them: raw articles in, clean and
screen on the way.

The offsets of what is found are brought back into the raw text by the audit of the cuts. A name that clean cut out, or that stands in an
article that was dropped or taken for a repeat, is missed; so the figure is that of the product, not of the model.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import orjson

from streams.evaluation.model.names import nine, running
from streams.evaluation.tally import Spans, Tally
from streams.extract.names.labels import ours
from streams.messages import AnalysedArticle, Cut, Wire
from streams.model.recipe.worldwide import read_articles

Run = Callable[[Iterable[bytes]], Iterator[Wire]]
"""A pipeline: it takes records of `articles` and gives the messages that come out behind extract, one for one, in order."""


_NAMED = re.compile(r"\d|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b")
"""A date that names a day, a month or a year."""


@dataclass(frozen=True, slots=True)
class Piped:
    """The scores of names of Worldwide dev behind the pipeline, the number of gold names cut away, and of articles not read.

    `named` is the tally without dates told from now. Worldwide's convention leaves them out (of `today`, `last week`, `this year` and the
    like its training part labels 1 of 1,100), OntoNotes' and the seed article's take them in (`earlier this month`), and so do our rules.
    """

    tally: Tally
    named: Tally
    cut: int
    unread: int


def names_piped(path: Path, run: Run) -> Piped:
    """Score Worldwide dev through `run`, each article as JSON with a `uri` and its `text`."""
    texts = [running(article) for article in read_articles(path, "dev")]
    values = (orjson.dumps({"uri": f"urn:evaluate:{number}", "text": text}) for number, (text, _) in enumerate(texts))
    tally, named, cut, unread = Tally(), Tally(), 0, 0
    for message, (text, gold) in zip(run(values), texts, strict=True):
        found = Spans()
        if isinstance(message, AnalysedArticle) and message.readable:
            found = raw_names(message)
            cut += sum(any(one.start < end and start < one.end for one in message.cuts) for start, end, _ in gold)
        else:
            unread += 1
        tally.add(found, gold)
        named.add({name for name in found if not told_from_now(name, text)}, gold)
    return Piped(tally, named, cut, unread)


def told_from_now(name: tuple[int, int, str], text: str) -> bool:
    """Return True if a name is a date that no calendar has (`last week`)."""
    start, end, label = name
    return label == "DATE" and not _NAMED.search(text[start:end])


def raw_names(article: AnalysedArticle) -> Spans:
    """Return the scored names of an article by their characters in the raw text; a place that is a GPE is a LOC here."""
    offsets = Offsets(article.cuts)
    return nine((offsets.raw(one.start), offsets.raw(one.end - 1) + 1, ours(one.label) or one.label) for one in article.entities)


class Offsets:
    """Offsets tells where the characters of a cleaned text stand in the raw one."""

    def __init__(self, cuts: Sequence[Cut]) -> None:
        ordered = sorted(cuts, key=lambda cut: cut.start)
        self._gone = [0, *accumulate(cut.end - cut.start - len(cut.put or "") for cut in ordered)]
        self._kept = [cut.start - gone for cut, gone in zip(ordered, self._gone, strict=False)]

    def raw(self, offset: int) -> int:
        """Return the offset in the raw text of the character at `offset` of the cleaned one."""
        return offset + self._gone[bisect_right(self._kept, offset)]
