"""Tests of the account of holds: an article that waits is an outcome, each end another, and a kill of what was not here counts apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.messages import HoldEnd
from tests.audit.wire import Wire, value

AT = datetime(2026, 3, 14, tzinfo=UTC)


def waits(wire: Wire, source: str) -> None:
    wire.put("incidents", value(source, hold="HOLD FOR RELEASE"), key=f"held/urn:{source}".encode())


def test_what_waits_is_held_and_the_account_adds_up() -> None:
    wire = Wire()
    held, other = wire.article(), wire.article()
    waits(wire, held)
    account = wire.account()
    assert (account.outcomes, account.closed) == ({held: "held", other: "published"}, True)
    assert "    1 held" in account.lines()
    assert account.as_json()["outcomes"] == {"held": 1, "published": 1}


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ("released", "published"),
        ("dropped", "dropped by hand"),
        ("expired", "dropped: held too long"),
        ("withdrawn", "dropped: killed while held"),
        ("replaced", "dropped: older"),
    ],
)
def test_each_end_has_its_outcome_once_alert_has_done_it(end: str, outcome: str) -> None:
    wire = Wire()
    source = wire.article()
    waits(wire, source)
    wire.put("holds", HoldEnd.check({"source": source, "uri": "urn:a", "end": end, "at": AT}).encode(), key=source.encode())
    assert wire.account().outcomes == {source: "held"}
    wire.put("incidents", None, key=f"held/urn:{source}".encode())
    account = wire.account()
    assert (account.outcomes, account.closed) == ({source: outcome}, True)


def test_a_kill_of_what_was_not_here_is_counted_and_named() -> None:
    wire = Wire()
    source = wire.article(relation={"kind": "withdrawal", "story": "s", "unmet": ["Harbour Fire"]})
    account = wire.account()
    assert (account.outcomes, account.unmet, account.closed) == ({source: "published"}, {source: ("Harbour Fire",)}, True)
    assert f"{source}  kills what is not here: 'Harbour Fire'" in account.lines()
    assert account.as_json()["unmet"] == {source: ["Harbour Fire"]}
