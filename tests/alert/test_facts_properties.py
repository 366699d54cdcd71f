"""Properties of the facts of an incident: for any mix of reports, in any order, whatever of it is withdrawn."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.alert.facts import MOST_PARTS, facts, lowered, standing, tolls
from streams.alert.incident import Report
from streams.alert.record import alert_of
from streams.messages import Alert, Casualty, Certainty, Event, Realis, Relation, Severity
from tests.alert.build import IRAQ, KIRKUK, RAMADI, event, report, toll

TOLLS = st.builds(
    lambda least, more, kind, of: toll(least, kind, of=of).with_(max=None if more is None else least + more),
    st.integers(0, 30), st.none() | st.integers(0, 2), st.sampled_from(["killed", "injured"]),
    st.sampled_from([None, "people", "children", "more children", "others", ""]),
)  # fmt: skip
PLACES = st.sampled_from([None, KIRKUK, RAMADI, IRAQ, IRAQ.with_(name="Tambeli", country_name="Iraq")])
TYPES = st.sampled_from(["ASSAULT", "ACCIDENT", "PROTEST", "CONSULT", "CONCEDE", "RETREAT"])
REALIS = st.sampled_from(["happened", "ongoing", "planned", "threatened", "denied", "historical"])
CERTAINTIES: st.SearchStrategy[Certainty] = st.sampled_from(["observed", "likely", "possible", "unlikely", "unknown"])


@st.composite
def mixes(draw: st.DrawFn) -> list[Report]:
    """Return any mix of reports: of three publishers, corrections, repeats, withdrawn and lowered ones."""

    def told(uri: str) -> Event:
        return event(
            uri, draw(TYPES), place=draw(PLACES), tolls=tuple(draw(st.lists(TOLLS, max_size=3))), at=draw(st.sampled_from([0, 60, 500])),
            realis=draw(REALIS), certainty=draw(CERTAINTIES), told=draw(st.sampled_from([None, "news", "background"])),
        )  # fmt: skip

    made = []
    for n in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["new", "update", "correction", "near"]))
        relation = Relation.check({"kind": kind, "story": "s", "leader": draw(st.sampled_from(["x", "y"]))})
        events = [told(f"{n}-{at}") for at in range(draw(st.integers(0, 3)))]
        one = report(
            f"{n}", *events, main=draw(st.booleans()), relation=relation, publisher=draw(st.sampled_from([None, "One", "Two", "Three"]))
        )
        made.append(one.with_(withdrawn=draw(st.booleans()), lowered=draw(st.sampled_from([(), ("killed",)]))))
    return made


@settings(max_examples=150, deadline=None)
@given(mixes(), st.randoms(use_true_random=False))
def test_any_mix_of_reports_has_facts_if_one_stands_and_the_same_in_whatever_order_they_are_kept(
    reports: list[Report], chance: Random
) -> None:
    found = facts(reports)
    assert (found is None) == (not standing(reports))
    chance.shuffle(kept := list(reports))
    assert facts(kept) == found


@settings(max_examples=150, deadline=None)
@given(mixes())
def test_the_alert_of_any_mix_of_reports_has_values_that_its_contract_allows_and_is_the_same_after_the_wire(reports: list[Report]) -> None:
    found = facts(reports)
    if found is not None:
        made = alert_of("inc-1", 1, "created", found, reports, (), 1.0, reports[-1])
        assert Alert.decode(made.encode()) == made


@settings(max_examples=100, deadline=None)
@given(mixes())
def test_a_withdrawn_report_is_only_a_report_fewer(reports: list[Report]) -> None:
    assert facts(reports) == facts([one for one in reports if not one.withdrawn])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), REALIS.filter(lambda one: one != "denied"), CERTAINTIES), min_size=1, max_size=4))
def test_the_order_of_independent_reports_changes_neither_tolls_nor_severity_nor_realis_nor_certainty(
    told: list[tuple[int, Realis, Certainty]],
) -> None:
    def tell(each: list[tuple[int, Realis, Certainty]]) -> tuple[tuple[Casualty, ...], Severity, Realis, Certainty]:
        made = (report(f"{n}", event(f"{n}", tolls=(toll(t),), realis=r, certainty=c)) for n, (t, r, c) in enumerate(each))
        found = facts(list(made))
        assert found is not None
        return found.casualties, found.severity, found.realis, found.certainty

    assert tell(told) == tell(told[::-1])


@settings(max_examples=150, deadline=None)
@given(mixes())
def test_no_toll_exceeds_the_largest_that_was_told_and_none_is_of_a_kind_that_was_not(reports: list[Report]) -> None:
    stand = standing(reports)
    largest: dict[str, int] = {}
    for casualty in (c for one in stand for told in one.events for c in told.casualties):
        largest[casualty.kind] = max(largest.get(casualty.kind, 0), casualty.min, casualty.max or 0)
    found = tolls(stand)
    assert {one.kind for one in found} == set(largest)
    assert all(one.min <= largest[one.kind] for one in found)


@settings(max_examples=150, deadline=None)
@given(mixes())
def test_each_kind_of_casualty_has_one_total_then_at_most_three_parts_each_smaller_and_the_largest_first(reports: list[Report]) -> None:
    found = tolls(standing(reports))
    assert [one.kind for one in found] == sorted(one.kind for one in found)
    for kind in {one.kind for one in found}:
        total, *parts = [one.min for one in found if one.kind == kind]
        assert len(parts) <= MOST_PARTS
        assert all(part < total for part in parts)
        assert parts == sorted(parts, reverse=True)


@settings(max_examples=150, deadline=None)
@given(mixes())
def test_a_version_that_tells_the_same_lowers_nothing_new(reports: list[Report]) -> None:
    for one in standing(reports):
        assert set(lowered(one, one)) <= set(one.lowered)
