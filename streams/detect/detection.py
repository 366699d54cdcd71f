"""Detection turns the frames of one article into its events, by rules over frozen values, without state and without a parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.detect.casualties import casualties_of
from streams.detect.country import NOWHERE, Countries
from streams.detect.draft import Draft
from streams.detect.drafting import drafts_of
from streams.detect.event import event_of
from streams.detect.lexicon import words
from streams.detect.merge import merged, with_casualties, without_results
from streams.detect.named_dead import named_dead
from streams.detect.reading import Reading
from streams.detect.scene import set_in
from streams.detect.story import NEWS, Story, story_of
from streams.detect.town import Towns
from streams.detect.types import kind_of
from streams.detect.where import Places
from streams.messages import AnalysedArticle, Casualty, Event, EventArticle, HeadlineReading

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
    return real and event.told != "background" and (event.news is None or event.news >= NEWS)


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
    place: tuple[tuple[str, float], ...]
    """The terms of the sum of its place within the country, or of having none; empty for an event without a country."""
    news: tuple[tuple[str, float], ...]


def sums(article: AnalysedArticle) -> Iterator[Sums]:
    """Yield the sums of every event of an article, in order; none where no event reader is installed."""
    if article.kinds is None:
        return
    reading = Reading(article)
    places, countries = Places(reading), Countries(reading)
    drafts = unlocated(reading, places)
    towns = Towns(reading, places, drafts)
    found = located(reading, places, drafts, countries, towns)
    story = Story(reading, found)
    for draft, placed in zip(drafts, found, strict=True):
        code = countries.likeliest(draft)
        country = _weightiest(countries.terms(draft)[code or NOWHERE])
        place = () if code is None else _weightiest(towns.terms(draft, code)[towns.key(draft, code)])
        yield Sums(article.frames[draft.frames[0]].start, country, place, story.terms(placed))


def _weightiest(terms: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(terms, key=lambda term: -abs(term[1])))


def unlocated(reading: Reading, places: Places) -> list[Draft]:
    """Return the events of an article in the order of its text, each as all of its predicates tell it, with the places that their clauses
    name.
    """
    drafts = without_results(drafts_of(reading, places))
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


def located(
    reading: Reading, places: Places, drafts: Sequence[Draft], countries: Countries | None = None, towns: Towns | None = None
) -> list[Draft]:  # fmt: skip
    """Return the events, each with the place that the story gives it; `countries` and `towns`: those of the article with other weights than
    the bundled ones.
    """
    if reading.article.kinds is None:
        return [_located(reading, places, draft) for draft in drafts]
    countries = countries or Countries(reading)
    towns = towns or Towns(reading, places, drafts)
    return [set_in(reading, places, countries, towns, draft) for draft in drafts]


def _real_fight(draft: Draft) -> bool:
    return draft.type == "ASSAULT" and draft.realis in ("happened", "ongoing")


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
