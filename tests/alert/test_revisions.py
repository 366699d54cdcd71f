"""Tests of what counts as a change between an alert and the facts that stand now: each field, its values, their order, and its novelty."""

from __future__ import annotations

import pytest

from streams.alert.changes import WEIGHTS, changes, novelty
from streams.alert.facts import facts
from streams.alert.record import alert_of
from streams.messages import Actor, ActorKind, Alert, Casualty, Certainty, Change, IncidentFacts, Place, Realis
from tests.alert.build import IRAQ, KIRKUK, RAMADI, actor, event, report, toll

FIRST = report("a", event("a", place=None))


def _plain() -> IncidentFacts:
    found = facts([FIRST])
    assert found is not None
    return found


PLAIN = _plain()
ANBAR = RAMADI.with_(name="Anbar", precision="province")
VILLAGE = IRAQ.with_(text="Tambeli", name="Tambeli", country_name="Iraq")
HALL = KIRKUK.with_(text="Town Hall", name="Town Hall", precision="facility")
FRONT, ARMY, GUNMEN = actor("Tarim Front"), actor("Azal Army", "military"), actor("gunmen")


def alert(said: IncidentFacts) -> Alert:
    return alert_of("inc-1", 1, "created", said, [FIRST], (), 1.0, FIRST)


def between(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, object, object]]:
    """Return field, old and new value of each change between two states of the facts, which are alike but for what is given."""
    old = PLAIN.with_(**before)
    new = PLAIN.with_(**after)
    return [(change.field, change.before, change.after) for change in changes(alert(old), new, "b")]


def test_the_same_facts_are_no_change() -> None:
    assert changes(alert(PLAIN), PLAIN, "b") == ()


def test_a_change_names_the_article_that_made_it() -> None:
    assert changes(alert(PLAIN), PLAIN.with_(severity="severe"), "b") == (
        Change(field="severity", before="moderate", after="severe", article="b"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("type", "ACCIDENT", "ASSAULT"),
        ("realis", "planned", "denied"),
        ("told", "background", "news"),
        ("ended", False, True),
        ("ended", True, False),
        ("severity", "severe", "minor"),
        ("certainty", "likely", "possible"),
    ],
)
def test_a_field_that_a_subscriber_acts_on_is_told_with_its_values(field: str, before: object, after: object) -> None:
    assert between({field: before}, {field: after}) == [(field, before, after)]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("headline", "One", "Another"),
        ("mode", "firearms", "explosives"),
        ("recipients", (), (actor("soldiers", "military"),)),
        ("victims", (), (actor("children", "people"),)),
        ("time", PLAIN.time, PLAIN.time.with_(text="Monday")),
        ("urgency", "past", "immediate"),
        ("evidence", PLAIN.evidence, PLAIN.evidence.with_(text="Other words.")),
        ("evidence_uri", "a", "b"),
    ],
)
def test_mode_headline_day_urgency_evidence_and_those_acted_on_are_no_change(field: str, before: object, after: object) -> None:
    assert between({field: before}, {field: after}) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("ongoing", "happened", 0),
        ("happened", "ongoing", 0),
        ("planned", "happened", 1),
        ("ongoing", "denied", 1),
        ("threatened", "planned", 1),
    ],
)
def test_a_realis_counts_but_not_between_what_goes_on_and_what_is_done(before: Realis, after: Realis, told: int) -> None:
    assert len(between({"realis": before}, {"realis": after})) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("likely", "observed", 0),
        ("observed", "likely", 0),
        ("possible", "likely", 1),
        ("observed", "possible", 1),
        ("unlikely", "possible", 1),
    ],
)
def test_a_certainty_counts_but_not_between_likely_and_observed(before: Certainty, after: Certainty, told: int) -> None:
    assert len(between({"certainty": before}, {"certainty": after})) == told


def test_what_was_told_as_news_stays_so_where_only_background_is_left() -> None:
    assert between({"told": "news"}, {"told": "background"}) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((), (toll(9),), [("casualties.killed", None, "9")]),
        ((toll(9),), (), [("casualties.killed", "9", None)]),
        ((toll(9),), (toll(14),), [("casualties.killed", "9", "14")]),
        ((toll(14),), (toll(9),), [("casualties.killed", "14", "9")]),
        ((toll(9),), (toll(21, at_least=True),), [("casualties.killed", "9", "21+")]),
        ((toll(9),), (toll(12).with_(max=20),), [("casualties.killed", "9", "12-20")]),
        ((toll(9),), (toll(9, at_least=True),), []),
        ((toll(9),), (toll(9, of="miners"),), []),
        ((toll(9), toll(3, of="children")), (toll(9), toll(2, of="guards")), []),
        ((toll(9), toll(3, of="children")), (toll(9),), []),
    ],
)
def test_a_total_counts_by_its_least_number_and_a_part_does_not(
    before: tuple[Casualty, ...], after: tuple[Casualty, ...], told: list[tuple[str, object, object]]
) -> None:
    assert between({"casualties": before}, {"casualties": after}) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, KIRKUK, [("place", None, "Kirkuk")]),
        (None, HALL, [("place", None, "Town Hall")]),
        (IRAQ, RAMADI, [("place", "Iraq", "Ramadi")]),
        (ANBAR, RAMADI, [("place", "Anbar", "Ramadi")]),
        (KIRKUK.with_(precision="unknown", country=None), RAMADI, [("place", "Kirkuk", "Ramadi")]),
        (IRAQ, VILLAGE, [("place", "Iraq", "Tambeli, IRQ")]),
        (KIRKUK, RAMADI, [("place", "Kirkuk", "Ramadi")]),
        (VILLAGE, VILLAGE.with_(country="NER", country_name="Niger"), [("place", "Tambeli, IRQ", "Tambeli, NER")]),
        (None, IRAQ, []),
        (None, ANBAR, []),
        (IRAQ, ANBAR, []),
        (KIRKUK, IRAQ, []),
        (KIRKUK, HALL, []),
        (KIRKUK, KIRKUK.with_(lat=35.5), []),
        (KIRKUK, None, []),
    ],
)
def test_a_place_counts_when_a_town_is_told_where_none_was_or_another_one(
    before: Place | None, after: Place | None, told: list[tuple[str, object, object]]
) -> None:
    assert between({"place": before}, {"place": after}) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((), (FRONT,), [("actors", None, "Tarim Front")]),
        ((GUNMEN,), (FRONT,), [("actors", None, "Tarim Front")]),
        ((), (FRONT, GUNMEN, ARMY), [("actors", None, "Tarim Front"), ("actors", None, "Azal Army")]),
        ((FRONT,), (ARMY,), [("actors", "Tarim Front", "Azal Army")]),
        ((FRONT, GUNMEN), (ARMY, GUNMEN), [("actors", "Tarim Front", "Azal Army")]),
        ((FRONT, actor("Peru", "country")), (ARMY,), [("actors", "Tarim Front, Peru", "Azal Army")]),
        ((FRONT,), (FRONT, ARMY), []),
        ((FRONT, ARMY), (ARMY,), []),
        ((FRONT,), (), []),
        ((FRONT,), (GUNMEN,), []),
        ((), (GUNMEN,), []),
    ],
)
def test_a_party_counts_when_the_first_one_has_a_name_or_none_that_was_named_stands_any_more(
    before: tuple[Actor, ...], after: tuple[Actor, ...], told: list[tuple[str, object, object]]
) -> None:
    assert between({"actors": before}, {"actors": after}) == told


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("person", 1), ("organisation", 1), ("group", 1), ("government", 1), ("military", 1), ("police", 1), ("country", 1),
        ("people", 0), ("unknown", 0),
    ],
)  # fmt: skip
def test_a_named_party_is_a_power_an_organisation_or_a_person(kind: ActorKind, told: int) -> None:
    assert len(between({}, {"actors": (actor("Tarim", kind),)})) == told


def test_changes_stand_in_one_order_whatever_changed_with_them() -> None:
    after: dict[str, object] = {
        "actors": (FRONT,), "place": KIRKUK, "casualties": (toll(2), toll(3, "injured")), "certainty": "possible", "severity": "severe",
        "ended": True, "told": "news", "realis": "planned", "type": "CRIME",
    }  # fmt: skip
    fields = [field for field, _, _ in between({"told": "background"}, after)]
    casualties = ["casualties.injured", "casualties.killed"]
    assert fields == ["type", "realis", "told", "ended", "severity", "certainty", *casualties, "place", "actors"]


def of(*fields: str) -> float:
    return novelty(tuple(Change(field=field, article="b") for field in fields))


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("withdrawn", 1.0), ("severity", 0.6), ("casualties.killed", 0.5), ("type", 0.5), ("realis", 0.5), ("told", 0.5), ("ended", 0.5),
        ("place", 0.4), ("certainty", 0.3), ("actors", 0.3), ("supersedes", 0.2),
    ],
)  # fmt: skip
def test_each_field_has_the_novelty_that_the_documentation_gives(field: str, new: float) -> None:
    assert of(field) == new


def test_the_novelty_of_a_revision_is_that_of_its_weightiest_change_and_least_without_any() -> None:
    assert of("actors", "casualties.killed", "place") == of("casualties.killed")
    assert of("actors", "actors", "actors") == of("actors")
    assert of() < min(of("supersedes"), *WEIGHTS.values())
