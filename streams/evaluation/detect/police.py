"""Killings by police: the sentences of IndiaPoliceEvents (Halterman et al. 2021), each labelled with what police did in it.

Its label KILL says that police killed somebody. A document is read whole, and each event counts for the sentence that its predicate
or its number of killed stands in. The texts tell of riots, so most of their killings are by others: who did it must be read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

from streams.detect.detection import detect
from streams.detect.harm import HARM
from streams.evaluation.peers import ArticlesOf, lines_of
from streams.messages import Event

PUBLISHED = datetime(2002, 3, 15, tzinfo=UTC)
"""The day that the documents count as published: they are of March 2002 and carry no dates."""
_DONE = frozenset({"happened", "ongoing", "historical"})


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, the start and the end of each of its sentences, and the numbers of those that tell that police killed
    somebody.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    killed: frozenset[int]


def police_scores(path: Path, articles_of: ArticlesOf) -> dict[str, Any]:
    """Return recall and precision of the sentences in which police killed, and of all sentences with a killing as if by police."""
    documents = list(documents_of(lines_of(path)))
    articles = articles_of([document.text for document in documents], PUBLISHED)
    gold, by_police, by_any = set[tuple[int, int]](), set[tuple[int, int]](), set[tuple[int, int]]()
    for number, (document, article) in enumerate(zip(documents, articles, strict=True)):
        killings = [event for event in detect(article).events if is_killing(event)]
        gold |= {(number, at) for at in document.killed}
        by_any |= {(number, at) for event in killings for at in sentences_of(event, document)}
        by_police |= {(number, at) for event in killings if has_police(event) for at in sentences_of(event, document)}
    return {
        "texts": len(documents),
        "killings": len(gold),
        **_shares("kill", gold, by_police),
        **_shares("killByAnybody", gold, by_any),
    }


def _shares(name: str, gold: set[tuple[int, int]], found: set[tuple[int, int]]) -> dict[str, float]:
    right = len(gold & found)
    return {f"{name}Recall": round(right / max(1, len(gold)), 3), f"{name}Precision": round(right / max(1, len(found)), 3)}


def documents_of(rows: Iterable[dict[str, Any]]) -> Iterator[Document]:
    """Yield the documents of a file of sentences; those of one document stand together, in order."""
    for _, group in groupby(rows, key=lambda row: row["doc_id"]):
        sentences = list(group)
        texts = [" ".join(row["sent_text"].split()) for row in sentences]
        ends = accumulate(len(text) + 1 for text in texts)
        spans = tuple((end - len(text) - 1, end) for end, text in zip(ends, texts, strict=True))
        yield Document(" ".join(texts), spans, frozenset(at for at, row in enumerate(sentences) if "KILL" in row["sent_labels"]))


def is_killing(event: Event) -> bool:
    """Return True if an event of whatever type was done and has people killed, or a predicate of killing."""
    return event.realis in _DONE and (_kills(event) or bool(_killed(event)))


def _kills(event: Event) -> bool:
    """Return True if the predicate is a word of death that the lexicon counts by, alone or joined (`shot dead`)."""
    said = event.predicate.text.lower() if event.predicate is not None else ""
    return any(HARM.get(word) == "killed" for word in (*said.split(), said.replace(" ", "_")))


def _killed(event: Event) -> list[int]:
    """Return the offset at which each number of killed begins, without those that say nobody was."""
    return [one.start for one in event.casualties if one.kind == "killed" and one.max != 0]


def sentences_of(event: Event, document: Document) -> set[int]:
    """Return the sentences, by number, in which an event's numbers of killed stand, and its predicate if it is one of killing."""
    predicate = [event.predicate.start] if event.predicate is not None and _kills(event) else []
    told = [*_killed(event), *predicate]
    return {at for at, (start, end) in enumerate(document.spans) if any(start <= offset < end for offset in told)}


def has_police(event: Event) -> bool:
    """Return True if one of those who did it is police."""
    return any(actor.kind == "police" or actor.sector == "COP" for actor in event.actors)
