"""The state of a subscription comes back from JSON as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
from hypothesis import given
from hypothesis import strategies as st

from streams.subscriptions.change import Sent
from streams.subscriptions.timing import Group, Timing, Waiting
from streams.subscriptions.timing_record import dump_timing, load_timing
from tests.subscriptions.build import alert, killed, place

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
SENT = st.builds(
    Sent,
    revision=st.integers(1, 10**6),
    severity=st.integers(0, 4),
    certainty=TEXTS,
    killed=st.integers(0, 10**6),
    place=st.none() | TEXTS,
    country=st.none() | TEXTS,
    point=st.none() | POINTS,
)
ALERTS = st.builds(
    lambda id, revision, headline, toll, located: alert(
        id=id, revision=revision, headline=headline, casualties=killed(toll), place=place() if located else None
    ),
    TEXTS.filter(bool),
    st.integers(1, 99),
    TEXTS,
    st.integers(0, 99),
    st.booleans(),
)
WAITING = st.lists(st.builds(Waiting, ALERTS, TEXTS), max_size=3).map(lambda found: {each.alert.id: each for each in found})
GROUPS = st.builds(Group, waiting=WAITING, due=st.none() | TIMES, last=st.none() | TIMES)
STATES = st.builds(
    Timing,
    sent=st.dictionaries(TEXTS, SENT, max_size=4),
    groups=st.dictionaries(st.lists(TEXTS, max_size=3).map(tuple), GROUPS, max_size=3),
    ended=st.frozensets(TEXTS, max_size=4),
)


@given(STATES)
def test_a_state_comes_back_from_json_as_it_was(state: Timing) -> None:
    assert load_timing(orjson.loads(orjson.dumps(dump_timing(state)))) == state


def test_a_new_state_is_small() -> None:
    assert dump_timing(Timing()) == {"sent": {}, "groups": [], "ended": []}
