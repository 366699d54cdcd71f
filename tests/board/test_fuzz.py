"""Whatever a query or a body holds, it is read or refused with a reason: no other error leaves the readers."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.board.changes import read_position
from streams.board.cursor import read_cursor, write_cursor
from streams.board.intake import split
from streams.board.keys import read_keys
from streams.board.parameters import FILTERS, FORMAT, PAGING
from streams.board.selection import read_query
from streams.errors import Malformed, Usage
from streams.subscriptions.facts import AlertFacts
from tests.board.requests import JSON_BODIES, VALUES
from tests.board.scene import hostile
from tests.subscriptions.build import demo_alerts, subscription

KNOWN = (*FILTERS, *PAGING, FORMAT)
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
SUBSCRIPTIONS = {"desk": subscription("match: {countries: [IRQ]}\nwhere: killed > 3")}
NAMES = st.one_of(st.sampled_from([each.name for each in KNOWN]), st.text(max_size=20))
ALERTS = (*demo_alerts()[:10], *hostile())


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, st.one_of(VALUES, st.text(max_size=100))), max_size=6))
def test_a_query_is_read_or_its_parameters_are_named(pairs: list[tuple[str, str]]) -> None:
    query, wrong = read_query(pairs, KNOWN, SUBSCRIPTIONS, NOW)
    given_names = {name[:60] for name, _ in pairs}
    assert all(each.parameter in given_names and each.wrong and each.advice for each in wrong), wrong
    if not wrong:
        for alert in ALERTS:
            assert query.selection.holds(AlertFacts(alert)) in (True, False)


@settings(deadline=None)
@given(
    st.one_of(st.binary(max_size=300), JSON_BODIES), st.sampled_from(["application/json", "application/x-ndjson", "text/plain", "text/xml"])
)
def test_a_body_is_cut_or_refused(body: bytes, kind: str) -> None:
    with suppress(Malformed):
        records = split(body, kind)
        assert records
        assert all(isinstance(each, bytes) and each for each in records)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_cursors_positions_and_keys_are_read_or_refused(text: str) -> None:
    place = read_cursor(text)
    assert place is None or isinstance(place[0], int)
    position = read_position(text)
    assert position is None or all(at >= 0 for at in position)
    with suppress(Usage):
        read_keys(text)


@settings(deadline=None)
@given(st.integers(-(10**17), 10**17), st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_a_cursor_comes_back_as_it_was_given(moment: int, id: str) -> None:
    assert read_cursor(write_cursor((moment, id))) == (moment, id)
