"""The time of an event: the date of its sentence that belongs to its predicate, else the one that its sentence leans on."""

from __future__ import annotations

from datetime import datetime, timedelta

from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.messages import Entity, Frame, TimeValue, When

_BREAKS = words("when", "breaks")
"""Words at which another clause begins."""
_STARTS = words("when", "starts")
"""Words before a date from which something has gone on: `the deadliest since 2013`."""
_HELPERS = words("when", "helpers")
"""Words between a subject and its participle: behind any other word, a participle only tells of the noun before."""
_LEAN = timedelta(days=14)
"""The age up to which the date of the sentence before is news that the next goes on with; an older one is background."""
_DAY = timedelta(days=1)
_NEAR = 60
"""The most characters of an argument that tells when; a longer one holds a clause with times of its own."""
_FAR = 260.0
_SAID = 20
"""The most characters between a speaker and the day on which he spoke: ` told reporters on `."""
_POSSESSIVE = frozenset({"'s", "’s"})


def published_when(published: datetime) -> When:
    """Return the article's own day, for an event that carries no date."""
    day = published.replace(hour=0, minute=0, second=0, microsecond=0)
    return When(start=day, end=day + _DAY, precision="published")


def when_of(reading: Reading, frame: Frame, others: tuple[int, ...]) -> When:
    """Return the interval of a predicate; the article's own day where neither its sentence nor the one before names a time that is its own.

    `others`: frames of other events of its sentence, which keep the times within their own arguments.
    """
    published = reading.article.published
    best: tuple[float, Entity] | None = None
    for entity in _dated(reading, frame.sentence):
        cost = _cost(reading, frame, entity, others)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, entity
    if best is None:
        best = _of_governor(reading, frame)
    if best is None and frame.sentence and frame.tense in ("past", "none") and frame.modality is None:
        best = _leant_on(reading, frame)
    return published_when(published) if best is None else _when(reading, best[1], frame)


def _dated(reading: Reading, sentence: int) -> list[Entity]:
    """Return the dates and times of a sentence."""
    entities = [reading.article.entities[i] for i in reading.entities[sentence]]
    return [e for e in entities if e.label in ("DATE", "TIME") and isinstance(e.value, TimeValue)]


def _when(reading: Reading, entity: Entity, frame: Frame) -> When:
    value = entity.value
    assert isinstance(value, TimeValue)
    text = " ".join(reading.text(entity.start, entity.end).split())
    return When(text=text, start=value.start, end=value.end, precision=value.precision)


def _of_governor(reading: Reading, frame: Frame) -> tuple[float, Entity] | None:
    """Return the date of the predicate that a clause or noun belongs to: "four years ago nine died when a bus fell", "died in a wreck"."""
    for index in reading.frames[frame.sentence]:
        above = reading.article.frames[index]
        if above is not frame and any(a.start <= frame.start < a.end for a in above.arguments):
            owned = (entity for entity in _dated(reading, frame.sentence) if _owns(above, entity) and not _marked(reading, entity, _STARTS))
            if (entity := next(owned, None)) is not None:
                return _FAR, entity
    return None


def _leant_on(reading: Reading, frame: Frame) -> tuple[float, Entity] | None:
    """Return the one recent day that the sentence before tells; None where it tells another date too."""
    published = reading.article.published
    before = [e for e in _dated(reading, frame.sentence - 1) if not _marked(reading, e, _STARTS)]
    recent = [
        e
        for e in before
        if isinstance(e.value, TimeValue) and published - _LEAN <= e.value.start <= published and e.value.end - e.value.start <= _DAY
    ]
    return (_FAR, recent[0]) if len(recent) == 1 == len(before) else None


def _marked(reading: Reading, entity: Entity, marks: frozenset[str]) -> bool:
    """Return True if one of these words stands right before a date; before `Wednesday's explosion` it is a word of the explosion."""
    if reading.article.text[entity.end - 2 : entity.end] in _POSSESSIVE or reading.article.text[entity.end : entity.end + 2] in _POSSESSIVE:
        return False
    sentence = reading.sentence_at(entity.start)
    before = reading.lower_before(sentence, entity.start, 1) if sentence is not None else []
    return bool(before) and before[0] in marks


def _cost(reading: Reading, frame: Frame, entity: Entity, others: tuple[int, ...]) -> float | None:
    """Return the distance of a time from a predicate, in characters, with more for each clause between; None where the time belongs to
    another.
    """
    article, value = reading.article, entity.value
    assert isinstance(value, TimeValue)
    if _marked(reading, entity, _STARTS):
        return None
    behind = reading.lower_in(entity.end, entity.end + 10)[:1]
    if behind == ("after",) and value.end < article.published:
        # "comes days after X carried out blasts": the time is of what follows.
        near = entity.end < frame.start < entity.end + _NEAR and value.end - value.start < timedelta(days=3660)
        return 5.0 if near else None
    if behind == ("before",):
        return None
    if entity.end <= frame.start and frame.start - entity.end <= 2 and frame.pos == "NOUN":
        return 0.0  # "the 2021 fire"
    if _owns(frame, entity):
        return 0.0
    for index in others:
        other = article.frames[index]
        if _owns(other, entity):
            if frame.pos == "NOUN" and any(a.role == "oblique" and a.head_start <= frame.start < a.head_end for a in other.arguments):
                return None  # "is to be charged with murder on Monday"
            return None if _breaks(reading, min(frame.end, other.end), max(frame.start, other.start)) else 60.0
    if _elsewhere(reading, frame, entity):
        return None
    low, high = (frame.end, entity.start) if entity.start >= frame.end else (entity.end, frame.start)
    breaks = _breaks(reading, low, high)
    cost = float(high - low) + 40.0 * breaks + (10.0 if entity.start < frame.start else 0.0)
    if entity.start < frame.start and breaks and frame.pos == "VERB":
        cost += 40.0
    if _spoken(reading, entity):
        dated = (e for e in _dated(reading, frame.sentence) if e is not entity)
        if any(_owns(article.frames[index], e) for e in dated for index in others):
            return None  # "raised the toll of Wednesday's blast to eight, police said on Friday"
        cost += 150.0
    return cost if cost < _FAR else None


def _spoken(reading: Reading, entity: Entity) -> bool:
    """Return True for the day on which somebody said what the sentence tells: that of the deed only where no other is named."""
    sentence = reading.sentence_at(entity.start)
    frames = (reading.article.frames[index] for index in reading.frames[sentence]) if sentence is not None else ()
    return any(f.attribution is not None and 0 <= entity.start - f.attribution.end <= _SAID for f in frames)


def _owns(frame: Frame, entity: Entity) -> bool:
    """Return True if a date stands in a short argument of a predicate that may tell when, of a noun also as its owner ("Thursday's
    bombing").
    """
    roles = ("oblique", "modifier", "agent") if frame.pos == "NOUN" else ("oblique", "modifier")
    return any(a.start <= entity.start < a.end and a.role in roles and a.end - a.start < _NEAR for a in frame.arguments)


def _elsewhere(reading: Reading, frame: Frame, entity: Entity) -> bool:
    """Return True if a date is that of a participle that only tells of a thing ("the mosque, built in 1903"), or dates a noun that is no
    event.
    """
    for index in reading.frames[frame.sentence]:
        other = reading.article.frames[index]
        if other is frame or other.pos != "VERB" or other.voice != "passive" or other.parent is not None or not _owns(other, entity):
            continue
        before = reading.before(other, 1)
        first = min((e.start for e in _dated(reading, frame.sentence) if e.start >= other.end), default=None)
        if before and before[0] not in _HELPERS and entity.start == first and other.attribution is None:
            return True
    behind = [reading.text(w.start, w.end) for w in reading.said_in(entity.end, entity.end + 30)][:1]
    value = entity.value
    yearly = isinstance(value, TimeValue) and value.precision == "year" and entity.text.isdecimal()
    return (
        yearly
        and bool(behind)
        and behind[0].isalpha()
        and behind[0].lower() not in _BREAKS
        and not _marked(reading, entity, frozenset({"in", "during"}))
    )


def _breaks(reading: Reading, start: int, end: int) -> int:
    """Return the number of words in a stretch at which another clause begins."""
    return sum(word in _BREAKS for word in reading.lower_in(start, end)) if start < end else 0
