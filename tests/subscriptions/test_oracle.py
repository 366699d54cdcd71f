"""The product and `oracle.py` agree on each alert: `python -m tests.subscriptions.over` asks the same over more of them."""

from __future__ import annotations

import pytest

from tests.subscriptions import oracle
from tests.subscriptions.build import demo_alerts
from tests.subscriptions.over import SIXTY, differences, drawn_pairs, pairs_of
from tests.subscriptions.test_sixty import EXPECTED, real_alerts

LINES = [each.encode() for each in (*demo_alerts(), *real_alerts())]


def test_the_oracle_says_of_the_sixty_what_their_reader_says() -> None:
    pairs = [pair for path in SIXTY for pair in pairs_of(path.read_text(encoding="utf-8"), str(path))]
    counts, wrong = differences(pairs, LINES)
    assert wrong == []
    assert {desk.name: count for (_, desk), count in zip(pairs, counts, strict=True)} == {
        name: len(f"{demo} {real}".split()) for name, (demo, real) in EXPECTED.items()
    }


def test_drawn_subscriptions_match_what_the_oracle_says() -> None:
    counts, wrong = differences(drawn_pairs([oracle.read(line) for line in LINES], 200, seed=3), LINES)
    assert wrong == []
    assert sum(map(bool, counts)) > 60


def test_a_difference_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = pairs_of("subscriptions: [{name: a, match: {countries: [IRQ]}, deliver: [{topic: t}]}]", "a.yaml")
    monkeypatch.setattr(oracle, "matches", lambda subscription, alert: alert["type"] == "HEALTH")
    _, wrong = differences(pairs, LINES)
    assert len(wrong) == 3
