"""The index finds what a loop over all subscriptions finds, and looks at few of them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.messages import Alert, EventType
from streams.subscriptions import Match, Subscription, SubscriptionIndex, matches
from streams.subscriptions.subscription import Near
from streams.subscriptions.vocabulary import CERTAINTIES, SEVERITIES
from tests.subscriptions.build import alert, demo_alerts, place

COUNTRIES = ("IRQ", "IRN", "USA", "FJI")
WORDS = ("bomb", "market", "car bomb", "ferry", "état")
TYPES: tuple[EventType, ...] = ("ASSAULT", "HAZARD", "ACCIDENT", "PROTEST")


def some(values: Any, most: int = 3) -> st.SearchStrategy[frozenset[Any]]:
    return st.just(frozenset()) | st.frozensets(st.sampled_from(values), min_size=1, max_size=most)


latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 0.0, 30.0, 5.0])
longitudes = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 179.9, -179.9, 0.0, 45.0])
nears = st.builds(Near, latitudes, longitudes, st.floats(0.1, 5_000) | st.sampled_from([1.0, 200.0]))
filters = st.builds(
    Match,
    types=some(TYPES),
    countries=some(COUNTRIES),
    modes=some(("explosives", "flood")),
    near=st.none() | nears,
    min_severity=st.none() | st.sampled_from(SEVERITIES),
    min_certainty=st.none() | st.sampled_from(CERTAINTIES),
    told=st.sampled_from(("news", "background", "any")),
    words_any=some(WORDS).map(tuple),
    words_none=some(WORDS, 1).map(tuple),
    actors=some(("army", "front"), 1).map(tuple),
    publishers=some(("agency", "ledger"), 1),
    story=some(("story-1", "story-2"), 1),
)
alerts = st.builds(
    lambda lat, lon, country, **more: alert(place=place("Town", country, lat, lon), **more),
    latitudes,
    longitudes,
    st.none() | st.sampled_from(COUNTRIES),
    type=st.sampled_from(TYPES),
    mode=st.none() | st.sampled_from(("explosives", "flood")),
    severity=st.sampled_from(SEVERITIES),
    certainty=st.sampled_from(CERTAINTIES),
    told=st.none() | st.sampled_from(("news", "background")),
    headline=st.lists(st.sampled_from((*WORDS, "and", "Bomb")), min_size=1, max_size=4).map(" ".join),
    story=st.sampled_from(("story-1", "story-2")),
)


def subscribe(found: list[Match]) -> list[Subscription]:
    return [Subscription(name=f"desk-{place}", match=match) for place, match in enumerate(found)]


@settings(max_examples=300, deadline=None)
@given(st.lists(filters, max_size=12), alerts)
def test_the_index_finds_what_a_loop_finds(found: list[Match], one: Alert) -> None:
    subscriptions = subscribe(found)
    expected = tuple(each for each in subscriptions if matches(each, one))
    assert SubscriptionIndex(subscriptions).matching(one) == expected


@settings(max_examples=300, deadline=None)
@given(nears, latitudes, longitudes)
def test_the_cells_of_a_circle_hold_all_that_is_within_it(near: Near, lat: float, lon: float) -> None:
    (desk,) = subscribe([Match(near=near)])
    one = alert(place=place("Town", None, lat, lon))
    assert (SubscriptionIndex([desk]).matching(one) == (desk,)) == matches(desk, one)


def test_of_ten_thousand_subscriptions_an_alert_is_held_against_few() -> None:
    countries = sorted({each.place.country for each in demo_alerts() if each.place and each.place.country} | {"FRA", "DEU", "UKR", "FJI"})
    ladder = [
        Match(types=frozenset({TYPES[n % 4]}), countries=frozenset({countries[n % len(countries)]}), min_severity=SEVERITIES[n % 5])
        for n in range(10_000)
    ]
    index = SubscriptionIndex(subscribe(ladder))
    held = [index.candidates(each) for each in demo_alerts()]
    assert max(held) < 300


def test_a_facility_that_is_somewhere_in_its_country_is_near_nothing() -> None:
    (desk,) = subscribe([Match(near=Near(33.0, 44.0, 100.0))])
    known = place("Block 13 clinic", "IRQ", 33.0, 44.0, radiusKm=2.0) | {"precision": "facility"}
    assert matches(desk, alert(place=known))
    assert not matches(desk, alert(place=known | {"radiusKm": 465.0}))
