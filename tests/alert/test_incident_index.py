"""Open incidents are found by what they have in common with an article: exactly those that a look at all of them finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.alert import Incident, IncidentLog
from streams.alert.incident import Report
from streams.alert.incident_index import IncidentIndex
from streams.alert.likeness import Words
from streams.alert.match import SAME, event_terms, total
from streams.alert.traits import shown, sought
from streams.messages import Event, EventArticle, Place, When
from tests.alert.build import DAY, IRAQ, KIRKUK, RAMADI, actor, article, event, report, toll


class Scan(IncidentIndex):
    """An index that looks at all incidents each time: the reference for the look-ups."""

    def reporting(self, *uris: str) -> list[Incident]:
        return self._going_on()

    def resting_on(self, uris: Iterable[str]) -> list[Incident]:
        return self._going_on()

    def _going_on(self) -> list[Incident]:
        """Return those that no other has taken in: that one has their reports."""
        return [incident for incident in self.values() if incident.alert.kind != "superseded"]

    def like(self, words: Words, *reports: Report) -> list[Incident]:
        return list(self.values())

    def silent_since(self, moment: datetime) -> list[Incident]:
        return [incident for incident in self.values() if incident.quiet_from < moment]


TEXTS = (
    "Text.",
    "A van bomb tore through a vegetable market in Kirkuk and a fruit seller lost his stall, police said.",
    "The van bomb at the vegetable market in Kirkuk was the work of two brothers, a police spokesman said of the stall.",
    "Floods washed away a footbridge, a mill and forty goats in the hills, herders and a miller said.",
)
TYPES = ("ASSAULT", "CRIME", "HAZARD", "ACCIDENT", "THREATEN", "HEALTH")


@st.composite
def places(draw: st.DrawFn) -> Place | None:
    known = draw(st.sampled_from([None, IRAQ, KIRKUK, RAMADI, "another"]))
    if not isinstance(known, str):
        return known
    lat = draw(st.one_of(st.floats(35.0, 36.0), st.sampled_from([-0.01, 0.01, 35.47, 35.74, 35.7398, 35.20, -89.99, 89.99])))
    return Place(
        start=0,
        end=4,
        text="Town",
        name=draw(st.sampled_from(["Town", "town", "Kirkuk", "Iraq", "Elsewhere", "Kirkuk bridge", "the Kirkuk bridge", "Old bridge"])),
        admin1=draw(st.sampled_from([None, "Kirkuk", "Anbar"])),
        country=draw(st.sampled_from([None, "", "IRQ", "IRN"])),
        lat=draw(st.sampled_from([None, lat])),
        lon=draw(st.sampled_from([None, 44.39, 44.1, 179.99, -179.99])),
        precision=draw(st.sampled_from(["facility", "city", "province", "country", "region", "unknown"])),
    )


@st.composite
def events(draw: st.DrawFn, uri: str, at: int = 0) -> Event:
    day = DAY + timedelta(days=draw(st.integers(0, 2)))
    return event(
        uri,
        draw(st.sampled_from(TYPES)),
        place=draw(places()),
        at=at,
        tolls=tuple(toll(number) for number in draw(st.sampled_from([(), (1,), (17,), (1, 17)]))),
        mode=draw(st.sampled_from([None, "explosives", "firearms"])),
        time=When(start=day, end=day + timedelta(days=1), precision="day"),
        actors=tuple(actor(name) for name in draw(st.sampled_from([(), ("Islamic State",), ("State",), ("Police", " ")]))),
    )


@st.composite
def wires(draw: st.DrawFn) -> list[EventArticle]:
    found: list[EventArticle] = []
    hours = 0
    for _ in range(draw(st.integers(1, 14))):
        uri = draw(st.sampled_from("abcdefgh"))
        hours += draw(st.sampled_from([0, 0, 1, 30, 71, 72, -20]))
        kind = draw(st.sampled_from(["new", "new", "new", "update", "correction", "near", "withdrawal"]))
        told = tuple(draw(events(uri, at)) for at in range(0, 60 * draw(st.integers(0, 2)), 60))
        found.append(
            article(
                uri,
                *(told if kind != "near" else ()),
                kind=kind,
                of=None if kind == "new" else draw(st.sampled_from("abcdefgh")),
                story=draw(st.sampled_from([None, "s", "t"])),
                publisher=draw(st.sampled_from(["One", "Two"])),
                received=DAY + timedelta(hours=hours),
                text=draw(st.sampled_from(TEXTS)),
                published_from=draw(st.sampled_from(["feeder", "received"])),
            )
        )
    return found


@settings(max_examples=300, deadline=None)
@given(wires())
def test_the_fold_answers_as_if_it_had_looked_at_all_open_incidents(wire: list[EventArticle]) -> None:
    found, scanned = IncidentLog(), IncidentLog()
    scanned.incidents = Scan()
    for item in wire:
        assert found.fold(item, DAY) == scanned.fold(item, DAY)
    assert list(found.incidents.values()) == list(scanned.incidents.values())


@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_two_events_that_are_one_happening_share_a_trait(data: st.DataObject) -> None:
    a, b = data.draw(events("a")), data.draw(events("b"))
    if total(event_terms(a, b)) >= SAME:
        assert set(sought(a)) & set(shown(b))


def test_what_is_dropped_leaves_nothing_behind() -> None:
    log = IncidentLog(quiet=timedelta(hours=72))
    for number in range(20):
        log.fold(article(f"u{number}", event(f"u{number}", tolls=(toll(number),)), received=DAY + timedelta(days=4 * number)), DAY)
    book = log.incidents
    assert len(book) == len(book._filed) == len(book._number) == 1
    assert len(book._silence) <= 2  # what was dropped goes out when it is next looked at
    assert set().union(*book._files.values()) == set(book)


def test_those_silent_are_found_again_until_they_are_dropped() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a"), received=DAY), DAY)
    for _ in range(2):
        assert [incident.id for incident in log.incidents.silent_since(DAY + timedelta(seconds=1))] == ["inc-a-ASSAULT-0"]
    assert log.incidents.silent_since(DAY) == []


def town(name: str, lat: float, lon: float) -> Place:
    return KIRKUK.with_(name=name, lat=lat, lon=lon)


@given(st.floats(-89.0, 89.0), st.floats(-0.2699, 0.2699), st.floats(-180.0, 180.0))
def test_neighbouring_towns_share_a_trait(lat: float, apart: float, lon: float) -> None:
    a, b = event("a", place=town("A", lat, lon)), event("b", place=town("B", lat + apart, lon))
    if total(event_terms(a, b)) >= SAME:
        assert set(sought(a)) & set(shown(b))


def test_a_figure_or_a_party_finds_what_no_town_does() -> None:
    large: dict[str, Any] = {"place": IRAQ, "mode": "explosives", "tolls": (toll(17),)}
    party: dict[str, Any] = {"place": IRAQ, "mode": "attack", "actors": (actor("Iraq"),)}
    for one, other, same in (("ASSAULT", "CRIME", large), ("THREATEN", "THREATEN", party)):
        a, b = event("a", one, **same), event("b", other, **same)
        assert total(event_terms(a, b)) >= SAME
        assert set(sought(a)) & set(shown(b))


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(TYPES), st.booleans()), min_size=1, max_size=12))
def test_the_keys_of_an_incident_that_grew_report_by_report_are_those_of_one_put_whole(steps: list[tuple[int, str, bool]]) -> None:
    log = IncidentLog()
    log.fold(article("urn:first", event("urn:first")), DAY)
    (incident,) = log.incidents.values()
    grown = IncidentIndex()
    for number, type, takes_back in steps:
        told = report(f"urn:{number}", event(f"urn:{number}", type))
        incident = incident.with_reports(told.with_(withdrawn=takes_back))
        if takes_back and len(incident.reports) > 1:
            incident = incident.with_(reports=incident.reports[1:])
        grown.put(incident)
        whole = IncidentIndex()
        whole.put(incident)
        assert (grown._filed, grown._files) == (whole._filed, whole._files)
