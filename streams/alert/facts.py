"""The facts that the reports of an incident tell together: pure, from the reports alone, so that a withdrawal is only a report fewer.

Rules: a newer report of the same publisher in the same story replaces its older one; of two tolls the newer counts when it
is higher or a correction, else the higher stays (other desks lag behind); of two places the more precise, then the corrected, then the one
that more sources tell; certainty rises with sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter

from streams.alert.incident import Report
from streams.alert.match import kin
from streams.alert.newsworthiness import WEIGHT, in_lead
from streams.detect.summary import summary_of
from streams.detect.types import kind_of
from streams.messages import Actor, Casualty, CasualtyKind, Certainty, Event, EventType, IncidentFacts, Place, Realis, Span, Told, When

PRECISION = {"facility": 5, "city": 4, "province": 3, "region": 1, "country": 2, "unknown": 0}
MOST_PARTIES = 8
MOST_NAME = 250
"""The largest number of characters of a party's name; what is longer is no name but a sentence that was misread."""
MOST_EVIDENCE = 2_000
"""The largest number of characters of the sentence that an alert rests on; a longer one is no sentence, and is cut."""
REALIS = {"happened": 5, "ongoing": 4, "threatened": 3, "planned": 2, "denied": 1, "historical": 0}
_ORDER = attrgetter("order")
CERTAINTY = {"observed": 4, "likely": 3, "possible": 2, "unlikely": 1, "unknown": 0}


def standing(reports: Sequence[Report]) -> list[Report]:
    """Return the reports with words of their own that nothing has replaced, oldest first."""
    newest: dict[tuple[str, str], Report] = {}
    for report in sorted(reports, key=_ORDER):
        if report.line is not None:
            newest[report.line] = report
    return sorted(newest.values(), key=_ORDER)


def facts(reports: Sequence[Report], stand: Sequence[Report] | None = None) -> IncidentFacts | None:
    """Return the facts that stand; None if no report with words of its own is left. `stand` is given by whoever knows it already."""
    stand = standing(reports) if stand is None else stand
    if not stand:
        return None
    newest_first = list(reversed(stand))
    events = [event for report in newest_first for event in report.events]
    lead = next((report for report in newest_first if report.main), newest_first[0])
    chief = lead.events[0]
    named = stand[0].events[0]  # what it was opened as: later versions of the story tell of its consequences
    alike = [event for event in events if kin(event, named)] or [named]
    type_ = _type(stand, named)
    told: Told | None = next((event.told for event in events if event.told != "background"), "background")
    realis = _realis(stand, alike)
    severity = max((event.severity for report in stand for event in report.events), key=lambda value: WEIGHT[value])
    said = IncidentFacts(
        headline=_headline(lead, chief),
        type=type_,
        mode=next((event.mode for event in reversed([e for e in events if e.type == type_] or alike) if event.mode), None),
        realis=realis,
        actors=_parties(event.actors for event in alike),
        recipients=_parties(event.recipients for event in alike),
        victims=_parties(event.victims for event in events),
        place=_place(stand, named),
        time=_time(alike),
        casualties=tolls(stand),
        severity=severity,
        told=told,
        ended=not kind_of(named.type).ends and any(_ends(report.events[0]) for report in stand),
        urgency="unknown" if told == "background" else chief.urgency,
        certainty=_certainty(stand, realis),
        evidence=_cut(chief.evidence),
        evidence_uri=lead.article.uri,
    )
    return said.with_(summary=summary_of(said, lead.article.published))


def _ends(event: Event) -> bool:
    """Return True if an event that has happened ends another: hostages freed; a withdrawal that is only planned ends nothing."""
    return kind_of(event.type).ends and event.realis == "happened"


def _type(stand: Sequence[Report], named: Event) -> EventType:
    """Return the type that it was opened as; of a harm the one that most reports mainly tell, for a blast may turn out to be an attack."""
    chiefs = [report.events[0].type for report in stand if report.main and kind_of(report.events[0].type).harmful]
    if not kind_of(named.type).harmful or not chiefs:
        return named.type
    return Counter(chiefs).most_common(1)[0][0]


def _headline(report: Report, chief: Event) -> str:
    if report.main and report.article.headline and in_lead(chief):
        return report.article.headline
    words = chief.evidence.text.split()
    return " ".join(words[:24]) + (" ..." if len(words) > 24 else "")


def _cut(evidence: Span) -> Span:
    text = evidence.text[:MOST_EVIDENCE]
    return evidence.with_(text=text, end=evidence.start + len(text)) if text != evidence.text else evidence


def _parties(groups: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for group in groups:
        for actor in group:
            if max(len(actor.name), len(actor.text)) <= MOST_NAME:
                found.setdefault(actor.name.casefold(), actor)
    return tuple(found.values())[:MOST_PARTIES]


def _place(stand: Sequence[Report], named: Event) -> Place | None:
    """Return the most precise place that is told; of equally precise ones that of a correction, else of most sources, else the first."""
    told = [(report, place) for report in stand if (place := _best(event for event in report.events if kin(event, named)))]
    told = told or [(report, place) for report in stand if (place := _best(report.events))]
    corrected = {_spot(place) for report, place in told if report.relation == "correction"}
    sources = Counter(spot for spot, _ in {(_spot(place), _source(report)) for report, place in told})
    ranked = [(level(place), _spot(place) in corrected, sources[_spot(place)], -at) for at, (_, place) in enumerate(told)]
    return told[ranked.index(max(ranked))][1] if told else None


def _best(events: Iterable[Event]) -> Place | None:
    """Return the most precise place of one report's events; of equally precise ones the first."""
    return max((event.place for event in events if event.place), key=level, default=None)


def level(place: Place) -> int:
    """Return how precise a place is: a village that no gazetteer knows counts as a town, though only its country has coordinates."""
    return PRECISION["city"] if place.unlisted and place.country is not None else PRECISION[place.precision]


def _spot(place: Place) -> tuple[str, str | None]:
    return place.name.casefold(), place.country


def _time(events: Sequence[Event]) -> When:
    said = [event.time for event in events if event.time.precision != "published"]
    return said[-1] if said else events[-1].time  # the first report that named a time: later ones count from another day


def _denies(report: Report) -> bool:
    """Return True if a report says that it has not happened, or will not."""
    return report.events[0].realis == "denied"


def _denial_stands(stand: Sequence[Report]) -> bool:
    """Return True if a report denies it and fewer than two other sources have told it again since as firmly as before it: other desks lag
    behind.
    """
    denials = [at for at, report in enumerate(stand) if _denies(report)]
    if not denials:
        return False
    last = denials[-1]
    firm = max((REALIS[report.events[0].realis] for report in stand[:last] if not _denies(report)), default=0)
    firm = min(firm, REALIS["happened"], REALIS["ongoing"])
    since = {_source(report) for report in stand[last + 1 :] if REALIS[report.events[0].realis] >= firm}
    return len(since - {_source(stand[last])}) < 2


def _source(report: Report) -> str:
    return report.origin or report.article.publisher or report.article.uri


def _realis(stand: Sequence[Report], alike: Sequence[Event]) -> Realis:
    """Return the firmest realis; a denial that stands ends a plan, but does not undo what others say has happened."""
    told = max((event.realis for event in alike), key=lambda value: REALIS[value])
    return "denied" if _denial_stands(stand) and REALIS[told] <= REALIS["threatened"] else told


def _certainty(stand: Sequence[Report], realis: Realis) -> Certainty:
    """Return that of the surest report, more with a second source; at most `possible` while a denial stands against what others say."""
    said = [report for report in stand if not _denies(report)] or stand
    best = max((report.events[0].certainty for report in said), key=lambda value: CERTAINTY[value])
    if _denial_stands(stand) and realis != "denied":
        return min(best, "possible", key=lambda value: CERTAINTY[value])
    return "observed" if best == "likely" and len({_source(report) for report in said}) >= 2 else best


def tolls(stand: Sequence[Report]) -> tuple[Casualty, ...]:
    """Return the casualties that stand, for each kind the total and then its parts (`13 American soldiers`); `stand` is oldest first."""
    totals: dict[str, Casualty] = {}
    parts: dict[str, tuple[Casualty, ...]] = {}
    undone: set[tuple[str, int]] = set()
    """Figures that were lowered: a desk that tells one of them still lags behind."""
    for report in stand:
        for kind, (told, its_parts) in _said(report).items():
            before = totals.get(kind)
            another = before is not None and told.max == before.min + 1 > told.min  # "a third victim", after two
            total = told.with_(min=told.max) if another else told
            knows = report.relation == "correction" or kind in report.lowered
            if knows or before is None or (total.min >= before.min and (kind, total.min) not in undone):
                if before is not None and total.min < before.min:
                    undone.add((kind, before.min))
                totals[kind], parts[kind] = total, its_parts
    return tuple(casualty for kind in sorted(totals) for casualty in (totals[kind], *parts[kind]))


def lowered(old: Report, new: Report) -> tuple[CasualtyKind, ...]:
    """Return the kinds of which a version of an article tells fewer than it did, now or in a version before."""
    before, after = ({kind: total.min for kind, (total, _) in _said(each).items()} if each.events else {} for each in (old, new))
    fewer = (kind for kind, least in after.items() if least < before.get(kind, 0) or (kind in old.lowered and least == before.get(kind)))
    return tuple(sorted(fewer))


def _said(report: Report) -> dict[CasualtyKind, tuple[Casualty, tuple[Casualty, ...]]]:
    """Return total and parts of each kind that one report names: the largest figure of the sentence that tells it best, else of all, is the
    total.

    Smaller ones of named groups are parts. What comes on top of those told before is no total.
    """
    said: dict[CasualtyKind, list[Casualty]] = {}
    chief = report.events[0]
    for event in report.events:
        for casualty in event.casualties:
            said.setdefault(casualty.kind, []).append(casualty)
    found: dict[CasualtyKind, tuple[Casualty, tuple[Casualty, ...]]] = {}
    for kind, casualties in said.items():
        own = [c for c in casualties if chief.evidence.start <= c.start < chief.evidence.end and not _adds(c)]
        total = max(own or casualties, key=lambda casualty: (casualty.min, _is_total(casualty)))
        smaller = {(c.min, (c.of or "").casefold()): c for c in casualties if c.min < total.min and not _is_total(c)}
        found[kind] = total, tuple(smaller[key] for key in sorted(smaller, reverse=True)[:MOST_PARTS])
    return found


def _adds(casualty: Casualty) -> bool:
    """Return True if a count comes on top of those told before: `two more children have died`."""
    return (casualty.of or "").casefold().split()[:1] in (["more"], ["others"], ["other"], ["additional"], ["further"])


MOST_PARTS = 3
TOTALS = frozenset(
    ("people", "person", "persons", "others", "civilians", "passengers", "residents", "victims", "men", "workers", "worker", "man", "dead")
)


def _is_total(casualty: Casualty) -> bool:
    """Return True if a casualty figure counts all of its kind, not a part (`13 American soldiers`)."""
    return not casualty.of or casualty.of.split()[-1].casefold() in TOTALS
