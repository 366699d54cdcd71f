"""Severity and urgency by their tables."""

from __future__ import annotations

from datetime import timedelta

import pytest

from streams.detect.severity import severity_of, urgency_of
from streams.detect.when import published_when
from streams.messages import Casualty, EventType
from tests.detect.hand import PUBLISHED, Named, Said, events, verb


def killed(*counts: int) -> list[Casualty]:
    return [Casualty(kind="killed", min=count, max=count, start=0, end=1) for count in counts]


@pytest.mark.parametrize(
    ("counts", "severity"),
    [((), "moderate"), ((1,), "moderate"), ((10,), "severe"), ((100,), "extreme"), ((9, 601), "moderate"), ((60, 601), "severe"),
     ((0,), "moderate")],
)  # fmt: skip
def test_the_dead_make_an_attack_grave_but_no_count_far_above_all_others(counts: tuple[int, ...], severity: str) -> None:
    assert severity_of("ASSAULT", None, "happened", killed(*counts)) == severity


@pytest.mark.parametrize(
    ("type_", "mode", "severity"),
    [("COERCE", "coup", "severe"), ("COERCE", "arrest", "minor"), ("ASSAULT", "war", "severe"), ("ASSAULT", "unconventional", "severe"),
     ("PROTEST", "riot", "moderate"), ("COERCE", "martial-law", "moderate"), ("HAZARD", "tsunami", "severe")],
)  # fmt: skip
def test_a_mode_has_its_floor(type_: EventType, mode: str, severity: str) -> None:
    assert severity_of(type_, mode, "happened", ()) == severity


def test_what_is_only_threatened_is_one_step_less() -> None:
    assert severity_of("ASSAULT", "war", "threatened", ()) == "moderate"


@pytest.mark.parametrize(
    ("whom", "severity"),
    [("the prime minister of Chad", "severe"), ("President Idris Oumar", "severe"), ("Chad's king", "severe"),
     ("a bodyguard of the president", "moderate"), ("the former president of Chad", "moderate")],
)  # fmt: skip
def test_a_head_of_state_or_government_killed_is_severe(whom: str, severity: str) -> None:
    said = verb("assassinated", "assassinate", ("agent", "Gunmen"), ("patient", whom), ("oblique", "Abeche", "in"))
    names: list[Named] = [(name, "PERSON") for name in ("Idris Oumar",) if name in whom]
    names += [("Abeche", "GPE")]
    (event,) = events(Said(f"Gunmen assassinated {whom} in Abeche.", names, [said]))
    assert event.severity == severity


def test_what_comes_in_late_is_immediate_no_more() -> None:
    when = published_when(PUBLISHED)
    assert urgency_of("happened", when, PUBLISHED, PUBLISHED) == "immediate"
    assert urgency_of("happened", when, PUBLISHED, PUBLISHED + timedelta(days=4)) == "past"
    assert urgency_of("planned", when, PUBLISHED, PUBLISHED + timedelta(days=4)) == "expected"
