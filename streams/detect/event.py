"""The event that a finished draft makes: its id, severity, urgency, certainty, codes, evidence and confidence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

from streams.detect.codes import codes_of
from streams.detect.draft import Draft
from streams.detect.leaders import leads
from streams.detect.reading import Reading
from streams.detect.severity import HEDGES, certainty_of, severity_of, urgency_of
from streams.detect.story import NEWS
from streams.detect.summary import summary_of
from streams.detect.types import kind_of
from streams.detect.when import published_when
from streams.detect.who import distinct
from streams.messages import Actor, Event, EventType, Frame, Place, Span, Told

_READ_NEWS = 50
"""The chance of news, in percent, from which an event that no editor takes from the article is read as news all the same."""
_LOSSES = frozenset({"casualties", "losses", "fighting", "toll"})


def event_of(reading: Reading, draft: Draft, place: Place | None, at: int, *, wide: bool, news: float | None, main: bool) -> Event:
    """Return the draft as an event at one of its places; `at` counts the places, and the casualties go with the first only."""
    article = reading.article
    frame = article.frames[draft.frames[0]]
    shown = reading.sentence_at(place.start) if at and place is not None else None
    evidence = reading.span(draft.sentence if shown is None else shown)
    frames = [article.frames[i] for i in draft.frames]
    words = reading.vocabulary[frame.sentence]
    verbs = [frame.attribution.verb] if frame.attribution is not None else []
    own = len({f.sentence for f in frames if f.attribution is None})
    told = len(set(draft.sentences))
    certainty = certainty_of(draft.realis, modality=frame.modality, speaker_verbs=verbs, words=words, own=own, told=told)
    sentences = tuple(dict.fromkeys(draft.sentences))
    severity = severity_of(
        draft.type,
        draft.mode,
        draft.realis,
        draft.casualties,
        wide=wide and draft.type == "ASSAULT" and len(draft.places) > 1,
        leader=any(c.kind == "killed" and c.max != 0 for c in draft.casualties)
        and any(leads(argument) for one in frames for argument in one.arguments if argument.role == "patient"),
        heavy=any(_heavy(reading, s) for s in sentences),
        magnitude=next((m for s in sentences if (m := _magnitude(reading, s)) is not None), None) if draft.type == "HAZARD" else None,
    )
    casualties = draft.casualties if at == 0 else ()
    parts = [x for x in (place, *draft.actors, *draft.recipients, *draft.victims, *casualties) if x is not None and x.end > 0]
    sources = {*draft.linked, *(s for x in parts if (s := reading.sentence_at(x.start)) is not None)}
    event = Event(
        id=_id(article.uri, draft.type, frame.start, place if at else None),
        type=draft.type,
        mode=draft.mode,
        told="news" if news is not None and news >= NEWS else _told(frames),
        news=None if news is None else round(news, 3),
        main=main,
        realis=draft.realis,
        actors=draft.actors,
        recipients=() if kind_of(draft.type).misfortune else draft.recipients,
        victims=_harmed(draft),
        targets=draft.targets,
        place=_with_country(reading, place),
        time=draft.when if draft.when.precision != "published" else published_when(article.published),
        casualties=casualties,
        severity=severity,
        urgency=urgency_of(draft.realis, draft.when, article.published, article.received),
        certainty=certainty,
        predicate=Span(start=frame.start, end=frame.end, text=reading.text(frame.start, frame.end)),
        evidence=evidence,
        linked=tuple([span for s in sorted({*sources, draft.sentence}) if (span := reading.span(s)) != evidence]),
        codes=codes_of(draft.type, draft.mode, draft.realis, draft.trigger.sense.cameo, draft.actors, (*draft.recipients, *draft.victims)),
        confidence=_confidence(draft, place, hedged=not words.isdisjoint(HEDGES), told=told),
    )
    return event.with_(summary=summary_of(event, article.published))


def _with_country(reading: Reading, place: Place | None) -> Place | None:
    """Return the place with its country's name, or unchanged where that name is unknown or the place's own."""
    country = reading.article.countries.get(place.country) if place is not None and place.country is not None else None
    return place if place is None or country is None or country.name == place.name else place.with_(country_name=country.name)


def _told(frames: Sequence[Frame]) -> Told | None:
    """Return `news` or `background`, by the mean chance of news of an event's predicates, each weighed by how surely it tells of an event;
    None where none has a reading.
    """
    readings = [frame.reading for frame in frames if frame.reading is not None]
    if not readings:
        return None
    chance = sum(one.event * one.news for one in readings) / sum(one.event for one in readings)
    return "news" if chance >= _READ_NEWS else "background"


def _heavy(reading: Reading, sentence: int) -> bool:
    """Return True if a sentence tells of `heavy losses`, `heavy fighting` or the like."""
    if "heavy" not in reading.vocabulary[sentence]:
        return False
    return any(one == "heavy" and two in _LOSSES for one, two in pairwise(reading.rows[sentence].lower))


def _magnitude(reading: Reading, sentence: int) -> float | None:
    """Return the figure right before or behind `magnitude` ("a 7.1-magnitude quake", "of magnitude 6.4"); None without one."""
    words = reading.rows[sentence].lower
    for at, word in enumerate(words):
        if "magnitude" in word:
            near = [*word.split("-"), *words[max(0, at - 1) : at], *words[at + 1 : at + 3]]
            found = [float(one) for one in near if one.replace(".", "", 1).isdecimal() and len(one) <= 4]
            return found[0] if found else None
    return None


def _harmed(draft: Draft) -> tuple[Actor, ...]:
    """Return the victims, and those recipients of whom the casualties are said to be ("13 American soldiers were killed")."""
    of = [c.of.lower() for c in draft.casualties if c.of and c.kind in ("killed", "injured", "missing", "abducted")]
    return distinct((*draft.victims, *(a for a in draft.recipients if any(a.name.lower() in x or x in a.text.lower() for x in of))))


def _id(uri: str, type_: EventType, start: int, place: Place | None) -> str:
    """Return a hash of the uri, the type and the predicate's offset; from the second place of a fight on also of the place's offset."""
    parts = [uri, type_, str(start)] + ([str(place.start)] if place is not None else [])
    return hashlib.blake2b("|".join(parts).encode(), digest_size=12).hexdigest()


def _confidence(draft: Draft, place: Place | None, *, hedged: bool, told: int) -> float:
    """Return from 0 to 1 how sure the decision is; where the rules alone decide, how many questions the event answers, less what makes its
    words doubtful.
    """
    if draft.trigger.chance is not None:
        return round(draft.trigger.chance, 2)
    score = 0.5
    score += 0.1 * bool(draft.actors) + 0.1 * bool(draft.recipients or draft.victims) + 0.05 * (draft.when.precision != "published")
    score += 0.1 * (place is not None and place.country is not None) + 0.1 * bool(draft.casualties) + 0.05 * min(told - 1, 2)
    score -= 0.15 * draft.trigger.sense.weak + 0.1 * draft.trigger.roles.borrowed + 0.1 * hedged
    score -= 0.1 * (draft.realis in ("planned", "threatened", "denied"))
    return round(min(0.99, max(0.05, score)), 2)
