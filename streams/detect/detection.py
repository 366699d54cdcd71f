"""Detection turns the frames of one article into its events, by rules over frozen values, without state and without a parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.detect.casualties import casualties_of
from streams.detect.country import NOWHERE, Countries
from streams.detect.decision import governs, triggers
from streams.detect.draft import Draft
from streams.detect.event import event_of
from streams.detect.lexicon import words
from streams.detect.merge import merged, with_casualties, without_results
from streams.detect.mode import mode_of
from streams.detect.named_dead import named_dead
from streams.detect.party import parties
from streams.detect.reading import Reading
from streams.detect.realis import calls_off, realis_of
from streams.detect.scene import set_in
from streams.detect.story import Story, story_of
from streams.detect.topic import topic_of
from streams.detect.trigger import Trigger
from streams.detect.types import kind_of, types
from streams.detect.when import when_of
from streams.detect.where import Places, places_of
from streams.messages import AnalysedArticle, Casualty, Event, EventArticle, EventType, Frame, HeadlineReading

_NEWS = 0.5
"""The chance of being news from which an event of the text leads its article; the headline is read by itself only where no event does."""
_SURE = 0.7
"""The chance of being news that an event of the headline needs if it counts no victims: no sentences stand around a headline, and on the
corpus' test part the events below it brought one true alert of four.
"""
_CRIMINAL = words("detection", "criminal")
_WARLIKE = words("detection", "warlike")
_VIOLENT = words("detection", "violent")
_MISHAP = words("detection", "mishap")
"""Words of mishaps, in which people come to harm by no one's will: without one of them, a death that nothing caused is no event."""


def detect(article: AnalysedArticle) -> EventArticle:
    """Return the article with its events: what it says happened, goes on, is planned, threatened or denied.

    The function is pure. An article that is not readable (dropped, a repeat, withdrawn) passes through without events.
    """
    events = tuple(_events(article)) if article.readable and article.sentences else ()
    if article.readable and not any(_leads(event) for event in events):
        events = (*events, *_told_above(article))
    return EventArticle.model_construct(**{**vars(article), "events": events})


def _leads(event: Event) -> bool:
    """Return True for a deed that an editor takes as news, or would where no event reader is installed."""
    real = kind_of(event.type).deed and event.realis not in ("historical", "denied")
    return real and event.told != "background" and (event.news is None or event.news >= _NEWS)


def _told_above(article: AnalysedArticle) -> Iterator[Event]:
    """Yield the deeds that the headline alone tells, read as a text of its own in an article of the same kind."""
    headline = article.headline_reading
    if headline is None or not headline.sentences:
        return
    fields = {name: getattr(headline, name) for name in HeadlineReading.model_fields} | {"kinds": article.kinds or headline.kinds}
    for event in _events(article.with_(**fields, uri=f"{article.uri}#headline", headline=None, headline_reading=None)):
        if _leads(event) and (event.news is None or event.casualties or event.news >= _SURE):
            yield event.with_(in_headline=True)


def _events(article: AnalysedArticle) -> Iterator[Event]:
    reading = Reading(article)
    places = Places(reading)
    drafts = located(reading, places, unlocated(reading, places))
    wide = len({p.admin1 for d in drafts if _real_fight(d) for p in d.places if len(d.places) > 1}) > 1
    story = story_of(reading, drafts)
    seen: set[str] = set()
    for number, draft in enumerate(drafts):
        for at, place in enumerate(draft.places or (None,)):
            news, main = story.news.get(number), number == story.main and at == 0
            event = event_of(reading, draft, place, at, wide=wide, news=news, main=main)
            if event.id not in seen:
                seen.add(event.id)
                yield event


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums by which an event's country and its being news were decided."""

    start: int
    """The offset in the text at which the event's predicate begins."""
    country: tuple[tuple[str, float], ...]
    """The terms of the sum of its country; for an event without a country, the terms of NOWHERE."""
    news: tuple[tuple[str, float], ...]


def sums(article: AnalysedArticle) -> Iterator[Sums]:
    """Yield the sums of every event of an article, in order; none where no event reader is installed."""
    if article.kinds is None:
        return
    reading = Reading(article)
    places, countries = Places(reading), Countries(reading)
    drafts = unlocated(reading, places)
    found = located(reading, places, drafts, countries)
    story = Story(reading, found)
    for draft, placed in zip(drafts, found, strict=True):
        terms = countries.terms(draft)
        country = sorted(terms[countries.likeliest(draft) or NOWHERE], key=lambda term: -abs(term[1]))
        yield Sums(article.frames[draft.frames[0]].start, tuple(country), story.terms(placed))


def unlocated(reading: Reading, places: Places) -> list[Draft]:
    """Return the events of an article in the order of its text, each as all of its predicates tell it, with the places that their clauses
    name.
    """
    drafts = without_results(_drafts(reading, places))
    drafts = [d for draft in drafts if (d := _promoted(reading, draft)) is not None]
    drafts = [_private(reading, d) for d in merged(drafts) if _anchored(reading, d)]
    found = [(s, c) for s in range(len(reading.article.sentences)) for c in _casualties(reading, s)]
    starts = {i: f.start for i, f in enumerate(reading.article.frames)}
    return [draft for draft in with_casualties(drafts, found, starts) if not _passing(draft)]


def _casualties(reading: Reading, sentence: int) -> tuple[Casualty, ...]:
    """Return the casualties of a sentence; where it counts no killed, the number of the dead whom it names is among them."""
    found = casualties_of(reading, sentence)
    named = None if any(one.kind == "killed" for one in found) else named_dead(reading, sentence)
    return found if named is None else (*found, named)


def located(reading: Reading, places: Places, drafts: Sequence[Draft], countries: Countries | None = None) -> list[Draft]:
    """Return the events, each with the place that the story gives it; `countries`: those of the article with other weights than the bundled
    ones.
    """
    if reading.article.kinds is None:
        return [_located(reading, places, draft) for draft in drafts]
    countries = countries or Countries(reading)
    return [set_in(reading, places, countries, draft) for draft in drafts]


def _real_fight(draft: Draft) -> bool:
    return draft.type == "ASSAULT" and draft.realis in ("happened", "ongoing")


def _drafts(reading: Reading, places: Places) -> list[Draft]:
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
        if gives and not (calls_off(reading, above, own) and any(place == index and _deed(each) for place, each in found)):
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


def _anchored(reading: Reading, draft: Draft) -> bool:
    """Return True unless a draft of dealing fails to say who deals: a noun without parties ("the talks"), or only private people, is no
    event.
    """
    kind = kind_of(draft.type)
    if not kind.dealing:
        return True
    parties = (*draft.actors, *draft.recipients)
    if not parties and draft.mode == "humanitarian" and draft.places:
        return True  # "a convoy of 24 trucks brought food to Taiz"
    if not parties:
        return kind.partyless and draft.fullness >= 3 and not draft.trigger.sense.weak and draft.trigger.noun
    if all(p.kind in ("person", "people") and p.sector in (None, "CVL") and p.name[:1].islower() for p in parties):
        return draft.type == "ACCUSE" and draft.mode == "allege"
    return bool(draft.actors) or not kind.named or any(p.name[:1].isupper() for p in parties)


def _passing(draft: Draft) -> bool:
    """Return True if an incident is only named in passing, late in the text: a lone noun without place, date, parties or harm."""
    bare = not (draft.places or draft.casualties or draft.actors or draft.victims) and draft.when.precision == "published"
    return not kind_of(draft.type).core and draft.trigger.noun and bare and len(draft.frames) == 1 and draft.sentence > 1


def _private(reading: Reading, draft: Draft) -> Draft:
    """Return the draft; violence among private people that police and courts deal with becomes a crime."""
    if draft.trigger.decided is not None or draft.type != "ASSAULT" or draft.mode not in ("beat", "firearms", "sexual", None, "massacre"):
        return draft
    if any(a.kind not in ("person", "people", "unknown") and a.sector not in ("LAB", "EDU", "CRM") for a in draft.actors):
        return draft
    words = reading.said
    if len(words & _CRIMINAL) < 2 or words & _WARLIKE:
        return draft
    return draft.with_(
        type="CRIME",
        mode={"sexual": "sexual", "firearms": "shooting"}.get(
            draft.mode or "", "homicide" if words & {"murder", "homicide", "killed", "death", "dead"} else "assault"
        ),
    )


def _promoted(reading: Reading, draft: Draft) -> Draft | None:
    """Return the draft; harm that nothing in the text caused becomes an attack if armed men are about and people were `killed`, an accident
    if words of a mishap stand near, and None elsewhere.
    """
    if draft.trigger.type != "RESULT":
        return draft
    frame = reading.article.frames[draft.frames[0]]
    around: frozenset[str] = frozenset().union(*reading.vocabulary[max(0, draft.sentence - 2) : draft.sentence + 3])
    violent = around & _VIOLENT
    if frame.lemma in ("kill", "slay", "murder", "wound", "shoot") and frame.pos == "VERB" and violent:
        return draft.with_(type="ASSAULT")
    if around & _MISHAP and draft.realis in ("happened", "ongoing") and not any(a.name[:1].isupper() for a in draft.victims):
        return draft.with_(type="ACCIDENT")
    return None


def _located(reading: Reading, places: Places, draft: Draft) -> Draft:
    """Return the draft; an incident that names no place has one from the sentence before, the first sentence or the dateline."""
    if draft.places or not kind_of(draft.type).incident:
        return draft
    for sentence in dict.fromkeys((draft.sentence - 1, 0)):
        if sentence < 0 or sentence == draft.sentence:
            continue
        near = [i for i in reading.entities[sentence] if places.value(i) is not None and not places.is_country(i)]
        near = near or [i for i in reading.entities[sentence] if places.value(i) is not None]
        if near and (place := places.of(near[0])) is not None and place.country is not None:
            return draft.with_(places=(place,), linked=(*draft.linked, sentence))
    if places.dateline is not None:
        return draft.with_(places=(places.dateline,))
    return draft
