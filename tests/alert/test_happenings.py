"""Tests of happenings: which events of one article are one, which of them it is about, and which are left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.alert.newsworthiness import _BREATH as BREATH
from streams.alert.newsworthiness import LEAD_CHARACTERS, SURE, Happening, happenings
from streams.messages import Event, EventArticle, Place
from tests.alert.build import DAY, IRAQ, KIRKUK, RAMADI, actor, article, event, toll

LESS = 1e-9
"""The distance of a number that lies just under a threshold from it."""
BEHIND = LEAD_CHARACTERS
FRONT = (actor("Tarim Front"),)
MOSUL = KIRKUK.with_(name="Mosul", admin1="Nineveh")


def tells(*events: Event) -> list[Happening]:
    return happenings(article("a", *events))


def groups(*events: Event) -> list[list[Event]]:
    return [list(happening.events) for happening in tells(*events)]


def test_an_article_without_news_tells_of_no_happening() -> None:
    assert tells() == tells(event("a", realis="historical"), event("a", "ACCUSE", at=60)) == []


@pytest.mark.parametrize(("gap", "one"), [(BREATH, True), (BREATH + 1, False)])
def test_a_protest_and_its_arrests_are_one_if_told_in_one_breath_of_five_characters(gap: int, one: bool) -> None:
    assert BREATH == 5
    protest = event("a", "PROTEST", news=0.9)
    arrests = event("a", "COERCE", news=0.9, at=protest.evidence.end + gap)
    assert len(groups(protest, arrests)) == (1 if one else 2)


def test_events_of_kin_types_in_one_town_are_one_however_far_apart_they_are_told() -> None:
    attack, crime = event("a", "ASSAULT"), event("a", "CRIME", tolls=(toll(2),), at=2_000)
    assert groups(attack, crime) == [[attack, crime]]


def test_events_of_two_countries_are_two_happenings_whoever_acts() -> None:
    here, there = event("a", actors=FRONT), event("a", place=RAMADI.with_(country="SYR"), actors=FRONT, tolls=(toll(2),), at=31)
    assert len(groups(here, there)) == 2


@pytest.mark.parametrize(
    ("other", "same"),
    [(event("a", place=RAMADI, actors=FRONT, tolls=(toll(2),), at=31), True), (event("a", place=RAMADI, tolls=(toll(2),), at=31), False)],
)
def test_events_in_two_towns_of_one_country_are_one_if_they_are_of_one_type_and_share_a_party(other: Event, same: bool) -> None:
    assert len(groups(event("a", actors=FRONT), other)) == (1 if same else 2)


def test_events_of_two_types_in_two_towns_are_two_happenings_though_they_share_a_party() -> None:
    assert len(groups(event("a", actors=FRONT), event("a", "CRIME", place=RAMADI, actors=FRONT, tolls=(toll(2),), at=31))) == 2


@pytest.mark.parametrize("other", [None, IRAQ, KIRKUK, RAMADI.with_(admin1="Kirkuk")])
def test_no_place_the_country_the_same_town_and_one_of_the_same_province_are_not_apart(other: Place | None) -> None:
    assert len(groups(event("a"), event("a", place=other, tolls=(toll(2),), at=600))) == 1


def test_a_place_in_no_gazetteer_tells_deeds_apart_from_deeds_of_another_kind_only() -> None:
    square = KIRKUK.with_(name="Tarim Chowk", admin1=None, country=None, lat=None, lon=None, precision="unknown")
    shot, killed = event("a", tolls=(toll(1),)), event("a", place=square, tolls=(toll(2),), at=600)
    assert len(groups(shot, killed)) == 1
    assert len(groups(event("a", "HAZARD", tolls=(toll(1),)), killed)) == 2
    assert len(groups(shot, event("a", place=square.with_(country="SYR"), tolls=(toll(2),), at=600))) == 2, "but its country does"


def test_an_event_without_a_place_belongs_to_what_the_lead_tells() -> None:
    far = event("a", place=RAMADI, tolls=(toll(20),), at=600)
    lead, placeless = event("a", at=0), event("a", place=None, at=40, severity="minor")
    assert groups(far, lead, placeless) == [[far], [lead, placeless]]


def test_the_main_happening_is_the_one_that_is_marked_so_before_the_one_in_the_lead() -> None:
    lead, marked = event("a", news=0.9), event("a", place=RAMADI, news=0.9, main=True, at=600)
    assert [(each.chief, each.main) for each in tells(lead, marked)] == [(lead, False), (marked, True)]


def test_without_a_mark_the_gravest_in_the_lead_is_main_and_without_a_lead_the_gravest() -> None:
    far, lead = event("a", place=RAMADI, tolls=(toll(20),), at=600), event("a")
    assert [(each.chief, each.main) for each in tells(lead, far)] == [(far, False), (lead, True)]
    less = event("a", tolls=(toll(2),), at=900)
    assert [(each.chief, each.main) for each in tells(less, far)] == [(far, True), (less, False)]


@pytest.mark.parametrize(("news", "kept"), [(SURE - LESS, 1), (SURE, 2)])
def test_what_is_told_beside_the_main_news_without_victims_counts_if_it_is_all_but_surely_news(news: float, kept: int) -> None:
    assert SURE == 0.7
    main = event("a", news=0.9, main=True)
    assert len(tells(main, event("a", "PROTEST", place=RAMADI, news=news, at=600))) == kept
    assert len(tells(main, event("a", place=RAMADI, news=news, tolls=(toll(1),), at=600))) == 2
    assert len(tells(main, event("a", place=RAMADI, news=news, tolls=(toll(0),), at=600))) == kept


def test_the_chief_is_what_the_article_is_about_else_the_first_told_of_those_nearly_as_grave_as_the_gravest() -> None:
    minor = event("a", "PROTEST", severity="minor")
    moderate = event("a", "PROTEST", at=31)
    severe = event("a", "PROTEST", severity="severe", at=62)
    assert groups(minor, moderate, severe) == [[moderate, severe, minor]]
    marked = severe.with_(main=True)
    assert groups(minor, moderate, marked) == [[marked, moderate, minor]]


def test_what_is_recalled_stands_last_and_is_not_main() -> None:
    news = event("a", "PROTEST")
    past = event("a", place=RAMADI, tolls=(toll(30),), told="background")
    assert [(each.chief, each.main) for each in tells(past, news)] == [(news, True), (past, False)]
    assert [(each.chief, each.main) for each in tells(past)] == [(past, False)]


def test_what_was_recalled_too_long_ago_is_no_happening() -> None:
    past = event("a", tolls=(toll(30),), told="background")
    assert happenings(article("a", past, published=DAY + timedelta(days=9))) == []


def test_an_article_that_is_about_a_denial_tells_it_first_and_has_nothing_else_that_it_is_about() -> None:
    denied = event("a", realis="denied", news=0.9, main=True)
    lead, other = event("a", "PROTEST", news=0.9, at=60), event("a", place=RAMADI, news=0.9, tolls=(toll(2),), at=120)
    assert [(each.chief, each.main) for each in tells(denied, lead, other)] == [(denied, True), (other, False)]


def test_a_denial_beside_a_deed_is_not_told_and_beside_words_or_background_alone_it_is() -> None:
    denied = event("a", realis="denied", news=0.9, at=60)
    deed, words = event("a", "PROTEST", news=0.9), event("a", "AGREE", news=0.9, actors=FRONT)
    past = event("a", place=RAMADI, tolls=(toll(3),), told="background", news=0.1)
    assert [each.chief for each in tells(denied, deed)] == [deed]
    assert [(each.chief, each.main) for each in tells(denied, words)] == [(denied, True)]
    assert [(each.chief, each.main) for each in tells(denied, past)] == [(denied, True)]


def test_of_two_things_that_are_over_the_graver_is_told() -> None:
    minor = event("a", "CONCEDE", news=0.9, severity="minor")
    denied = event("a", place=MOSUL.with_(country="SYR"), realis="denied", news=0.9, severity="severe", at=600)
    assert [each.chief for each in tells(minor, denied)] == [denied]


@st.composite
def articles(draw: st.DrawFn) -> EventArticle:
    """Return an article with any mix of events, all judged by an event reader or none."""
    judged = draw(st.booleans())

    def told(at: int) -> Event:
        news = draw(st.sampled_from([0.1, 0.5, 0.7, 0.9])) if judged else None
        return event(
            f"a-{at}", draw(st.sampled_from(["ASSAULT", "CRIME", "PROTEST", "COERCE", "AGREE", "CONCEDE", "RETREAT", "ACCUSE"])),
            place=draw(st.sampled_from([None, KIRKUK, RAMADI, MOSUL, IRAQ])), at=draw(st.sampled_from([0, 31, 100, 500, 900])),
            tolls=draw(st.sampled_from([(), (toll(0),), (toll(1),), (toll(12),)])), actors=draw(st.sampled_from([(), FRONT])), news=news,
            realis=draw(st.sampled_from(["happened", "ongoing", "planned", "denied", "historical"])), main=judged and at == 0,
            told="news" if news is not None and news >= 0.5 else draw(st.sampled_from([None, "background"])),
        )  # fmt: skip

    return article("a", *(told(at) for at in range(draw(st.integers(0, 5)))))


@settings(max_examples=200, deadline=None)
@given(articles())
def test_at_most_one_happening_is_main_and_no_event_is_in_two(read: EventArticle) -> None:
    found = happenings(read)
    assert sum(each.main for each in found) <= 1
    events = [one.id for each in found for one in each.events]
    assert len(events) == len({*events})
    assert all(each.chief in read.events for each in found)


@settings(max_examples=200, deadline=None)
@given(articles())
def test_the_events_of_a_happening_are_all_news_or_all_background_or_all_denied_or_an_end(read: EventArticle) -> None:
    for each in happenings(read):
        past = {one.told == "background" for one in each.events}
        assert len(past) == 1
        ends = {one.realis == "denied" or one.type == "CONCEDE" for one in each.events}
        assert len(ends) == 1
