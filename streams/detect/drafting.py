"""The drafts of an article: one for each predicate that tells of an event, with the parties, places and time that its clause gives it."""

from __future__ import annotations

from streams.detect.decision import governs, triggers
from streams.detect.draft import Draft
from streams.detect.mode import mode_of
from streams.detect.party import parties
from streams.detect.reading import Reading
from streams.detect.realis import calls_off, realis_of
from streams.detect.topic import topic_of
from streams.detect.trigger import Trigger
from streams.detect.types import kind_of, types
from streams.detect.when import when_of
from streams.detect.where import Places, places_of
from streams.messages import EventType, Frame


def drafts_of(reading: Reading, places: Places) -> list[Draft]:
    """Return one draft for each predicate that tells of an event, in the order of the text; one that only gives another its meaning, or
    says that a deed is called off, has none of its own.
    """
    found = sorted(triggers(reading, topic_of(reading)).items())
    beside = _by_sentence(reading, found)
    found = [(i, hit) for i, hit in found if not _consumed(reading, i, beside[reading.article.frames[i].sentence])]
    beside = _by_sentence(reading, found)
    out = []
    for index, hit in sorted(found, key=lambda x: reading.article.frames[x[0]].start):
        others = tuple(i for i, _ in beside[reading.article.frames[index].sentence] if i != index)
        if (draft := _draft(reading, places, index, hit, others)) is not None:
            out.append(draft)
    return _as_real_as_their_governors(reading, out)


def _as_real_as_their_governors(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts, each planned one as real as the predicate that governs it if both are of one type: "met to discuss" is one
    meeting, which happened.
    """
    governing = {draft.frames[0]: draft for draft in drafts}
    out = []
    for draft in drafts:
        above = governing.get(parent) if (parent := reading.article.frames[draft.frames[0]].parent) is not None else None
        same = above is not None and above.type == draft.type and above.sentence == draft.sentence
        out.append(draft.with_(realis=above.realis) if above is not None and same and draft.realis == "planned" else draft)
    return out


def _by_sentence(reading: Reading, found: list[tuple[int, Trigger]]) -> dict[int, list[tuple[int, Trigger]]]:
    """Return the frames with their triggers, in order, by the sentence that they stand in: only those of one sentence affect each other."""
    out: dict[int, list[tuple[int, Trigger]]] = {}
    for index, hit in found:
        out.setdefault(reading.article.frames[index].sentence, []).append((index, hit))
    return out


def _consumed(reading: Reading, index: int, found: list[tuple[int, Trigger]]) -> bool:
    """Return True if an event noun is only the object that gives another predicate its meaning ("violation of the ceasefire"), or if a
    predicate only says of a deed that it is called off, which is told with the deed.

    `found`: the predicates of its sentence.
    """
    own = reading.article.frames[index]
    if own.pos != "NOUN":
        return any(calls_off(reading, own, reading.article.frames[other]) and _deed(hit) for other, hit in found)
    for other, hit in found:
        above = reading.article.frames[other]
        gives = other != index and hit.sense.patient_near and governs(above, own)
        if gives and not (calls_off(reading, above, own) and any(at == index and _deed(each) for at, each in found)):
            return True
    return False


def _deed(hit: Trigger) -> bool:
    return hit.type in types() and kind_of(hit.type).deed


def _draft(reading: Reading, places: Places, index: int, hit: Trigger, others: tuple[int, ...]) -> Draft | None:
    frame = reading.article.frames[index]
    published = reading.article.published
    type_: EventType = "ASSAULT" if hit.type in ("RESULT", "NONE") else hit.type  # type: ignore[assignment]
    when = when_of(reading, frame, others)
    accused = bool(hit.sense.parent) and frame.attribution is not None  # by who says so, whatever is read of the predicate itself
    realis = "happened" if accused else realis_of(reading, frame, type_, when, published)
    if realis is None:
        if not (frame.negated and kind_of(type_).refusable and (frame.tense == "future" or frame.modality in ("will", "would"))):
            return None
        type_, realis = "REJECT", "happened"  # "will not release the prisoners"
    if hit.decided is None and not kind_of(type_).core and _generic(frame):
        return None
    who = parties(reading, frame, hit, type_)
    spans = [(a.start, a.end) for a in (*who.actors, *who.recipients)]
    where = places_of(reading, places, frame, spans, split=kind_of(type_).many_places, claimed=_claimed(reading, frame, others))
    mode = None if type_ == "REJECT" else mode_of(reading, frame, hit, type_, who.actors)
    return Draft(
        frames=(index,),
        sentences=(frame.sentence,),
        trigger=hit,
        type=type_,
        mode=mode,
        realis=realis,
        actors=who.actors,
        recipients=who.recipients,
        victims=who.victims,
        targets=who.targets,
        places=tuple(where),
        when=when,
        status=frame.reading.news if frame.reading is not None else None,
        linked=tuple(s for s in who.linked if s != frame.sentence),
    )


def _claimed(reading: Reading, frame: Frame, others: tuple[int, ...]) -> frozenset[int]:
    """Return the indices of the names that stand behind `in`, `near`, `at`, `outside` or `on` with another event's predicate in the
    sentence (`others`), and so are not free for this one; the predicates that govern this one take none.
    """
    out: set[int] = set()
    above = {frame.parent}
    if frame.parent is not None:
        above.add(reading.article.frames[frame.parent].parent)
    for index in others:
        other = reading.article.frames[index]
        if index not in above:
            out.update(
                e for a in other.arguments if a.role == "oblique" and a.marker in ("in", "near", "at", "outside", "on") for e in a.entities
            )
    return frozenset(out)


def _generic(frame: Frame) -> bool:
    """Return True if a verb tells what generally happens ("life jackets get stolen"): it is a bare present of nobody in particular."""
    named = any(a.entity is not None for a in frame.arguments)
    return (
        frame.pos == "VERB"
        and frame.tense == "present"
        and frame.aspect == "simple"
        and frame.modality is None
        and not named
        and frame.attribution is None
    )
