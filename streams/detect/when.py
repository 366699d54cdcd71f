"""When an event was: the time expression of its sentence that belongs to its predicate."""

from __future__ import annotations

import re
from datetime import timedelta

from streams.detect.reading import Reading
from streams.detect.times import TimeMention, published_when
from streams.messages import Frame, When

_BREAK = re.compile(r"[;]|\b(?:while|but|after|before|when|as|since|until|which|who|whose|where)\b", re.I)


def when_of(reading: Reading, frame: Frame, others: tuple[int, ...]) -> When:
    """The interval of a predicate; the article's own day where its sentence names no time that is its own.

    `others`: frames of other events of its sentence, which keep the times within their own arguments.
    """
    article = reading.article
    ahead = frame.tense == "future" or (frame.modality is not None and frame.tense in ("present", "future", "none"))
    best: tuple[float, TimeMention] | None = None
    for mention in reading.times(frame.sentence, future=ahead):
        cost = _cost(reading, frame, mention, others)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, mention)
    return published_when(article.published) if best is None else best[1].when


def _cost(reading: Reading, frame: Frame, mention: TimeMention, others: tuple[int, ...]) -> float | None:
    """How far a time stands from a predicate; None where it belongs to another."""
    article = reading.article
    if mention.anchored == "after":
        # "comes days after X carried out blasts": the time is of what follows.
        if frame.start > mention.end and frame.start - mention.end < 60 and mention.when.end - mention.when.start < timedelta(days=3660):
            return 5.0
        return None
    if mention.anchored == "before":
        return None
    if any(a.start <= mention.start < a.end and a.role in ("oblique", "modifier") and a.end - a.start < 60 for a in frame.arguments):
        return 0.0
    for index in others:
        other = article.frames[index]
        if any(a.start <= mention.start < a.end and a.role in ("oblique", "modifier") and a.end - a.start < 60 for a in other.arguments):
            return None if _BREAK.search(article.text, min(frame.end, other.end), max(frame.start, other.start)) else 60.0
    low, high = (frame.end, mention.start) if mention.start >= frame.end else (mention.end, frame.start)
    gap = article.text[low:high]
    cost = float(len(gap)) + 40.0 * len(_BREAK.findall(gap)) + (10.0 if mention.start < frame.start else 0.0)
    if mention.start < frame.start and _BREAK.search(gap) and frame.pos == "VERB":
        cost += 40.0
    return cost if cost < 260 else None
