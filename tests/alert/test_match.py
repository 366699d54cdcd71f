"""Tests of the rules by which two reports tell of one happening."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from streams.alert import IncidentLog
from streams.alert.match import CLOSE, JOINS, SAME, Texts, event_terms, total
from streams.alert.place import CONTRADICTION, place_score
from streams.messages import Event, When
from tests.alert.build import AGAIN, DAY, IRAQ, KIRKUK, MARKET, RAMADI, actor, article, event, toll

NOW = DAY + timedelta(days=30)
SCHOOL = "Shots rang out beside a primary school at noon; pupils hid under their desks while a caretaker bolted the gate, teachers said."


def on(days: float, **more: Any) -> Event:
    start = DAY + timedelta(days=days)
    return event("x", time=When(start=start, end=start + timedelta(days=1), precision="day"), **more)


def opened(log: IncidentLog, uri: str, *events: Event, text: str, **more: Any) -> bool:
    outputs = log.fold(article(uri, *events, text=text, publisher=f"Desk {uri}", **more), NOW)
    return any(output.alert is not None and output.alert.kind == "created" for output in outputs)


def test_alike_texts_join_what_names_only_the_country() -> None:
    log = IncidentLog()
    assert opened(log, "a", event("a"), text=MARKET)
    assert not opened(log, "b", event("b", place=IRAQ), text=AGAIN)
    assert opened(log, "c", event("c", place=IRAQ), text=SCHOOL)


def test_alike_texts_join_what_is_called_by_another_name() -> None:
    log = IncidentLog()
    assert opened(log, "a", event("a", "ACCIDENT", mode="explosion"), text=MARKET)
    assert not opened(log, "b", event("b", "ASSAULT", mode="explosives"), text=AGAIN)


def test_another_day_is_another_happening_however_alike_the_texts() -> None:
    assert total(event_terms(on(7), on(0), Texts(alike=1.0, beside=1.0, both_main=True))) < SAME


def test_a_report_that_names_no_day_may_come_late_where_texts_are_close() -> None:
    close = Texts(alike=CLOSE, beside=1.0, both_main=True, late=True)
    assert total(event_terms(on(6), on(0), close)) >= SAME
    assert total(event_terms(on(9), on(0), close)) < SAME


def test_days_of_an_undated_article_are_no_contradiction_but_its_text_must_join() -> None:
    assert total(event_terms(on(300), on(0), Texts(alike=JOINS, dated=False))) >= SAME
    assert total(event_terms(on(300), on(0), Texts(alike=JOINS - 0.01, dated=False))) < SAME


def test_two_towns_are_one_happening_only_where_close_texts_name_both() -> None:
    close = Texts(alike=0.5, beside=0.5, both_main=True)
    assert total(event_terms(on(0, place=KIRKUK), on(0, place=RAMADI), close)) < SAME
    named = Texts(alike=0.5, beside=0.5, both_main=True, named=True)
    assert total(event_terms(on(0, place=KIRKUK, mode="firearms"), on(0, place=RAMADI, mode="firearms"), named)) >= SAME


def test_two_happenings_in_one_city_on_one_day_are_told_apart_by_their_words() -> None:
    log = IncidentLog()
    assert opened(log, "a", event("a", mode="firearms"), text=MARKET)
    assert opened(log, "b", event("b", mode="firearms"), text=SCHOOL)
    assert not opened(log, "c", event("c", mode="firearms", tolls=(toll(4),)), text=AGAIN)


@pytest.mark.parametrize("other", ["Kolok bridge checkpoint", "The Kolok bridge"])
def test_a_place_within_a_place_is_the_same(other: str) -> None:
    bridge = KIRKUK.with_(name="Kolok bridge", precision="facility", lat=None, lon=None)
    assert place_score(bridge, bridge.with_(name=other)) == 1.0
    assert place_score(bridge, bridge.with_(name="Tarim bridge")) < 1.0


@pytest.mark.parametrize("other", ["Tarim mine", "Tarim coal mine", "TARIM"])
def test_what_a_place_is_stands_in_small_letters_behind_its_name(other: str) -> None:
    mine = KIRKUK.with_(name="Tarim", precision="unknown", lat=None, lon=None)
    assert place_score(mine, mine.with_(name=other)) == 1.0
    assert place_score(mine, mine.with_(name="New Tarim")) < 1.0


def test_a_facility_known_by_its_province_only_is_no_neighbour_and_no_stranger() -> None:
    post = KIRKUK.with_(name="Post 12", precision="facility", radius_km=80.0)
    other = post.with_(name="Tarim clinic")
    assert place_score(post, other) == 0.6, "the same coordinates say no more than the province"
    assert place_score(post, KIRKUK.with_(name="Hawija", lat=35.33, lon=43.77)) == 0.6, "60 km from the middle of its province"
    assert place_score(post, RAMADI) == CONTRADICTION
    known = post.with_(radius_km=2.0)
    assert place_score(known, KIRKUK) == 1.0
    assert place_score(known, KIRKUK.with_(name="Hawija", lat=35.33, lon=43.77)) == CONTRADICTION


def test_a_place_in_no_gazetteer_is_where_those_who_name_it_tell_of() -> None:
    log = IncidentLog()
    guessed = KIRKUK.with_(name="Al Saucera", admin1=None, country="PER", lat=None, lon=None, precision="unknown")
    named = MARKET.replace("a vegetable market", "the vegetable market of Saucera")
    assert opened(log, "a", event("a", mode="explosives"), text=named)
    assert not opened(log, "b", event("b", mode="explosives", place=guessed), text=AGAIN.replace("stall", "stall in Al Saucera"))
    elsewhere = guessed.with_(name="Al Marfil")
    assert opened(log, "c", event("c", mode="explosives", place=elsewhere), text=AGAIN.replace("stall", "stall in Al Marfil"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "A ferry sank off the northern shore on Sunday and 14 people drowned, the coast guard "
            "said, after its engine failed in high waves.",
            "Fourteen drowned when the ferry Marisol sank in high waves, said the navy. Relatives "
            "waited on the quay with candles for news.",
        ),
        (
            "A wall of mud from a tailings dam swept over a miners' camp before dawn, killing 14 men as they slept, a foreman said.",
            "Fourteen died when a tailings dam broke, said a union that had wanted sirens for its camp. Prosecutors took the ledgers.",
        ),
        (
            "Raiders on motorbikes shot 14 farmers dead in their fields on Friday and drove off the cattle, a village elder said.",
            "Widows wept over 14 graves after raiders on motorbikes had come. Troops arrived late, "
            "markets shut, a governor promised boreholes.",
        ),
    ],
)
def test_a_place_in_no_gazetteer_joins_another_where_alike_texts_tell_one_large_toll(first: str, second: str) -> None:
    coast = KIRKUK.with_(name="Northern shore", admin1=None, precision="unknown", lat=None, lon=None)
    log = IncidentLog()
    assert opened(log, "a", event("a", place=coast, tolls=(toll(14),)), text=first, headline="")
    assert opened(log, "b", event("b", tolls=(toll(9),)), text=second, headline=""), "another toll"
    assert not opened(log, "c", event("c", place=RAMADI, tolls=(toll(14),)), text=second, headline="")


def test_reports_without_a_place_do_not_gather_what_is_told_in_the_same_words() -> None:
    log = IncidentLog()
    told = (
        "A landslide buried homes near {} after days of rain, and crews with dogs searched the mud for a family of traders, officers said."
    )
    assert opened(log, "a", event("a", "HAZARD", mode="landslide"), text=told.format("Kirkuk"))
    assert opened(log, "b", event("b", "HAZARD", mode="landslide", place=None), text=told.format("Tarim"))
    assert opened(log, "c", event("c", "HAZARD", mode="landslide", place=RAMADI), text=told.format("Ramadi"))
    assert not opened(log, "d", event("d", "HAZARD", mode="landslide", place=None), text=told.format("Ramadi"))


def test_an_arrest_belongs_to_the_harm_that_it_answers_whatever_the_day_and_town() -> None:
    log = IncidentLog()
    assert opened(log, "a", on(0), text=MARKET)
    held = on(9, type="COERCE", place=RAMADI, mode="arrest", tolls=(toll(2, "detained"),), id="evt-held")
    harm = on(0, told="background", tolls=(toll(5),), id="evt-harm")
    outputs = log.fold(article("b", held, harm, text=AGAIN, publisher="Two"), NOW)
    (alert,) = [output.alert for output in outputs if output.alert is not None]
    assert alert.id == "inc-x-ASSAULT-0"
    assert {change.field for change in alert.changes} >= {"casualties.detained", "casualties.killed"}


def test_an_arrest_of_others_in_the_same_town_is_its_own_incident() -> None:
    log = IncidentLog()
    assert opened(log, "a", on(0), text=MARKET)
    held = on(9, type="COERCE", mode="arrest", tolls=(toll(50, "detained"),), id="evt-held")
    assert opened(log, "b", held, on(0, told="background", id="evt-harm"), text=SCHOOL)


def test_a_reused_address_opens_its_own_incident() -> None:
    log = IncidentLog()
    storm = event("a", "HAZARD", mode="storm")
    shots = event("a", "ASSAULT", place=RAMADI.with_(country="MEX"), actors=(actor("Gunmen"),))
    assert opened(log, "a", storm, text=MARKET)
    assert opened(log, "a", shots, text=SCHOOL, kind="update", of="a", story="story-a", version="2")
