"""The choice of the events of an article that open or feed an incident.

A desk that alerted on every verb would send ten alerts an article (GDELT's habit). Where the event reader is installed, detect says how
likely an editor takes each event as news. Without it what the article is about stands in its lead, and of the rest only happenings with
victims count. Of words between parties only treaties, talks and threats between powers are incidents; accusations, demands and denials
colour an incident and open none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from streams.detect.story import NEWS
from streams.detect.types import kind_of, same_family
from streams.messages import Event, EventArticle

POWERS = frozenset({"government", "military", "group", "police", "country"})
LEAD_CHARACTERS = 450
"""The number of characters of the lead, which is the first two or three sentences of a wire story."""
MIN_CONFIDENCE = 0.4
SURE = 0.7
"""The chance of being news from which an event counts that an article tells beside its main news and without victims."""
_BREATH = 5
"""The largest number of characters between two sentences that stand side by side."""
RECALLED = timedelta(days=7)
WEIGHT = {"extreme": 4, "severe": 3, "moderate": 2, "minor": 1, "unknown": 0}


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of one article that tell of one happening, the weightiest first; `main` is true if it is what the article is about.

    All of them are news, or all are background, or all are denied or an end: these open nothing, and tell of an incident that is open.
    """

    events: tuple[Event, ...]
    main: bool

    @property
    def chief(self) -> Event:
        """The event that names the happening: the first."""
        return self.events[0]


def current(event: Event) -> bool:
    """Return True if an event is told as news, is neither history nor denied, is sure enough, and says more than that nobody was hurt."""
    if event.casualties and not claims(event):
        return False
    if event.told == "background":
        return False
    return event.realis not in ("historical", "denied") and event.confidence >= MIN_CONFIDENCE


def recalled(event: Event, published: datetime) -> bool:
    """Return True for background of the last days with a place and victims: it opens an incident quietly, since nobody may have told it."""
    real = event.realis in ("happened", "ongoing") and event.confidence >= MIN_CONFIDENCE and kind_of(event.type).deed
    fresh = event.time.precision != "published" and published - RECALLED <= event.time.end
    return event.told == "background" and real and fresh and claims(event) and event.place is not None


def weight(event: Event) -> tuple[int, bool, bool, int]:
    """Return the weight of an event in its article: severity, deeds before words, what has happened before plans, then text order."""
    return (WEIGHT[event.severity], kind_of(event.type).deed, event.realis in ("happened", "ongoing"), -event.evidence.start)


def in_lead(event: Event) -> bool:
    """Return True if the sentence of an event begins in the lead."""
    return event.evidence.start < LEAD_CHARACTERS


def claims(event: Event) -> bool:
    """Return True if an event names victims (`nobody was killed` names none)."""
    return any(casualty.max != 0 for casualty in event.casualties)


def several(event: Event) -> bool:
    """Return True if an event names more than one victim: one alone, told behind the lead, is mostly of another day."""
    return any(casualty.max is None or casualty.max > 1 for casualty in event.casualties)


def solemn(event: Event) -> bool:
    """Return True if an event of words is news of its own: a treaty, talks or a threat, with a power among its parties."""
    return kind_of(event.type).solemn and any(actor.kind in POWERS for actor in (*event.actors, *event.recipients))


def newsworthy(article: EventArticle) -> list[Event]:
    """Return the events of an article that may open or feed an incident, weightiest first.

    With an event reader those that an editor likelier than not takes from it as news (detect/story.py); without one what leads or harms.
    """
    judged = [event for event in article.events if event.news is not None]
    if judged:
        news = [event for event in judged if (event.news or 0) >= NEWS and event.realis not in ("historical", "denied")]
        return sorted((event for event in news if kind_of(event.type).deed or solemn(event)), key=weight, reverse=True)
    news = [event for event in article.events if current(event)]
    deeds = [event for event in news if kind_of(event.type).deed and (in_lead(event) or several(event))]
    words = [] if any(in_lead(event) for event in deeds) else [event for event in news if in_lead(event) and solemn(event)]
    return sorted(deeds + words, key=weight, reverse=True)


def opens(chief: Event) -> bool:
    """Return True if an event may open an incident; what denies one or ends one only tells of it."""
    return chief.realis != "denied" and (kind_of(chief.type).deed or solemn(chief))


def over(article: EventArticle) -> list[Event]:
    """Return what an article newly says of other happenings: deeds that have not happened or will not, and ends; the weightiest first."""
    news = [event for event in article.events if (event.news or 0) >= NEWS]
    said = (each for each in news if (each.realis == "denied" and kind_of(each.type).deed) or (each.realis == "happened" and _ends(each)))
    return sorted(said, key=weight, reverse=True)


def _ends(event: Event) -> bool:
    return kind_of(event.type).ends and not kind_of(event.type).deed


def answered(chief: Event, article: EventArticle) -> list[Event]:
    """Return the harm that an arrest, a raid or a sentence answers: all that its article tells as done, with a place or a day."""
    if kind_of(chief.type).harmful or not kind_of(chief.type).deed:
        return []
    done = (event for event in article.events if kind_of(event.type).harmful and event.realis in ("happened", "ongoing", "historical"))
    return [event for event in done if event.place is not None or event.time.precision != "published"]


def _apart(first: Event, other: Event) -> bool:
    """Return True if two events of one article are in different places: another country, or another town of other parties. A name in no
    gazetteer tells deeds of kin types not apart.
    """
    here, there = first.place, other.place
    if here is None or there is None or here.name == there.name:
        return False
    if here.country and there.country and here.country != there.country:
        return True
    if here.precision in ("country", "region") or there.precision in ("country", "region"):
        return False
    if here.admin1 is not None and here.admin1 == there.admin1:
        return False
    if "unknown" in (here.precision, there.precision) and same_family(first.type, other.type):
        return False
    return first.type != other.type or not _parties(first) & _parties(other)


def happenings(article: EventArticle) -> list[Happening]:
    """Return the happenings that an article tells of: its deeds by place, so that a protest, its dead and its arrests are one.

    At most one is main, what the article is about; of the others only those with victims, or all but surely news, are told. What it recalls
    stands last.
    """
    groups = _by_place(newsworthy(article))
    main = next((group for group in groups if any(each.main for each in group)), None)
    main = main or next((group for group in groups if any(in_lead(each) for each in group)), groups[0] if groups else None)
    kept = [group for group in groups if group is main or any(claims(event) or (event.news or 0) >= SURE for event in group)]
    past = sorted((event for event in article.events if recalled(event, article.published)), key=weight, reverse=True)
    told = [Happening(_chief_first(group), group is main) for group in (*kept, *_by_place(past))]
    undone = [Happening(_chief_first(group), main=True) for group in _by_place(over(article))[:1]]
    if any(event.main for each in undone for event in each.events):  # what it is about is that it has not happened, or is over
        return [*undone, *(happening for happening in told if not happening.main)]
    deeds = (each for each in told if each.chief.told != "background" and kind_of(each.chief.type).deed)
    return told if any(deeds) else undone or told


def _by_place(events: list[Event]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    for event in events:
        placed = [group for group in groups if not any(_apart(each, event) for each in group) and _together(group, event)]
        if event.place is None:  # said of what the article is about
            placed = sorted(placed, key=lambda group: not any(in_lead(each) for each in group))
        if placed:
            placed[0].append(event)
        else:
            groups.append([event])
    return groups


def _together(group: list[Event], event: Event) -> bool:
    """Return True if an event may be a part of what a group tells: it is kin, or told in one breath with it (a protest and its arrests)."""
    own = event.evidence
    beside = (each.evidence for each in group)
    return any(same_family(each.type, event.type) for each in group) or any(
        own.start - _BREATH <= one.end and one.start - _BREATH <= own.end for one in beside
    )


def _chief_first(group: list[Event]) -> tuple[Event, ...]:
    """Return the events, the one first that the article is about, else the first told of those nearly as grave as the gravest."""
    gravest = WEIGHT[group[0].severity]
    grave = [event for event in group if WEIGHT[event.severity] >= gravest - 1]
    chief = min(grave, key=lambda event: (not event.main, event.evidence.start))
    return (chief, *(event for event in group if event is not chief))


def _parties(event: Event) -> set[str]:
    return {_last(actor.name) for actor in (*event.actors, *event.recipients)}


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold() if name.strip() else ""
