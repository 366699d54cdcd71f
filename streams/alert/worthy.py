"""Which events of an article open or feed an incident.

A desk that alerted on every verb would send ten alerts an article (GDELT's habit). What the article is about stands in its lead; of the rest
only happenings with victims count. Words between parties (statements, talks, demands) are an incident only where the article is about them.
"""

from __future__ import annotations

from dataclasses import dataclass

from streams.messages import Event, EventArticle

MATERIAL = frozenset(
    {
        "ASSAULT",
        "COERCE",
        "PROTEST",
        "MOBILIZE",
        "SANCTION",
        "RETREAT",
        "AID",
        "HAZARD",
        "ACCIDENT",
        "HEALTH",
        "CRIME",
        "DISRUPTION",
    }
)
"""Something is done, not said."""
LEAD_CHARACTERS = 450
"""The first two or three sentences of a wire story."""
MIN_CONFIDENCE = 0.4
WEIGHT = {"extreme": 4, "severe": 3, "moderate": 2, "minor": 1, "unknown": 0}


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of one article that tell of one happening, the weightiest first; `main`: it is what the article is about."""

    events: tuple[Event, ...]
    main: bool

    @property
    def chief(self) -> Event:
        """The event that names it."""
        return self.events[0]


def current(event: Event) -> bool:
    """Whether it can be news: neither history nor denied, and sure enough."""
    return event.realis not in ("historical", "denied") and event.confidence >= MIN_CONFIDENCE


def weight(event: Event) -> tuple[int, int, int, float]:
    """How much an event matters beside others of its article: severity, deeds before words, the actual before plans, the earlier before the later."""
    return (
        WEIGHT[event.severity],
        event.type in MATERIAL,
        event.realis in ("happened", "ongoing"),
        -event.evidence.start,
    )


def in_lead(event: Event) -> bool:
    """Whether its sentence begins in the lead."""
    return event.evidence.start < LEAD_CHARACTERS


def worthy(article: EventArticle) -> list[Event]:
    """The events of an article that may open or feed an incident, weightiest first."""
    news = [event for event in article.events if current(event)]
    deeds = [event for event in news if event.type in MATERIAL and (in_lead(event) or event.casualties)]
    words = [event for event in news if event.type not in MATERIAL and in_lead(event)]
    led_by_deeds = any(in_lead(event) for event in deeds)
    return sorted(deeds if led_by_deeds else deeds + words[:1], key=weight, reverse=True)


def _one_happening(first: Event, other: Event) -> bool:
    """Whether two events of one article tell of one happening: like in kind, the same parties or place, no other mode."""
    if first.type != other.type or (first.mode and other.mode and first.mode != other.mode):
        return False
    parties = {_last(actor.name) for actor in (*first.actors, *first.recipients)}
    others = {_last(actor.name) for actor in (*other.actors, *other.recipients)}
    here, there = first.place, other.place
    if here is None or there is None or not here.country or not there.country:
        return True
    if here.country != there.country:
        return False
    known = here.precision in ("city", "facility") and there.precision in ("city", "facility")
    return bool(parties & others) or not known or here.name == there.name


def happenings(article: EventArticle) -> list[Happening]:
    """The happenings that an article tells of, the weightiest event of each first; at most one of them is main."""
    groups: list[list[Event]] = []
    for event in worthy(article):
        home = next((group for group in groups if _one_happening(group[0], event)), None)
        if home is None:
            groups.append([event])
        else:
            home.append(event)
    main = next((group for group in groups if any(in_lead(event) for event in group)), None)
    return [Happening(tuple(group), group is main) for group in groups]


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold() if name.strip() else ""
