"""Tests of how a silence is counted."""

from __future__ import annotations

import pytest

from tests.bench.partitions import Partitions, silence


def partitions(came: dict[int, list[float]]) -> Partitions:
    made = Partitions()
    for partition, moments in came.items():
        for number, moment in enumerate(moments):
            made.note(partition, number, moment)
    return made


def steady(*without: tuple[float, float]) -> list[float]:
    return [t / 10 for t in range(300) if not any(a < t / 10 < b for a, b in without)]


def test_what_the_feeder_was_silent_for_is_taken_off() -> None:
    fed = partitions({0: steady((10, 18)), 1: steady()})
    out = partitions({0: steady((10, 21)), 1: steady((10, 13))})
    found = silence(fed, out, (0, 1), 9, 29)
    assert (found.partition, found.fed, found.over_all) == pytest.approx((11, 8, 3))
    assert (found.own == pytest.approx(3) and found.when == pytest.approx((1, 12))) or found.when == pytest.approx((1, 4))


def test_a_partition_that_never_comes_back_is_silent_to_the_end() -> None:
    found = silence(partitions({0: steady()}), partitions({0: steady((12, 99))}), (0,), 10, 29)
    assert found.own == pytest.approx(17)


def test_an_even_flow_is_not_silent() -> None:
    found = silence(partitions({0: steady()}), partitions({0: steady()}), (0,), 10, 29)
    assert found.own == pytest.approx(0.1)
