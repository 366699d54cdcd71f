"""Silences and inhibit rules hold back what they name, for as long as they say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.messages import Alert
from streams.subscriptions import Subscription, backtest, read_document
from streams.subscriptions.silence import LONGEST, MOST_SILENCES, Silence, read_silence, with_silence
from streams.subscriptions.subscription import Match, Near
from streams.subscriptions.suppression import MOST_SOURCES, QUIET, Sources, Suppression
from streams.subscriptions.vocabulary import MODES, SEVERITIES, TYPES, countries
from tests.subscriptions.build import HEAD, alert, place, subscription
from tests.subscriptions.desks import START, at

DESK = subscription("match: {min_severity: unknown}")
RULE = "inhibit_rules:\n  - {source: {types: [ASSAULT], min_severity: severe}, target: {told: background}, equal: [story, country]}\n"
WHOLE: dict[str, Any] = {"start": "2026-03-14T12:00:00Z", "end": "2026-03-14T14:00:00Z", "creator": "anna", "comment": "a drill"}


def silence(**more: Any) -> Silence:
    found, mistakes = read_silence("a1", orjson.dumps({**WHOLE, "match": {"countries": ["IRQ"]}, **more}))
    assert mistakes == ()
    assert found is not None
    return found


def why(held: Suppression, one: Alert, minute: float, desk: Subscription = DESK, sources: Sources | None = None) -> str | None:
    return held.why(desk, one, sources or Sources(), at(minute))


# silences


def test_a_silence_holds_from_its_start_to_its_end_for_what_passes_its_filters() -> None:
    held = Suppression([silence()])
    iraq, ukraine = alert(place=place()), alert(place=place("Kyiv", "UKR"))
    assert [why(held, iraq, minute) for minute in (-1, 0, 119, 120)] == [None, "silenced by a1", "silenced by a1", None]
    assert why(held, ukraine, 0) is None
    assert why(held, alert(place=place(), told="background"), 0) == "silenced by a1"
    assert [silence().state(at(minute)) for minute in (-1, 0, 120)] == ["pending", "active", "expired"]


def test_a_silence_of_a_subscription_concerns_no_other() -> None:
    found, _ = read_silence("a1", orjson.dumps({**WHOLE, "subscriptions": ["desk"]}))
    assert found is not None
    held = Suppression([found])
    other = Subscription(name="other")
    assert why(held, alert(), 0) == "silenced by a1"
    assert why(held, alert(), 0, other) is None


def test_a_withdrawal_is_never_held_back() -> None:
    held = Suppression([silence()])
    for kind in ("withdrawn", "superseded"):
        assert why(held, alert(kind=kind, place=place()), 0) is None
    assert why(held, alert(kind="expired", place=place()), 0) == "silenced by a1"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"match": None, "subscriptions": None}, "it silences everything"),
        ({"match": {"told": "any"}}, "it silences everything"),
        ({"match": {"countries": ["UA"]}}, "did you mean `UKR`"),
        ({"match": {"severity": "minor"}}, "match.severity: there is no such field"),
        ({"end": "2026-03-14T12:00:00Z"}, "end: it ends before it begins"),
        ({"end": "2027-03-14T12:00:00Z"}, "end: it lasts longer than 30 days"),
        ({"end": "tomorrow"}, "end: `tomorrow` is no time"),
        ({"start": None}, "`start` is missing"),
        ({"comment": " "}, "comment: nothing stands here"),
        ({"comment": "x" * 501}, "comment: the text has more than 500 characters"),
        ({"creator": ["anna"]}, "creator: a list stands here"),
        ({"until": "2026"}, "until: there is no such field"),
    ],
    ids=str,
)
def test_a_silence_that_is_wrong_is_refused_with_the_field(document: dict[str, Any], said: str) -> None:
    whole = {**WHOLE, "match": {"countries": ["IRQ"]}, **document}
    found, mistakes = read_silence("a1", orjson.dumps({name: value for name, value in whole.items() if value is not None}))
    assert found is None
    assert said in str(mistakes[0])


@pytest.mark.parametrize(("id", "content"), [("", b"{}"), ("A/B", b"{}"), ("a", b"["), ("a", b"\xff"), ("a", b"42"), ("a", b"")])
def test_what_is_no_silence_is_refused(id: str, content: bytes) -> None:
    found, mistakes = read_silence(id, content)
    assert found is None
    assert mistakes


def test_a_broken_silence_leaves_that_of_before_and_none_takes_it_away() -> None:
    first, _ = with_silence({}, "a1", silence().encode())
    second, mistakes = with_silence(first, "a1", b"{}")
    assert second == first
    assert mistakes
    assert with_silence(first, "a1", None) == ({}, ())
    full = {str(number): silence() for number in range(MOST_SILENCES)}
    assert "1,000 silences already" in str(with_silence(full, "a1", silence().encode())[1][0])
    assert with_silence(full, "7", silence().encode())[1] == ()


words = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L", "Nd"]), min_size=1, max_size=8).map(str.casefold), max_size=3, unique=True
)
degrees = st.integers(-8_900, 8_900).map(lambda n: n / 100)
filters = st.builds(
    Match,
    types=st.frozensets(st.sampled_from(sorted(TYPES)), max_size=3),
    modes=st.frozensets(st.sampled_from(sorted(MODES)), max_size=3),
    countries=st.frozensets(st.sampled_from(sorted(countries())), max_size=3),
    near=st.none() | st.builds(Near, degrees, degrees, st.floats(0.1, 5_000).map(lambda n: round(n, 4))),
    min_severity=st.none() | st.sampled_from(SEVERITIES),
    told=st.sampled_from(["news", "background", "any"]),
    words_any=words.map(tuple),
    actors=words.map(tuple),
    publishers=words.map(frozenset),
    story=words.map(frozenset),
)


@settings(max_examples=200, deadline=None)
@given(
    filters,
    st.integers(1, int(LONGEST.total_seconds())),
    st.text(st.characters(codec="utf-8", categories=["L", "P", "Nd"]), min_size=1, max_size=40),
)
def test_a_silence_that_is_written_is_read_back(match: Match, seconds: int, comment: str) -> None:
    made = Silence(
        id="a",
        match=match,
        subscriptions=frozenset({"desk"}),
        start=START,
        end=START + timedelta(seconds=seconds),
        creator="anna",
        comment=comment,
    )
    assert read_silence("a", made.encode()) == (made, ())


# inhibit rules


def hurt(**fields: Any) -> Alert:
    return alert(**{"id": "inc-source", "type": "ASSAULT", "severity": "severe", "place": place(), **fields})


def analysis(**fields: Any) -> Alert:
    return alert(**{"id": "inc-target", "told": "background", "place": place(), **fields})


@pytest.fixture
def desk() -> Subscription:
    return subscription("match: {told: any, countries: [IRQ]}", RULE)


def test_a_target_is_held_back_while_a_source_of_the_same_values_is_open(desk: Subscription) -> None:
    held = Suppression(rules=desk.inhibit_rules)
    sources = held.heard(Sources(), hurt(), at(0))
    assert why(held, analysis(), 1, desk, sources) == "inhibited by inc-source"
    assert why(held, analysis(story="story-2"), 1, desk, sources) is None
    assert why(held, analysis(place=place("Kyiv", "UKR")), 1, desk, sources) is None
    assert why(held, analysis(place=None), 1, desk, sources) is None
    assert why(held, analysis(told="news"), 1, desk, sources) is None
    assert why(held, analysis(), 1, DESK, sources) is None, "the rules of a file concern its own subscriptions"
    assert why(held, analysis(kind="withdrawn"), 1, desk, sources) is None


@pytest.mark.parametrize(
    "end",
    [{"kind": "withdrawn"}, {"kind": "superseded"}, {"kind": "expired"}, {"severity": "minor"}, {"story": "story-2"}, {"place": None}],
    ids=str,
)
def test_a_source_that_ends_or_changes_holds_back_no_more(desk: Subscription, end: dict[str, Any]) -> None:
    held = Suppression(rules=desk.inhibit_rules)
    sources = held.heard(held.heard(Sources(), hurt(), at(0)), hurt(revision=2, **end), at(1))
    assert why(held, analysis(), 2, desk, sources) is None


def test_a_source_whose_end_was_missed_holds_back_for_a_week(desk: Subscription) -> None:
    held = Suppression(rules=desk.inhibit_rules)
    sources = held.heard(Sources(), hurt(), START)
    assert held.why(desk, analysis(), sources, START + QUIET - timedelta(seconds=1)) is not None
    assert held.why(desk, analysis(), sources, START + QUIET) is None


def test_an_alert_never_holds_back_itself() -> None:
    rule = "inhibit_rules:\n  - {source: {types: [ASSAULT]}, target: {countries: [IRQ]}, equal: [story]}\n"
    desk = subscription("match: {countries: [IRQ]}", rule)
    held = Suppression(rules=desk.inhibit_rules)
    sources = held.heard(Sources(), hurt(), at(0))
    assert why(held, hurt(), 0, desk, sources) is None
    assert why(held, hurt(id="inc-other"), 0, desk, sources) == "inhibited by inc-source"


def test_the_open_sources_are_bounded(desk: Subscription) -> None:
    held = Suppression(rules=desk.inhibit_rules)
    one = hurt(id="inc-first")
    sources = held.heard(Sources(), one, at(0))
    full = Sources(
        {**sources.places, **{(desk.inhibit_rules[0], (f"s{n}", "IRQ")): {f"inc-{n}": START} for n in range(MOST_SOURCES - 1)}},
        {**sources.incidents, **{f"inc-{n}": ((desk.inhibit_rules[0], (f"s{n}", "IRQ")),) for n in range(MOST_SOURCES - 1)}},
    )
    more = held.heard(full, hurt(id="inc-new"), at(1))
    assert len(more.incidents) == len(more.places) == MOST_SOURCES
    assert "inc-first" not in more.incidents


kinds = st.sampled_from(["created", "updated", "withdrawn", "superseded", "expired"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), kinds, st.sampled_from(["severe", "minor"]), st.sampled_from("ab")), max_size=20))
def test_the_open_sources_are_those_whose_newest_revision_is_one(found: list[Any]) -> None:
    (desk,) = read_document("a.yaml", (RULE + HEAD + "    match: {told: any, countries: [IRQ]}\n").encode())[0]
    held, sources = Suppression(rules=desk.inhibit_rules), Sources()
    newest: dict[str, Alert] = {}
    for revision, (number, kind, severity, story) in enumerate(found, 1):
        one = hurt(id=f"inc-{number}", revision=revision, kind=kind, severity=severity, story=story)
        sources, newest[one.id] = held.heard(sources, one, at(revision)), one
    is_open = {one.id: one.story for one in newest.values() if one.severity == "severe" and one.kind in ("created", "updated")}
    assert set(sources.incidents) == set(is_open)
    assert {incident for each in sources.places.values() for incident in each} == set(is_open)
    for story in "ab":
        assert (why(held, analysis(story=story), 30, desk, sources) is not None) == (story in is_open.values())


# both, over alerts of the past


def test_backtest_holds_back_what_is_suppressed_and_says_by_what(desk: Subscription) -> None:
    past = [
        hurt(updated="2026-03-14T12:00:00Z"),
        analysis(updated="2026-03-14T12:10:00Z"),
        alert(id="inc-3", place=place(), updated="2026-03-14T13:00:00Z"),
        alert(id="inc-4", place=place(), updated="2026-03-14T15:00:00Z"),
        hurt(updated="2026-03-14T15:10:00Z", revision=2, kind="expired"),
        analysis(updated="2026-03-14T15:20:00Z", revision=2, kind="updated"),
    ]
    (tally,) = backtest([desk], past, [silence(start="2026-03-14T12:30:00Z")])
    assert [each.alert.id for each in tally.messages] == ["inc-source", "inc-4", "inc-target"]
    assert dict(tally.suppressed) == {"inhibited by inc-source": 1, "silenced by a1": 1}
