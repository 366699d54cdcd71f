"""The table of bounds, row by row, and what is no count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detect.counts import find_counts, number

BOUNDS: list[tuple[str, int, int | None]] = [
    ("12", 12, 12),
    ("1,200", 1200, 1200),
    ("twenty-five", 25, 25),
    ("two hundred and six", 206, 206),
    ("2.5 million", 2_500_000, 2_500_000),
    ("at least 12", 12, None),
    ("no fewer than 12", 12, None),
    ("more than 150", 151, None),
    ("over 150", 151, None),
    ("upwards of 150", 151, None),
    ("fewer than 10", 0, 9),
    ("under 10", 0, 9),
    ("about 50", 45, 55),
    ("some 50", 45, 55),
    ("around 15", 13, 17),
    ("nearly 100", 90, 100),
    ("almost 100", 90, 100),
    ("up to 40", 0, 40),
    ("as many as 40", 0, 40),
    ("at most 40", 0, 40),
    ("between 20 and 30", 20, 30),
    ("20-30", 20, 30),
    ("20 to 30", 20, 30),
    ("dozens", 24, 99),
    ("scores", 40, 199),
    ("hundreds", 200, 999),
    ("thousands", 2_000, 9_999),
    ("a dozen", 12, 12),
    ("a couple", 2, 2),
    ("several", 3, 9),
    ("a few", 3, 5),
    ("no one", 0, 0),
    ("none", 0, 0),
    ("nobody", 0, 0),
    ("more than a dozen", 13, None),
    ("at least a dozen", 12, None),
    ("30 or more", 30, None),
    ("tens of thousands", 20_000, 99_999),
    ("a hundred", 100, 100),
]


@pytest.mark.parametrize(("words", "low", "high"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_bounds(words: str, low: int, high: int | None) -> None:
    (count,) = find_counts(f"There were {words} people there.")
    assert (count.low, count.high) == (low, high)


@pytest.mark.parametrize("text", ["a 22-year-old man", "it cost $12", "12% of it", "12.5 percent", "at 10:30", "in room B12"])
def test_no_counts(text: str) -> None:
    assert find_counts(text) == []


@given(st.integers(0, 999_999_999))
def test_figures_read_back(value: int) -> None:
    assert number(f"{value:,}") == value == number(str(value))


@given(st.text(max_size=200))
def test_any_text_is_read_and_bounds_are_in_order(text: str) -> None:
    for count in find_counts(text):
        assert 0 <= count.start < count.end <= len(text)
        assert count.high is None or count.low <= count.high
