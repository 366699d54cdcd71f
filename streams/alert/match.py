"""Whether an event and an incident are the same happening: a score of place, time, parties and story; pure.

Two happenings of one kind in one country on one day are the rule on a wire, so a nearby town is needed, or an article that is a version of
one that reported it. Contradiction beats likeness: another town, another mode, another day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from streams.alert.incident import Incident
from streams.detect.types import kind_of, same_family
from streams.messages import Actor, Event, Place, When

SAME = 0.9
"""Least score that joins: one town, or the same story with nothing against it."""
EXACT = ("city", "facility")
LARGE_TOLL = 5
MOST_EVENTS = 4
NEAR_KM = 30.0
SLACK = timedelta(hours=36)
"""`Monday` in one report is `on the night to Tuesday` in another, and time zones shift both."""
CONTRADICTION = -9.0


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance; None where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * asin(sqrt(h))


def place_score(a: Place | None, b: Place | None) -> float:
    """1 = the same town; about 0.3 = one lies within the other; negative = elsewhere."""
    if a is None or b is None:
        return 0.2
    if a.country and b.country and a.country != b.country:  # first: there is a Santiago in Chile and one in Cuba
        return CONTRADICTION
    if a.name.casefold() == b.name.casefold():
        return 1.0 if a.precision not in ("country", "region") else 0.3
    apart = distance_km(a, b)
    if a.precision in EXACT and b.precision in EXACT and apart is not None:
        return 1.0 if apart <= NEAR_KM else CONTRADICTION
    if a.admin1 and b.admin1:
        return 0.6 if a.admin1 == b.admin1 else CONTRADICTION
    return 0.3 if a.country and a.country == b.country else 0.1


def time_score(a: When, b: When, slack: timedelta = SLACK) -> float:
    """0 = may be the same time; contradiction when the intervals lie more than `slack` apart."""
    return 0.0 if a.start - slack <= b.end and b.start - slack <= a.end else CONTRADICTION


def kin(a: Event, b: Event) -> bool:
    """Whether two kinds of event can be one happening."""
    return same_family(a.type, b.type)


def parties(event: Event) -> set[str]:
    """Names of those who act and those acted on, by their last word."""
    people: tuple[Actor, ...] = (*event.actors, *event.recipients, *event.victims)
    return {actor.name.rsplit(maxsplit=1)[-1].casefold() for actor in people if actor.name.strip()}


def toll_score(a: Event, b: Event) -> float:
    """A figure that both name: 0.3, and 0.5 where it is too large for chance; one dead or one arrested is in any report."""
    shared = {(c.kind, c.min) for c in a.casualties if c.min > 1} & {(c.kind, c.min) for c in b.casualties}
    return 0.0 if not shared else 0.5 if max(number for _, number in shared) >= LARGE_TOLL else 0.3


def event_score(a: Event, b: Event) -> float:
    """How like two events of two stories are; SAME or more = one happening."""
    if not kin(a, b):
        return CONTRADICTION
    score = place_score(a.place, b.place) + time_score(a.time, b.time, kind_of(a.type).slack) + toll_score(a, b)
    if a.mode and b.mode:
        score += 0.2 if a.mode == b.mode else -0.6
    shared = 0.6 if kind_of(a.type).of_powers else 0.3
    return score + (shared if parties(a) & parties(b) else 0.0)


def story_score(a: Event, b: Event, *, both_main: bool) -> float:
    """The same of two versions of one story: what both are about is one happening, however its kind or place is told now."""
    place = place_score(a.place, b.place)
    if both_main:
        return 1.5 + max(place, -0.3)
    return 0.8 + place + time_score(a.time, b.time) + toll_score(a, b) if kin(a, b) else CONTRADICTION


def incident_score(events: Sequence[Event], incident: Incident, *, main: bool, story: str, uri: str) -> float:
    """The best score of a happening's events (the chief first) against those of an incident's standing reports.

    A chief that names its town decides alone against other stories: what else the article says is told beside it.
    """
    chief = events[0]
    told = events[:1] if chief.place and chief.place.precision in EXACT else events[:MOST_EVENTS]
    best = CONTRADICTION
    for report in incident.live:
        for other in report.events:
            if report.story == story or report.article.uri == uri:
                found = max(story_score(event, other, both_main=main and report.main) for event in told)
            else:
                found = max(event_score(event, other) for event in told)
            best = max(best, found)
    return best
