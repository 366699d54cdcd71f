"""Comparison of an event with an incident, which says if they are one happening: a score of place, time, parties, story and words; pure.

Two happenings of one kind in one country on one day are the rule on a wire, so a nearby town is needed, or an article that is a version of
one that reported it, or texts that are much alike. Contradiction beats likeness: another town, another day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from streams.alert.incident import Report
from streams.alert.likeness import Words, cosine
from streams.alert.place import CONTRADICTION, EXACT, ONE_PROVINCE, ONE_TOWN, is_town, place_score, place_words
from streams.detect.types import kind_of, same_family
from streams.messages import Actor, Alert, Event, EventType, Facts, Place, When
from streams.screen.frequency import words as weighed_words

SAME = 0.9
"""The least score that joins: one town, or the same story with nothing against it."""
LARGE_TOLL = 5
"""The least figure that two reports hardly share by chance."""
MOST_EVENTS = 4
"""The largest number of a report's events that are compared with those of an incident."""
UNLIKE = 0.1
"""The likeness of two texts that have nothing in common but news English."""
FEW = 10
"""The least number of words of a report for what it shares with another to say anything."""
UNALIKE, UNRELATED = -0.4, 0.05
"""The score of two texts of one town that share hardly another word, and the likeness that is hardly any: two shootings on one day."""
JOINS = 0.2
"""The likeness that joins stories of news_cluster by itself; reports of which nobody knows the day must have it."""
LIKENESS = 5.0
"""The factor by which likeness beyond UNLIKE counts: with a likeness of JOINS one country and one mode are enough."""
MOST_ALIKE = 1.5
"""The most that likeness counts: with another type, another mode and a town misread it still joins, against another day it does not."""
CLOSE = 0.3
"""Likeness of two texts on one thing: in news_cluster's open half no two texts of two events reach .12."""
MUCH_ALIKE = 0.4
"""Likeness of two texts that tell of one place under two names, of which one is in no gazetteer: a mosque, and its city."""
PLACELESS = 0.5
"""Likeness that two texts need of which neither says where: notes of words drawn at random have joined with less (`make chaos`)."""
ELSEWHERE = -0.3
"""The score of two towns or countries of which one text names both: one of them was taken for the place of the happening by mistake."""
LATE = timedelta(days=7)
"""The time that a report which names no day may come behind the others; `Friday's strike`, called off, may be that of next week."""
NOT_KIN = -0.3
"""The score of two types that are no kin, for they may be one happening all the same: a blast and the attack that it turns out to be."""
SLACK = timedelta(hours=36)
"""The time by which two days may differ: `Monday` in one report is `on the night to Tuesday` in another, and time zones shift both."""

Terms = tuple[tuple[str, float], ...]
"""The reasons for and against one happening, each a name and a value, in the order in which a person is shown them."""
NOTHING: Terms = (("elsewhere or another day", CONTRADICTION),)
"""The terms that are left if the incident as a whole contradicts (`_strange`) or no report of it stands."""


def time_score(a: When, b: When, slack: timedelta = SLACK) -> float:
    """Return 0 if two times may be the same, and CONTRADICTION if their intervals lie more than `slack` apart."""
    return 0.0 if a.start - slack <= b.end and b.start - slack <= a.end else CONTRADICTION


def kin(a: Facts, b: Facts) -> bool:
    """Return True if two events are of types that can be one happening."""
    return same_family(a.type, b.type)


def parties(event: Facts) -> set[str]:
    """Return the last words of the names of those who act and are acted on, without `people`, who are in every report of a harm."""
    people: tuple[Actor, ...] = (*event.actors, *event.recipients, *event.victims)
    return {actor.name.rsplit(maxsplit=1)[-1].casefold() for actor in people if actor.name.strip() and actor.kind != "people"}


def toll_score(a: Facts, b: Facts) -> float:
    """Return 0.3 for a figure that both name, and 0.5 if it is too large for chance; one dead or one arrested is in any report."""
    shared = _shared_tolls(a, b)
    return 0.0 if not shared else 0.5 if max(shared) >= LARGE_TOLL else 0.3


def _shared_tolls(a: Facts, b: Facts) -> list[int]:
    """Return the figures, 2 or more, that both events name of one kind of casualty."""
    told = {(c.kind, c.min) for c in b.casualties}
    return [c.min for c in a.casualties if c.min > 1 and (c.kind, c.min) in told]


def _large_toll(a: Facts, b: Facts) -> bool:
    """Return True if both name a figure that is too large for chance."""
    return max(_shared_tolls(a, b), default=0) >= LARGE_TOLL


def likeness_score(alike: float) -> float:
    """Return what the likeness of two texts, a cosine, adds to a score: from 0 to MOST_ALIKE."""
    return min(MOST_ALIKE, LIKENESS * max(0.0, alike - UNLIKE))


@dataclass(frozen=True, slots=True)
class Texts:
    """The relation of two articles' texts and dates, as far as it says whether their events are one."""

    alike: float = 0.0
    """The cosine of their words."""
    beside: float = 1.0
    """The cosine without the names of the two places."""
    both_main: bool = False
    """True if each event is what its article is about."""
    dated: bool = True
    """True if both articles say when they were published."""
    named: bool = False
    """True if one of them names the place of the other's event."""
    unlisted: bool = False
    """True if that place is in no gazetteer: hardly anyone else names it."""
    late: bool = False
    """True if the newer one names no day, so that it may come late."""

    @property
    def close(self) -> bool:
        """True if the texts are about one thing by their words alone: a place or type that a program misreads is no contradiction then."""
        return self.both_main and self.alike >= CLOSE


def event_terms(a: Facts, b: Facts, texts: Texts = Texts()) -> Terms:
    """Return the terms by which an event is like one of another story that came before; a sum of SAME or more is one happening.

    Days speak only where both articles are dated.
    """
    related = kin(a, b)
    if not related and not _mistaken(a, b, texts):
        return (("type", CONTRADICTION),)
    if not texts.dated and texts.alike < JOINS:
        return (("undated", CONTRADICTION),)
    place = place_score(a.place, b.place)
    toll = toll_score(a, b)
    unrelated = place == ONE_TOWN and texts.beside < UNRELATED and not toll
    mode = 0.0
    if related and a.mode and b.mode and "denied" not in (a.realis, b.realis):
        mode = 0.2 if a.mode == b.mode else -0.2 if texts.close else -0.6
    shared = 0.6 if kind_of(a.type).of_powers else 0.3
    return (
        ("place", _placed(place, texts)),
        ("figures", toll),
        ("words", UNALIKE if unrelated else likeness_score(texts.alike)),
        ("type", 0.0 if related else NOT_KIN),
        ("day", time_score(a.time, b.time, _slack(a, b.type, texts)) if texts.dated else 0.0),
        ("mode", mode),
        ("parties", shared if parties(a) & parties(b) else 0.0),
    )


def _placed(place: float, texts: Texts) -> float:
    """Return the score of two places by what the texts name: a place that nobody else names is one, the other's town may be misread."""
    if texts.unlisted:
        return max(place, ONE_PROVINCE)
    return ELSEWHERE if place == CONTRADICTION and texts.close and texts.named else place


def _mistaken(a: Facts, b: Facts, texts: Texts) -> bool:
    """Return True if two types that are no kin may be one happening under two names, for the texts are much alike: a blast, and the attack
    that it turns out to be; but no flood and no bombing, however alike two briefs of one town may be.
    """
    kinds = kind_of(a.type), kind_of(b.type)
    deeds = (kinds[0].deed or kinds[0].ends) and kinds[1].deed
    return texts.both_main and texts.alike >= (JOINS if deeds else CLOSE) and not any(kind.natural for kind in kinds)


def story_terms(a: Event, b: Event, texts: Texts = Texts()) -> Terms:
    """Return the terms by which events of two versions of one story are one happening: what both are about is one, whatever type or place.

    The exception is an address that is used again for another story, in other words, of another type and in another place.
    """
    place = place_score(a.place, b.place)
    if texts.both_main:
        another = place == CONTRADICTION and not kin(a, b) and texts.alike < UNLIKE
        return (("another story", CONTRADICTION),) if another else (("story", 1.5), ("place", max(place, -0.3)))
    if not kin(a, b):
        return (("type", CONTRADICTION),)
    return (("story", 0.8), ("place", place), ("day", time_score(a.time, b.time)), ("figures", toll_score(a, b)))


def total(terms: Terms) -> float:
    """Return the sum of some terms."""
    return round(sum(value for _, value in terms), 6)  # .6 and .3 are .9


def incident_terms(new: Report, said: Alert, asked: Sequence[Report], alike: float, own: Words, others: Words) -> Terms:
    """Return the terms of the largest sum among a report's events (the chief first) and those of an incident's standing reports.

    A chief that names its town decides with what is told of that town against other stories: what else the article says stands beside it.
    `said` is the incident's alert, `asked` its reports; `own` are the words of the report's article, `others` those of the incident,
    `alike` is their cosine.
    """
    chief = new.events[0]
    town = chief.place.name if chief.place is not None and chief.place.precision in EXACT else None
    told = [event for event in new.events if town is None or (event.place is not None and event.place.name == town)][:MOST_EVENTS]
    versions = any(_one_story(report, new) for report in asked)
    if not versions and alike < CLOSE and all(_elsewhere(event.place, said.place, own, others) for event in told):
        return NOTHING  # most of those that share a figure or a party end here
    towns = place_words(chief.place)
    few = min(len(own.weights), len(others.weights)) < FEW
    late = all(event.time.precision == "published" for event in new.events)
    beside: dict[frozenset[str], float] = {}
    best: Terms | None = None
    for report in asked:
        both, dated = new.main and report.main, new.dated and report.dated
        weigh = story_terms if versions and _one_story(report, new) else event_terms
        for other in report.events:
            without = towns | place_words(other.place)
            if without not in beside:
                beside[without] = 1.0 if few else cosine(own, others, without)
            for event in told:
                named = _names(others, event.place) or _names(own, other.place)
                rare = _tells(others, event.place) or _tells(own, other.place)
                texts = Texts(alike, beside[without], both and event is chief, dated, named, rare, late)
                if weigh is story_terms or not _strange(event, said, texts, own, others):
                    terms = weigh(event, other, texts)
                    best = terms if best is None or total(terms) > total(best) else best
    return best or NOTHING


def _one_story(report: Report, new: Report) -> bool:
    """Return True for two articles of which one shares the other's text or is a version of it."""
    return report.leader == new.leader or report.article.uri == new.article.uri


def _strange(event: Event, said: Alert, texts: Texts, own: Words, others: Words) -> bool:
    """Return True if an event is elsewhere or of another day than the incident as a whole, whatever single report it is like: a report that
    tells no place or only the country would else join all that is told in the same words (found by `make chaos`: 40 landslides in one).
    Where only one of the two has a place, the words of the other must name it, its province or its country.
    """
    if event.place is None and said.place is not None and not place_words(said.place) & own.weights.keys():
        return True
    if event.place is not None and said.place is None and not place_words(event.place) & others.weights.keys():
        return True
    place = place_score(event.place, said.place)
    if place == CONTRADICTION and not (texts.unlisted or (texts.close and texts.named)):
        return True
    if event.place is None and said.place is None and texts.alike < PLACELESS:
        return True
    if (
        is_town(event.place)
        and is_town(said.place)
        and place < ONE_PROVINCE
        and not (texts.named or (texts.both_main and texts.alike >= (CLOSE if _large_toll(event, said) else MUCH_ALIKE)))
    ):  # one of them is in no gazetteer
        return True
    return texts.dated and time_score(event.time, said.time, _slack(event, said.type, texts)) == CONTRADICTION


def _slack(event: Facts, type_: EventType, texts: Texts) -> timedelta:
    """Return how far an event and one of another type that came before may be dated apart and still be one."""
    lags = event.realis == "denied" or (texts.close and texts.late)
    return max(kind_of(event.type).slack, kind_of(type_).slack, LATE if lags else SLACK)


def _elsewhere(place: Place | None, said: Place | None, own: Words, others: Words) -> bool:
    """Return True if two places lie apart, and neither is a place in no gazetteer that the other's article names."""
    return place_score(place, said) == CONTRADICTION and not (_tells(others, place) or _tells(own, said))


def _tells(words: Words, place: Place | None) -> bool:
    """Return True if an article's words name a place that is in no gazetteer, whose country is but guessed."""
    return place is not None and place.unlisted and _names(words, place)


def _names(words: Words, place: Place | None) -> bool:
    """Return True if an article's words name a place: all words of its name that a vector may hold."""
    asked = _weighed(place.name) if place is not None else ()
    return bool(asked) and all(word in words.weights for word in asked)


@lru_cache(10_000)
def _weighed(name: str) -> tuple[str, ...]:
    """Return the words of a name that a vector may hold, in small letters; a wire names the same places again and again."""
    return tuple(word.lower() for word in weighed_words(name))
