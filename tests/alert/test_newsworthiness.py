"""Tests of the choice of events that open or feed an incident, at the edges of each rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from streams.alert.newsworthiness import (
    LEAD_CHARACTERS,
    MIN_CONFIDENCE,
    POWERS,
    RECALLED,
    answered,
    claims,
    current,
    in_lead,
    newsworthy,
    opens,
    over,
    recalled,
    several,
    solemn,
    weight,
)
from streams.detect.story import NEWS
from streams.messages import ActorKind, Casualty, Event, EventType, Realis, Severity, Told, When
from tests.alert.build import DAY, actor, article, event, toll

LESS = 1e-9
"""The distance of a number that lies just under a threshold from it."""
BEHIND = LEAD_CHARACTERS
"""The offset of the first sentence behind the lead."""
DEEDS: list[EventType] = [
    "ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "RETREAT", "AID", "HAZARD", "ACCIDENT", "HEALTH", "CRIME", "DISRUPTION",
]  # fmt: skip
SOLEMN: list[EventType] = ["AGREE", "CONSULT", "COOPERATE", "THREATEN"]
NEVER: list[EventType] = ["SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT"]
STATE = (actor("Peru", "country"),)
UNDATED = When(start=DAY, end=DAY + timedelta(days=1), precision="published")


def takes(*events: Event) -> list[Event]:
    """Return the newsworthy events of an article."""
    return newsworthy(article("a", *events))


@pytest.mark.parametrize(("at", "leads"), [(0, True), (LEAD_CHARACTERS - 1, True), (LEAD_CHARACTERS, False)])
def test_the_lead_holds_each_sentence_that_begins_in_its_450_characters(at: int, leads: bool) -> None:
    assert LEAD_CHARACTERS == 450
    assert in_lead(event("a", at=at)) is leads
    assert bool(takes(event("a", at=at))) is leads


@pytest.mark.parametrize(("confidence", "kept"), [(MIN_CONFIDENCE - LESS, False), (MIN_CONFIDENCE, True)])
def test_an_event_of_less_than_the_least_confidence_is_not_news(confidence: float, kept: bool) -> None:
    assert MIN_CONFIDENCE == 0.4
    one = event("a", confidence=confidence)
    assert current(one) is kept
    assert bool(takes(one)) is kept


@pytest.mark.parametrize(
    ("realis", "kept"), [("happened", 1), ("ongoing", 1), ("planned", 1), ("threatened", 1), ("denied", 0), ("historical", 0)]
)
@pytest.mark.parametrize("news", [None, 0.9])
def test_history_and_denials_are_not_news_with_an_event_reader_or_without(realis: Realis, kept: int, news: float | None) -> None:
    assert len(takes(event("a", realis=realis, news=news))) == kept


@pytest.mark.parametrize(("told", "kept"), [("news", True), (None, True), ("background", False)])
def test_background_is_not_news(told: Told | None, kept: bool) -> None:
    assert current(event("a", told=told)) is kept


@pytest.mark.parametrize(
    ("figures", "kept"),
    [
        ((), True),
        ((toll(0),), False),
        ((toll(0), toll(0, "injured")), False),
        ((toll(0), toll(1, "injured")), True),
        ((toll(0, at_least=True),), True),
    ],
)
def test_that_nobody_was_hurt_is_not_news(figures: tuple[Casualty, ...], kept: bool) -> None:
    assert current(event("a", tolls=figures)) is kept


@pytest.mark.parametrize(
    ("figures", "one", "more"),
    [
        ((), False, False),
        ((toll(0),), False, False),
        ((toll(1),), True, False),
        ((toll(2),), True, True),
        ((toll(1, at_least=True),), True, True),
        ((toll(1), toll(1, "injured")), True, False),
        ((toll(0).with_(max=14),), True, True),
    ],
)
def test_one_victim_is_claimed_and_two_or_an_open_number_are_several(figures: tuple[Casualty, ...], one: bool, more: bool) -> None:
    assert claims(event("a", tolls=figures)) is one
    assert several(event("a", tolls=figures)) is more
    assert bool(takes(event("a", tolls=figures, at=BEHIND))) is more


@pytest.mark.parametrize("kind", DEEDS)
def test_a_deed_in_the_lead_is_news_and_opens_an_incident(kind: EventType) -> None:
    one = event("a", kind)
    assert takes(one) == [one]
    assert opens(one)


@pytest.mark.parametrize("kind", SOLEMN)
def test_words_are_news_only_of_a_power_and_only_in_the_lead(kind: EventType) -> None:
    words = event("a", kind, actors=STATE)
    assert takes(words) == [words]
    assert opens(words)
    assert takes(event("a", kind, actors=STATE, at=BEHIND)) == []
    assert takes(event("a", kind, actors=(actor("Ana Quispe", "person"),))) == []
    assert not opens(event("a", kind))


@pytest.mark.parametrize("kind", NEVER)
@pytest.mark.parametrize("news", [None, 1.0])
def test_praise_demands_and_accusations_never_count(kind: EventType, news: float | None) -> None:
    words = event("a", kind, actors=STATE, news=news, main=True)
    assert takes(words) == []
    assert not opens(words)


@pytest.mark.parametrize(
    ("kind", "power"),
    [
        ("government", True), ("military", True), ("group", True), ("police", True), ("country", True),
        ("person", False), ("organisation", False), ("people", False), ("unknown", False),
    ],
)  # fmt: skip
def test_a_power_is_a_government_military_group_police_or_country_that_acts_or_is_spoken_to(kind: ActorKind, power: bool) -> None:
    assert (kind in POWERS) is power
    party = (actor("Anyone", kind),)
    assert solemn(event("a", "AGREE", actors=party)) is solemn(event("a", "AGREE", recipients=party)) is power
    assert not solemn(event("a", "AGREE", victims=party))
    assert not solemn(event("a", "ASSAULT", actors=party))


def test_words_in_the_lead_are_no_news_beside_a_deed_there_and_are_beside_one_behind_it() -> None:
    words = event("a", "CONSULT", actors=STATE, at=60, severity="minor")
    deed = event("a", "PROTEST")
    assert takes(words, deed) == [deed]
    behind = event("a", "ASSAULT", tolls=(toll(3),), at=BEHIND)
    assert takes(words, behind) == [behind, words]


@pytest.mark.parametrize(("news", "kept"), [(NEWS - LESS, False), (NEWS, True)])
def test_with_an_event_reader_what_an_editor_takes_as_likely_as_not_is_news(news: float, kept: bool) -> None:
    assert NEWS == 0.5
    assert bool(takes(event("a", news=news))) is kept
    assert bool(takes(event("a", news=news, at=BEHIND))) is kept
    assert bool(takes(event("a", "AGREE", news=news, actors=STATE, at=BEHIND))) is kept


def test_where_one_event_is_judged_one_without_a_chance_is_not_news() -> None:
    judged, unread = event("a", news=0.9), event("a", "CRIME", at=60)
    assert takes(judged, unread) == [judged]
    assert takes(unread) == [unread]


def test_the_weightier_event_is_graver_then_a_deed_then_done_then_first_in_the_text() -> None:
    grave = event("a", "AGREE", severity="extreme", realis="planned", at=90)
    deed = event("a", "PROTEST", severity="minor", realis="planned", at=80)
    done = event("a", "AGREE", severity="minor", at=70)
    going_on = event("a", "AGREE", severity="minor", realis="ongoing", at=71)
    plan = event("a", "AGREE", severity="minor", realis="planned", at=0)
    later = plan.with_(evidence=plan.evidence.with_(start=1))
    ranked = [grave, deed, done, going_on, plan, later]
    assert sorted([*ranked[3:], *ranked[:3]], key=weight, reverse=True) == ranked


def test_newsworthy_events_stand_the_gravest_first() -> None:
    order: list[Severity] = ["extreme", "severe", "moderate", "minor", "unknown"]
    events = [event("a", severity=each, at=60 * at) for at, each in enumerate(reversed(order))]
    assert [one.severity for one in takes(*events)] == order
    assert [one.severity for one in takes(*(one.with_(news=0.9) for one in events))] == order


def background(**more: object) -> Event:
    return event("a", tolls=(toll(3),), **{"told": "background", **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(("late", "kept"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
def test_background_of_the_last_seven_days_is_recalled(late: timedelta, kept: bool) -> None:
    assert timedelta(days=7) == RECALLED
    one = background()
    assert recalled(one, one.time.end + RECALLED + late) is kept


@pytest.mark.parametrize("change", [
    {"told": "news"}, {"told": None}, {"place": None}, {"time": UNDATED}, {"casualties": ()}, {"casualties": (toll(0),)},
    {"type": "AGREE"}, {"realis": "planned"}, {"realis": "historical"}, {"realis": "denied"}, {"confidence": MIN_CONFIDENCE - LESS},
])  # fmt: skip
def test_only_a_deed_told_as_background_with_a_place_a_day_and_victims_is_recalled(change: dict[str, object]) -> None:
    assert recalled(background(), DAY)
    assert recalled(background(realis="ongoing", confidence=MIN_CONFIDENCE), DAY)
    assert not recalled(background().with_(**change), DAY)


@pytest.mark.parametrize("realis", ["happened", "ongoing", "planned", "threatened", "historical"])
def test_what_is_denied_opens_nothing_and_a_deed_of_any_other_realis_may(realis: Realis) -> None:
    assert opens(event("a", realis=realis))
    assert not opens(event("a", realis="denied"))
    assert not opens(event("a", "AGREE", actors=STATE, realis="denied"))


@pytest.mark.parametrize(("news", "kept"), [(None, 0), (NEWS - LESS, 0), (NEWS, 1)])
def test_a_denied_deed_and_an_end_are_told_where_an_editor_takes_them_as_news(news: float | None, kept: int) -> None:
    assert len(over(article("a", event("a", realis="denied", news=news)))) == kept
    assert len(over(article("a", event("a", "CONCEDE", news=news)))) == kept


@pytest.mark.parametrize("one", [
    event("a", news=0.9), event("a", "CONCEDE", realis="planned", news=0.9), event("a", "CONCEDE", realis="denied", news=0.9),
    event("a", "AGREE", realis="denied", news=0.9), event("a", "RETREAT", news=0.9),
])  # fmt: skip
def test_what_is_done_a_planned_end_and_denied_words_are_not_over_and_a_retreat_opens_its_own(one: Event) -> None:
    assert over(article("a", one)) == []


def test_what_is_over_stands_the_gravest_first() -> None:
    minor, severe = (event("a", realis="denied", news=0.9, severity=each, at=at) for at, each in ((0, "minor"), (60, "severe")))
    assert over(article("a", minor, severe)) == [severe, minor]


def test_an_arrest_answers_every_harm_that_its_article_tells_as_done_with_a_place_or_a_day() -> None:
    arrest = event("a", "COERCE")
    placed, dated = event("a", time=UNDATED, realis="historical", at=60), event("a", "CRIME", place=None, realis="ongoing", at=120)
    neither, plan = event("a", place=None, time=UNDATED, at=180), event("a", "CRIME", realis="planned", at=240)
    told = article("a", arrest, placed, dated, neither, plan, event("a", "PROTEST", at=300))
    assert answered(arrest, told) == [placed, dated]


@pytest.mark.parametrize("kind", ["ASSAULT", "HEALTH", "AGREE", "ACCUSE"])
def test_harm_and_words_answer_nothing(kind: EventType) -> None:
    chief = event("a", kind)
    assert answered(chief, article("a", chief, event("a", "CRIME", at=60))) == []
